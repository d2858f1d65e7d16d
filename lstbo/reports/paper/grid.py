"""Tables on paper: widths of columns, wrapped rows, drawing. Nothing is ever cut off.

Text wraps; a number that does not fit is set smaller. Row heights are known before anything is drawn, so pages are
planned first and the number of pages is known on the first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from lstbo.reports.layout import Cell, Column, Styled, Table
from lstbo.reports.paper.numbers import shown
from lstbo.reports.paper.type import Face, Typesetter, face, wrap

SIZE = 8.5
HEAD_SIZE = 8.5
PAD = 4.0
LEADING = 1.3
STEP = 9.0
MIN_TEXT = 45.0
NARROW = 110.0
FORM_AMOUNT = 80.0
MOST_LINES = 40
_ROW_GAP = 3.2


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell ready to draw: its lines, type size, weight, and how far it is moved in (points)."""

    lines: Sequence[str]
    size: float
    bold: bool
    indent: float
    right: bool


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row ready to draw: its height in points, of which `gap` is white above and below the text."""

    cells: Sequence[SetCell | None]
    height: float
    gap: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its widths settled and every row set."""

    table: Table
    widths: Sequence[float]
    head: SetRow
    rows: Sequence[SetRow]
    totals: SetRow | None


def natural_widths(table: Table, setter: Typesetter) -> list[float]:
    """Return the width each column would like, in points, padding included."""
    cells = [[_text(cell, column, table, setter) for cell, column in _pairs(table, row)] for row in table.rows]
    if table.totals is not None:
        cells.append([_text(cell, column, table, setter) for cell, column in _pairs(table, table.totals)])
    widths = []
    for at, column in enumerate(table.columns):
        texts = {row[at] for row in cells}
        longest = texts if column.kind == "text" else sorted(texts, key=len)[-20:]
        font = face(True)
        wanted = max((font.width(text, SIZE) for text in longest), default=0.0)
        if table.head is not None and column.kind == "money":
            wanted = max(wanted, FORM_AMOUNT)
        label = setter.pdf_text(column.label)
        head = font.width(label, HEAD_SIZE) if column.kind == "text" else _longest_word(label, font)
        widths.append(max(wanted, head) + 2 * PAD + _most_indent(table, at))
    return widths


def settle_widths(columns: Sequence[Column], natural: Sequence[float], room: float) -> list[float]:
    """Return widths that fill `room`: numbers get what they need, text columns share the rest by weight."""
    numbers = sum(width for width, column in zip(natural, columns, strict=True) if column.kind != "text")
    texts = [at for at, column in enumerate(columns) if column.kind == "text"]
    if not texts:
        return [width * room / sum(natural) for width in natural]
    most = max(room - MIN_TEXT * len(texts), room / 2)
    scale = min(1.0, most / numbers) if numbers else 1.0
    widths = [width * scale for width in natural]
    left = room - sum(width for width, column in zip(widths, columns, strict=True) if column.kind != "text")
    open_ = set(texts)
    narrow = [at for at in texts if natural[at] <= NARROW]
    if sum(natural[at] for at in narrow) + 2 * MIN_TEXT * (len(texts) - len(narrow)) <= left and len(narrow) < len(
        texts
    ):
        open_ -= set(narrow)
        left -= sum(natural[at] for at in narrow)
    while open_:
        weight = sum(columns[at].width for at in open_)
        small = {at for at in open_ if natural[at] < left * columns[at].width / weight}
        if not small or small == open_:
            spare = (left - sum(natural[at] for at in open_)) if small else 0.0
            for at in open_:
                share = columns[at].width / weight
                widths[at] = natural[at] + spare * share if small else left * share
            break
        for at in small:
            widths[at] = natural[at]
            left -= natural[at]
        open_ -= small
    return widths


def set_table(table: Table, widths: Sequence[float], setter: Typesetter) -> Grid:
    """Return `table` with every cell broken into lines for `widths`."""
    head = _set_head(table, widths, setter)
    rows: list[SetRow] = []
    for row in table.rows:
        rows.extend(_split(_set_row(table, row, widths, setter, False)))
    totals = None if table.totals is None else _set_row(table, table.totals, widths, setter, True)
    return Grid(table, widths, head, rows, totals)


def tighten(grid: Grid, room: float) -> Grid:
    """Return `grid` with less white in its rows when that alone lets it stand in `room` points; else unchanged."""
    rows = [grid.head, *grid.rows, *([] if grid.totals is None else [grid.totals])]
    over = sum(row.height for row in rows) - room
    less = over / len(rows)
    if not 0 < less <= _ROW_GAP - 0.4:
        return grid

    def tight(row: SetRow) -> SetRow:
        return SetRow(row.cells, row.height - less, row.gap - less)

    totals = None if grid.totals is None else tight(grid.totals)
    return Grid(grid.table, grid.widths, tight(grid.head), [tight(row) for row in grid.rows], totals)


def draw_rows(canvas: Canvas, grid: Grid, rows: Sequence[SetRow], left: float, top: float) -> float:
    """Draw `rows` from `top` down, with a thin line under each; return the y below them."""
    pen = _Pen(canvas)
    y = top
    for row in rows:
        pen.row(row, grid.widths, left, y)
        y -= row.height
    pen.done()
    canvas.setLineWidth(0.25)
    canvas.setStrokeGray(0.75)
    line, right = top, left + sum(grid.widths)
    segments = []
    for row in rows:
        line -= row.height
        segments.append((left, line, right, line))
    if segments:
        canvas.lines(segments)
    return y


