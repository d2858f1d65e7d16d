"""Spreadsheets: reports as an xlsx workbook, a sheet per table. Numbers stay numbers, text is never run as a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from lstbo.core.errors import Refused
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.reports.layout import Cell, Column, Styled, Table, plain

MOST_ROWS = 1_048_000
_EPOCH = datetime(2000, 1, 1)
_FORMATS = {"money": "#,##0.00;[Red]-#,##0.00", "quantity": "#,##0.###", "int": "0", "date": "yyyy-mm-dd", "text": "@"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 60


def write_workbook(tables: Sequence[Table], out: BinaryIO, *, shop: str = "") -> None:
    """Write each table to a sheet of a workbook: title, headings that stay in sight, rows, totals and notes.

    The same tables give the same bytes. Raises Refused for a table with more rows than a sheet can hold.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _EPOCH, "author": clean_text(shop)})
    names: set[str] = set()
    for table in tables:
        if len(table.rows) > MOST_ROWS:
            raise Refused(_("A sheet cannot hold {count} rows.").format(count=len(table.rows)), _("Use csv instead."))
        _Sheet(book, table, _name(table.title, names)).write()
    book.close()


class _Sheet:
    """One table on its sheet."""

    def __init__(self, book: Any, table: Table, name: str) -> None:
        self._book, self._table = book, table
        self._sheet = book.add_worksheet(name)
        self._styles: dict[tuple[str, bool, int], Any] = {}

    def write(self) -> None:
        table, sheet = self._table, self._sheet
        top = 0
        heads = [table.title] if table.title else []
        if table.head is not None:
            heads += [" ".join(part for part in (table.head.unit_name, table.head.date_text) if part)]
        for text in heads:
            sheet.write_string(top, 0, clean_text(text), self._style("text", True, 0))
            top += 1
        for at, column in enumerate(table.columns):
            sheet.write_string(top, at, clean_text(column.label), self._head(column))
            sheet.set_column(at, at, self._width(at))
        sheet.freeze_panes(top + 1, 0)
        for row in table.rows:
            top += 1
            self._row(top, row, False)
        if table.totals is not None:
            top += 1
            self._row(top, table.totals, True)
        for note in table.notes:
            top += 1
            sheet.write_string(top, 0, clean_text(note, 1000))
        sheet.set_landscape() if len(table.columns) > 7 else sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _row(self, at: int, row: Sequence[Cell], bold: bool) -> None:
        for column_at, (cell, column) in enumerate(zip(row, self._table.columns, strict=True)):
            value = plain(cell)
            if value is None or value == "" or (self._table.blank_zero and value == 0):
                continue
            heavy = bold or (isinstance(cell, Styled) and cell.bold)
            style = self._style(column.kind, heavy, cell.indent if isinstance(cell, Styled) else 0)
            if isinstance(value, str):
                self._sheet.write_string(at, column_at, clean_text(value, 30_000), style)
            elif isinstance(value, date):
                self._sheet.write_datetime(at, column_at, datetime(value.year, value.month, value.day), style)
            else:
                self._sheet.write_number(at, column_at, value, style)

    def _style(self, kind: str, bold: bool, indent: int) -> Any:
        key = (kind, bold, indent)
        if key not in self._styles:
            self._styles[key] = self._book.add_format({"bold": bold, "num_format": _FORMATS[kind], "indent": indent})
        return self._styles[key]

    def _head(self, column: Column) -> Any:
        right = column.kind in ("money", "quantity", "int")
        return self._book.add_format({"bold": True, "bottom": 1, "align": "right" if right else "left"})

    def _width(self, at: int) -> int:
        rows = [*self._table.rows[:2000], *([self._table.totals] if self._table.totals else [])]
        texts = [clean_text(self._table.columns[at].label), *(_text(row[at]) for row in rows)]
        return min(_LONGEST, max(sum(1 if char.isascii() else 2 for char in text) for text in texts) + 2)


def _text(cell: Cell) -> str:
    value = plain(cell)
    return f"{value:,.2f}" if isinstance(value, Decimal) else "" if value is None else str(value)[:_LONGEST]


def _name(title: str, names: set[str]) -> str:
    """Return a name a sheet may have: at most 31 characters, none of the forbidden ones, no name twice."""
    base = _FORBIDDEN.sub(" ", clean_text(title).partition(" · ")[0]).strip()[:28] or "lstbo"
    name, number = base, 1
    while name.lower() in names:
        number += 1
        name = f"{base} {number}"
    names.add(name.lower())
    return name
