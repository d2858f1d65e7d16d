"""Two ways around the engine's lock, both seen to lose data: a raw open in the owning process, and a fork."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.storage.posting import documents, post

WATCHED = """
import sys
from pathlib import Path
from lstbo.storage import Book, doctor, Inbox, SpooledBatch
from tests.storage.posting import post, documents
path, opened = Path(sys.argv[1]), []
def look(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and Path(arguments[0]).name in (path.name, path.name + ".wal"):
        opened.append(arguments[0])
sys.addaudithook(look)
with Book.create(path) as book:
    post(book)
    book.take_backup()
    with book.staged() as file:
        file.write_text("a")
    post(book)
    Inbox(path).put(SpooledBatch.of("sales", "a.csv", b"x", {}))
    book.run_read(lambda tx: tx.verify_chain())
with Book.open(path, hold=True) as book:
    post(book)
with Book.open(path, read_only=True) as book:
    documents(book)
doctor(path)
print(opened)
"""


def test_the_owning_process_never_opens_the_file_beside_the_engine(path):
    run = subprocess.run([sys.executable, "-c", WATCHED, str(path)], cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_book_does_not_cross_a_fork(book):
    post(book)
    child = os.fork()
    if child == 0:
        try:
            post(book)
        except AssertionError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert post(book) == 2 and documents(book) == 2
