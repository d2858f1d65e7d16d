"""A file that is damaged, cut, missing, foreign, older or newer: a sentence, exit code 5, and nothing touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from lstbo.core.errors import IntegrityFailed, NotFound, Refused
from lstbo.storage import Book, anchor_of, recover, restore
from tests.conftest import ROOT
from tests.storage.posting import documents, post

KILLED = """
import os, signal, sys
from pathlib import Path
from lstbo.storage import Book
from tests.storage.posting import post
with Book.open(Path(sys.argv[1])) as book:
    for _ in range(int(sys.argv[2])):
        post(book)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_after(path: Path, count: int) -> Path:
    """Post `count` documents from a process that is killed, and return the log it leaves."""
    subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(count)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    wal = path.with_name("shop.duckdb.wal")
    assert wal.stat().st_size > 0
    return wal


def everything(folder: Path) -> dict[str, bytes]:
    """All files of a folder but the lock and the queue."""
    files = (file for file in sorted(folder.iterdir()) if file.is_file() and file.suffix not in (".lock", ".want"))
    return {file.name: file.read_bytes() for file in files}


def refused(path: Path, text: str) -> None:
    """Opening for writing and for reading is refused with this text, and no file changes."""
    before, mode = everything(path.parent), path.stat().st_mode
    for read_only in (False, True):
        with pytest.raises(IntegrityFailed, match=text) as raised, Book.open(path, read_only=read_only) as book:
            documents(book)
        assert raised.value.exit_code == 5 and raised.value.hint
    assert everything(path.parent) == before and path.stat().st_mode == mode


@pytest.fixture
def closed(book: Book, path: Path) -> Path:
    for _ in range(3):
        post(book)
    book.close()
    return path


def test_work_of_a_killed_process_is_there(closed):
    killed_after(closed, 5)
    with Book.open(closed) as book:
        assert documents(book) == 8
        assert book.warnings == []


