"""R5: any order of the same documents gives the same quantities, stock value and profit per day, as a model says."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lstbo.inventory import Loss, post_losses
from lstbo.purchasing import receive_goods, receive_many
from lstbo.storage import Transaction
from tests.books import BEER, CASE, EXAMPLES, MILK, NOODLES, RICE, day, delivery, new_book, sell
from tests.promises import keep_the_promises
from tests.worked_examples.model import Day, fen, walk

ITEMS = (MILK, NOODLES, BEER, CASE, RICE)
SMALL = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Fact:
    """One document: a purchase, a sale or goods expired, of some items, with quantities and unit costs."""

    what: str
    on: date
    lines: tuple[tuple[int, str, str], ...]


quantities = st.sampled_from(["1", "2", "3", "7", "10", "0.5", "1.235", "24"])
costs = st.sampled_from(["0.01", "0.333", "1", "2.50", "3.3333", "9.99", "0"])
lines = st.lists(st.tuples(st.sampled_from(ITEMS), quantities, costs), min_size=1, max_size=5, unique_by=lambda x: x[0])
kinds = st.sampled_from(["purchase", "purchase", "sale", "sale", "expired"])
facts = st.builds(Fact, kinds, st.integers(1, 5).map(day), lines.map(tuple))


@contextmanager
def one_unit(costing: str) -> Iterator[Transaction]:
    """One unit of work on a new book."""
    with (
        tempfile.TemporaryDirectory() as folder,
        new_book(Path(folder), costing=costing) as book,
        book.write("test") as tx,
    ):
        yield tx


def book_it(tx: Transaction, fact: Fact) -> None:
    if fact.what == "purchase":
        receive_goods(tx, delivery("", fact.on, *fact.lines))
    elif fact.what == "sale":
        sell(tx, fact.on, *((item, quantity) for item, quantity, _cost in fact.lines))
    else:
        losses = [Loss(item, Decimal(quantity), "expired") for item, quantity, _cost in fact.lines]
        post_losses(tx, losses, business_date=fact.on)


def figures(tx: Transaction) -> dict[str, list[tuple[object, ...]]]:
    """Quantities and values per item and day, and every account's turnover per day; what does not move is left out."""
    return {
        "quantity": tx.rows(
            "SELECT item, business_date, sum(quantity) AS n FROM inventory.stock_movement"
            " GROUP BY ALL HAVING n <> 0 ORDER BY ALL"
        ),
        "value": tx.rows(
            "SELECT item, business_date, reason, sum(amount) AS n FROM inventory.stock_value"
            " GROUP BY ALL HAVING n <> 0 ORDER BY ALL"
        ),
        "journal": tx.rows(
            "SELECT account, business_date, sum(amount) AS n FROM accounting.v_posting"
            " GROUP BY ALL HAVING n <> 0 ORDER BY ALL"
        ),
    }


def expected(history: list[Fact], item: int, *, fifo: bool) -> list[tuple[object, ...]]:
    """The money the plain model moves in the stock of an item per day and reason."""
    days: dict[date, Day] = {}
    bought: dict[date, Decimal] = {}
    for fact in history:
        for number, quantity, cost in fact.lines:
            if number != item:
                continue
            today = days.setdefault(fact.on, Day())
            amount = fen(Decimal(quantity) * Decimal(cost))
            if fact.what == "purchase":
                today.receipts.append((Decimal(quantity), amount))
                bought[fact.on] = bought.get(fact.on, Decimal(0)) + amount
            else:
                today.out[fact.what] = today.out.get(fact.what, Decimal(0)) + Decimal(quantity)
    rows = [(item, on, "purchase", amount) for on, amount in bought.items()]
    for on, outcome in walk(days, fifo=fifo).items():
        rows += [(item, on, reason, -cost) for reason, cost in outcome.cost.items()]
        rows.append((item, on, "oversold", -outcome.adjustment))
    return sorted(row for row in rows if row[3])


@pytest.mark.parametrize("costing", ["average", "fifo"])
@SMALL
@given(data=st.data(), history=st.lists(facts, min_size=1, max_size=9))
def test_any_order_of_the_same_documents_gives_the_same_books(
    costing: str, data: st.DataObject, history: list[Fact]
) -> None:
    shuffled = data.draw(st.permutations(history))
    found = []
    for order in (history, shuffled):
        with one_unit(costing) as tx:
            for fact in order:
                book_it(tx, fact)
            keep_the_promises(tx)
            found.append(figures(tx))
    assert found[0] == found[1]
    model = [row for item in ITEMS for row in expected(history, item, fifo=costing == "fifo")]
    assert sorted(found[0]["value"]) == sorted(model)


@pytest.mark.parametrize("costing", ["average", "fifo"])
@SMALL
@given(history=st.lists(facts, min_size=2, max_size=8))
def test_a_batch_of_deliveries_gives_the_same_books_as_one_by_one(costing: str, history: list[Fact]) -> None:
    found = []
    for at_once in (False, True):
        with one_unit(costing) as tx:
            for fact in history:
                if fact.what != "purchase" or not at_once:
                    book_it(tx, fact)
            bought = [delivery("", f.on, *f.lines) for f in history if f.what == "purchase" and at_once]
            if bought:
                receive_many(tx, bought)
            keep_the_promises(tx)
            found.append(figures(tx))
    assert found[0] == found[1]
