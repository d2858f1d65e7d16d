"""The doctor names what an owner should know, in plain words, and changes nothing."""

from __future__ import annotations

from lstbo.storage import Book, Inbox, SpooledBatch, doctor
from tests.storage.posting import post
from tests.storage.test_damage import killed_after


def codes(path, severity):
    return {found.code for found in doctor(path) if found.severity == severity}


def test_a_healthy_book_has_nothing_to_report(book, path):
    post(book)
    book.take_backup()
    book.close()
    assert {found.severity for found in doctor(path)} == {"ok"}
    assert codes(path, "ok") == {"modes", "space", "engine", "backup", "anchor"}


def test_the_doctor_names_what_is_wrong(book, path, monkeypatch):
    post(book)
    book.take_backup()
    book.close()
    Inbox(path).put(SpooledBatch.of("sales", "a.csv", b"1", {}))
    killed_after(path, 1)
    monkeypatch.setenv("LSTBO_NOW", "2040-01-01")
    assert codes(path, "warning") == {"backup"}
    monkeypatch.setenv("LSTBO_NOW", "1970-01-01")
    assert codes(path, "warning") == {"clock"}
    assert codes(path, "note") == {"inbox", "log"}
    path.with_name("shop.duckdb.anchor").unlink()
    assert "anchor" in codes(path, "warning")


def test_a_book_that_lost_work_is_an_error(book, path):
    older = path.read_bytes() if book.close() is None else b""
    with Book.open(path) as again:
        post(again)
    path.write_bytes(older)
    (found,) = [found for found in doctor(path) if found.severity == "error"]
    assert "lost work" in found.message and "lstbo recover" in found.hint


def test_a_book_in_use_is_named_not_waited_for(book, path, neighbour):
    book.close()
    script = neighbour(path, "sit").ready()
    assert codes(path, "note") == {"holder", "book"}
    script.answer()
