"""Bars and columns that start at zero, with every amount beside them written out: nothing looks more than it is.

The smallest amount that is not zero is still drawn, zero never is, and what lies below zero is drawn on the other
side of it in another pattern. `bar_lines` and `column_lines` are the drawing, the widgets only paint it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from lstbo.core.language import _
from lstbo.widgets.cells import cell, money_text, percent_text, safe_text, width_of
from lstbo.widgets.glyphs import glyphs
from lstbo.widgets.states import State, state_lines

LEAST_BAR: Final = 6  # cells a bar gets before labels and shares give way
LEAST_LABEL: Final = 4
_ZERO = Decimal(0)

Line = list[tuple[str, str]]  # pieces of text with their look: "", "bar", "negative", "axis"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, and an amount of money."""

    label: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """One column: its label, an amount (None: not known), and its day where it has one."""

    label: str
    value: Decimal | None
    day: date | None = None


def bar_lines(bars: Sequence[Bar], width: int, height: int) -> list[Line]:
    """Return bars as lines of `width` cells: label, bar, amount, share of the whole.

    Shares are left out where an amount is negative, and where there is no room. Bars beyond `height` are one bar,
    the last, with their sum.
    """
    shown = _at_most(bars, height)
    if not shown or width < 1:
        return []
    amounts = [money_text(bar.value) for bar in shown]
    figures = min(width, max(map(len, amounts)))
    labels = min(max(width_of(safe_text(bar.label)) for bar in shown), max(LEAST_LABEL, width // 3))
    whole = sum((bar.value for bar in shown), _ZERO)
    shares = 7 if whole > 0 and min(bar.value for bar in shown) >= 0 else 0
    if width - labels - figures - shares - 2 < LEAST_BAR:
        shares = 0
    if width - labels - figures - 2 < LEAST_BAR:
        labels = max(0, min(labels, max(LEAST_LABEL, width - figures - LEAST_BAR - 2)))
    room = max(0, width - labels - figures - shares - 2)
    if room == 0:
        labels = max(0, width - figures - 1)
    scale = _Scale.over([bar.value for bar in shown], room)
    lines = []
    for bar in shown:
        head = cell(bar.label, labels, "right") + " " if labels else ""
        amount = cell(money_text(bar.value, figures), figures, "right")
        share = cell(percent_text(bar.value / whole), shares, "right") if shares else ""
        pieces = [(head, ""), *scale.drawn(bar.value), (" " + amount if room else amount, ""), (share, "axis")]
        lines.append(_exactly(pieces, width))
    return lines


def column_lines(points: Sequence[Point], width: int, height: int) -> list[Line]:
    """Return columns as `height` lines of `width` cells: an axis with the largest and smallest amount, columns, labels.

    The zero line changes its pattern from week to week, and is missing under points whose amount is not known. Where
    points are more than columns the last ones are shown; the first and last label say which.
    """
    known = [point.value for point in points if point.value is not None]
    top, bottom = max([*known, _ZERO]), min([*known, _ZERO])
    axis = max([1, *(len(money_text(value)) for value in (top, bottom) if value)])
    if axis > width // 3:
        axis = max([1, *(width_of(money_text(value, max(4, width // 6))) for value in (top, bottom) if value)])
    room = width - axis - 1
    body = height - 2
    if room < 1 or body < 1 or not known:
        return []
    shown = list(points[-room:])
    across = max(1, min(4, room // len(shown)))
    below = _part(-bottom, top - bottom, body) if bottom else 0
    above = body - below
    lines = []
    for row in range(above):
        texts = [_risen(point.value, top, above, above - 1 - row) * max(1, across - 1) for point in shown]
        label = cell(money_text(top, axis), axis, "right") if row == 0 and top else " " * axis
        lines.append(_exactly([(label + " ", "axis"), (_spread(texts, across), "bar")], width))
    base = [_base(point) * across for point in shown]
    lines.append(_exactly([(cell("0", axis, "right") + " ", "axis"), ("".join(base), "axis")], width))
    for row in range(below):
        texts = [_fallen(point.value, bottom, below, row) * max(1, across - 1) for point in shown]
        label = cell(money_text(bottom, axis), axis, "right") if row == below - 1 else " " * axis
        lines.append(_exactly([(label + " ", "axis"), (_spread(texts, across), "negative")], width))
    lines.append(_exactly([(" " * (axis + 1) + _ends(shown, min(room, max(across * len(shown), 21))), "axis")], width))
    return lines


def _at_most(bars: Sequence[Bar], height: int) -> list[Bar]:
    if len(bars) <= height:
        return list(bars)
    kept = list(bars[: max(0, height - 1)])
    rest = bars[len(kept) :]
    label = _("{count} others").format(count=len(rest))
    return [*kept, Bar(label, sum((bar.value for bar in rest), _ZERO))][:height]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Cells to the left and right of zero, and the largest amounts that fill them."""

    left: int
    right: int
    least: Decimal
    most: Decimal

    @classmethod
    def over(cls, values: Sequence[Decimal], room: int) -> _Scale:
        most, least = max([*values, _ZERO]), -min([*values, _ZERO])
        left = _part(least, most + least, room) if least else 0
        if least and not most:
            left = room
        return cls(left, room - left, least, most)

    def drawn(self, value: Decimal) -> Line:
        if value < 0:
            length = _part(-value, self.least, self.left)
            bar = (" " * (self.left - length) + glyphs().negative * length, "negative")
            return [bar, (" " * self.right, "")]
        steps = glyphs().bars
        count = len(steps) - 1
        filled = _part(value, self.most, self.right * count) if value else 0
        bar_text = steps[count] * (filled // count) + (steps[filled % count] if filled % count else "")
        return [(" " * self.left, ""), (cell(bar_text, self.right), "bar")]


def _part(value: Decimal, whole: Decimal, room: int) -> int:
    """How much of `room` an amount takes: rounded, at least 1 where there is any room, at most all of it."""
    if not whole or not room:
        return 0
    return max(1, min(room, int(value * room * 2 / whole + 1) // 2))


def _risen(value: Decimal | None, top: Decimal, rows: int, row: int) -> str:
    """The block of a column in a row counted from zero upwards."""
    steps = glyphs().columns
    count = len(steps) - 1
    filled = _part(value, top, rows * count) if value is not None and value > 0 else 0
    return steps[max(0, min(count, filled - row * count))]


def _fallen(value: Decimal | None, bottom: Decimal, rows: int, row: int) -> str:
    filled = _part(value, bottom, rows) if value is not None and value < 0 else 0
    return glyphs().negative if row < filled else " "


def _base(point: Point) -> str:
    if point.value is None:
        return " "
    odd = point.day is not None and point.day.isocalendar().week % 2
    return glyphs().band if odd else glyphs().base


def _spread(texts: Sequence[str], across: int) -> str:
    return "".join(text + " " * (across - len(text)) for text in texts)


def _ends(points: Sequence[Point], room: int) -> str:
    first, last = safe_text(points[0].label), safe_text(points[-1].label)
    gap = room - width_of(first) - width_of(last)
    return first + " " * gap + last if gap > 0 and len(points) > 1 else cell(last, room)


def _exactly(pieces: Line, width: int) -> Line:
    """The pieces that are not empty, padded or cut to `width` cells."""
    line: Line = []
    for text, look in pieces:
        room = width - sum(width_of(done) for done, _look in line)
        if text and room > 0:
            line.append((text if width_of(text) <= room else cell(text, room), look))
    room = width - sum(width_of(done) for done, _look in line)
    return [*line, (" " * room, "")] if room > 0 else line


class Chart(Widget):
    """A drawing in the room it has, or what to do where there is nothing to draw."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chart--bar", "chart--negative", "chart--axis", "chart--headline"}
    DEFAULT_CSS = """
    Chart { height: 1fr; }
    Chart > .chart--bar { color: $primary; }
    Chart > .chart--negative { color: $text-error; }
    Chart > .chart--axis { color: $foreground 70%; }
    Chart > .chart--headline { text-style: bold; }
    """

    def __init__(self, *, empty: tuple[str, str] = ("", ""), id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._empty = State("empty", empty[0] or _("Nothing to draw yet."), empty[1])
        self._drawn: tuple[tuple[int, int, str], list[Line]] | None = None

    def _lines(self, width: int, height: int) -> list[Line]:
        return []

    def _changed(self) -> None:
        self._drawn = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, height = self.size
        under = (width, height, glyphs().name)
        if self._drawn is None or self._drawn[0] != under:
            lines = self._lines(width, height)
            if not lines:
                shown = state_lines(self._empty, width, height)
                lines = [[(text, "headline" if part == "headline" else "")] for text, part in shown]
            self._drawn = (under, lines)
        if y >= len(self._drawn[1]):
            return Strip.blank(width, self.rich_style)
        pieces = self._drawn[1][y]
        looks = {look: self.get_component_rich_style(f"chart--{look}") for _text, look in pieces if look}
        return Strip([Segment(text, looks.get(look, self.rich_style)) for text, look in pieces], width)


class BarChart(Chart):
    """Horizontal bars, one per line, in the order given."""

    def __init__(
        self,
        bars: Sequence[Bar] = (),
        *,
        empty: tuple[str, str] = ("", ""),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(empty=empty, id=id, classes=classes)
        self._bars = tuple(bars)

    def show(self, bars: Sequence[Bar]) -> None:
        """Draw other bars."""
        self._bars = tuple(bars)
        self._changed()

    def _lines(self, width: int, height: int) -> list[Line]:
        return bar_lines(self._bars, width, height)


class ColumnChart(Chart):
    """Columns side by side, in the order given: days, hours."""

    def __init__(
        self,
        points: Sequence[Point] = (),
        *,
        empty: tuple[str, str] = ("", ""),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(empty=empty, id=id, classes=classes)
        self._points = tuple(points)

    def show(self, points: Sequence[Point]) -> None:
        """Draw other columns."""
        self._points = tuple(points)
        self._changed()

    def _lines(self, width: int, height: int) -> list[Line]:
        return column_lines(self._points, width, height)
