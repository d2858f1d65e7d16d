"""Several processes, one file: nobody waits long, nobody loses work, nobody sees an error of the engine."""

from __future__ import annotations

import os
import signal
import threading
import time

import duckdb
import pytest

from lstbo.core.errors import BookBusy
from lstbo.storage import Book
from lstbo.storage.connection import connect
from tests.storage.posting import documents, post


def test_a_held_book_is_handed_over_to_who_waits(book, path, neighbour):
    book.close()
    terminal = neighbour(path, "hold").ready()
    with Book.open(path, wait=5) as mine:
        began = time.monotonic()
        post(mine)
        assert time.monotonic() - began < 2
    assert terminal.answer() == {"documents": 2}


def test_a_bounded_wait_ends_in_a_sentence_that_names_the_holder(book, path, neighbour):
    book.close()
    script = neighbour(path, "sit").ready()
    with pytest.raises(BookBusy, match=f"in use by an old script \\(process {script.process.pid} on .*since") as raised:
        post(Book.open(path, wait=0.3))
    assert raised.value.exit_code == 4
    script.answer()


def test_greedy_processes_take_turns_and_lose_nothing(book, path, neighbour):
    book.close()
    workers = [neighbour(path, "post", 3) for _ in range(3)]
    answers = [worker.answer() for worker in workers]
    with Book.open(path) as mine:
        assert documents(mine) == sum(answer["posted"] for answer in answers)
        with mine.read() as tx:
            assert tx.verify_chain() == []
    assert all(answer["posted"] > 0 and answer["slowest_ms"] < 5000 for answer in answers), answers


def test_a_long_read_is_stopped_for_a_writer_and_run_again(book, path, neighbour):
    book.close()
    reader = neighbour(path, "long-read", 2).ready()
    time.sleep(0.5)
    with Book.open(path, wait=20) as mine:
        began = time.monotonic()
        post(mine)
        waited = time.monotonic() - began
    answer = reader.answer()
    assert answer["runs"] == 2 and answer["documents"] == 1
    assert waited < 1.9


def test_a_read_that_nobody_waits_for_is_left_alone(book):
    post(book)
    assert book.run_read(lambda tx: tx.scalar("SELECT count(*) FROM storage.document")) == 1


def test_an_interrupt_of_ones_own_is_not_taken_for_a_hand_over(book):
    def interrupted(tx):
        raise duckdb.InterruptException("by the user")

    with pytest.raises(duckdb.InterruptException):
        book.run_read(interrupted)


def test_an_idle_book_is_closed_and_opened_again(path):
    with Book.create(path, hold=True) as book:
        book.idle = 0.05
        post(book)
        time.sleep(0.2)
        connect(path, read_only=True).close()
        assert documents(book) == 1


def test_a_suspended_terminal_lets_others_in_and_goes_on_later(book, path, neighbour):
    book.close()
    terminal = neighbour(path, "hold").ready()
    os.kill(terminal.process.pid, signal.SIGTSTP)
    with Book.open(path, wait=5) as mine:
        post(mine)
    os.kill(terminal.process.pid, signal.SIGCONT)
    assert terminal.answer() == {"documents": 2}


def test_a_hung_up_terminal_closes_the_book_first(book, path, neighbour):
    book.close()
    terminal = neighbour(path, "hold").ready()
    os.kill(terminal.process.pid, signal.SIGHUP)
    assert terminal.process.wait(10) == -signal.SIGHUP
    assert not path.with_name("shop.duckdb.wal").exists()


def test_stopping_inside_a_unit_waits_for_its_end(book):
    stopped = []
    with book.write("test") as tx:
        book.step_aside(lambda: stopped.append(book._file.connection))
        tx.document("storage", "note", business_date=tx.scalar("SELECT DATE '2026-10-01'"))
        assert stopped == []
    assert stopped == [None]
    assert documents(book) == 1


def test_a_program_that_knows_nothing_of_our_lock_is_named_too(book, path, neighbour):
    book.close()
    script = neighbour(path, "sit").ready()
    with pytest.raises(BookBusy, match=f"open in process {script.process.pid}") as raised:
        connect(path)
    assert raised.value.exit_code == 4
    script.answer()


def test_a_program_that_knows_nothing_of_our_lock_is_waited_for(book, path, foreigner):
    book.close()
    foreigner.take(path)
    with pytest.raises(BookBusy, match=f"open in process {foreigner.pid}") as raised:
        post(Book.open(path, wait=0.3))
    assert raised.value.exit_code == 4
    threading.Timer(0.5, foreigner.leave).start()
    with Book.open(path, wait=20) as mine:
        assert post(mine) == 1


def test_units_of_many_threads_run_one_at_a_time(book):
    threads = [threading.Thread(target=lambda: [post(book) for _ in range(5)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert documents(book) == 20


def test_units_do_not_nest(book):
    with book.read(), pytest.raises(RuntimeError, match="do not nest"), book.write():
        pass


def test_reading_only_takes_the_last_tested_backup_when_the_book_is_not_free(book, path, neighbour):
    post(book)
    book.take_backup()
    post(book)
    book.close()
    script = neighbour(path, "sit").ready()
    with Book.open(path, read_only=True) as viewer:
        assert viewer.source == "backup" and documents(viewer) == 1
        assert viewer.age.total_seconds() < 60
        script.answer()
        assert documents(viewer) == 3 and viewer.source == "book"
        assert viewer.age.total_seconds() == 0


def test_reading_only_without_a_backup_waits_and_then_says_who_has_the_book(book, path, neighbour):
    book.close()
    script = neighbour(path, "sit").ready()
    with pytest.raises(BookBusy, match="an old script"):
        Book.open(path, read_only=True, wait=2.2)
    script.answer()
