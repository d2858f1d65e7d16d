"""A book that stays open for hours in one process with several threads, beside other processes that want it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from lstbo.core.errors import BookBusy
from lstbo.storage import Book, Cancelled, restore, version_of
from tests.storage.neighbour import HEAVY
from tests.storage.posting import documents, post, post_in


def until(what: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Look again and again, for a bounded time."""
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.01)
    return what()


@pytest.fixture
def pool():
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_a_thread_reads_beside_a_writer_and_sees_its_work_only_after_the_commit(book, pool):
    post(book)
    with book.write("import") as tx:
        post_in(tx)
        assert pool.submit(documents, book).result(10) == 1
    assert pool.submit(documents, book).result(10) == 2


def test_readers_of_several_threads_each_keep_their_own_view(book, pool):
    post(book)
    both, posted = threading.Barrier(3, timeout=10), threading.Event()

    def look(tx):
        first = tx.scalar("SELECT count(*) FROM storage.document")
        both.wait()
        assert posted.wait(10)
        return first, tx.scalar("SELECT count(*) FROM storage.document")

    views = [pool.submit(book.run_read, look) for _ in range(2)]
    both.wait()
    post(book)
    posted.set()
    assert [view.result(10) for view in views] == [(1, 1), (1, 1)]


def test_a_second_writer_waits_and_then_says_that_this_program_is_at_work(book, pool):
    book.wait = 0.1
    with book.write("import"):
        with pytest.raises(BookBusy, match=r"still at work in shop\.duckdb"):
            pool.submit(post, book).result(10)
        with pytest.raises(BookBusy, match="still at work"):
            pool.submit(book.take_backup).result(10)
    assert post(book) == 1


def test_a_read_is_cancelled_from_another_thread(book, pool):
    post(book)
    begun, cancelled = threading.Event(), threading.Event()

    def work(tx):
        begun.set()
        while True:
            tx.scalar(HEAVY)

    reading = pool.submit(book.run_read, work, cancelled=cancelled)
    assert begun.wait(10)
    cancelled.set()
    with pytest.raises(Cancelled):
        reading.result(10)
    assert documents(book) == 1


def test_closing_the_book_cancels_reads_that_still_run(path, pool):
    with Book.create(path, hold=True) as book:
        begun = threading.Event()
        reading = pool.submit(book.run_read, lambda tx: (begun.set(), [tx.scalar(HEAVY) for _ in range(1000)]))
        assert begun.wait(10)
    with pytest.raises(Cancelled):
        reading.result(10)


def test_a_restore_goes_on_while_other_threads_come_to_read_and_they_read_the_restored_book(book, path, pool):
    post(book)
    backup = book.take_backup().file
    post(book)
    with book.away() as away:
        late = pool.submit(documents, book)
        assert restore(away, backup, yes=True, wait=2).lost == 1
    assert late.result(10) == documents(book) == 2


def test_the_version_changes_with_every_document_and_with_nothing_else(book, path):
    seen = book.version
    assert seen == version_of(path) != ""
    assert not book.changed_since(seen)
    documents(book)
    with book.write(dry_run=True) as tx:
        post_in(tx)
    assert not book.changed_since(seen)
    post(book)
    assert book.changed_since(seen)


def test_a_screen_follows_what_another_process_posts_within_two_seconds(path, neighbour):
    with Book.create(path, hold=True, role="terminal") as book:
        seen = book.version
        script = neighbour(path, "hold").ready()  # posts one document, then sits idle with the book in its hands
        began = time.monotonic()
        assert until(lambda: book.changed_since(seen)) and documents(book) == 1
        assert time.monotonic() - began < 2
        assert script.answer() == {"documents": 1}


def test_threads_and_other_processes_share_the_book_and_lose_nothing(path, neighbour):
    with Book.create(path, hold=True, role="terminal", wait=20) as book, ThreadPoolExecutor(3) as pool:
        scripts = [neighbour(path, "post", 2) for _ in range(2)]
        stop = threading.Event()

        def again_and_again(work: Callable[[Book], int]) -> int:
            done = 0
            while not stop.is_set():
                work(book)
                done += 1
            return done

        readers = [pool.submit(again_and_again, documents) for _ in range(2)]
        writer = pool.submit(again_and_again, post)
        posted = [script.answer()["posted"] for script in scripts]
        stop.set()
        posted.append(writer.result(30))
        assert min(reader.result(30) for reader in readers) > 0 and min(posted) > 0
        assert documents(book) == sum(posted)
        with book.read() as tx:
            assert tx.verify_chain() == []


def test_a_long_read_in_a_thread_gives_way_and_is_run_again_while_another_thread_waits(path, neighbour, pool):
    with Book.create(path, hold=True, role="terminal", wait=20) as book:
        runs: list[int] = []
        begun = threading.Event()

        def work(tx):
            runs.append(tx.scalar("SELECT count(*) FROM storage.document"))
            begun.set()
            while len(runs) == 1:
                tx.scalar(HEAVY)
            return runs

        reading = pool.submit(book.run_read, work)
        assert begun.wait(10)
        assert neighbour(path, "hold").ready().answer() == {"documents": 1}
        assert reading.result(20) == [0, 1]
