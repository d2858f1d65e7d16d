"""Killed at random moments and at every named point: nothing acknowledged is lost, nothing is half there.

LSTBO_KILLS sets how many kills there are in all (default 60; the full run is 240).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from lstbo.storage import Book, Inbox, anchor_of, migration, recover, restore
from lstbo.storage.backups import newest_tested
from lstbo.storage.kill import POINTS
from tests.conftest import ROOT
from tests.migrations.older import older_book

KILLS = int(os.environ.get("LSTBO_KILLS", "60"))
LANES = 4
AT_POINTS = max(1, KILLS // 2 // len(POINTS))
AT_RANDOM = max(1, (KILLS - AT_POINTS * len(POINTS)) // LANES)

# A document whose title says another number of lines than it has, whose lines do not balance, or that has no entry.
TORN = """
    SELECT d.seq FROM storage.document d
    LEFT JOIN (SELECT doc, count(*) AS n, sum(amount) AS total FROM accounting.posting GROUP BY doc) p ON p.doc = d.seq
    LEFT JOIN (SELECT doc, count(*) AS n FROM accounting.journal_entry GROUP BY doc) e ON e.doc = d.seq
    WHERE d.room = 'accounting'
      AND (coalesce(p.n, 0) <> d.title::INTEGER OR coalesce(p.total, 1) <> 0 OR coalesce(e.n, 0) <> 1)"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a thing of POSIX")


def run_and_kill(path: Path, seed: int, point: str = "", program: str = "tests.kill.writer") -> None:
    """Let a process work on the book and kill it, at `point` or at a random moment of its first 0.3 s."""
    acks = path.with_suffix(".acks")
    command = [sys.executable, "-m", program, str(path), str(acks), str(seed), *([point] if point else [])]
    env = os.environ | {"PYTHONPATH": str(ROOT), "LSTBO_TESTING": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as process:
        if point:
            assert process.wait(30) == -signal.SIGKILL
            return
        assert process.stdout and process.stdout.readline() == b"ready\n"
        time.sleep(random.Random(seed).random() * 0.3)
        process.kill()


def acknowledged(path: Path) -> tuple[set[int], set[str]]:
    """Return the documents and the queued batches that the killed processes acknowledged."""
    acks = path.with_suffix(".acks")
    lines = acks.read_bytes().splitlines() if acks.exists() else []
    records = [json.loads(line) for line in lines]
    return {doc for record in records for doc in record.get("docs", [])}, {r["batch"] for r in records if "batch" in r}


def check(path: Path) -> None:
    """Everything acknowledged is there, whole and once; the chain is whole; the book goes on."""
    docs, batches = acknowledged(path)
    with Book.open(path) as book, book.read() as tx:
        assert book.warnings == []
        assert tx.verify_chain() == []
        there = {seq for (seq,) in tx.rows("SELECT seq FROM storage.document")}
        assert docs <= there and there == set(range(1, len(there) + 1))
        assert tx.rows(TORN) == []
        taken = Counter(name for (name,) in tx.rows("SELECT name FROM storage.setting WHERE length(name) = 64"))
    waiting = {batch.key for batch in Inbox(path).pending()}
    assert batches <= waiting | set(taken) and set(taken.values()) <= {1}
    assert list(path.with_name(path.name + ".staging").glob("*.csv")) == []
    known = anchor_of(path)
    assert known is not None and known.seq == len(there)


@pytest.mark.parametrize("lane", range(LANES))
def test_killed_at_random_moments_nothing_is_lost(tmp_path, lane):
    path = tmp_path / "shop.duckdb"
    Book.create(path).close()
    for number in range(AT_RANDOM):
        run_and_kill(path, lane * 1000 + number)
        check(path)
    assert acknowledged(path)[0]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point_nothing_is_lost(tmp_path, point):
    path = tmp_path / "shop.duckdb"
    for number in range(AT_POINTS):
        if point == "in-migration":
            path = tmp_path / str(number) / "shop.duckdb"
            older_book(path, steps=3 + number % (len(migration.migrations()) - 3))
        elif number == 0:
            Book.create(path).close()
        run_and_kill(path, number, point)
        check(path)
        backup = newest_tested(path)
        assert backup is None or backup.file.stat().st_size == backup.size


def test_killed_while_it_restores_the_book_is_there_or_says_what_to_do(tmp_path):
    path = tmp_path / "shop.duckdb"
    with Book.create(path) as book:
        for _ in range(3):
            with book.write() as tx:
                tx.document("storage", "note", business_date=tx.scalar("SELECT DATE '2026-10-01'"))
        backup = book.take_backup()
    for number in range(AT_POINTS):
        run_and_kill(path, number, program="tests.kill.restorer")
        try:
            with Book.open(path) as book, book.read() as tx:
                assert tx.verify_chain() == []
        except Exception as fault:
            assert "lstbo restore" in str(fault)
        assert restore(path, backup.file, yes=True).seq == 3
        assert recover(path).lost == 0
