"""The inbox: a batch waits whole, once, in order, until it was taken in for good."""

from __future__ import annotations

import stat
import subprocess
import sys

import pytest

from lstbo.core.errors import IntegrityFailed
from lstbo.storage import Inbox, SpooledBatch
from tests.conftest import ROOT


def batch(payload: bytes = b"receipt_id\n1\n", file: str = "day.csv", **options: object) -> SpooledBatch:
    return SpooledBatch.of("sales", file, payload, options)


def test_batches_come_out_as_they_went_in_and_in_order(path):
    inbox = Inbox(path)
    sent = [batch(b"a" * 100_000, profile="kassa"), batch(b""), batch("甲乙".encode("gb18030"))]
    assert [inbox.put(one) for one in sent] == [True, True, True]
    got = list(inbox.pending())
    assert [one.payload for one in got] == [one.payload for one in sent]
    assert [(one.file, one.options, one.queued_at) for one in got] == [(s.file, s.options, s.queued_at) for s in sent]
    assert (inbox.count(), inbox.size()) == (3, 100_004)


def test_the_same_file_with_the_same_options_waits_once(path):
    inbox = Inbox(path)
    assert inbox.put(batch(profile="a", unknown="hold"))
    assert not inbox.put(batch(unknown="hold", profile="a"))
    assert not inbox.put(batch(file="renamed.csv", profile="a", unknown="hold"))
    assert inbox.put(batch(profile="b"))
    assert inbox.count() == 2


def test_a_batch_is_gone_only_when_it_is_removed(path):
    inbox = Inbox(path)
    inbox.put(batch(b"1"))
    inbox.put(batch(b"2"))
    for one in inbox.pending():
        if one.payload == b"1":
            inbox.remove(one)
    assert [one.payload for one in inbox.pending()] == [b"2"]


def test_a_batch_that_arrives_while_others_are_taken_in_comes_too(path):
    inbox = Inbox(path)
    inbox.put(batch(b"1"))
    seen = []
    for one in inbox.pending():
        seen.append(one.payload)
        if len(seen) < 3:
            inbox.put(batch(one.payload + b"+"))
    assert seen == [b"1", b"1+", b"1++"]


def test_an_empty_inbox_makes_no_file(path):
    assert (Inbox(path).count(), list(Inbox(path).pending())) == (0, [])
    assert list(path.parent.iterdir()) == []


def test_a_batch_that_cannot_be_taken_in_is_put_aside(path):
    inbox = Inbox(path)
    inbox.put(batch(b"bad", file="../../etc/pass wd.csv"))
    (one,) = inbox.pending()
    kept = inbox.put_aside(one)
    assert kept.read_bytes() == b"bad" and kept.name == "pass_wd.csv"
    assert kept.parent.parent == path.with_name("shop.duckdb.aside") and inbox.count() == 0


def test_the_inbox_belongs_to_its_owner_alone(path):
    Inbox(path).put(batch())
    assert stat.S_IMODE(path.with_name("shop.duckdb.inbox.sqlite").stat().st_mode) == 0o600


def test_a_damaged_inbox_is_a_sentence(path):
    path.with_name("shop.duckdb.inbox.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(IntegrityFailed, match=r"inbox .* cannot be read"):
        Inbox(path).count()


def test_many_processes_queue_at_once_and_nothing_is_lost(path):
    code = (
        "import sys; from pathlib import Path; from lstbo.storage import Inbox, SpooledBatch\n"
        "for n in range(10):\n"
        "    Inbox(Path(sys.argv[1])).put(SpooledBatch.of('sales', 'a', f'{sys.argv[2]} {n}'.encode(), {}))"
    )
    command = [sys.executable, "-c", code, str(path)]
    workers = [subprocess.Popen([*command, str(number)], cwd=ROOT) for number in range(4)]
    assert [worker.wait(30) for worker in workers] == [0, 0, 0, 0]
    assert Inbox(path).count() == 40
