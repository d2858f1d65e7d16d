"""The tables of the commands that are not reports: which columns, in which order, under which keys."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from lstbo.accounting import Account, JournalEntry
from lstbo.core.language import _, language
from lstbo.core.money import ZERO
from lstbo.inventory import CardLine, StockLine, StockValue
from lstbo.reports import Cell, Column, Table


def stock_table(lines: Sequence[StockLine]) -> Table:
    """Lay out a stock list; its total is the value of the stock."""
    columns = [
        Column("item", _("Item")),
        Column("name", _("Name"), width=3),
        Column("barcode", _("Barcode")),
        Column("category", _("Category")),
        Column("quantity", _("Quantity"), "quantity"),
        Column("unit", _("Unit")),
        Column("unit_cost", _("Unit cost"), "quantity"),
        Column("value", _("Value"), "money"),
        Column("price", _("Price"), "quantity"),
        Column("last_sold", _("Last sold"), "date"),
    ]
    rows: list[list[Cell]] = [
        [
            *(line.code, line.name, line.barcode, line.category, line.quantity, line.unit, line.unit_cost),
            *(line.value, line.price, line.last_sold),
        ]
        for line in lines
    ]
    total = sum((line.value for line in lines), ZERO)
    return Table("", columns, rows, [_("Total"), *[None] * 6, total, None, None])


def stock_data(lines: Sequence[StockLine]) -> list[dict[str, object]]:
    """Return what `stock list --json` shows."""
    names = ("name", "barcode", "category", "quantity", "unit", "unit_cost", "value", "price", "last_sold")
    return [{"item": line.code} | {name: getattr(line, name) for name in names} for line in lines]


def card_table(lines: Sequence[CardLine], title: str) -> Table:
    """Lay out a stock card: what came, what went, what was there then, in goods and in money."""
    columns = [
        Column("date", _("Date"), "date"),
        Column("what", _("What")),
        Column("doc", _("Document"), "int"),
        Column("document", _("Text"), width=3),
        Column("quantity_in", _("In"), "quantity"),
        Column("quantity_out", _("Out"), "quantity"),
        Column("quantity", _("Quantity"), "quantity"),
        Column("money", _("Money"), "money"),
        Column("value", _("Value"), "money"),
    ]
    rows: list[list[Cell]] = [
        [
            *(
                line.date,
                line.what,
                line.doc or None,
                line.document,
                line.quantity_in or None,
                line.quantity_out or None,
            ),
            *(line.quantity, line.money, line.value),
        ]
        for line in lines
    ]
    return Table(title, columns, rows)


def value_table(lines: Sequence[StockValue], heading: str) -> Table:
    """Lay out the value of the stock by group."""
    columns = [
        Column("name", heading, width=3),
        Column("items", _("Items"), "int"),
        Column("quantity", _("Quantity"), "quantity"),
        Column("value", _("Value"), "money"),
    ]
    rows: list[list[Cell]] = [[line.name, line.items, line.quantity, line.value] for line in lines]
    items = sum(line.items for line in lines)
    quantity = sum((line.quantity for line in lines), Decimal(0))
    value = sum((line.value for line in lines), ZERO)
    return Table("", columns, rows, [_("Total"), items, quantity, value])


def journal_table(entries: Sequence[JournalEntry]) -> Table:
    """Lay out journal entries, one row per posting; the first row of an entry names it."""
    columns = [
        Column("voucher", _("Voucher")),
        Column("date", _("Date"), "date"),
        Column("document", _("Document"), "int"),
        Column("memo", _("Text"), width=3),
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


def chart_table(accounts: Sequence[Account]) -> Table:
    """Lay out a chart of accounts."""
    columns = [
        Column("account", _("Account")),
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
            account.type,
            account.kind,
            account.normal_side,
            " ".join(account.roles),
        ]
        for account in accounts
    ]
    return Table("", columns, rows)