@pytest.mark.parametrize("name", ["truncated", "flipped", "zero tail", "missing", "silently short"])
def test_a_damaged_log_is_refused_and_recovered(closed, name):
    wal = killed_after(closed, 40)
    data = bytearray(wal.read_bytes())
    if name == "missing":
        wal.unlink()
    elif name == "silently short":
        wal.write_bytes(data[: len(data) // 2])
    else:
        if name == "truncated":
            data = data[:-100]
        elif name == "flipped":
            data[len(data) // 2] ^= 8
        else:
            data[-300:] = bytes(300)
        wal.write_bytes(data)
    refused(closed, "lost work|damaged")
    foreseen = recover(closed)
    assert foreseen.aside is None and foreseen.lost is not None and 1 <= foreseen.lost <= 40
    done = recover(closed, yes=True)
    assert done.seq == foreseen.seq == 43 - done.lost and done.doc == done.seq + 1
    with Book.open(closed) as book, book.read() as tx:
        assert tx.verify_chain() == [] and tx.scalar("SELECT max(kind) FROM storage.document") == "voucher"
        assert tx.scalar("SELECT kind FROM storage.document ORDER BY seq DESC LIMIT 1") == "recover"
    assert (done.aside / closed.name).exists()
    assert recover(closed, yes=True).doc is None


def test_every_position_of_a_flipped_bit_is_found_or_harmless(closed, tmp_path):
    wal = killed_after(closed, 12)
    whole, log = closed.read_bytes(), wal.read_bytes()
    for number in range(12):
        data = bytearray(log)
        data[number * len(log) // 12 + 5] ^= 1 << (number % 8)
        wal.write_bytes(data)
        closed.write_bytes(whole)
        try:
            with Book.open(closed, read_only=True) as book:
                assert documents(book) == 15
        except IntegrityFailed:
            assert recover(closed).seq >= 3


def test_a_log_cut_at_a_document_is_found_by_the_anchor(closed):
    killed_after(closed, 1)
    older = everything(closed.parent)
    with Book.open(closed) as book:
        post(book)
    for name in ("shop.duckdb", "shop.duckdb.wal"):
        closed.with_name(name).write_bytes(older[name])
    refused(closed, "document 5 was acknowledged .* the book ends at 4")


def test_a_book_that_is_ahead_of_its_anchor_is_fine_and_renews_it(closed):
    before = closed.with_name("shop.duckdb.anchor").read_bytes()
    with Book.open(closed) as book:
        post(book)
    closed.with_name("shop.duckdb.anchor").write_bytes(before)
    with Book.open(closed, read_only=True) as book:
        assert documents(book) == 4
    assert anchor_of(closed).seq == 3
    with Book.open(closed) as book:
        assert documents(book) == 4
    assert anchor_of(closed).seq == 4


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff\x00 not json", b'{"seq": "x"}'])
def test_a_missing_or_unreadable_anchor_is_a_warning(closed, content):
    file = closed.with_name("shop.duckdb.anchor")
    file.unlink() if content is None else file.write_bytes(content)
    with Book.open(closed) as book:
        assert documents(book) == 3
        assert [warning[:27] for warning in book.warnings] == ["shop.duckdb has no anchor: "]
        post(book)
    assert anchor_of(closed).seq == 4


def test_a_foreign_anchor_is_refused(closed, tmp_path):
    with Book.create(tmp_path / "other" / "shop.duckdb") as other:
        post(other, title="another shop")
    shutil.copy(tmp_path / "other" / "shop.duckdb.anchor", closed.with_name("shop.duckdb.anchor"))
    refused(closed, "lost work")


def test_a_file_that_is_no_book_gets_no_company(tmp_path):
    for name, text in {"sales.csv": "a,b\n1,2\n", "photo.jpg": "\x89 no book"}.items():
        file = tmp_path / name
        file.write_text(text)
        with pytest.raises(IntegrityFailed, match="book"), Book.open(file) as book:
            documents(book)
        assert file.read_text() == text
    assert sorted(file.name for file in tmp_path.iterdir()) == ["photo.jpg", "sales.csv"]


@pytest.mark.parametrize("name", ["text", "sqlite", "empty", "truncated", "header flipped", "middle flipped"])
def test_a_file_that_is_no_whole_book_is_refused(closed, name):
    data = bytearray(closed.read_bytes())
    if name == "sqlite":
        closed.unlink()
        sqlite3.connect(closed).execute("CREATE TABLE a (b)").connection.close()
    elif name == "middle flipped":
        for place in range(12_288, len(data), 4096):
            data[place] ^= 1
        closed.write_bytes(data)
    else:
        flipped = data[:100] + bytes([data[100] ^ 1]) + data[101:]
        kinds = {
            "text": b"receipt_id,sold_at\n1,2026-10-01\n",
            "empty": b"",
            "truncated": data[:9000],
            "header flipped": flipped,
        }
        closed.write_bytes(kinds[name])
    refused(closed, "not a book, or it is damaged")


def test_a_file_of_a_newer_engine_is_refused(closed):
    data = bytearray(closed.read_bytes())
    for header in (4096, 8192):
        struct.pack_into("<Q", data, header + 56, 999)
        struct.pack_into("<Q", data, header, engine_checksum(data[header + 8 : header + 4096]))
    closed.write_bytes(data)
    refused(closed, "made by a newer version of the program")


def engine_checksum(block: bytearray) -> int:
    """The checksum the engine keeps in front of each header."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        result ^= word * 0xBF58476D1CE4E5B9 % 2**64
    return result


def test_a_database_that_is_no_book_is_refused(closed):
    closed.unlink()
    duckdb.connect(str(closed)).execute("CREATE TABLE a (b INTEGER)").close()
    closed.chmod(0o644)
    refused(closed, "not a book of lstbo")


def test_a_book_of_a_newer_program_is_refused(closed):
    connection = duckdb.connect(str(closed))
    connection.execute("INSERT INTO main.lstbo_migration VALUES (999, '999_later', '', '2030-01-01')")
    connection.close()
    refused(closed, "newer version of the program")


def test_there_must_be_a_book(path, tmp_path):
    for place in (path, tmp_path):
        with pytest.raises(NotFound, match="no book at"):
            Book.open(place)
    with pytest.raises(NotFound, match="no book at"):
        recover(path)


def test_a_book_is_never_made_over_a_file(closed):
    with pytest.raises(Refused, match=r"shop\.duckdb exists already"):
        Book.create(closed)


def test_a_new_book_does_not_inherit_what_a_former_one_left(closed):
    killed_after(closed, 2)
    closed.unlink()
    with Book.create(closed) as book:
        assert post(book) == 1 and book.warnings == []
    (folder,) = closed.with_name("shop.duckdb.aside").iterdir()
    assert sorted(file.name for file in folder.iterdir()) == ["shop.duckdb.anchor", "shop.duckdb.wal"]


def test_a_damaged_file_cannot_be_recovered_but_restored(closed):
    with Book.open(closed) as book:
        backup = book.take_backup()
        post(book)
    data = bytearray(closed.read_bytes())
    closed.write_bytes(data[:9000])
    with pytest.raises(IntegrityFailed, match="damaged") as raised:
        recover(closed, yes=True)
    assert "lstbo restore" in raised.value.hint
    assert closed.read_bytes() == data[:9000]
    done = restore(closed, backup.file, yes=True)
    assert (done.seq, done.lost, done.doc) == (3, 1, 4)
    with Book.open(closed) as book:
        assert documents(book) == 4
