"""Between COMMIT and the answer: what is posted is called posted, whatever happens to the anchor or on Ctrl-C."""

from __future__ import annotations

import pytest

from lstbo.storage import Book, anchor_of, posted_here
from tests.storage.posting import documents, post


@pytest.fixture
def blocked(path):
    """A folder in the place of the anchor's next version: it cannot be written."""
    place = path.with_name("shop.duckdb.anchor.new")
    place.mkdir()
    return place


def test_an_anchor_that_cannot_be_written_is_a_warning_because_the_work_is_posted(book, path, blocked):
    assert post(book) == 1
    assert [text[:55] for text in book.warnings] == ["Document 1 is posted, but the anchor beside the book co"]
    assert anchor_of(path).seq == 0 and documents(book) == 1


def test_the_next_unit_renews_an_anchor_that_stayed_behind(book, path, blocked):
    post(book)
    blocked.rmdir()
    post(book)
    assert anchor_of(path).seq == 2


def test_the_next_command_renews_an_anchor_that_stayed_behind(book, path, blocked):
    post(book)
    blocked.rmdir()
    book.close()
    with Book.open(path) as again:
        assert documents(again) == 1 and again.warnings == []
    assert anchor_of(path).seq == 1


def test_a_book_behind_a_blocked_anchor_can_still_be_opened(book, path, blocked):
    post(book)
    book.close()
    with Book.open(path) as again:
        assert documents(again) == 1
        assert [text[:35] for text in again.warnings] == ["The anchor of shop.duckdb is behind"]


@pytest.mark.parametrize("point", ["after-commit", "before-ack"])
def test_ctrl_c_after_the_commit_waits_for_the_anchor_and_is_known_as_posted(book, path, monkeypatch, point):
    monkeypatch.setenv("LSTBO_TESTING", "1")
    monkeypatch.setenv("LSTBO_KILL_BY", "SIGINT")
    monkeypatch.setenv("LSTBO_KILL_AT", point)
    with pytest.raises(KeyboardInterrupt):
        post(book)
    assert anchor_of(path).seq == 1 and documents(book) == 1
    assert posted_here()[1] >= 1


def test_ctrl_c_before_the_commit_posts_nothing(book, path, monkeypatch):
    monkeypatch.setenv("LSTBO_TESTING", "1")
    monkeypatch.setenv("LSTBO_KILL_BY", "SIGINT")
    monkeypatch.setenv("LSTBO_KILL_AT", "before-commit")
    with pytest.raises(KeyboardInterrupt):
        post(book)
    assert anchor_of(path).seq == 0 and documents(book) == 0


def test_a_file_that_could_not_be_replaced_leaves_nothing_behind(book, path):
    anchor = path.with_name("shop.duckdb.anchor")
    anchor.unlink()
    anchor.mkdir()
    post(book)
    assert "anchor" in book.warnings[-1]
    assert not path.with_name("shop.duckdb.anchor.new").exists()
