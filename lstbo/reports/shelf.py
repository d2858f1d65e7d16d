"""All items with their stock at once, as a screen keeps them in memory, and which of them ask for attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lstbo.catalog import statuses
from lstbo.core.money import ZERO
from lstbo.inventory import StockLine, stock_on_hand, uncosted
from lstbo.storage import Transaction

UNSOLD_AFTER = timedelta(days=90)


def is_oversold(line: StockLine) -> bool:
    """Whether more was sold than was there."""
    return line.quantity < 0


def is_unsold(line: StockLine, day: date) -> bool:
    """Whether it is in stock on a day, came in more than 90 days before it, and was not sold since then."""
    last = max(filter(None, (line.last_sold, line.first_in)), default=day)
    return line.quantity > 0 and last < day - UNSOLD_AFTER


@dataclass(frozen=True, slots=True)
class Shelf:
    """The items by name with their stock on a day; `status` by item, `cost_unknown` the items sold without a cost.

    Placeholders of category openings are among the lines while they carry a value.
    """

    day: date
    lines: tuple[StockLine, ...]
    status: Mapping[int, str]
    cost_unknown: frozenset[int]

    def of(self, which: str) -> Sequence[StockLine]:
        """Return the lines of one list: items (all), oversold, uncosted, new (to review) or unsold."""
        if which == "oversold":
            return [line for line in self.lines if is_oversold(line)]
        if which == "uncosted":
            return [line for line in self.lines if line.item in self.cost_unknown]
        if which == "new":
            return [line for line in self.lines if self.status.get(line.item) == "new" and not line.placeholder]
        if which == "unsold":
            return [line for line in self.lines if is_unsold(line, self.day)]
        return self.lines

    @property
    def value(self) -> Decimal:
        """The value of all of it."""
        return sum((line.value for line in self.lines), ZERO)


def read_shelf(tx: Transaction, day: date, known_at: int | None = None) -> Shelf:
    """Return all items with their stock on a day. `known_at` is a posting sequence number, None = all.

    Names, categories and statuses are those of today.
    """
    lines = stock_on_hand(tx, day, known_at, all_items=True)
    kept = tuple(line for line in lines if line.value or not line.placeholder)
    unknown = frozenset(found.item for found in uncosted(tx, day, known_at))
    return Shelf(day, kept, statuses(tx), unknown)
