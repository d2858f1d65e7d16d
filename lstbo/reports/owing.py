"""Who owes whom: customers' tabs by their age, and what suppliers are owed, by when."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from lstbo.accounting import ledger
from lstbo.core import clock
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.purchasing import payables
from lstbo.reports.layout import Cell, Column, Table
from lstbo.reports.report import Asked, Report, as_data, records
from lstbo.reports.words import day_text
from lstbo.storage import Transaction

_STEPS = (30, 60, 90)


def ageing(tx: Transaction, asked: Asked) -> Report:
    """Return what each customer owes on the tab, by the age in days of what is still open; the sum is the account.

    Payments settle the oldest first. A negative amount is a customer's credit. Ages are reckoned on the last day asked
    for, else today. Customers with nothing open are left out.
    """
    day = asked.end or clock.today()
    charges: dict[str, list[tuple[date, Decimal]]] = {}
    for line in ledger(tx, "tabs", None, asked.known_at, asked.end).lines:
        charges.setdefault(line.party, []).append((line.date, line.debit - line.credit))
    columns = (
        Column("customer", _("Customer"), width=2),
        Column("owed", _("Owed"), "money"),
        Column("days_0_30", _("0-30 days"), "money"),
        Column("days_31_60", _("31-60 days"), "money"),
        Column("days_61_90", _("61-90 days"), "money"),
        Column("days_over_90", _("Over 90 days"), "money"),
        Column("last", _("Last entry"), "date"),
    )
    rows: list[list[Cell]] = []
    sums = [ZERO] * (len(_STEPS) + 2)
    for name, found in sorted(charges.items()):
        figures = _aged(found, day)
        if figures[0]:
            rows.append([name or _("not named"), *figures, max(on for on, _amount in found)])
            sums = [one + more for one, more in zip(sums, figures, strict=True)]
    totals: list[Cell] = [_("Total"), *sums, None]
    table = Table(_("Customer tabs") + f" · {day_text(day)}", columns, rows, totals, blank_zero=True)
    data = {"as_of": day.isoformat(), "rows": records(table), "owed": as_data(sums[0])}
    return Report("ageing", table, data)


def payables_report(tx: Transaction, asked: Asked) -> Report:
    """Return what each supplier is owed, what of it is overdue, and what is due next; the sum is the payables account.

    Days are compared with the last day asked for, else today. A negative amount was paid in advance.
    """
    day = asked.end or clock.today()
    columns = (
        Column("supplier", _("Supplier"), width=2),
        Column("owed", _("Owed"), "money"),
        Column("overdue", _("Overdue"), "money"),
        Column("items", _("Open deliveries"), "int"),
        Column("next_due", _("Next due"), "date"),
        Column("next_amount", _("Due then"), "money"),
    )
    rows: list[list[Cell]] = []
    owed = overdue = ZERO
    for payable in payables(tx, asked.end, asked.known_at):
        late = payable.overdue(day)
        dated = [item for item in payable.items if item.due is not None]
        coming = min((item.due for item in dated if item.due and item.due >= day), default=None)
        then = sum((item.amount for item in dated if item.due == coming), ZERO) if coming else None
        rows.append([payable.name, payable.owed, late, len(dated), coming, then])
        owed, overdue = owed + payable.owed, overdue + late
    totals = (_("Total"), owed, overdue, None, None, None)
    table = Table(_("Owed to suppliers") + f" · {day_text(day)}", columns, rows, totals, blank_zero=True)
    data = {"as_of": day.isoformat(), "rows": records(table), "owed": as_data(owed), "overdue": as_data(overdue)}
    return Report("payables", table, data)


def _aged(charges: list[tuple[date, Decimal]], day: date) -> list[Decimal]:
    """Return what is open, and how much of it is how old: payments settle the oldest charges first."""
    owed = sum((amount for _on, amount in charges), ZERO)
    parts = [ZERO] * (len(_STEPS) + 1)
    rest = owed
    for on, amount in sorted(charges, reverse=True):
        if amount <= 0 or rest <= 0:
            continue
        part = min(rest, amount)
        at = next((at for at, step in enumerate(_STEPS) if day - on <= timedelta(days=step)), len(_STEPS))
        parts[at] += part
        rest -= part
    parts[0] += rest  # a credit, or nothing
    return [owed, *parts]
