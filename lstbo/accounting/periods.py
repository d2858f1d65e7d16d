"""Locked months. Soft: the owner may reopen, and it is logged. Hard: never."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from lstbo.accounting import _sql
from lstbo.core.errors import NotFound, PeriodLocked, Refused
from lstbo.core.language import _
from lstbo.core.period import Period
from lstbo.storage import Transaction

OPEN, SOFT, HARD = "open", "soft", "hard"


def lock_period(tx: Transaction, period: Period, *, hard: bool = False) -> int:
    """Lock every month of a period and return the document number.

    A month that is locked hard stays so. Raises Refused when an earlier month with postings is still open: books
    are closed in order.
    """
    states = _sql.lock_states(tx)
    first = _sql.first_month(tx)
    start = period.start.year * 100 + period.start.month
    earlier = [month for month in _months_between(first, start) if states.get(month, OPEN) == OPEN] if first else []
    if earlier:
        raise Refused(
            _("{month} is still open.").format(month=_name(earlier[0])),
            _("Lock the earlier months first: months are closed in order."),
        )
    doc = tx.document("accounting", "lock", business_date=period.end, title=str(period))
    for month in period.months():
        key = month.start.year * 100 + month.start.month
        if states.get(key) != HARD:
            _sql.insert_lock(tx, key, HARD if hard else SOFT, doc)
    return doc


def unlock_period(tx: Transaction, period: Period) -> int:
    """Reopen the soft-locked months of a period, newest first, and return the document number.

    Raises Refused for a hard lock or while a later month is locked, NotFound when nothing is locked.
    """
    states = _sql.lock_states(tx)
    months = [month.start.year * 100 + month.start.month for month in period.months()]
    locked = [month for month in months if states.get(month, OPEN) != OPEN]
    if not locked:
        raise NotFound(_("{period} is not locked.").format(period=period))
    if any(states[month] == HARD for month in locked):
        raise Refused(
            _("{period} is locked for ever.").format(period=period),
            _("Correct it with a new document in an open month."),
        )
    later = [month for month, state in states.items() if month > max(months) and state != OPEN]
    if later:
        raise Refused(
            _("{month} is locked after it.").format(month=_name(max(later))), _("Reopen the newest month first.")
        )
    doc = tx.document("accounting", "unlock", business_date=period.end, title=str(period))
    for month in sorted(locked, reverse=True):
        _sql.insert_lock(tx, month, OPEN, doc)
    return doc


def locked_months(tx: Transaction) -> dict[int, str]:
    """Return the months (yyyymm) that are locked now, with soft or hard."""
    return {month: state for month, state in _sql.lock_states(tx).items() if state != OPEN}


def open_days(tx: Transaction, days: Collection[date]) -> dict[date, date]:
    """Return for each day the day it posts on: itself, or the first open one after it when its month is locked."""
    locked = locked_months(tx)
    earliest = _next_month(max(locked)) if locked else date(1, 1, 1)
    return {day: max(day, earliest) for day in days}


def first_open_day(tx: Transaction, day: date | None = None) -> date:
    """Return `day` when it may be posted to, else the first day that may; without a day, the earliest unlocked date.

    Months are closed in order, so everything up to the newest locked month is closed.
    """
    locked = locked_months(tx)
    earliest = _next_month(max(locked)) if locked else date(1, 1, 1)
    return earliest if day is None else max(day, earliest)


def refuse_locked(tx: Transaction, days: Collection[date]) -> None:
    """Raise PeriodLocked when any of the days lies in a locked month, or before one: closed balances never change."""
    locked = locked_months(tx)
    if not locked:
        return
    newest = max(locked)
    for day in sorted(days):
        month = day.year * 100 + day.month
        if month <= newest:
            inside = _("{day} lies in {month}, which is locked.")
            before = _("{day} lies before {month}, which is locked.")
            raise PeriodLocked(
                (inside if month in locked else before).format(
                    day=day.isoformat(), month=_name(month if month in locked else newest)
                ),
                _("Use a date in an open month, or let the owner reopen it with: lstbo unlock"),
            )


def _months_between(first: int, before: int) -> list[int]:
    months: list[int] = []
    month = first
    while month < before:
        months.append(month)
        following = _next_month(month)
        month = following.year * 100 + following.month
    return months


def _next_month(month: int) -> date:
    last = date(month // 100, month % 100, 28) + timedelta(days=7)
    return date(last.year, last.month, 1)


def _name(month: int) -> str:
    return f"{month // 100:04d}-{month % 100:02d}"
