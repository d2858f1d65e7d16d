"""Picking an item while typing: matches below, stale answers dropped, Enter never picks what nobody saw."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from textual.app import ComposeResult

from lstbo.core.errors import Refused
from lstbo.widgets.picker import Choice, ItemPicker
from lstbo.widgets.scan_app import ScanApp
from tests.screens.terminal import frame, in_a_loop, settle
from tests.widgets.evil import EVIL, FORBIDDEN

GOODS = ("可口可乐330ml", "可口可乐2L", "农夫山泉550ml", "Cola light")


class Shop(ScanApp[None]):
    """A picker over four goods."""

    def __init__(self, goods: Sequence[str] = GOODS) -> None:
        super().__init__()
        self.goods = goods
        self.asked: list[str] = []
        self.picked: list[int] = []
        self.missed: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def compose(self) -> ComposeResult:
        yield ItemPicker(self.search)

    def search(self, text: str, limit: int) -> list[Choice]:
        self.asked.append(text)
        if text == "slow":
            self.gate.wait(10)
        if text == "bad":
            raise Refused("The book is busy.")
        hits = [Choice(number, name, f"{number}.50") for number, name in enumerate(self.goods)]
        return [hit for hit in hits if text in hit.name or text == "slow"]

    def on_item_picker_picked(self, message: ItemPicker.Picked) -> None:
        self.picked.append(message.item_id)

    def on_item_picker_nothing_found(self, message: ItemPicker.NothingFound) -> None:
        self.missed.append(message.text)


@in_a_loop
async def test_matches_stand_below_and_the_arrows_choose() -> None:
    app = Shop()
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.press(*"可口")
        await settle(pilot)
        assert "> 可口可乐330ml" in frame(app) and "1.50" in frame(app)
        await pilot.press("down", "enter")
        assert app.picked == [1]
        assert "可口" not in frame(app)


@in_a_loop
async def test_the_book_is_asked_once_for_a_word_typed_quickly() -> None:
    app = Shop()
    async with app.run_test() as pilot:
        app.query_one(ItemPicker)._field.value = "农"
        app.query_one(ItemPicker)._field.value = "农夫"
        await settle(pilot)
        assert app.asked == ["农夫"]


@in_a_loop
async def test_enter_before_the_answer_picks_the_only_match() -> None:
    app = Shop()
    async with app.run_test() as pilot:
        await pilot.press(*"农夫", "enter")
        await settle(pilot)
        assert app.picked == [2]


@in_a_loop
async def test_enter_before_the_answer_picks_nothing_of_several() -> None:
    app = Shop()
    async with app.run_test() as pilot:
        await pilot.press(*"可口", "enter")
        await settle(pilot)
        assert app.picked == []
        await pilot.press("enter")
        assert app.picked == [0]


@in_a_loop
async def test_an_answer_that_comes_too_late_is_dropped() -> None:
    app = Shop()
    async with app.run_test() as pilot:
        app.gate.clear()
        app.query_one(ItemPicker).find("slow")
        await pilot.pause()
        app.query_one(ItemPicker).find("农夫")
        app.gate.set()
        await settle(pilot)
        assert app.picked == [2]
        assert "可口" not in frame(app)


@in_a_loop
async def test_nothing_found_is_said() -> None:
    app = Shop()
    async with app.run_test() as pilot:
        app.query_one(ItemPicker).find("6900061530635")
        await settle(pilot)
        assert app.missed == ["6900061530635"]
        assert "Nothing matches '6900061530635'." in frame(app)


@in_a_loop
async def test_a_refusal_of_the_book_is_shown_and_not_taken_for_nothing() -> None:
    app = Shop()
    async with app.run_test() as pilot:
        app.query_one(ItemPicker).find("bad")
        await settle(pilot)
        assert "The book is busy." in frame(app) and app.missed == []


@pytest.mark.parametrize("name", EVIL)
@in_a_loop
async def test_a_name_is_only_ever_text(name: str) -> None:
    app = Shop([name])
    async with app.run_test(size=(60, 24)) as pilot:
        app.query_one(ItemPicker)._field.value = name[:1]
        await settle(pilot)
        assert "0.50" in frame(app)
        assert not any(mark in frame(app) for mark in (*FORBIDDEN, "\x1b"))
