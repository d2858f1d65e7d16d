"""Moving goods in the book: costs under the document, recosts beside it, locks, reversal (R5, R6, R7, R13)."""

from __future__ import annotations

from decimal import Decimal as D
from importlib import import_module

import pytest

from lstbo.accounting import lock_period
from lstbo.core.errors import PeriodLocked, Refused
from lstbo.core.period import Period
from lstbo.inventory import (
    Movement,
    move_stock,
    post_stock_money,
    post_waste,
    reverse_movements,
    stock_card,
    stock_on_hand,
)
from lstbo.purchasing import receive_goods, reverse_purchase
from lstbo.storage import Transaction
from tests.books import BEER, MILK, balances, day, delivery, sell

COSTS = ["inventory", "cogs", "cost_adjustment"]


def test_a_late_delivery_recosts_what_was_sold_since(tx: Transaction) -> None:
    receive_goods(tx, delivery("A2", day(5), (MILK, "10", "3.00")))
    sell(tx, day(6), (MILK, "5"))
    assert balances(tx, COSTS) == ["15.00", "15.00", "0.00"]
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "1.00")))
    assert balances(tx, COSTS) == ["30.00", "10.00", "0.00"]


def test_the_recost_is_a_document_of_its_own_with_an_entry_per_day(tx: Transaction) -> None:
    receive_goods(tx, delivery("A2", day(5), (MILK, "10", "3.00")))
    sell(tx, day(6), (MILK, "2"))
    sell(tx, day(7), (MILK, "2"))
    late = receive_goods(tx, delivery("A1", day(2), (MILK, "10", "1.00")))
    rows = tx.rows(
        "SELECT v.business_date, v.amount FROM accounting.v_posting v JOIN storage.document d ON d.seq = v.doc"
        " WHERE d.kind = 'recost' AND v.account = '5401.01' AND v.doc > ? ORDER BY v.business_date",
        [late.doc],
    )
    assert rows == [(day(6), D("-2.00")), (day(7), D("-2.00"))]


def test_the_older_knowledge_still_shows_the_older_value(tx: Transaction) -> None:
    receive_goods(tx, delivery("A2", day(5), (MILK, "10", "3.00")))
    known = sell(tx, day(6), (MILK, "5"))
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "1.00")))
    assert [line.value for line in stock_on_hand(tx, day(6), known)] == [D("15.00")]
    assert [line.value for line in stock_on_hand(tx, day(6))] == [D("30.00")]


def test_sales_first_and_purchases_next_is_a_normal_evening(tx: Transaction) -> None:
    sell(tx, day(6), (MILK, "5"))
    assert balances(tx, COSTS) == ["0.00", "0.00", "0.00"]
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "2.00")))
    assert balances(tx, COSTS) == ["10.00", "10.00", "0.00"]


def test_the_oversold_is_adjusted_on_the_day_it_heals(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(2), (MILK, "2", "2.00")))
    sell(tx, day(3), (MILK, "5"))
    receive_goods(tx, delivery("A2", day(8), (MILK, "10", "3.00")))
    assert balances(tx, COSTS, day(7)) == ["-6.00", "10.00", "0.00"]
    assert balances(tx, COSTS, day(8)) == ["21.00", "10.00", "3.00"]


def test_two_registers_share_the_cost_of_a_day(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(2), (MILK, "3", "0.3333")))
    doc = tx.document("sales", "batch", business_date=day(3))
    movements = [Movement(MILK, D(-1), "sale", day(3), register=register) for register in ("1", "2", "3")]
    booked = move_stock(tx, movements, doc=doc)
    post_stock_money(tx, booked, "sale", "sales", doc=doc)
    assert [(part.register, part.amount) for part in booked] == [
        ("1", D("-0.33")),
        ("2", D("-0.34")),
        ("3", D("-0.33")),
    ]


