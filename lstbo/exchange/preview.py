"""What a trial run shows: the turnover of each day it would post, and the first entries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lstbo.accounting import JournalEntry, journal
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.core.period import Period
from lstbo.storage import Transaction

_SHOWN = 20


def posted_preview(tx: Transaction, first_day: date | None) -> list[str]:
    """Return what the documents of this unit of work post: a line per day, then the first 20 entries.

    `first_day` is the earliest business date they can have; amounts are the debits, in book currency.
    """
    period = Period(first_day, date.max, "") if first_day else None
    mine = set(tx.documents)
    entries = [entry for entry in journal(tx, period) if entry.document in mine]
    days: dict[date, Decimal] = {}
    for entry in entries:
        days[entry.date] = days.get(entry.date, ZERO) + _turnover(entry)
    lines = [_("{day}: {total}").format(day=day.isoformat(), total=f"{days[day]:,.2f}") for day in sorted(days)]
    lines += [
        f"{entry.voucher} {entry.date.isoformat()} {entry.memo} {_turnover(entry):,.2f}" for entry in entries[:_SHOWN]
    ]
    if len(entries) > _SHOWN:
        lines.append(_("... and {count} more.").format(count=len(entries) - _SHOWN))
    return lines


def _turnover(entry: JournalEntry) -> Decimal:
    return sum((line.amount for line in entry.lines if line.amount > 0), ZERO)
