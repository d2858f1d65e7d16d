"""A table of any length: what it shows, how it moves, what it asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from lstbo.core.errors import BookBusy, Refused
from lstbo.widgets import ListSource, Row, VirtualTable
from tests.screens.terminal import frame, in_a_loop, settle
from tests.widgets.evil import EVIL, FORBIDDEN
from tests.widgets.tables import COLUMNS, Shelf, SlowWindow, goods, shelf


@in_a_loop
async def test_the_header_stands_over_its_columns_also_in_chinese() -> None:
    app = shelf(3)
    async with app.run_test(size=(80, 6)) as pilot:
        await settle(pilot)
        assert frame(app).splitlines()[:3] == [
            "条码          品名                                     类别         售价   库存",
            "6900000000001 商品1                                    烟           1.50      0",
            "6900000000002 商品2                                    方便食品     2.50      1",
        ]


@in_a_loop
async def test_columns_go_by_priority_where_the_screen_is_narrow() -> None:
    app = shelf(1)
    async with app.run_test(size=(30, 4)) as pilot:
        await settle(pilot)
        assert frame(app).splitlines()[:2] == ["品名              售价   库存", "商品1             1.50      0"]


@in_a_loop
async def test_a_long_amount_widens_its_column_and_keeps_every_digit() -> None:
    rows = [Row(1, ("1", "一", "烟", Decimal("-123456789012.34"), Decimal(1)))]
    app = Shelf(ListSource(COLUMNS, rows))
    async with app.run_test(size=(36, 4)) as pilot:
        await settle(pilot)
        assert "-123,456,789,012.34" in frame(app)
        await pilot.resize_terminal(23, 4)
        await settle(pilot)
        assert "一" in frame(app)
        assert "-123456789012.34" in frame(app)


@in_a_loop
async def test_keys_move_the_cursor_and_enter_opens_its_row() -> None:
    app = shelf(20_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for keys, key in (
            (["down", "down"], 3),
            (["pagedown"], 26),
            (["pageup"], 3),
            (["end"], 20_000),
            (["up"], 19_999),
            (["home", "up"], 1),
        ):
            await pilot.press(*keys)
            assert app.table.cursor_key == key
        await pilot.press("down", "enter")
        assert app.heard == [2]


@in_a_loop
async def test_two_hundred_thousand_rows_are_read_only_near_the_screen() -> None:
    window = SlowWindow(200_000)
    window.gate.set()
    app = Shelf(window)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("end")
        await settle(pilot)
        assert "商品200000" in frame(app)
        assert len(window.asked) <= 4
        assert window.asked[:1] == [0]


@in_a_loop
async def test_enter_on_a_row_that_is_still_being_read_opens_it_when_it_comes() -> None:
    window = SlowWindow(1_000)
    window.gate.set()
    app = Shelf(window)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        window.gate.clear()
        await pilot.press("end", "enter")
        assert app.heard == []
        window.gate.set()
        await settle(pilot)
        assert app.heard == [1_000]


@in_a_loop
async def test_s_sorts_by_one_column_after_the_other_and_stays_on_the_row() -> None:
    app = shelf(300)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "s", "s", "s", "s")
        await settle(pilot)
        assert app.heard[-1] == ("price", True)
        assert app.table.cursor_key == 2
        assert "▾售价" in frame(app)
        await pilot.press("S", "home")
        await settle(pilot)
        await pilot.press("home")
        assert app.table.cursor_key == 1


@in_a_loop
async def test_a_filter_waits_for_the_last_key_and_reaches_the_source_once() -> None:
    window = SlowWindow(50)
    window.gate.set()
    app = Shelf(window)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for text in ("可", "可口", "可口可"):
            app.table.set_filter(text)
        await settle(pilot)
        assert [view.filter for view in window.views] == ["", "可口可"]


@in_a_loop
async def test_a_filter_shows_what_matches_and_says_when_nothing_does() -> None:
    app = shelf(300)
    async with app.run_test(size=(60, 8)) as pilot:
        await settle(pilot)
        app.table.set_filter("商品29 烟")
        await settle(pilot)
        assert app.table.row_count == 3  # 292, 295, 298
        app.table.set_filter("[/]")
        await settle(pilot)
        assert "Nothing matches '[/]'." in frame(app)


@in_a_loop
async def test_a_reload_keeps_the_cursor_on_its_row_when_others_came_before_it() -> None:
    rows = goods(200)
    source = ListSource(COLUMNS, rows)
    app = Shelf(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.table.move_to(120)
        line = frame(app).splitlines().index(next(line for line in frame(app).splitlines() if "商品121 " in line))
        app.table.set_filter("")
        rows[:0] = [Row(-n, ("0", "新", "烟", Decimal(1), Decimal(1))) for n in range(5)]
        app.table.reload()
        await settle(pilot)
        assert (app.table.cursor_key, app.table.cursor) == (121, 125)
        assert "商品121 " in frame(app).splitlines()[line]


@in_a_loop
async def test_space_marks_rows_and_goes_on() -> None:
    app = shelf(20, multi=True)
    async with app.run_test(size=(60, 8)) as pilot:
        await settle(pilot)
        await pilot.press("space", "down", "space")
        assert app.table.marked == {1, 3}
        assert app.heard == [{1}, {1, 3}]
        assert [line[0] for line in frame(app).splitlines()[1:4]] == ["✓", " ", "✓"]
        app.table.clear_marks()
        assert app.table.marked == frozenset()


@in_a_loop
async def test_a_click_moves_a_second_click_opens_and_a_heading_sorts() -> None:
    app = shelf(50)
    async with app.run_test(size=(80, 10)) as pilot:
        await settle(pilot)
        await pilot.click(VirtualTable, offset=(20, 4))
        assert app.table.cursor_key == 4
        await pilot.click(VirtualTable, offset=(20, 4))
        assert app.heard == [4]
        await pilot.click(VirtualTable, offset=(68, 0))
        assert app.heard[-1] == ("price", True)


@in_a_loop
async def test_totals_stand_under_the_rows() -> None:
    app = shelf(50)
    async with app.run_test(size=(80, 10)) as pilot:
        await settle(pilot)
        app.table.set_totals({"name": "合计", "price": Decimal("1300.00")})
        await pilot.press("end")
        assert "商品50" in frame(app).splitlines()[8]
        assert frame(app).splitlines()[9].split() == ["合计", "1,300.00"]


@in_a_loop
async def test_an_empty_list_says_what_to_do_first() -> None:
    app = shelf(0, empty=("No items yet.", "Press n to write down the first one."))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "enter", "end", "pagedown", "space", "s")
        await settle(pilot)
        assert "No items yet." in frame(app)
        assert "Press n to write down the first one." in frame(app)


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (BookBusy("The import has the book.", "Wait a minute."), "locked", "Wait a minute."),
        (Refused("No such column [/].", "Choose another."), "failed", "Choose another."),
        (RuntimeError("disk \x1b]0;PWNED\x07 gone"), "failed", "Press Ctrl+R to try again."),
    ],
)
@in_a_loop
async def test_a_list_that_cannot_be_read_says_why_and_what_next(error: Exception, kind: str, said: str) -> None:
    def source(_view: object) -> Any:
        raise error

    app = Shelf(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.table.state is not None
        assert app.table.state.kind == kind
        assert said in frame(app)
        assert "\x1b" not in frame(app)


@in_a_loop
async def test_rows_on_screen_stay_when_reading_them_again_fails() -> None:
    calls: list[int] = []

    def source(view: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise BookBusy("Busy.")
        return ListSource(COLUMNS, goods(5))(view)

    app = Shelf(source)
    async with app.run_test(size=(80, 10)) as pilot:
        await settle(pilot)
        app.table.reload()
        await settle(pilot)
        assert app.heard == ["Busy."]
        assert "商品5" in frame(app)


@in_a_loop
async def test_a_slow_list_says_that_it_is_being_read() -> None:
    window = SlowWindow(10)
    app = Shelf(window)
    async with app.run_test(size=(80, 24)) as pilot:
        while app.table.state is None:
            await pilot.pause(0.01)
        assert "Reading the book." in frame(app)
        window.gate.set()
        await settle(pilot)
        assert "商品10" in frame(app)


@in_a_loop
async def test_evil_names_are_drawn_as_text() -> None:
    rows = [Row(text, (text, text, text, Decimal(1), Decimal(1))) for text in EVIL]
    app = Shelf(ListSource(COLUMNS, rows))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*["down"] * 9)
        drawn = frame(app)
        assert "坏[/]名" in drawn
        assert "[@click=app.quit]点我[/]" in drawn
        assert not [bad for bad in FORBIDDEN if bad in drawn]


@in_a_loop
async def test_the_plain_look_of_a_sorted_table(text_frame: object) -> None:
    app = shelf(200)
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.sort_by("left", descending=True)
        await settle(pilot)
        assert frame(app) == text_frame


@in_a_loop
async def test_the_coloured_look_of_a_table(svg_frame: object) -> None:
    app = shelf(200, multi=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "space")
        assert app.export_screenshot(simplify=True) == svg_frame
