"""The tables of the book as one spreadsheet: a sheet per table, numbers as numbers, text never run as a formula."""

from __future__ import annotations

import csv
import errno
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from lstbo.core.files import whole_file
from lstbo.exchange._sql import export as _sql
from lstbo.exchange.exporting import TABLES, staged_tables
from lstbo.storage import Transaction

MOST_ROWS = 1_048_000
_LONGEST = 32_000
_EPOCH = datetime(2000, 1, 1)
_MIDNIGHT = time()
_WIDTHS = {"DATE": 12, "TIMESTAMP": 20, "BOOLEAN": 8}
_FORMATS = {"DATE": "yyyy-mm-dd", "TIMESTAMP": "yyyy-mm-dd hh:mm:ss", "DECIMAL(18,2)": "#,##0.00;[Red]-#,##0.00"}


def export_xlsx(tx: Transaction, path: Path, *, staging: Path) -> list[str]:
    """Write every table to a sheet of one workbook; a table too long for a sheet goes on on the next one.

    Returns the names of the tables. Headings are the columns' names, the same in every language.
    """
    import xlsxwriter

    with whole_file(path) as part:
        made = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(staging)}
        book = xlsxwriter.Workbook(str(part), made)
        book.set_properties({"created": _EPOCH})
        bold = book.add_format({"bold": True, "bottom": 1})
        styles = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        for name, staged in staged_tables(tx, staging, "csv", _sql.copy_plain):
            table = name.removesuffix(".csv")
            _Sheets(book, table, _sql.columns(tx, table), bold, styles).fill(staged)
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as fault:
            raise OSError(errno.ENOSPC, str(fault)) from fault
    return list(TABLES)


class _Sheets:
    """The sheets of one table."""

    def __init__(self, book: Any, name: str, columns: Sequence[tuple[str, str]], bold: Any, styles: dict[str, Any]) -> None:
        self._book, self._name, self._columns, self._bold = book, name, columns, bold
        self._styles = [styles.get(kind) for _column, kind in columns]
        self._readers = [_reader(kind) for _column, kind in columns]
        self._count = 0

    def fill(self, staged: Path) -> None:
        """Write every row of the staged file."""
        sheet, at = self._sheet(), 0
        with staged.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                if at == MOST_ROWS:
                    sheet, at = self._sheet(), 0
                at += 1
                for column, (text, read, style) in enumerate(zip(row, self._readers, self._styles, strict=True)):
                    if text not in (_sql.NULL, ""):
                        read(sheet, at, column, text, style)

    def _sheet(self) -> Any:
        self._count += 1
        sheet = self._book.add_worksheet(self._name if self._count == 1 else f"{self._name} {self._count}")
        for at, (column, kind) in enumerate(self._columns):
            sheet.set_column(at, at, _WIDTHS.get(kind, 24 if kind == "VARCHAR" else 12))
            sheet.write_string(0, at, column, self._bold)
        sheet.freeze_panes(1, 0)
        return sheet


def _reader(kind: str) -> Callable[[Any, int, int, str, Any], object]:
    """Return what writes a staged text of this type into a cell."""
    if kind.startswith("DECIMAL") or "INT" in kind:
        return lambda sheet, row, column, text, style: sheet.write_number(row, column, Decimal(text), style)
    if kind == "BOOLEAN":
        return lambda sheet, row, column, text, style: sheet.write_boolean(row, column, text == "true", style)
    if kind == "DATE":
        return lambda sheet, row, column, text, style: sheet.write_datetime(
            row, column, datetime.combine(date.fromisoformat(text), _MIDNIGHT), style
        )
    if kind == "TIMESTAMP":
        return lambda sheet, row, column, text, style: sheet.write_datetime(
            row, column, datetime.fromisoformat(text), style
        )
    return lambda sheet, row, column, text, style: sheet.write_string(row, column, text[:_LONGEST], style)
