"""Balance sheet, income statement and cash-flow statement, by the forms of the book's chart."""

from __future__ import annotations

from collections.abc import Sequence

from lstbo.accounting import Statement, StatementRow, book_template, check_statements, statement
from lstbo.core.language import _, language
from lstbo.core.money import ZERO, money
from lstbo.reports.forms import statement_table
from lstbo.reports.layout import Column, FormHead, Styled, Table
from lstbo.reports.report import Asked, Report, as_data
from lstbo.reports.words import day_text, period_text, titled
from lstbo.storage import Transaction

LETTERS = {"balance-sheet": "BS", "income": "IS", "cash-flow": "CF"}


def balance_sheet(tx: Transaction, asked: Asked) -> Report:
    """Return the balance sheet at the end of the period, beside the start of the year."""
    return statement_report(tx, "balance-sheet", asked)


def income_statement(tx: Transaction, asked: Asked) -> Report:
    """Return the income statement of the period, beside the same period a year earlier."""
    return statement_report(tx, "income", asked)


def cash_flow(tx: Transaction, asked: Asked) -> Report:
    """Return the cash-flow statement of the period, beside the same period a year earlier."""
    return statement_report(tx, "cash-flow", asked)


def statement_report(tx: Transaction, which: str, asked: Asked) -> Report:
    """Return one statement: a flat table of lines, and the form as it is filed."""
    found = statement(tx, which, asked.period, asked.known_at, asked.as_of)
    form = found.form
    now, before = _headings(which, asked)
    columns = (
        Column("line", _("Line"), "int"),
        Column("name", _("Line item"), width=3),
        Column("amount", now, "money"),
        Column("comparative", before, "money"),
    )
    rows = [
        (row.line or None, Styled(row.name(language()), row.indent == 0, row.indent), row.amount, other.amount)
        for row, other in zip(found.rows, found.comparative, strict=True)
    ]
    notes = faults(tx, {LETTERS[which]: found.rows})
    title = form.title_zh if language() == "zh" else form.title_en
    table = Table(titled(title, asked), columns, rows, None, notes, blank_zero=True)
    lines = [pair for pair in zip(found.rows, found.comparative, strict=True) if pair[0].line]
    data = {
        "form": form.name,
        "number": form.number,
        "title": title,
        "period": asked.period_name,
        "rows": [
            {
                "line": row.line,
                "name": row.name(language()),
                "amount": as_data(money(row.amount or ZERO)),
                "comparative": as_data(money(other.amount or ZERO)),
            }
            for row, other in lines
        ],
    }
    printed = printed_statement(tx, found, ((now, found.rows), (before, found.comparative)), asked, notes)
    return Report(which, table, data, (printed,))


def printed_statement(
    tx: Transaction,
    found: Statement,
    columns: Sequence[tuple[str, Sequence[StatementRow]]],
    asked: Asked,
    notes: Sequence[str] = (),
) -> Table:
    """Return a statement as the form it is filed on, with its head."""
    moment = day_text(found.end) if found.form.statement == "balance-sheet" else period_text(asked.period)
    head = FormHead(found.form.number, tx.setting("shop_name"), moment, tx.setting("currency"))
    return statement_table(found.form, columns, language=language(), head=head, notes=notes)


def faults(tx: Transaction, tables: dict[str, tuple[StatementRow, ...]]) -> tuple[str, ...]:
    """Return a sentence for every rule between statement lines that does not hold; none in sound books."""
    text = _("Does not hold: {rule} ({left} and {right})")
    chosen = book_template(tx).template
    return tuple(
        text.format(rule=fault.name_zh if language() == "zh" else fault.name_en, left=fault.left, right=fault.right)
        for fault in check_statements(chosen, tables)
    )


def _headings(which: str, asked: Asked) -> tuple[str, str]:
    if which == "balance-sheet":
        return _("Closing"), _("Year start")
    return (str(asked.period), str(asked.period.before())) if asked.period else (_("Whole book"), _("A year earlier"))
