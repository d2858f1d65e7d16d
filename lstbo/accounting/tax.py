"""Dated tax rates and the split of an inclusive price. Rates are data: no rule for a date means rate 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lstbo.accounting import _sql
from lstbo.core.money import FEN
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A tax code's rate (0.01 = 1 %) between two days, both included; `valid_to` None = still in force."""

    code: str
    rate: Decimal
    inclusive: bool
    valid_from: date
    valid_to: date | None
    is_default: bool


def tax_rates(tx: Transaction) -> list[TaxRate]:
    """Return every dated rate of the book."""
    return [TaxRate(*row) for row in _sql.tax_codes(tx)]


def rate_on(rates: Sequence[TaxRate], code: str, day: date) -> Decimal:
    """Return the rate of a code on a day, 0 when there is no rule. The empty code means the default code."""
    for rate in rates:
        named = rate.code == code if code else rate.is_default
        if named and rate.valid_from <= day and (rate.valid_to is None or day <= rate.valid_to):
            return rate.rate
    return Decimal(0)


def tax_in(total: Decimal, rate: Decimal) -> Decimal:
    """Return the tax contained in a tax-inclusive total, half up to the fen: total - total / (1 + rate)."""
    return (total * rate / (1 + rate)).quantize(FEN, rounding=ROUND_HALF_UP)
