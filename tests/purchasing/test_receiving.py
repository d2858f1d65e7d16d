"""Goods received: stock and debt, freight, batches of deliveries, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal as D
from pathlib import Path

import pytest

from lstbo.accounting import lock_period
from lstbo.core.errors import BadInput, NotFound, PeriodLocked
from lstbo.core.period import Period
from lstbo.inventory import stock_on_hand
from lstbo.purchasing import GoodsReceipt, receive_goods, receive_many
from lstbo.storage import Transaction
from tests.books import MILK, NOODLES, RICE, balances, day, delivery, new_book, sell


def test_goods_on_credit_are_stock_and_a_debt(tx: Transaction) -> None:
    result = receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00"), (NOODLES, "4", "1.005")))
    assert (result.amount, result.lines) == (D("24.02"), 2)
    assert balances(tx, ["inventory", "payables"]) == ["24.02", "-24.02"]
    assert [(line.name, line.quantity, line.value) for line in stock_on_hand(tx)] == [
        ("milk", D("10.000"), D("20.00")),
        ("noodles", D("4.000"), D("4.02")),
    ]


def test_goods_paid_at_once_owe_nothing(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00"), supplier="", paid_from="微信"))
    assert balances(tx, ["inventory", "payables", "wallet.wechat"]) == ["20.00", "0.00", "-20.00"]
    assert tx.scalar("SELECT cash_flow FROM accounting.posting WHERE amount < 0") == "3"
    assert tx.one("SELECT supplier, paid_from FROM purchasing.receipt") == (None, "1012.02")


def test_a_line_costs_quantity_times_cost_half_up(tx: Transaction) -> None:
    result = receive_goods(tx, delivery("A1", day(5), (RICE, "1.235", "2.999"), (RICE, "0.5", "0.01")))
    assert result.amount == D("3.71")  # 3.703765 -> 3.70 and 0.005 -> 0.01


def test_freight_is_an_expense_in_the_chinese_chart(tx: Transaction) -> None:
    goods = replace(delivery("A1", day(5), (MILK, "10", "2.00"), (NOODLES, "10", "1.00")), freight=D("3.00"))
    result = receive_goods(tx, goods)
    assert (result.amount, result.freight) == (D("30.00"), D("3.00"))
    assert balances(tx, ["inventory", "freight_in", "payables"]) == ["30.00", "3.00", "-33.00"]
    assert tx.rows("SELECT amount, landed FROM purchasing.receipt_line ORDER BY line") == [
        (D("20.00"), D("22.00")),
        (D("10.00"), D("11.00")),
    ]


def test_freight_is_part_of_the_goods_in_the_generic_chart(tmp_path: Path) -> None:
    with new_book(tmp_path, template="generic") as book, book.write("test") as tx:
        goods = replace(delivery("A1", day(5), (MILK, "10", "2.00"), (NOODLES, "10", "1.00")), freight=D("3.00"))
        receive_goods(tx, goods)
        assert balances(tx, ["inventory", "payables"]) == ["33.00", "-33.00"]
        assert [line.value for line in stock_on_hand(tx)] == [D("22.00"), D("11.00")]


def test_a_file_of_deliveries_makes_a_document_each_and_recosts_once(tx: Transaction) -> None:
    sell(tx, day(9), (MILK, "4"))
    before = tx.scalar("SELECT max(seq) FROM storage.document")
    results = receive_many(tx, [delivery(f"A{n}", day(n), (MILK, "1", f"{n}.00")) for n in range(1, 6)])
    assert [result.doc for result in results] == [before + n for n in range(1, 6)]
    kinds = tx.rows("SELECT kind FROM storage.document WHERE seq > ? ORDER BY seq", [before])
    assert [kind for (kind,) in kinds] == ["receipt"] * 5 + ["recost"]
    assert balances(tx, ["inventory", "payables", "cogs"]) == ["3.00", "-15.00", "12.00"]


def test_two_thousand_lines_are_booked_in_one_go(tx: Transaction) -> None:
    notes = [
        delivery(f"A{n}", day(1 + n % 28), *((item, "2", "1.50") for item in (MILK, NOODLES, RICE, MILK)))
        for n in range(500)
    ]
    assert sum(result.amount for result in receive_many(tx, notes)) == D("6000.00")
    assert balances(tx, ["inventory"]) == ["6000.00"]


def test_the_event_keeps_its_day_when_it_posts_later(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-01"))
    at = datetime(2026, 1, 30, 18, 5)
    receive_goods(tx, replace(delivery("A1", day(1, 2), (MILK, "1", "2")), received_at=at))
    assert tx.one("SELECT event_date, business_date, received_at FROM purchasing.receipt") == (day(30), day(1, 2), at)


def test_a_locked_day_takes_no_goods(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked):
        receive_goods(tx, delivery("A1", day(30), (MILK, "1", "0")))


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ((), BadInput),
        (((MILK, "0", "1"),), BadInput),
        (((MILK, "-1", "1"),), BadInput),
        (((MILK, "0.0004", "1"),), BadInput),
        (((MILK, "1", "-1"),), BadInput),
        (((99, "1", "1"),), NotFound),
    ],
)
def test_a_delivery_that_makes_no_sense_is_refused(
    tx: Transaction, lines: tuple[tuple[int, str, str], ...], error: type
) -> None:
    with pytest.raises(error):
        receive_goods(tx, delivery("A1", day(5), *lines))


def test_somebody_is_owed_or_something_paid(tx: Transaction) -> None:
    nobody: GoodsReceipt = delivery("A1", day(5), (MILK, "1", "1"), supplier="")
    for paid_from in ("", "赊账"):
        with pytest.raises(NotFound, match="to whom the goods are owed"):
            receive_goods(tx, replace(nobody, paid_from=paid_from))
    with pytest.raises(NotFound, match="'beads'"):
        receive_goods(tx, replace(nobody, paid_from="beads"))
