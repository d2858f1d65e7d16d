"""Closing entries: income and expense go to the profit of the year, in one transaction with the lock (R7)."""

from __future__ import annotations

from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.accounting.journal import Entry, Posting, post_entries
from lstbo.accounting.periods import lock_period, refuse_locked, unlock_period
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.core.period import Period
from lstbo.storage import Transaction

CLOSING = "closing"
_LAST_MONTH = 12


def post_closing(tx: Transaction, period: Period, *, doc: int) -> list[int]:
    """Close income and expense at the end of each month of a period, under `doc`; return the entries.

    Each month's entry moves the balances to `current_profit`; in December that goes on to `retained_earnings`. A
    month without anything to close gets no entry.
    """
    entries: list[int] = []
    for month in period.months():
        balances = _sql.profit_and_loss(tx, month.end)
        profit = sum((amount for _account, amount in balances), ZERO)
        postings = [Posting(account, -amount) for account, amount in balances]
        memo = _("Closing of {month}").format(month=month)
        entry = Entry(month.end, CLOSING, memo, (*postings, Posting("current_profit", profit)))
        entries += post_entries(tx, [entry] if balances else [], doc=doc)
        if month.end.month == _LAST_MONTH:
            year = _sql.balance(tx, [_sql.roles(tx)["current_profit"]], month.end, None)
            moved = (Posting("current_profit", -year), Posting("retained_earnings", year))
            entries += post_entries(tx, [Entry(month.end, CLOSING, memo, moved)], doc=doc)
    return entries


def reverse_closing(tx: Transaction, period: Period, *, doc: int) -> list[int]:
    """Reverse the closing entries of a period that are in force, newest month first, under `doc`."""
    entries: list[Entry] = []
    for entry, day, memo in _sql.closing_entries(tx, period.start, period.end):
        postings = tuple(
            Posting(str(account), -Decimal(amount)) for account, amount in _sql.entry_postings(tx, int(entry))
        )
        entries.append(Entry(day, CLOSING, memo, postings, reverses=int(entry)))
    return post_entries(tx, entries, doc=doc)


def close_period(tx: Transaction, period: Period, *, hard: bool = False) -> int:
    """Post the closing entries of a period and lock it, in one go; return the document of the lock.

    Raises Refused while an earlier month with postings is open, PeriodLocked when the period is locked already.
    """
    refuse_locked(tx, [period.start])
    doc = tx.document("accounting", CLOSING, business_date=period.end, title=str(period))
    post_closing(tx, period, doc=doc)
    return lock_period(tx, period, hard=hard)


def reopen_period(tx: Transaction, period: Period) -> int:
    """Unlock a period and reverse its closing entries, newest month first; return the document.

    Raises what `unlock_period` raises.
    """
    doc = unlock_period(tx, period)
    reverse_closing(tx, period, doc=doc)
    return doc
