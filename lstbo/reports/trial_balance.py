"""The trial balance: 科目余额表."""

from __future__ import annotations

from lstbo.accounting import trial_balance
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.reports.layout import Column, Table
from lstbo.reports.report import Asked, Report, as_data, records
from lstbo.reports.words import titled
from lstbo.storage import Transaction


def trial_balance_report(tx: Transaction, asked: Asked) -> Report:
    """Return opening, turnover and closing of every posting account (debit +); the totals are the turnover."""
    found = trial_balance(tx, asked.period, asked.known_at, asked.as_of)
    columns = (
        Column("account", _("Account")),
        Column("name", _("Name"), width=2),
        Column("opening", _("Opening"), "money"),
        Column("debit", _("Debit"), "money"),
        Column("credit", _("Credit"), "money"),
        Column("closing", _("Closing"), "money"),
    )
    rows = [(row.account, row.name, row.opening, row.debit, row.credit, row.closing) for row in found.rows]
    opening = sum((row.opening for row in found.rows), ZERO)
    closing = sum((row.closing for row in found.rows), ZERO)
    totals = ("", _("Total"), opening, found.total_debit, found.total_credit, closing)
    table = Table(titled(_("Trial balance"), asked), columns, rows, totals)
    data = {
        "period": asked.period_name,
        "rows": records(table),
        "total_debit": as_data(found.total_debit),
        "total_credit": as_data(found.total_credit),
    }
    return Report("trial-balance", table, data)
