"""Showing things on stdout: tables for people, JSON and CSV for programs, all from the same data."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lstbo.cli.run import Run, note
from lstbo.core.language import _, ngettext
from lstbo.core.text import cell

if TYPE_CHECKING:
    from lstbo.reports import Column, Table

_WIDE = 100_000
_PIPED = 500
_WRAPPED = ("message", "hint", "detail")  # sentences: what is cut off them is missed
_PRICES = ("price", "unit_cost")


def show(run: Run, table: Table, data: object = None) -> None:
    """Show a table the way the call asked for. `data` is what JSON shows; without it the rows by column key."""
    if run.format == "json":
        write(run, as_json(records(table) if data is None else data))
    elif run.format == "csv":
        from lstbo.reports import csv_text

        write(run, csv_text(table))
    else:
        write(run, as_text(table, room_for(run)))
        if not table.rows:
            note(_("There is nothing to show."))


def show_facts(run: Run, facts: Mapping[str, object], lines: Sequence[str]) -> None:
    """Show what an action did: `facts` as JSON, else the lines."""
    text = as_json(facts) if run.format == "json" else "".join(f"{spaced(line)}\n" for line in lines)
    write(run, text)


def spaced(line: str) -> str:
    """Return a line of our own making, cleaned word by word: its blanks stay where they are."""
    return re.sub(r"[^ ]+", lambda word: cell(word[0]), line)


def write(run: Run, text: str) -> None:
    """Write text to stdout, or whole to the file of -o."""
    if run.output in ("", "-"):
        sys.stdout.write(text)
        return
    from lstbo.core.files import whole_file

    with whole_file(Path(run.output)) as part:
        part.write_bytes(text.encode("utf-8", errors="replace"))
    saved(run)


def saved(run: Run, pages: int = 0) -> None:
    """Say on stderr which file of -o was written, how large it is, and how many pages it has."""
    file = Path(run.output)
    size = f"{max(1, file.stat().st_size // 1024):,} KB"
    text = _("Written: {file} ({size}).")
    if pages:
        text = ngettext("Written: {file} ({count} page, {size}).", "Written: {file} ({count} pages, {size}).", pages)
    note(text.format(file=file, count=pages, size=size))


def as_json(data: object) -> str:
    """Return data as JSON: decimals as strings, ISO dates, readable."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n"


def records(table: Table) -> list[dict[str, object]]:
    """Return the rows of a table as objects by column key; a column without a key is left out."""
    from lstbo.reports import plain

    return [
        {column.key: plain(value) for column, value in zip(table.columns, row, strict=True) if column.key}
        for row in table.rows
    ]


