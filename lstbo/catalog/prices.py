"""Selling prices per stock unit, tax-inclusive unless the book says otherwise, each valid from a day until the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.catalog import _sql
from lstbo.core import money
from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class PriceSpan:
    """A price and the days it was valid: from `valid_from` up to, not including, `valid_to` (None = still)."""

    valid_from: date
    valid_to: date | None
    price: Decimal


def price_on(tx: Transaction, item: int, day: date) -> Decimal | None:
    """Return the price of an item on a day, None when it had none."""
    return _sql.price_on(tx, item, day)


def prices_for(tx: Transaction, wanted: Iterable[tuple[int, date]]) -> dict[tuple[int, date], Decimal]:
    """Return the prices of many (item, day) pairs in one query; pairs without a price are left out."""
    pairs = list(dict.fromkeys(wanted))
    found = _sql.prices_for(tx, [item for item, day in pairs], [day.isoformat() for item, day in pairs])
    return {(item, day): price for item, day, price in found}


def price_history(tx: Transaction, item: int) -> list[PriceSpan]:
    """Return all prices of an item, the oldest first."""
    spans = _sql.price_history(tx, item)
    return [PriceSpan(start, None if end.year == 9999 else end, price) for start, end, price in spans]


def set_price(tx: Transaction, item: int, price: Decimal, *, valid_from: date, doc: int) -> bool:
    """Give an item a price from a day on; the older ones stay. Return False when that day has this price already.

    Raises BadInput for a negative price.
    """
    new = money.price(price)
    if new < 0:
        raise BadInput(_("A price cannot be negative: {price}.").format(price=price))
    if price_on(tx, item, valid_from) == new:
        return False
    _sql.insert_prices(tx, [(item, valid_from, new, doc)])
    return True
