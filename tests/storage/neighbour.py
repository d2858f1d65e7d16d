"""Another process at work on a book: python -m tests.storage.neighbour PATH TASK [ARGUMENT]

Says "ready" on stdout when it has begun, and at the end one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from lstbo.core.errors import LstboError
from lstbo.storage import Book, close_before_stopping
from tests.storage.posting import documents, post

HEAVY = "SELECT count(*) FROM range(200000) a, range(300) b WHERE (a.range * b.range) % 7 = 3"


def main(path: Path, task: str, argument: str) -> object:
    if task == "sit":  # holds the book and never looks up: an old script
        with Book.open(path, role="an old script") as book:
            post(book)
            _ready()
            sys.stdin.readline()
            return {}
    if task == "hold":  # as the terminal does: holds it, hands it over
        with Book.open(path, hold=True, role="terminal") as book:
            close_before_stopping(book)
            post(book)
            _ready()
            sys.stdin.readline()
            return {"documents": documents(book)}
    if task == "post":  # an importer: posts again and again until it is told to stop
        waits, until = [], time.monotonic() + int(argument)
        _ready()
        with Book.open(path, hold=True, role="importer") as book:
            while time.monotonic() < until:
                began = time.perf_counter()
                post(book)
                waits.append(round((time.perf_counter() - began) * 1000))
        return {"posted": len(waits), "slowest_ms": max(waits)}
    if task == "long-read":
        runs = []
        with Book.open(path, role="report") as book:
            _ready()

            def work(tx):
                runs.append(began := time.monotonic())
                before = tx.scalar("SELECT count(*) FROM storage.document")
                while time.monotonic() < began + int(argument):
                    tx.scalar(HEAVY)
                return before

            return {"documents": book.run_read(work), "runs": len(runs)}
    raise SystemExit(f"no task {task}")


def _ready() -> None:
    print("ready", os.getpid(), flush=True)


if __name__ == "__main__":
    try:
        answer = main(Path(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "")
    except LstboError as fault:
        answer = {"error": str(fault), "exit_code": fault.exit_code}
    print(json.dumps(answer), flush=True)
