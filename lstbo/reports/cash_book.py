"""The cash book: every account that holds money, what came in, what went out, and what is there (现金日记账)."""

from __future__ import annotations

from collections.abc import Sequence

from lstbo.accounting import Ledger, book_chart, ledger
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.reports.layout import Cell, Column, Table
from lstbo.reports.report import Asked, Report, as_data
from lstbo.reports.words import titled
from lstbo.storage import Transaction


def cash_book(tx: Transaction, asked: Asked) -> Report:
    """Return the cash accounts with their movements; `subject` picks one account, or all below a group or role."""
    chart = book_chart(tx)
    wanted = chart.cash_codes()
    if asked.subject:
        chosen = chart.posting_codes(chart.find(asked.subject).code)
        wanted = tuple(code for code in wanted if code in chosen)
    books = [ledger(tx, code, asked.period, asked.known_at, asked.as_of) for code in wanted]
    books = [book for book in books if book.lines or book.opening]
    title = titled(_("Cash book"), asked)
    rows: list[Sequence[Cell]] = [(book.account, book.name, *row) for book in books for row in _rows(book)]
    ins = sum((line.debit for book in books for line in book.lines), ZERO)
    outs = sum((line.credit for book in books for line in book.lines), ZERO)
    totals = ("", _("Total"), None, "", "", "", ins, outs, sum((book.closing for book in books), ZERO), None)
    columns = (Column("account", _("Account")), Column("name", _("Name")), *_columns())
    table = Table(title, columns, rows, totals, blank_zero=True)
    return Report("cash-book", table, _data(books, asked), tuple(_printed(book, asked) for book in books))


def _columns() -> tuple[Column, ...]:
    return (
        Column("date", _("Date"), "date"),
        Column("voucher", _("Voucher")),
        Column("memo", _("Memo"), width=3),
        Column("party", _("Party")),
        Column("in", _("In"), "money"),
        Column("out", _("Out"), "money"),
        Column("balance", _("Balance"), "money"),
        Column("document", _("Document"), "int"),
    )


def _rows(book: Ledger) -> list[Sequence[Cell]]:
    return [
        (line.date, line.voucher, line.memo, line.party, line.debit, line.credit, line.balance, line.document)
        for line in book.lines
    ]


def _data(books: Sequence[Ledger], asked: Asked) -> dict[str, object]:
    keys = [column.key for column in _columns()]
    return {
        "period": asked.period_name,
        "accounts": [
            {
                "account": book.account,
                "name": book.name,
                "opening": as_data(book.opening),
                "rows": [dict(zip(keys, map(as_data, row), strict=True)) for row in _rows(book)],
                "closing": as_data(book.closing),
            }
            for book in books
        ],
    }


def _printed(book: Ledger, asked: Asked) -> Table:
    forward: list[Sequence[Cell]] = [(None, "", _("Brought forward"), "", None, None, book.opening, None)]
    ins = sum((line.debit for line in book.lines), ZERO)
    outs = sum((line.credit for line in book.lines), ZERO)
    totals = (None, "", _("Total"), "", ins, outs, book.closing, None)
    title = titled(_("Cash book") + f" {book.account} {book.name}", asked)
    return Table(title, _columns(), forward + _rows(book), totals, blank_zero=True, own_page=False)
