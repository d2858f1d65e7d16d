"""Bars and columns: zero-based, whole amounts, in Unicode and in plain characters."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from lstbo.widgets import ASCII, Bar, BarChart, ColumnChart, Point, bar_lines, column_lines, use_glyphs, width_of
from lstbo.widgets.charts import Line
from tests.screens.terminal import frame, in_a_loop, settle
from tests.widgets.evil import EVIL, FORBIDDEN

TAKINGS = [
    Bar("香烟", Decimal("28110")),
    Bar("酒", Decimal("7027.50")),
    Bar("乳品", Decimal("0.01")),
    Bar("零", Decimal(0)),
]
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


def _texts(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _look in line) for line in lines]


def test_a_bar_is_as_long_as_its_amount_and_zero_has_none() -> None:
    assert _texts(bar_lines(TAKINGS, 40, 9)) == [
        "香烟 ██████████████████ 28,110.00  80.0%",
        "  酒 ████▌               7,027.50  20.0%",
        "乳品 ▏                       0.01   0.0%",
        "  零                         0.00   0.0%",
    ]


def test_bars_are_plain_where_the_terminal_is() -> None:
    use_glyphs(ASCII)
    assert _texts(bar_lines(TAKINGS, 40, 9))[1] == "  酒 #####               7,027.50  20.0%"


def test_what_lies_below_zero_is_drawn_on_the_other_side() -> None:
    bars = [Bar("in", Decimal(300)), Bar("out", Decimal(-100))]
    assert _texts(bar_lines(bars, 33, 9)) == [
        " in      ████████████████  300.00",
        "out ▒▒▒▒▒                 -100.00",
    ]


def test_bars_beyond_the_room_are_one_bar_with_their_sum() -> None:
    last = _texts(bar_lines(TAKINGS, 40, 3))[-1]
    assert last.split()[:2] == ["2", "others"]
    assert _texts(bar_lines([Bar(str(n), Decimal(n)) for n in range(1, 11)], 40, 4))[-1].split()[-2] == "49.00"


@given(st.lists(AMOUNTS, max_size=8), st.integers(min_value=16, max_value=120))
def test_bars_fill_their_lines_and_write_every_amount_whole(values: list[Decimal], width: int) -> None:
    lines = _texts(bar_lines([Bar("可口可乐", value) for value in values], width, 10))
    assert all(width_of(line) == width for line in lines)
    for value, line in zip(values, lines, strict=True):
        assert f"{value:,.2f}" in line or f"{value:.2f}" in line


def test_columns_stand_on_zero_under_the_largest_amount() -> None:
    points = [Point(str(hour), Decimal(hour * 100)) for hour in range(5)]
    assert _texts(column_lines(points, 30, 6)) == [
        "400.00                 ███    ",
        "                   ███ ███    ",
        "               ███ ███ ███    ",
        "           ███ ███ ███ ███    ",
        "     0 ────────────────────   ",
        "       0                   4  ",
    ]


def test_columns_below_zero_hang_down_and_the_axis_says_how_far() -> None:
    lines = _texts(column_lines([Point("a", Decimal(20)), Point("b", Decimal(-20))], 20, 6))
    assert lines[0].startswith(" 20.00 ███")
    assert lines[4].startswith("-20.00     ▒▒▒")


def test_weeks_alternate_under_the_columns_and_a_day_not_known_has_no_line() -> None:
    monday = date(2026, 10, 5)
    points = [Point("d", None if n == 8 else Decimal(5), monday + timedelta(n)) for n in range(14)]
    base = _texts(column_lines(points, 80, 6))[-2].split("0 ", 1)[1].rstrip()
    assert base == "═" * 28 + "─" * 4 + " " * 4 + "─" * 20


def test_more_days_than_columns_show_the_last_ones_and_say_so() -> None:
    points = [Point(f"{n:03d}", Decimal(n)) for n in range(200)]
    assert _texts(column_lines(points, 40, 6))[-1].split() == ["167", "199"]


@given(st.lists(st.none() | AMOUNTS, max_size=90), st.integers(10, 100), st.integers(3, 12))
def test_columns_fill_their_lines_at_every_size(values: list[Decimal | None], width: int, height: int) -> None:
    lines = _texts(column_lines([Point("十月", value) for value in values], width, height))
    assert len(lines) in (0, height)
    assert all(width_of(line) == width for line in lines)


class _Wall(App[None]):
    def __init__(self, bars: list[Bar], points: list[Point]) -> None:
        super().__init__()
        self._bars, self._points = bars, points

    def compose(self) -> ComposeResult:
        yield BarChart(self._bars, empty=("No takings yet.", "Press F10 to bring in a file."))
        yield ColumnChart(self._points, empty=("No days yet.", "They come with the first import."))


@in_a_loop
async def test_a_chart_without_data_says_what_to_do_first() -> None:
    app = _Wall([], [Point("x", None)])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for said in ("No takings yet.", "Press F10 to bring in a file.", "No days yet."):
            assert said in frame(app)


@in_a_loop
async def test_charts_take_new_figures_and_another_set_of_characters() -> None:
    app = _Wall([], [])
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(BarChart).show(TAKINGS)
        await settle(pilot)
        assert "█" in frame(app)
        use_glyphs(ASCII)
        app.query_one(BarChart).refresh()
        await settle(pilot)
        assert "█" not in frame(app)


@pytest.mark.parametrize("text", EVIL)
@in_a_loop
async def test_an_evil_label_is_only_drawn(text: str) -> None:
    app = _Wall([Bar(text, Decimal(1))], [Point(text, Decimal(1)), Point(text, Decimal(2))])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert not [bad for bad in FORBIDDEN if bad in frame(app)]
