"""Workbooks and HTML tables as lines of text: one line per row, cells as a person would type them, exactly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from html.parser import HTMLParser

from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.exchange.reading import detect_encoding, first_mark
from lstbo.exchange.words import count_header_words

_MAX_COLUMNS = 500
_LOOKED_AT = 60
_SHOWN = Context(prec=15)


def cell_text(value: object) -> str:
    """Return a typed cell as text: dates ISO, whole numbers without ".0", others as a spreadsheet shows them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else _to_second(value).isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes):
        return ""
    if isinstance(value, str):
        return " ".join(value.split("\n")) if "\n" in value else value
    number = Decimal(repr(value))
    if not number.is_finite():
        return ""
    whole = number.to_integral_value()
    return f"{whole:f}" if number == whole else f"{_SHOWN.plus(number).normalize():f}"


def _to_second(moment: datetime) -> datetime:
    """Round to the second: a spreadsheet keeps times as fractions of a day."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV with one physical line per row; an empty row is an empty line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        cells = [" ".join(cell.splitlines()) if not cell.isprintable() else cell for cell in row[:_MAX_COLUMNS]]
        if any(cells):
            writer.writerow(cells)
        else:
            out.write("\n")
    return out.getvalue()


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Cut the columns that are empty in every row off the right side, and the empty rows off the end."""
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell), default=0)
    while rows and not any(rows[-1]):
        rows.pop()
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def _likeness(rows: list[list[str]]) -> tuple[int, int]:
    """Return how much a sheet looks like a table: known header words in one row, and rows with two or more cells."""
    head = max((count_header_words(row) for row in rows[:_LOOKED_AT]), default=0)
    filled = sum(1 for row in rows[:_LOOKED_AT] if sum(1 for cell in row if cell) >= 2)
    return head, filled


def first_table(data: bytes, name: str) -> tuple[str, str]:
    """Return the title and the text of the first sheet of a workbook (.xlsx or .xls) that looks like a table.

    Formulas give the value stored with them, nothing is evaluated. Raises BadInput for a damaged or empty workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        best: tuple[tuple[int, int], str, list[list[str]]] | None = None
        for title in book.sheet_names:
            cells = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            rows = _trimmed([[cell_text(value) for value in row] for row in cells])
            likeness = _likeness(rows)
            if rows and (best is None or likeness[0] > best[0][0] + 1 or best[0] == (0, 0)):
                best = (likeness, title, rows)
    except BaseException as error:
        # calamine reports a broken workbook as its own error, and a few as a panic, which is a bare BaseException
        if isinstance(error, (CalamineError, OSError, ValueError)) or type(error).__name__ == "PanicException":
            raise BadInput(
                _("This workbook cannot be opened."), _("Save it again, or export it as CSV."), file=name
            ) from None
        raise
    if best is None:
        raise BadInput(_("This workbook is empty."), _("Export it again."), file=name)
    return best[1] if len(book.sheet_names) > 1 else "", _lines(best[2])


def database_table(data: bytes, name: str) -> tuple[str, str]:
    """Return the name and the text of the table of an SQLite database that looks most like a table of a shop.

    Raises BadInput for a damaged database, or one without rows.
    """
    import sqlite3

    from lstbo.exchange._sql.database import tables

    best: tuple[tuple[int, int], str, list[list[str]]] | None = None
    try:
        for title, heads, found in tables(data):
            rows = [heads, *([cell_text(value) for value in row] for row in found)]
            likeness = _likeness(rows)
            if found and (best is None or likeness > best[0]):
                best = (likeness, title, rows)
    except (sqlite3.Error, UnicodeDecodeError):
        raise BadInput(
            _("This database cannot be opened."), _("Export the tables you need as CSV."), file=name
        ) from None
    if best is None:
        raise BadInput(_("This database has no table with rows."), _("Export the tables you need as CSV."), file=name)
    return best[1], _lines(best[2])


class _Tables(HTMLParser):
    """Collects every table of a page as rows of cell texts; nothing else of the page is looked at."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._close()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._close()
            if not self.tables[-1]:
                self.tables[-1].append([])
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), _MAX_COLUMNS) if span.isascii() and span.isdigit() else 1
            self._cell = []
        elif tag in ("script", "style"):
            self._skip += 1
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()
        elif tag in ("script", "style"):
            self._skip = max(0, self._skip - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skip:
            self._cell.append(data)

    def _close(self) -> None:
        if self._cell is not None:
            text = " ".join("".join(self._cell).split())
            self.tables[-1][-1].extend([text, *[""] * (self._span - 1)])
            self._cell = None


def html_table(data: bytes, name: str) -> str:
    """Return the largest table of an HTML page (what some tills call .xls) as text. Raises BadInput without one."""
    encoding = detect_encoding(data, file=name)[0]
    parser = _Tables()
    parser.feed(data.removeprefix(first_mark(encoding)).decode(encoding, "replace"))
    parser.close()
    tables = [_trimmed(table) for table in parser.tables]
    best = max(tables, key=lambda rows: (_likeness(rows), len(rows)), default=[])
    if not best:
        raise BadInput(_("There is no table in this page."), _("Save it as .xlsx or .csv."), file=name)
    return _lines(best)
