"""Lists of any length, read a window at a time: what a table asks its source for, and what it keeps of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from lstbo.widgets.cells import value_text
from lstbo.widgets.columns import TableColumn

PAGE: Final = 100  # rows read at once
KEPT: Final = 40  # pages kept


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `values` in the order of the columns; `tone` "bad", "warn", "good" or "muted" colours it."""

    key: Hashable
    values: Sequence[object]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: rows that match `filter`, sorted by the column `sort` ("" is the source's own order)."""

    filter: str = ""
    sort: str = ""
    descending: bool = False


class Window(Protocol):
    """A list under one view. Its methods may be slow: a table calls them in one thread of its own, one at a time.

    A window whose `instant` is true is also read by the thread that draws.
    """

    def count(self) -> int:
        """Return the number of rows."""
        ...

    def rows(self, offset: int, n: int) -> Sequence[Row]:
        """Return up to `n` rows from `offset` on."""
        ...

    def position(self, key: Hashable) -> int | None:
        """Return where the row with this key stands, or None when it is not there or not easily found."""
        return None


Source = Callable[[View], Window]
"""Makes a window for a view; called in the table's reading thread on every load, filter and sort."""


class Pages:
    """The rows of one window read so far, at most `KEPT` pages of them."""

    def __init__(self, window: Window, count: int) -> None:
        self.window = window
        self.count = count
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def put(self, page: int, rows: Sequence[Row]) -> None:
        """Keep the rows of a page; the page not used for longest goes."""
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def read(self, page: int) -> Sequence[Row]:
        """Read a page from the window and keep it."""
        rows = self.window.rows(page * PAGE, PAGE)
        self.put(page, rows)
        return rows

    def row(self, index: int) -> Row | None:
        """Return the row at `index`, or None when it has not been read."""
        rows = self._pages.get(index // PAGE)
        return rows[index % PAGE] if rows is not None and index % PAGE < len(rows) else None

    def missing(self, first: int, last: int) -> list[int]:
        """Return the pages between two rows that have not been read; those that were count as used now."""
        wanted = range(max(0, first) // PAGE, max(-1, min(last, self.count - 1)) // PAGE + 1)
        for page in wanted:
            if page in self._pages:
                self._pages.move_to_end(page)
        return [page for page in wanted if page not in self._pages]

    def find(self, key: Hashable) -> int | None:
        """Return the index of a row among those read."""
        for page, rows in self._pages.items():
            for at, row in enumerate(rows):
                if row.key == key:
                    return page * PAGE + at
        return None


class ListWindow:
    """A window over rows in memory."""

    instant = True

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def rows(self, offset: int, n: int) -> Sequence[Row]:
        """Return up to `n` rows from `offset` on."""
        return self._rows[offset : offset + n]

    def position(self, key: Hashable) -> int | None:
        """Return where the row with this key stands, or None."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), None)


class ListSource:
    """A source over rows in memory: every word of the filter must stand somewhere in the row; empty values sort last.

    Good for a few hundred thousand rows; a longer list belongs into a window of its own.
    """

    def __init__(self, columns: Sequence[TableColumn], rows: Sequence[Row]) -> None:
        self._columns = tuple(columns)
        self._rows = rows
        self._texts: list[str] | None = None

    def __call__(self, view: View) -> ListWindow:
        """Return the window of `view`."""
        rows = self._matching(view.filter.casefold().split())
        at = next((index for index, column in enumerate(self._columns) if column.id == view.sort), None)
        if at is None:
            return ListWindow(rows)
        filled = [row for row in rows if row.values[at] is not None]
        filled.sort(key=lambda row: sort_key(row.values[at]), reverse=view.descending)
        return ListWindow([*filled, *(row for row in rows if row.values[at] is None)])

    def _matching(self, words: list[str]) -> Sequence[Row]:
        if not words:
            return self._rows
        if self._texts is None:
            self._texts = [self._text(row) for row in self._rows]
        return [row for row, text in zip(self._rows, self._texts, strict=True) if all(word in text for word in words)]

    def _text(self, row: Row) -> str:
        pairs = zip(self._columns, row.values, strict=False)
        return "\n".join(value_text(value, column.kind) for column, value in pairs).casefold()


def sort_key(value: object) -> tuple[int, Decimal | int, str]:
    """Return what orders values of mixed types: numbers, then days, then texts without regard to case."""
    if isinstance(value, Decimal | int):
        return 0, value, ""
    return (1, 0, value.isoformat()) if isinstance(value, date) else (2, 0, str(value).casefold())
