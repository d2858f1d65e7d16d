"""Opening the books: the chart, roles and tax rates of a template go into the book as data."""

from __future__ import annotations

from lstbo.accounting import _sql
from lstbo.accounting.chart import load_chart, read_data
from lstbo.storage import Transaction


def open_chart(tx: Transaction, template: str) -> None:
    """Write the accounts, roles and dated tax rates of a template into an empty book.

    Raises NotFound for an unknown template.
    """
    chart = load_chart(template)
    _sql.insert_accounts(
        tx,
        (
            (
                a.code,
                a.parent or None,
                a.name_zh,
                a.name_en,
                a.type,
                a.normal_side,
                a.kind,
                a.dimension,
                a.is_cash,
                a.report_class,
                a.control,
                a.note,
            )
            for a in chart
        ),
    )
    _sql.insert_roles(tx, ((role, account.code) for account in chart for role in account.roles))
    rates = [row for row in read_data("tax_codes.csv") if row["template"] == template]
    _sql.insert_tax_codes(
        tx,
        (
            (
                r["code"],
                r["name_zh"],
                r["name_en"],
                r["rate"] or "0",
                r["inclusive"] == "1",
                r["valid_from"],
                r["valid_to"] or None,
                r["category"],
                r["is_default"] == "1",
            )
            for r in rates
        ),
    )
