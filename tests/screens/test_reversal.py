"""What taking a document back would post, as it is shown before it is."""

from __future__ import annotations

from decimal import Decimal

from lstbo.accounting import Entry, Posting, post_entries
from lstbo.screens.posting_preview import Posted, preview_of_posting
from lstbo.screens.reversal import preview_of, reversal
from lstbo.storage import Transaction
from tests.books import day, tx

__all__ = ["tx"]


def long_document(tx: Transaction, entries: int) -> int:
    """Post a document of many entries of 1.00 each."""
    doc = tx.document("accounting", "voucher", business_date=day(3), title="long")
    pair = (Posting("other_expense", Decimal("1.00")), Posting("shrinkage", Decimal("-1.00")))
    post_entries(tx, [Entry(day(3), "voucher", "x", pair)] * entries, doc=doc)
    return doc


def test_the_total_counts_the_entries_that_are_not_shown(tx: Transaction) -> None:
    shown = preview_of(reversal(long_document(tx, 75))(tx))
    assert shown.totals == [("Total", Decimal("75.00"))]
    assert "The first 60 of 75 entries are shown." in shown.words


def test_the_total_of_a_posting_counts_the_entries_that_are_not_shown(tx: Transaction) -> None:
    card = reversal(long_document(tx, 75))(tx).posted
    assert preview_of_posting("x", [], Posted(card.number, [card])).totals == [("Total", Decimal("75.00"))]
