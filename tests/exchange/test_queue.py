"""The queue: a file that waited is taken in as it was asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lstbo.exchange import ImportOptions
from lstbo.exchange.containers import open_sources
from lstbo.exchange.importing import import_into, import_source
from lstbo.exchange.queue import drain_queue, queue_source
from lstbo.storage import Book, Inbox
from tests.exchange.import_shop import ImportShop


def test_an_opening_that_waited_keeps_the_day_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LSTBO_NOW", "2026-03-01T10:00")
    shop = ImportShop(tmp_path)
    (source,) = open_sources(str(shop.write("o.csv", "kind,account,amount", "account,till_cash,800.00")))
    queue_source(shop.path, "opening", source, ImportOptions(business_date=date(2026, 1, 1)), rows=1, rejects=None)
    with Book.open(shop.path) as book:
        (result,) = drain_queue(book, import_source)
    assert (result.accepted, result.first_date) == (1, date(2026, 1, 1))


def test_a_trial_leaves_what_waits_in_the_inbox(tmp_path: Path) -> None:
    shop = ImportShop(tmp_path)
    head = "receipt_id,sold_at,item,quantity,unit_price,tender"
    (waits,) = open_sources(str(shop.write("b.csv", head, "R1,2026-03-01 09:00,A,1,2.00,cash")))
    queue_source(shop.path, "sales", waits, ImportOptions(), rows=1, rejects=None)
    tried = shop.write("a.csv", head, "R2,2026-03-01 09:30,A,1,2.00,cash")
    with Book.open(shop.path) as book:
        (result,) = import_into(book, "sales", [str(tried)], ImportOptions(dry_run=True))
        assert Inbox(shop.path).count() == 1
        assert result.notes[0].startswith("1 file waits in the inbox")
        import_into(book, "sales", [str(tried)], ImportOptions())
        assert Inbox(shop.path).count() == 0
