"""The characters that draw things: a Unicode set, and a plain set for terminals that cannot (`lstbo --ascii`).

In table cells only characters of one certain width stand, in both sets: Chinese terminals often draw the ambiguous
ones (dots, dashes, blocks, boxes) two cells wide, which would push a row out of line. Blocks are for charts only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of characters. `columns` and `bars` rise from empty to full; `bars` fill from the left."""

    name: str
    columns: tuple[str, ...]
    bars: tuple[str, ...]
    negative: str  # a cell of a bar or column below zero
    base: str  # the zero line under columns
    band: str  # the zero line under every second week
    mark: str  # a marked row
    rising: str  # sorted from small to large
    falling: str  # sorted from large to small
    cut: str  # at the end of a text that was cut


UNICODE = Glyphs(
    "unicode",
    columns=(" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"),
    bars=(" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"),
    negative="▒",
    base="─",
    band="═",
    mark="✓",
    rising="▴",
    falling="▾",
    cut="..",
)
ASCII = Glyphs(
    "ascii",
    columns=(" ", "#"),
    bars=(" ", "#"),
    negative="-",
    base="-",
    band="=",
    mark="*",
    rising="^",
    falling="v",
    cut="..",
)


class _Drawing:
    """What this process draws with."""

    chosen: Glyphs = UNICODE


def use_glyphs(chosen: Glyphs) -> None:
    """Draw with `chosen` from now on; widgets on screen take it up when they are painted next."""
    _Drawing.chosen = chosen


def glyphs() -> Glyphs:
    """Return the set in force."""
    return _Drawing.chosen