def draw_head(canvas: Canvas, grid: Grid, left: float, top: float) -> float:
    """Draw the headings of the columns on grey; return the y below them."""
    canvas.setFillGray(0.9)
    canvas.rect(left, top - grid.head.height, sum(grid.widths), grid.head.height, stroke=0, fill=1)
    canvas.setFillGray(0)
    draw_rows(canvas, grid, [grid.head], left, top)
    _rule(canvas, grid, left, top, 0.8)
    _rule(canvas, grid, left, top - grid.head.height, 0.5)
    return top - grid.head.height


def draw_totals(canvas: Canvas, grid: Grid, row: SetRow, left: float, top: float) -> float:
    """Draw the row of totals between two rules; return the y below it."""
    y = draw_rows(canvas, grid, [row], left, top)
    _rule(canvas, grid, left, top, 0.5)
    _rule(canvas, grid, left, y, 0.8)
    return y


def _rule(canvas: Canvas, grid: Grid, left: float, y: float, weight: float) -> None:
    canvas.setLineWidth(weight)
    canvas.setStrokeGray(0)
    canvas.line(left, y, left + sum(grid.widths), y)


class _Pen:
    """Puts many short texts on a page in one text object, changing the font only when it must."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._text = canvas.beginText()
        self._font: tuple[bool, float] | None = None

    def row(self, row: SetRow, widths: Sequence[float], left: float, top: float) -> None:
        x = left
        for cell, width in zip(row.cells, widths, strict=True):
            if cell is not None:
                self._cell(cell, x, width, top, row.gap)
            x += width

    def _cell(self, cell: SetCell, x: float, width: float, top: float, gap: float) -> None:
        wanted = (cell.bold, cell.size)
        if wanted != self._font:
            self._text.setFont(face(cell.bold).name, cell.size)
            self._font = wanted
        y = top - gap / 2 - SIZE * 1.05
        for line in cell.lines:
            at = x + PAD + cell.indent
            if cell.right:
                at = x + width - PAD - face(cell.bold).width(line, cell.size)
            self._text.setTextOrigin(at, y)
            self._text.textOut(line)
            y -= cell.size * LEADING

    def done(self) -> None:
        self._canvas.drawText(self._text)


def _pairs(table: Table, row: Sequence[Cell]) -> list[tuple[Cell, Column]]:
    return list(zip(row, table.columns, strict=True))


def _text(cell: Cell, column: Column, table: Table, setter: Typesetter) -> str:
    value = cell.value if isinstance(cell, Styled) else cell
    text = shown(value, column.kind, blank_zero=table.blank_zero)
    return setter.pdf_text(text) if isinstance(value, str) else text


def _most_indent(table: Table, at: int) -> float:
    return STEP * max((row[at].indent for row in table.rows if isinstance(row[at], Styled)), default=0)  # type: ignore[union-attr]


def _longest_word(label: str, font: Face) -> float:
    return max((font.width(word, HEAD_SIZE) for word in label.split()), default=0.0)


def _set_head(table: Table, widths: Sequence[float], setter: Typesetter) -> SetRow:
    font = face(True)
    cells = []
    for column, width in zip(table.columns, widths, strict=True):
        lines = wrap(setter.pdf_text(column.label), width - 2 * PAD, font, HEAD_SIZE)
        cells.append(SetCell(lines, HEAD_SIZE, True, 0.0, column.kind in ("money", "quantity", "int")))
    return SetRow(cells, _height(cells), _ROW_GAP)


def _set_row(table: Table, row: Sequence[Cell], widths: Sequence[float], setter: Typesetter, bold: bool) -> SetRow:
    cells: list[SetCell | None] = []
    for (cell, column), width in zip(_pairs(table, row), widths, strict=True):
        text = _text(cell, column, table, setter)
        if not text:
            cells.append(None)
            continue
        heavy = bold or (isinstance(cell, Styled) and cell.bold)
        indent = STEP * cell.indent if isinstance(cell, Styled) else 0.0
        cells.append(_set_cell(text, column, width, heavy, indent))
    return SetRow(cells, _height(cells), _ROW_GAP)


def _set_cell(text: str, column: Column, width: float, bold: bool, indent: float) -> SetCell:
    font = face(bold)
    room = width - 2 * PAD - indent
    if column.kind == "text":
        return SetCell(wrap(text, room, font, SIZE), SIZE, bold, indent, False)
    size = SIZE
    wide = font.width(text, SIZE)
    if wide > room:
        size = SIZE * room / wide
    return SetCell([text], size, bold, indent, column.kind != "date")


def _height(cells: Sequence[SetCell | None]) -> float:
    lines = max((len(cell.lines) for cell in cells if cell is not None), default=1)
    return SIZE * LEADING * max(lines, 1) + _ROW_GAP


def _split(row: SetRow) -> list[SetRow]:
    """Return a very tall row as several, so that it can go over pages."""
    most = max((len(cell.lines) for cell in row.cells if cell is not None), default=1)
    if most <= MOST_LINES:
        return [row]
    parts = []
    for start in range(0, most, MOST_LINES):
        cells = [
            None
            if cell is None or not cell.lines[start : start + MOST_LINES]
            else SetCell(cell.lines[start : start + MOST_LINES], cell.size, cell.bold, cell.indent, cell.right)
            for cell in row.cells
        ]
        parts.append(SetRow(cells, _height(cells), _ROW_GAP))
    return parts