def test_an_unlinked_return_keeps_its_cost_when_goods_turn_up_late(tx: Transaction) -> None:
    receive_goods(tx, delivery("A2", day(5), (MILK, "10", "3.00")))
    sell(tx, day(6), (MILK, "5"))
    sell(tx, day(7), (MILK, "-2"))
    assert balances(tx, COSTS) == ["21.00", "9.00", "0.00"]
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "1.00")))
    assert balances(tx, COSTS) == ["36.00", "4.00", "0.00"]


@pytest.mark.parametrize("costing", ["tx", "fifo"])
def test_goods_of_a_locked_day_do_not_move(costing: str, request: pytest.FixtureRequest) -> None:
    tx: Transaction = request.getfixturevalue(costing)
    lock_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked):
        post_waste(tx, item=MILK, quantity=D(1), reason="expired", business_date=day(31))


@pytest.mark.parametrize("costing", ["tx", "fifo"])
def test_recosting_starts_from_the_state_at_the_lock(costing: str, request: pytest.FixtureRequest) -> None:
    tx: Transaction = request.getfixturevalue(costing)
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    sell(tx, day(6), (MILK, "4"))
    sell(tx, day(3, 2), (MILK, "4"))
    lock_period(tx, Period.parse("2026-01"))
    receive_goods(tx, delivery("A0", day(1, 2), (MILK, "6", "4.00")))
    assert balances(tx, COSTS, day(31)) == ["12.00", "8.00", "0.00"]
    assert balances(tx, COSTS)[2] == "0.00"
    assert balances(tx, COSTS)[:2] == (["24.00", "20.00"] if costing == "tx" else ["28.00", "16.00"])


def test_a_reversal_undoes_costs_and_what_they_led_to(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    waste = post_waste(tx, item=MILK, quantity=D(4), reason="theft", business_date=day(6))
    late = receive_goods(tx, delivery("A0", day(2), (MILK, "10", "1.00")))
    doc = tx.document("inventory", "waste", business_date=day(6), reverses=waste.doc)
    post_stock_money(tx, reverse_movements(tx, waste.doc, doc=doc), "waste", "undo", doc=doc)
    assert balances(tx, ["inventory", "waste_theft"]) == ["30.00", "0.00"]
    reverse_purchase(tx, late.doc)
    assert balances(tx, ["inventory", "waste_theft"]) == ["20.00", "0.00"]


def test_every_line_of_the_card_leads_to_its_document(tx: Transaction) -> None:
    first = receive_goods(tx, delivery("A1", day(5), (MILK, "10", "2.00")))
    sale = sell(tx, day(6), (MILK, "4"))
    assert [(line.doc, line.quantity, line.value) for line in stock_card(tx, MILK)] == [
        (first.doc, D("10.000"), D("20.00")),
        (sale, D("6.000"), D("12.00")),
    ]


@pytest.mark.parametrize(("reason", "amount"), [("purchase", None), ("sale", D("1")), ("nonsense", None)])
def test_goods_move_only_for_a_reason_that_fits(tx: Transaction, reason: str, amount: D | None) -> None:
    doc = tx.document("inventory", "waste", business_date=day(5))
    with pytest.raises(Refused):
        move_stock(tx, [Movement(MILK, D(1), reason, day(5), amount)], doc=doc)


def test_a_history_settled_in_parts_costs_what_it_costs_at_once(
    tx: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    settling = import_module("lstbo.inventory.settle")
    monkeypatch.setattr(settling, "_AT_ONCE", 2)
    monkeypatch.setattr(settling, "_FEW", 0)
    for number in (6, 7, 8):
        sell(tx, day(number), (MILK, "5"), (BEER, "2"))
    receive_goods(tx, delivery("A1", day(2), (MILK, "20", "2.00"), (BEER, "10", "1.00")))
    assert balances(tx, COSTS) == ["14.00", "36.00", "0.00"]
    entries = tx.rows("SELECT DISTINCT business_date FROM accounting.v_posting WHERE account = '5401.01' ORDER BY 1")
    assert entries == [(day(6),), (day(7),), (day(8),)]
