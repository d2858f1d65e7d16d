"""The day each document posts on: its own, or the first open day when that is locked (R1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lstbo.accounting import open_days
from lstbo.sales._sql import booking as sql
from lstbo.storage import Transaction


def set_open_days(tx: Transaction, days: Sequence[date]) -> dict[date, date]:
    """Make the temporary table `sales_open_day` (event_date, business_date) for these days, and return the same."""
    found = open_days(tx, days)
    spec = "event_date DATE, business_date DATE"
    sql.fill(tx, "sales_open_day", spec, ("event_date", "business_date"), sorted(found.items()))
    return found
