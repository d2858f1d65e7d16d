"""Exact numbers: money, prices, quantities. Half-up rounding lives here and nowhere else.

Signs: debit +, credit -; stock in +, out -. A Python float is refused: it is not an exact number.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lstbo.core.errors import BadInput
from lstbo.core.language import _

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
_PRICE = Decimal("0.0001")
_QUANTITY = Decimal("0.001")
_TOO_LARGE = Decimal(10) ** 18  # in units of the last place: what DECIMAL(18, n) holds

Exact = Decimal | int | str


def decimal_of(value: Exact) -> Decimal:
    """Return `value` as a Decimal.

    Raises BadInput for a float, for text that is not a plain number, and for NaN or infinity.
    """
    if type(value) is Decimal and value.is_finite():
        return value
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise BadInput(
            _("{value} is not an exact number.").format(value=repr(value)), _("Write it as text or as a whole number.")
        )
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or "_" in str(value):
        raise BadInput(_("'{value}' is not a number.").format(value=value), _("Write it like 12.50."))
    return number


def _rounded(value: Exact, unit: Decimal) -> Decimal:
    number = decimal_of(value)
    try:
        result = number.quantize(unit, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        result = _TOO_LARGE
    if abs(result) >= _TOO_LARGE * unit:
        raise BadInput(_("{value} is too large.").format(value=value), _("Check the decimal point."))
    return result


def money(value: Exact) -> Decimal:
    """Return an amount in book currency, rounded half up to the fen (two places).

    Raises BadInput for what is no number, or has more than the 18 digits a book keeps; so do `price` and `quantity`.
    """
    return _rounded(value, FEN)


def price(value: Exact) -> Decimal:
    """Return a unit price or unit cost, rounded half up to four places."""
    return _rounded(value, _PRICE)


def quantity(value: Exact) -> Decimal:
    """Return a quantity in stock units, rounded half up to three places."""
    return _rounded(value, _QUANTITY)


def allocate(total: Decimal, weights: Sequence[Decimal | int], places: int = 2) -> list[Decimal]:
    """Split `total` in proportion to `weights` so that the parts add up to it exactly.

    Each part is the difference of two rounded running totals, so no part is more than one unit of the last place
    away from its share. With all weights zero the whole goes to the last part. Raises BadInput for no weights.
    """
    if not weights:
        raise BadInput(_("There is nothing to split over."))
    unit = Decimal(1).scaleb(-places)
    weight_sum = sum((Decimal(weight) for weight in weights), Decimal(0))
    if weight_sum == 0:
        return [Decimal(0).quantize(unit)] * (len(weights) - 1) + [total]
    parts: list[Decimal] = []
    running, given = Decimal(0), Decimal(0)
    for weight in weights[:-1]:
        running += Decimal(weight)
        upto = (total * running / weight_sum).quantize(unit, rounding=ROUND_HALF_UP)
        parts.append(upto - given)
        given = upto
    parts.append(total - given)
    return parts