def as_text(table: Table, width: int, *, plain_only: bool = False) -> str:
    """Return a table for a terminal of `width` columns. Text is shown as it is, never read as markup.

    `plain_only` leaves out bold, for lines that go through `show_facts`.
    On a narrow terminal long texts are cut and the less important columns left out; figures are never cut.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from lstbo.reports import Styled

    shown = _fitted(table, width)
    gap = 1 if len(shown) < len(table.columns) or any(limit for _at, limit in shown) else 0
    grid = Grid(
        box=SIMPLE_HEAD,
        show_footer=table.totals is not None,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0) if gap else (0, 1),
    )
    foot = _foot(table, [at for at, _limit in shown])
    for at, limit in shown:
        column = table.columns[at]
        numeric = column.kind in _NUMERIC
        grid.add_column(
            Text(cell(column.label)),
            Text(foot[at]),
            justify="right" if numeric else "left",
            no_wrap=column.key not in _WRAPPED,
            overflow="ellipsis" if limit and column.key not in _WRAPPED else "fold",
            width=limit or None,
        )
    for row in table.rows:
        cells = []
        for at, _limit in shown:
            value, column = row[at], table.columns[at]
            bold = isinstance(value, Styled) and value.bold
            cells.append(Text(_shown(value, column, table.blank_zero), style="bold" if bold else ""))
        grid.add_row(*cells)
    buffer = io.StringIO()
    colour = not plain_only and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and width < _PIPED
    console = Console(
        file=buffer,
        width=width,
        markup=False,
        highlight=False,
        emoji=False,
        force_terminal=colour,
        legacy_windows=False,
    )
    console.print(grid)
    lines = [cell(table.title)] if table.title else []
    lines += [line.rstrip() for line in buffer.getvalue().splitlines()]
    lines += [cell(text) for text in table.notes]
    left_out = [cell(c.label) for at, c in enumerate(table.columns) if at not in dict(shown) and _filled(table, at)]
    if left_out:
        lines.append(_("Not shown at this width: {names}.").format(names=", ".join(left_out)))
    return "\n".join(lines).rstrip("\n") + "\n"


def _foot(table: Table, shown: Sequence[int]) -> dict[int, str]:
    """Return the texts of the totals by column; the word for them moves when its own column is left out."""
    if table.totals is None:
        return dict.fromkeys(shown, "")
    foot = {at: _shown(table.totals[at], table.columns[at], table.blank_zero) for at in shown}
    texts = [at for at in shown if table.columns[at].kind not in _NUMERIC]
    if texts and not any(foot[at] for at in texts):
        foot[texts[0]] = _("Total")
    return foot


_NUMERIC = ("money", "quantity", "int")
_SHORTEST = 14


def _filled(table: Table, at: int) -> bool:
    column = table.columns[at]
    return any(_shown(row[at], column, table.blank_zero) for row in table.rows)


def _fitted(table: Table, width: int) -> list[tuple[int, int]]:
    """Return the columns to show, as (index, width to cut to, 0 = as wide as it is), so that they fit the terminal.

    Empty columns go first, then long texts are cut, then the columns that weigh least are left out, figures last.
    """
    from rich.cells import cell_len

    natural = []
    for at, column in enumerate(table.columns):
        values = [row[at] for row in table.rows] + ([table.totals[at]] if table.totals else [])
        texts = [cell(column.label), *(_shown(value, column, table.blank_zero) for value in values)]
        natural.append(max(cell_len(text) for text in texts))
    shown = list(range(len(natural)))
    if sum(natural) + 3 * (len(shown) - 1) <= width:
        return [(at, 0) for at in shown]
    shown = [at for at in shown if _filled(table, at)] or shown
    cut = list(natural)

    def excess() -> int:
        return sum(cut[at] for at in shown) + 2 * (len(shown) - 1) - width

    while excess() > 0:
        long = [at for at in shown if table.columns[at].kind == "text" and cut[at] > _SHORTEST]
        if long:
            widest = max(long, key=lambda at: cut[at])
            cut[widest] = max(_SHORTEST, cut[widest] - excess())
            continue
        if len(shown) <= 2:
            break
        shown.remove(min(reversed(shown[1:]), key=lambda at: _weight(table.columns[at])))
    return [(at, cut[at] if cut[at] < natural[at] else 0) for at in shown]


def _weight(column: Column) -> float:
    """How much a column matters where there is little room: a document's number least, texts by their width, figures."""
    if column.key == "document":
        return 0
    return 10 if column.kind in _NUMERIC else 4 if column.kind == "date" else column.width


def amount(value: Decimal) -> str:
    """Return money as people read it: 1,234.50."""
    return f"{value:,.2f}"


def _shown(value: Any, column: Column, blank_zero: bool) -> str:
    from lstbo.reports import Styled

    kind, key = column.kind, column.key
    indent = value.indent if isinstance(value, Styled) else 0
    plain = value.value if isinstance(value, Styled) else value
    if plain is None or (blank_zero and isinstance(plain, Decimal) and plain == 0):
        return ""
    if isinstance(plain, Decimal):
        return amount(plain) if kind == "money" else _short(plain, 2 if key in _PRICES else 0)
    return "  " * indent + cell(_text(plain))


def _short(value: Decimal, places: int) -> str:
    """Return a number without the zeros at its end, but with at least so many places."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    keep = max(places, -exponent if isinstance(exponent, int) else 0)
    return f"{short:,.{keep}f}"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value).__name__)


def room_for(run: Run) -> int:
    """Return how wide a table may be: the terminal's width; as wide as it wants when nobody sees it directly."""
    if run.output in ("", "-") and sys.stdout.isatty():
        import shutil

        return shutil.get_terminal_size().columns
    return _WIDE
