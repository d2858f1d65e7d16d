"""A shop at work until it is killed: python -m tests.kill.writer BOOK ACKS SEED [POINT]

Posts documents, queues and drains batches, closes, backs up. Each thing is acknowledged in the file ACKS (fsynced)
once the call has returned. With POINT the process kills itself there, after a few documents.
"""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import date
from pathlib import Path

from lstbo.storage import Book, Inbox, SpooledBatch, Transaction, kill_point
from tests.storage.posting import post_in

DAY = date(2026, 10, 1)


class Shop:
    """The book at work, and the file in which it acknowledges."""

    def __init__(self, path: Path, acks: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.inbox = Inbox(path)
        self.book = Book.open(path, role="writer")
        self._acks = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def acknowledge(self, **what: object) -> None:
        os.write(self._acks, json.dumps(what).encode() + b"\n")
        os.fsync(self._acks)

    def post(self) -> None:
        """One or two documents of 2 to 2600 lines; the title says how many lines belong to each."""
        lines = self.dice.choice([2, 2, 4, 10, 40, 2600])
        with self.book.write("kill test") as tx:
            docs = [post_in(tx, lines, title=str(lines)) for _ in range(self.dice.choice([1, 1, 2]))]
            for doc in docs:
                tx.set_setting("last", str(doc), doc=doc)
        self.acknowledge(docs=docs)

    def staged(self) -> None:
        with self.book.staged() as file:
            file.write_text("a,b\n1,2\n")
            kill_point("after-staging")
            self.post()

    def queue(self) -> None:
        batch = SpooledBatch.of("sales", "day.csv", self.dice.randbytes(300), {})
        self.inbox.put(batch)
        self.acknowledge(batch=batch.key)

    def drain(self) -> None:
        for batch in self.inbox.pending():
            with self.book.write("drain") as tx:
                if not tx.setting(batch.key):
                    self._take_in(tx, batch)
            self.inbox.remove(batch)

    def _take_in(self, tx: Transaction, batch: SpooledBatch) -> None:
        tx.set_setting(batch.key, batch.sha256, doc=tx.document("exchange", "batch", business_date=DAY, title="0"))

    def work(self) -> None:
        """Do one thing."""
        self.dice.choices(
            [self.post, self.staged, self.queue, self.drain, self.book.close, self.book.take_backup],
            weights=[10, 2, 2, 2, 2, 1],
        )[0]()


def main(path: Path, acks: Path, seed: int, point: str) -> None:
    if point == "in-migration":
        os.environ["LSTBO_KILL_AT"] = point
    shop = Shop(path, acks, seed)
    print("ready", flush=True)
    for _ in range(shop.dice.randrange(1, 6)):
        shop.work()
    if point:
        os.environ["LSTBO_KILL_AT"] = point
    while True:
        shop.queue() if point == "in-spool-drain" else None
        shop.work()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
