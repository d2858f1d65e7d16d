"""Costing everything anew, to prove what is booked: the same rules, from the first movement of every item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.inventory import _sql
from lstbo.inventory.settle import cost_changes
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class CostDifference:
    """Money that costing gives and the stock ledger lacks (+) or has too much of (-), for an item, day and reason."""

    item: int
    business_date: date
    reason: str
    register: str
    amount: Decimal


def cost_differences(tx: Transaction) -> Iterator[CostDifference]:
    """Yield every difference between the cost worked out from all movements and the cost that is booked.

    A sound book yields none. Nothing is written to the book.
    """
    fifo = tx.setting("costing", "average") == "fifo"
    _sql.begin_proof(tx, fifo)
    for item, day, key, fen in cost_changes(tx, fifo):
        if fen:
            yield CostDifference(item, day, key[0], key[1], Decimal(fen).scaleb(-2))
