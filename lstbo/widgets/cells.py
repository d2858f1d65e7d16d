"""The one way from a value to what a terminal shows: cleaned text and figures, to an exact number of cells.

Texts of a shop come from files and can hold anything. Nothing here returns markup, a control character, a direction
mark or a character of no width that changes how its neighbours are drawn. A Chinese character is two cells wide.
Figures are never cut: what does not fit is written shorter, and at last as `#`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from rich.cells import cell_len, split_graphemes
from textual.content import Content

from lstbo.core.language import language
from lstbo.core.text import cell as _plain_text
from lstbo.widgets.glyphs import glyphs

Kind = Literal["text", "money", "price", "quantity", "date", "percent", "count"]
Align = Literal["left", "right"]
FIGURES: Final = frozenset({"money", "price", "quantity", "percent", "count"})

# Soft hyphens, joiners, fillers, invisible operators, variation selectors, tags, skin tones: no width of their own.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0"
    "\ufff9-\ufffc\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_SHORT: Final[dict[str, tuple[tuple[Decimal, str], ...]]] = {
    "zh": ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    "en": ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k")),
}


def safe_text(value: object) -> str:
    """Return `value` as one line a terminal can draw: no control, direction or invisible characters; None is empty."""
    if value is None:
        return ""
    text = _plain_text(value)
    return text if text.isascii() else _MARKS.sub(r"\1", _INVISIBLE.sub("", text))


def plain(text: object, style: str = "") -> Content:
    """Return cleaned text for any widget, label or title: never markup. Line ends of `text` are kept.

    `style` is a Textual style such as "bold" or "$error"; it comes from code, never from data.
    """
    lines = "\n".join(safe_text(line) for line in str("" if text is None else text).split("\n"))
    return Content.styled(lines, style) if style else Content(lines)


def width_of(text: str) -> int:
    """Return how many terminal cells a cleaned text takes."""
    return cell_len(text)


def cell(value: object, width: int, align: Align = "left") -> str:
    """Return cleaned text of exactly `width` cells, padded with blanks or cut with the sign for "goes on"."""
    if width <= 0:
        return ""
    text = safe_text(value)
    room = width - cell_len(text)
    if room < 0:
        mark = glyphs().cut if width > len(glyphs().cut) else ""
        text = _head(text, width - len(mark)) + mark
        room = width - cell_len(text)
    return " " * room + text if align == "right" else text + " " * room


def money_text(amount: Decimal | int | None, width: int | None = None) -> str:
    """Return an amount of money as `-1,234.50`; None is empty.

    Where `width` cells are too few: without commas, then rounded as `1.2万` or `1.2k`, and at last `#` for each cell.
    The result is never longer than `width` and never misses digits of what it says.
    """
    return _fitting(amount, width, _number(amount, 2, 2)) if amount is not None else ""


def price_text(price: Decimal | int | None, width: int | None = None) -> str:
    """Return a unit price with two to four decimals, shortened as `money_text` does; None is empty."""
    return _fitting(price, width, _number(price, 4, 2)) if price is not None else ""


def quantity_text(quantity: Decimal | int | None, width: int | None = None) -> str:
    """Return a quantity with up to three decimals, none where none are needed; None is empty."""
    return _fitting(quantity, width, _number(quantity, 3, 0)) if quantity is not None else ""


def percent_text(ratio: Decimal | int | None, width: int | None = None) -> str:
    """Return a ratio (0.423) as `42.3%`, without its decimal where that does not fit; None is empty."""
    if ratio is None:
        return ""
    forms = (f"{ratio * 100:,.1f}%", f"{ratio * 100:.0f}%")
    return next((form for form in forms if width is None or len(form) <= width), "#" * (width or 0))


def date_text(day: date | None, width: int | None = None) -> str:
    """Return `2026-10-31`, or `10-31` below ten cells, or `31` below five; a time of day is added where it fits."""
    if day is None:
        return ""
    room = 16 if width is None else width
    if isinstance(day, datetime):
        if room >= 16:
            return f"{day:%Y-%m-%d %H:%M}"
        day = day.date()
    text = day.isoformat()
    return text if room >= 10 else text[5:] if room >= 5 else text[8:] if room >= 2 else "#" * room


def value_text(value: object, kind: Kind, width: int | None = None) -> str:
    """Return a value of a table the way its kind is written, at most `width` cells for figures and dates.

    A value that is not what its kind promises (a note in a column of money) is written as text.
    """
    if isinstance(value, date):
        return date_text(value, width)
    if kind in FIGURES and isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _WRITERS[kind](value, width)
    return safe_text(value)


def value_cell(value: object, kind: Kind, width: int) -> str:
    """Return a value of a table in exactly `width` cells, figures to the right."""
    return cell(value_text(value, kind, width), width, "right" if kind in FIGURES else "left")


def is_negative(value: object) -> bool:
    """Return whether a value is a number below zero."""
    return isinstance(value, Decimal | int) and value < 0


def _head(text: str, room: int) -> str:
    """The beginning of `text` in at most `room` cells; no character is halved."""
    used = 0
    for start, _end, size in split_graphemes(text)[0]:
        if used + size > room:
            return text[:start]
        used += size
    return text


def _number(amount: Decimal | int, most: int, least: int) -> str:
    """`amount` with commas and `most` decimals, closing zeros left out down to `least`."""
    text = f"{amount:,.{most}f}"
    text = text if text.strip("-0.,") else text.removeprefix("-")
    while most > least and text.endswith("0"):
        text, most = text[:-1], most - 1
    return text.removesuffix(".")


def _fitting(amount: Decimal | int, width: int | None, full: str) -> str:
    """The longest honest form of `amount` within `width` cells."""
    forms = [full, full.replace(",", "")]
    for unit, name in _SHORT[language()]:
        if amount >= unit or -amount >= unit:
            forms += [f"{amount / unit:.{places}f}{name}" for places in (2, 1, 0)]
    return next((form for form in forms if width is None or cell_len(form) <= width), "#" * (width or 0))


_WRITERS: Final[dict[str, Callable[[Decimal | int, int | None], str]]] = {
    "money": money_text,
    "price": price_text,
    "quantity": quantity_text,
    "count": quantity_text,
    "percent": percent_text,
}
