"""The tables of the commands that are not reports: which columns, in which order, under which keys."""

from __future__ import annotations

from collections.abc import Sequence

from lstbo.accounting import Account, JournalEntry
from lstbo.cli.run import Run
from lstbo.cli.words import ACCOUNT_KINDS, ACCOUNT_TYPES, SIDES, told
from lstbo.core.language import _, language
from lstbo.reports import Cell, Column, Table


def journal_table(entries: Sequence[JournalEntry]) -> Table:
    """Lay out journal entries, one row per posting; the first row of an entry names it."""
    columns = [
        Column("voucher", _("Voucher")),
        Column("date", _("Date"), "date"),
        Column("document", _("Document"), "int"),
        Column("memo", _("Memo"), width=3),
        Column("account", _("Account")),
        Column("name", _("Name"), width=2),
        Column("debit", _("Debit"), "money"),
        Column("credit", _("Credit"), "money"),
    ]
    rows: list[list[Cell]] = [
        [
            *(entry.voucher, entry.date, entry.document, line.memo or entry.memo, line.account, line.name),
            *((line.amount, None) if line.amount > 0 else (None, -line.amount)),
        ]
        for entry in entries
        for line in entry.lines
    ]
    return Table("", columns, rows)


def journal_data(entries: Sequence[JournalEntry]) -> list[dict[str, object]]:
    """Return journal entries as programs read them."""
    return [
        {
            **{"id": entry.id, "voucher": entry.voucher, "date": entry.date, "kind": entry.kind, "memo": entry.memo},
            **{"document": entry.document, "reverses": entry.reverses},
            "lines": [
                {
                    **{"account": line.account, "name": line.name, "amount": line.amount, "party": line.party},
                    **{"memo": line.memo, "cash_flow": line.cash_flow},
                }
                for line in entry.lines
            ],
        }
        for entry in entries
    ]


def chart_table(run: Run, accounts: Sequence[Account]) -> Table:
    """Lay out a chart of accounts."""
    columns = [
        Column("account", _("Account no.")),
        Column("name", _("Name"), width=3),
        Column("type", _("Type")),
        Column("kind", _("Kind")),
        Column("normal_side", _("Side")),
        Column("roles", _("Roles"), width=2),
    ]
    rows: list[list[Cell]] = [
        [
            account.code,
            account.name(language()),
            told(run, ACCOUNT_TYPES, account.type),
            told(run, ACCOUNT_KINDS, account.kind),
            told(run, SIDES, account.normal_side),
            " ".join(account.roles),
        ]
        for account in accounts
    ]
    return Table("", columns, rows)
