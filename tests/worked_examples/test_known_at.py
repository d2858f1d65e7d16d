"""R16: any figure as of D known at K equals that figure in a book with only the documents posted up to K."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lstbo.accounting import count_till, first_open_day, lock_period, post_expense, trial_balance
from lstbo.core.period import Period
from lstbo.inventory import post_waste, stock_card, stock_on_hand, stock_value, uncosted
from lstbo.purchasing import enter_bill, pay_supplier, payables, receive_goods, reverse_purchase
from lstbo.storage import Transaction
from tests.books import EXAMPLES, MILK, day, delivery, new_book, sell
from tests.promises import keep_the_promises

Action = tuple[str, int, str]
KINDS = ("buy", "buy", "sell", "sell", "waste", "return", "bill", "pay", "undo", "expense", "count", "lock")
days = st.one_of(st.integers(1, 10).map(day), st.just(day(1, 2)))
actions = st.tuples(st.sampled_from(KINDS), st.integers(1, 9), st.sampled_from(["1", "3", "10", "2.5"]))


def act(tx: Transaction, action: Action) -> None:
    """Do one thing; what makes no sense yet (a bill without delivery) does nothing."""
    kind, number, amount = action
    on = first_open_day(tx, day(number))
    live = [row[0] for row in tx.rows("SELECT doc FROM purchasing.v_receipt ORDER BY doc")]
    open_receipts = [doc for doc in live if not tx.one("SELECT 1 FROM purchasing.v_bill WHERE receipt = ?", [doc])]
    doing: dict[str, Callable[[], object]] = {
        "buy": lambda: receive_goods(tx, delivery("", on, (MILK, amount, f"{number}.37"))),
        "sell": lambda: sell(tx, on, (MILK, amount), takings="9"),
        "return": lambda: sell(tx, on, (MILK, f"-{amount}")),
        "waste": lambda: post_waste(tx, item=MILK, quantity=Decimal(amount), reason="damaged", business_date=on),
        "expense": lambda: post_expense(tx, business_date=on, account="rent", amount=Decimal(amount), paid_from="cash"),
        "lock": lambda: lock_period(tx, Period.parse("2026-01")),
        "count": lambda: count_till(tx, business_date=on, counted=Decimal(amount)),
    }
    if open_receipts:
        last = open_receipts[-1]
        doing["bill"] = lambda: enter_bill(tx, receipt=last, amount=Decimal(amount), business_date=on)
        doing["undo"] = lambda: reverse_purchase(tx, last)
        doing["pay"] = lambda: pay_supplier(
            tx, supplier="Wang", amount=Decimal(amount), paid_from="bank", business_date=on
        )
    if kind in doing:
        doing[kind]()


def reports(tx: Transaction, as_of: date, known_at: int | None) -> list[object]:
    """Every report of these rooms, as of a day and as known at a document."""
    return [
        stock_on_hand(tx, as_of, known_at),
        stock_value(tx, as_of, known_at),
        stock_value(tx, as_of, known_at, by="item"),
        stock_card(tx, MILK, day(2), as_of, known_at),
        uncosted(tx, as_of, known_at),
        payables(tx, as_of, known_at),
        trial_balance(tx, None, known_at, as_of),
    ]


@pytest.mark.parametrize("costing", ["average", "fifo"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(doings=st.lists(actions, min_size=2, max_size=8), cut=st.integers(1, 7), as_of=days)
def test_the_past_shows_as_it_was_known(costing: str, doings: list[Action], cut: int, as_of: date) -> None:
    with tempfile.TemporaryDirectory() as folder, new_book(Path(folder), costing=costing) as book:
        known = 1
        for number, action in enumerate(doings):
            with book.write("act") as tx:
                act(tx, action)
                if number < cut:
                    known = max([known, *tx.documents])
        with book.read() as tx:
            keep_the_promises(tx)
            then = reports(tx, as_of, known)
    with tempfile.TemporaryDirectory() as folder, new_book(Path(folder), costing=costing) as rebuilt:
        for action in doings[:cut]:
            with rebuilt.write("act") as tx:
                act(tx, action)
        with rebuilt.read() as tx:
            assert reports(tx, as_of, None) == then
