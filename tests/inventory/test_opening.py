"""Opening the books: balances, stock by item, stock by category (R15)."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lstbo.accounting import OpeningBalance, lock_period, party_balances
from lstbo.core.errors import BadInput, NotFound, PeriodLocked, Refused
from lstbo.core.period import Period
from lstbo.inventory import (
    Opening,
    OpeningCategory,
    OpeningStock,
    category_values,
    post_opening,
    reverse_stock_document,
    stock_on_hand,
    stock_value,
    write_off_category,
)
from lstbo.storage import Transaction
from tests.books import MILK, NOODLES, RICE, balances, day, sell

FIRST = day(1)


def test_an_opening_balances_to_the_owners_capital(tx: Transaction) -> None:
    opening = Opening(
        balances=(
            OpeningBalance("till_cash", D("500")),
            OpeningBalance("1002.01", D("8000")),
            OpeningBalance("tabs", D("120.50"), "张三"),
            OpeningBalance("tabs", D("30"), "李四"),
            OpeningBalance("payables", D("-2000"), "Wang"),
        ),
        stock=(OpeningStock(MILK, D("10"), D("2.00")), OpeningStock(NOODLES, D("3"), D("1.3333"))),
    )
    result = post_opening(tx, opening, business_date=FIRST)
    assert (result.stock_value, result.leftover) == (D("24.00"), D("6674.50"))
    assert balances(tx, ["inventory", "tabs", "payables", "owner_capital"]) == [
        "24.00",
        "150.50",
        "-2000.00",
        "-6674.50",
    ]
    assert sorted(party_balances(tx, "tabs").values()) == [D("30.00"), D("120.50")]
    assert tx.rows("SELECT DISTINCT cash_flow FROM accounting.posting WHERE cash_flow <> ''") == [("0",)]
    assert tx.scalar("SELECT count(*) FROM accounting.journal_entry") == 1


def test_the_leftover_may_wait_in_suspense(tx: Transaction) -> None:
    opening = Opening((OpeningBalance("till_cash", D("500")),), leftover="opening_suspense")
    post_opening(tx, opening, business_date=FIRST)
    assert balances(tx, ["opening_suspense", "owner_capital"]) == ["-500.00", "0.00"]


def test_opening_stock_is_sold_at_its_cost(tx: Transaction) -> None:
    post_opening(tx, Opening(stock=(OpeningStock(MILK, D("10"), D("2.00")),)), business_date=FIRST)
    sell(tx, day(2), (MILK, "4"))
    assert balances(tx, ["inventory", "cogs"]) == ["12.00", "8.00"]


def test_stock_known_by_category_waits_on_a_placeholder(tx: Transaction) -> None:
    post_opening(tx, Opening(categories=(OpeningCategory("dry", D("100")),)), business_date=FIRST)
    (line,) = stock_on_hand(tx)
    assert (line.placeholder, line.quantity, line.value) == (True, D("0.000"), D("100.00"))
    assert [(v.name, v.value) for v in stock_value(tx)] == [("dry", D("100.00"))]
    assert balances(tx, ["inventory", "owner_capital"]) == ["100.00", "-100.00"]


def test_items_opened_later_take_their_value_out_of_their_category(tx: Transaction) -> None:
    post_opening(tx, Opening(categories=(OpeningCategory("dry", D("100")),)), business_date=FIRST)
    stock = (OpeningStock(NOODLES, D("20"), D("2.00")), OpeningStock(MILK, D("5"), D("3.00")))
    result = post_opening(tx, Opening(stock=stock), business_date=day(5))
    assert (result.stock_value, result.from_categories, result.leftover) == (D("55.00"), D("40.00"), D("15.00"))
    assert result.left_in_categories == {"dry": D("60.00")}
    assert balances(tx, ["inventory", "owner_capital"]) == ["115.00", "-115.00"]
    assert category_values(tx, day(4)) == {"dry": D("100.00")}


def test_a_category_gives_no_more_than_it_has(tx: Transaction) -> None:
    post_opening(tx, Opening(categories=(OpeningCategory("dry", D("100")),)), business_date=FIRST)
    result = post_opening(tx, Opening(stock=(OpeningStock(RICE, D("50"), D("3.00")),)), business_date=day(5))
    assert (result.from_categories, result.leftover, result.left_in_categories) == (D("100.00"), D("50.00"), {})


def test_what_is_left_of_a_category_is_written_off(tx: Transaction) -> None:
    post_opening(tx, Opening(categories=(OpeningCategory("dry", D("100")),)), business_date=FIRST)
    write_off_category(tx, category="dry", business_date=day(31))
    assert balances(tx, ["inventory", "shrinkage"]) == ["0.00", "100.00"]
    with pytest.raises(Refused):
        write_off_category(tx, category="dry", business_date=day(31))


def test_an_opening_reversed_leaves_nothing(tx: Transaction) -> None:
    opening = Opening((OpeningBalance("bank", D("9")),), (OpeningStock(MILK, D("10"), D("2")),))
    reverse_stock_document(tx, post_opening(tx, opening, business_date=FIRST).doc)
    assert balances(tx, ["inventory", "bank", "owner_capital"]) == ["0.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("opening", "error"),
    [
        (Opening(), BadInput),
        (Opening((OpeningBalance("moon", D(1)),)), NotFound),
        (Opening((OpeningBalance("tabs", D(1)),)), NotFound),
        (Opening((OpeningBalance("inventory", D(1)),)), Refused),
        (Opening((OpeningBalance("1405.03", D(1)),)), Refused),
        (Opening(stock=(OpeningStock(99, D(1), D(1)),)), NotFound),
        (Opening(stock=(OpeningStock(MILK, D(0), D(1)),)), BadInput),
        (Opening(stock=(OpeningStock(MILK, D(1), D(-1)),)), BadInput),
        (Opening(categories=(OpeningCategory("dry", D(-1)),)), BadInput),
    ],
)
def test_an_opening_that_makes_no_sense_is_refused(tx: Transaction, opening: Opening, error: type) -> None:
    with pytest.raises(error):
        post_opening(tx, opening, business_date=FIRST)


def test_a_locked_month_is_not_opened_into(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked):
        post_opening(tx, Opening((OpeningBalance("bank", D("9")),)), business_date=FIRST)
