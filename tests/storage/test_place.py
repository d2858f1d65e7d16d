"""Where a book may lie, who may read it, and how full the disk may be."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from pathlib import Path

import duckdb
import pytest

from lstbo.core.errors import Refused
from lstbo.storage import Book, Reserve, doctor
from lstbo.storage.place import file_system, require_space
from tests.storage.posting import documents, post

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/shop nfs4 rw 0 0
//nas/data /mnt/nas\\040drive cifs rw 0 0
me@office: /mnt/far fuse.sshfs rw 0 0
/dev/sdb1 /mnt/shop/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/var/shop.duckdb", "ext4"),
        ("/mnt/shop/shop.duckdb", "nfs4"),
        ("/mnt/shopping/shop.duckdb", "ext4"),
        ("/mnt/shop/local/shop.duckdb", "ext4"),
        ("/mnt/nas drive/shop.duckdb", "cifs"),
        ("/mnt/far/shop.duckdb", "fuse.sshfs"),
    ],
)
def test_the_file_system_of_a_book_is_known(place, kind):
    assert file_system(Path(place), MOUNTS) == kind


def test_a_book_on_a_network_drive_is_refused(path, monkeypatch, tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("lstbo.storage.place._MOUNTS", mounts)
    with pytest.raises(Refused, match=r"shop\.duckdb lies on a network drive \(nfs4\)"):
        Book.create(path)
    assert not path.exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are a thing of POSIX")
def test_everything_belongs_to_the_owner_alone(tmp_path):
    os.umask(0)
    path = tmp_path / "data" / "shop.duckdb"
    with Book.create(path) as book, book.staged() as staged:
        post(book)
        assert stat.S_IMODE(staged.stat().st_mode) == 0o600
        files = [file for file in path.parent.rglob("*") if file.is_file()]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        folders = [path.parent, *(folder for folder in path.parent.rglob("*") if folder.is_dir())]
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_book_others_could_read_is_closed_to_them(book, path):
    book.close()
    path.chmod(0o644)
    assert "modes" in {found.code for found in doctor(path) if found.severity == "warning"}
    documents(Book.open(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_new_work_is_refused_on_a_nearly_full_disk(book, path):
    book.reserve = Reserve(floor=10**18)
    with pytest.raises(Refused, match=r"disk is nearly full: \d+ MB free, 1000000000000 MB needed"):
        post(book)
    book.reserve = Reserve(floor=0, times=10**12)
    with pytest.raises(Refused, match="nearly full"):
        post(book)
    assert documents(book) == 0
    require_space(path, Reserve(floor=1000, times=1))


def test_what_killed_programs_staged_is_removed(book, path):
    dead = subprocess.Popen(["true"])
    dead.wait()
    left, mine = book.staging / f"{dead.pid}-ab.csv", book.staging / f"{os.getpid()}-ab.csv"
    old, new = book.staging / "old.csv", book.staging / "new.csv"
    for file in (left, mine, old, new):
        file.write_text("a")
    os.utime(old, (0, 0))
    book.close()
    assert documents(book) == 0
    assert sorted(book.staging.iterdir()) == sorted([mine, new])


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 24 MB, where this system lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.name != "posix" or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", place]).returncode != 0:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_fills_loses_nothing_acknowledged(small_disk):
    path = small_disk / "shop.duckdb"
    with Book.create(path) as book:
        book.reserve = Reserve(0, 0)
        acknowledged, errors = 0, []
        while not book.read_only:
            try:
                acknowledged = post(book, 20_000, title="x" * 200)
            except Refused as fault:
                errors.append(str(fault))
        assert book.read_only_reason.startswith("The disk is full, so the book is read-only")
        assert acknowledged > 0 and all("disk is full" in error for error in errors)
        assert documents(book) >= acknowledged
    with Book.open(path, read_only=True) as book, book.read() as tx:
        assert tx.verify_chain() == []
        assert tx.scalar("SELECT count(*) FROM storage.document") >= acknowledged


def test_a_disk_without_room_for_a_backup_keeps_the_old_one(small_disk):
    path = small_disk / "shop.duckdb"
    with Book.create(path) as book:
        book.reserve = Reserve(0, 0)
        first = book.take_backup()
        (small_disk / "film.mp4").write_bytes(bytes(17_000_000))
        post(book)
        with pytest.raises(Refused, match="not enough room"):
            book.take_backup()
        assert first.file.exists()
        assert documents(book) == 1


def test_a_disk_that_fills_up_while_a_file_is_prepared_is_a_plain_refusal(book):
    with pytest.raises(Refused, match=r"The disk is full\..*not posted"), book.staged() as place:
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not place.exists()


def test_an_engine_that_finds_no_room_for_what_it_puts_aside_is_a_full_disk(book):
    with pytest.raises(Refused, match=r"The disk is full\."), book.write():
        raise duckdb.OutOfMemoryException("Out of Memory Error: failed to offload data block of size 256.0 KiB")
    assert documents(book) == 0
