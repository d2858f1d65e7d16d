"""Customers, suppliers and others, and what stands on their accounts."""

from __future__ import annotations

from decimal import Decimal as D

from lstbo.accounting import ensure_party, find_party, list_parties, party_balances, post_tab_payment
from lstbo.storage import Transaction
from tests.books import MILK, START, day, sell


def test_a_party_is_made_once_per_kind_and_cleaned_name(tx: Transaction) -> None:
    doc = tx.document("accounting", "party", business_date=START)
    first = ensure_party(tx, "customer", "张  三", doc=doc)
    assert ensure_party(tx, "customer", " 张 三 ", doc=doc) == first
    assert ensure_party(tx, "supplier", "张 三", doc=doc) != first
    assert find_party(tx, "customer", "张 三") == first
    assert find_party(tx, "customer", "李四") is None


def test_parties_are_listed_by_kind_and_name(tx: Transaction) -> None:
    doc = tx.document("accounting", "party", business_date=START)
    for kind, name in (("supplier", "b"), ("customer", "z"), ("supplier", "a")):
        ensure_party(tx, kind, name, doc=doc)
    assert [(party.kind, party.name) for party in list_parties(tx)] == [
        ("customer", "z"),
        ("supplier", "a"),
        ("supplier", "b"),
    ]
    assert [party.name for party in list_parties(tx, "supplier")] == ["a", "b"]


def test_tabs_are_kept_per_customer_and_date(tx: Transaction) -> None:
    doc = tx.document("accounting", "party", business_date=START)
    zhang, li = (ensure_party(tx, "customer", name, doc=doc) for name in ("张三", "李四"))
    sell(tx, day(2), (MILK, "1"), takings="10.00", customer=zhang)
    last = sell(tx, day(3), (MILK, "1"), takings="7.00", customer=li)
    post_tab_payment(tx, business_date=day(4), customer="李四", amount=D("7.00"), paid_into="wechat")
    assert party_balances(tx, "tabs") == {zhang: D("10.00")}
    assert party_balances(tx, "tabs", as_of=day(3)) == {zhang: D("10.00"), li: D("7.00")}
    assert party_balances(tx, "tabs", known_at=last) == {zhang: D("10.00"), li: D("7.00")}
