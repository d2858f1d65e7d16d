"""The same delivery twice is a duplicate, a changed one is told apart, a new one is new."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

from lstbo.purchasing import GoodsReceipt, match_receipts, receive_goods, reverse_purchase
from lstbo.storage import Transaction
from tests.books import MILK, NOODLES, day, delivery

NOTE = delivery("A1", day(5), (MILK, "10", "2.00"), (NOODLES, "4", "1.00"))


def states(tx: Transaction, *receipts: GoodsReceipt) -> list[str]:
    return [match.state for match in match_receipts(tx, receipts)]


def test_a_delivery_is_new_until_it_is_booked(tx: Transaction) -> None:
    assert states(tx, NOTE) == ["new"]
    doc = receive_goods(tx, NOTE).doc
    assert [(match.state, match.doc) for match in match_receipts(tx, [NOTE])] == [("duplicate", doc)]


def test_the_order_of_lines_and_the_way_money_is_written_do_not_matter(tx: Transaction) -> None:
    receive_goods(tx, NOTE)
    turned = delivery("A1", day(5), (NOODLES, "4.000", "1"), (MILK, "10.0", "2"))
    assert states(tx, turned, replace(NOTE, supplier=" Wang ")) == ["duplicate", "duplicate"]


def test_other_content_under_the_same_key_is_a_change(tx: Transaction) -> None:
    receive_goods(tx, NOTE)
    dearer = delivery("A1", day(5), (MILK, "10", "2.01"), (NOODLES, "4", "1.00"))
    paid = replace(NOTE, paid_from="cash")
    freight = replace(NOTE, freight=D("1.00"))
    assert states(tx, dearer, paid, freight) == ["changed"] * 3


def test_another_supplier_number_or_day_is_another_delivery(tx: Transaction) -> None:
    receive_goods(tx, NOTE)
    others = replace(NOTE, supplier="Li"), replace(NOTE, number="A2"), replace(NOTE, business_date=day(6))
    assert states(tx, *others) == ["new"] * 3


def test_a_reversed_delivery_frees_its_key(tx: Transaction) -> None:
    reverse_purchase(tx, receive_goods(tx, NOTE).doc)
    assert states(tx, NOTE) == ["new"]


def test_equal_deliveries_without_a_number_count_one_by_one(tx: Transaction) -> None:
    unnumbered = replace(NOTE, number="")
    receive_goods(tx, unnumbered)
    other = delivery("", day(5), (MILK, "1", "2.00"))
    assert states(tx, unnumbered, unnumbered, other) == ["duplicate", "new", "new"]
