"""A document as a card: its entries, its goods, and where it came from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.accounting import reverse_document
from lstbo.core.errors import NotFound
from lstbo.proof import document_card
from lstbo.purchasing import receive_goods
from lstbo.storage import Book, Transaction
from tests.books import BEER, MILK, day, delivery, tx
from tests.exchange.import_shop import ImportShop
from tests.small_shop import post

__all__ = ["tx"]


def test_a_delivery_shows_its_money_and_its_goods(tx: Transaction) -> None:
    doc = receive_goods(tx, delivery("D1", day(3), (MILK, "10", "3.00"), (BEER, "24", "2.00"))).doc
    card = document_card(tx, doc)
    assert (card.room, card.kind, card.business_date, card.batch) == ("purchasing", "receipt", day(3), None)
    assert [(line.name, line.quantity, line.amount) for line in card.goods] == [("beer", 24, 48), ("milk", 10, 30)]
    assert sum(line.amount for entry in card.entries for line in entry.lines if line.amount > 0) == 78


def test_a_document_and_its_reversal_point_at_each_other(tx: Transaction) -> None:
    rent = tx.document("accounting", "voucher", business_date=day(5), title="rent")
    back = reverse_document(tx, rent)
    assert (document_card(tx, rent).reversed_by, document_card(tx, back).reverses) == (back, rent)


def test_an_import_of_several_days_is_shown_one_day_at_a_time(tmp_path: Path) -> None:
    shop = ImportShop(tmp_path)
    shop.take("sales", shop.write("days.csv", "receipt_id,sold_at,item,name,quantity,net,tender", *(
        f"R{number},2026-01-0{number} 09:00:00,A1,milk,1,{number}.00,cash" for number in (5, 6)
    )))  # fmt: skip
    with Book.open(shop.path) as book, book.read() as unit:
        whole, one = document_card(unit, 2), document_card(unit, 2, date(2026, 1, 6))
    assert (whole.days, whole.day, whole.entry_count, whole.receipts) == (2, None, 2, 2)
    assert (one.days, one.day, one.entry_count, one.receipts) == (2, date(2026, 1, 6), 1, 1)
    assert (one.batch, one.file, one.rows) == (2, "days.csv", 2)
    assert one.entries[0].lines[0].amount == Decimal("6.00")


def test_a_long_document_says_how_much_is_left_out(tx: Transaction) -> None:
    doc = receive_goods(tx, delivery("D1", day(3), (MILK, "10", "3.00"), (BEER, "24", "2.00"))).doc
    card = document_card(tx, doc, limit=1)
    assert (len(card.goods), card.goods_count) == (1, 2)
    assert post(tx, day(4), "voucher", "x") and document_card(tx, doc + 1).entries == ()


def test_there_is_no_card_without_a_document(tx: Transaction) -> None:
    with pytest.raises(NotFound):
        document_card(tx, 99)
