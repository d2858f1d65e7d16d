"""The journal and the ledger of one account: what was posted, in order."""

from __future__ import annotations

from lstbo.accounting import journal, ledger
from lstbo.core.errors import Usage
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.reports.layout import Cell, Column, Table
from lstbo.reports.report import Asked, Report, as_data, records
from lstbo.reports.words import titled
from lstbo.storage import Transaction


def journal_report(tx: Transaction, asked: Asked) -> Report:
    """Return the journal of a period, one row per posting, in voucher order."""
    columns = (
        Column("date", _("Date"), "date"),
        Column("voucher", _("Voucher")),
        Column("memo", _("Memo"), width=2),
        Column("account", _("Account")),
        Column("name", _("Name"), width=2),
        Column("party", _("Party")),
        Column("debit", _("Debit"), "money"),
        Column("credit", _("Credit"), "money"),
        Column("document", _("Document"), "int"),
    )
    rows: list[list[Cell]] = []
    debits = credits = ZERO
    for entry in journal(tx, asked.period, asked.known_at, asked.as_of):
        for line in entry.lines:
            debit, credit = (line.amount, ZERO) if line.amount > 0 else (ZERO, -line.amount)
            debits, credits = debits + debit, credits + credit
            memo = line.memo or entry.memo
            rows.append(
                [entry.date, entry.voucher, memo, line.account, line.name, line.party, debit, credit, entry.document]
            )
    totals = (None, "", _("Total"), "", "", "", debits, credits, None)
    table = Table(titled(_("Journal"), asked), columns, rows, totals, blank_zero=True)
    data = {
        "period": asked.period_name,
        "rows": records(table),
        "total_debit": as_data(debits),
        "total_credit": as_data(credits),
    }
    return Report("journal", table, data)


def ledger_report(tx: Transaction, asked: Asked) -> Report:
    """Return the postings of one account (code or role, groups included) with the running balance (debit +).

    Raises Usage without an account, NotFound for an unknown one.
    """
    if not asked.subject:
        raise Usage(_("Which account?"), "lstbo report ledger 1001 --period 2026-10")
    found = ledger(tx, asked.subject, asked.period, asked.known_at, asked.as_of)
    columns = (
        Column("date", _("Date"), "date"),
        Column("voucher", _("Voucher")),
        Column("memo", _("Memo"), width=2),
        Column("party", _("Party")),
        Column("account", _("Account")),
        Column("debit", _("Debit"), "money"),
        Column("credit", _("Credit"), "money"),
        Column("balance", _("Balance"), "money"),
        Column("document", _("Document"), "int"),
    )
    rows = [
        (at.date, at.voucher, at.memo, at.party, at.account, at.debit, at.credit, at.balance, at.document)
        for at in found.lines
    ]
    debits = sum((line.debit for line in found.lines), ZERO)
    credits = sum((line.credit for line in found.lines), ZERO)
    totals = (None, "", _("Total"), "", "", debits, credits, found.closing, None)
    notes = (_("Opening balance: {amount}").format(amount=f"{found.opening:,.2f}"),)
    title = titled(_("Ledger") + f" {found.account} {found.name}", asked)
    table = Table(title, columns, rows, totals, notes)
    data = {
        "account": found.account,
        "name": found.name,
        "period": asked.period_name,
        "opening": as_data(found.opening),
        "rows": records(table),
        "closing": as_data(found.closing),
    }
    return Report("ledger", table, data)
