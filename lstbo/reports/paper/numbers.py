"""Numbers and dates as they stand on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lstbo.reports.layout import Kind, Value

MINUS = "\N{MINUS SIGN}"


def shown(value: Value, kind: Kind, *, blank_zero: bool = False) -> str:
    """Return a value as text: money with thousands marks and two places, quantities with up to three, dates ISO.

    Negative numbers carry a minus sign; with `blank_zero` a zero is empty.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if blank_zero and value == 0:
        return ""
    if kind == "money" and isinstance(value, (Decimal, int)):
        return f"{value:,.2f}".replace("-", MINUS) if value else "0.00"
    if isinstance(value, Decimal):
        text = f"{value:,.3f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text.replace("-", MINUS)
    return str(value).replace("-", MINUS)
