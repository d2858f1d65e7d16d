"""Fields: what people type, Enter to the next, Esc back, nothing invisible, and keys typed ahead stay in order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot

from lstbo.core.typed import TypedQuantity
from lstbo.widgets.inputs import DateInput, Field, FieldRow, MoneyInput, QuantityInput, TextInput
from lstbo.widgets.scan_app import ScanApp, Scanned, send_scan
from tests.screens.terminal import frame, in_a_loop
from tests.widgets.evil import EVIL, FORBIDDEN


class Fields(ScanApp[None]):
    """One field of each kind."""

    BINDINGS: ClassVar = [("escape", "away", "Away")]

    def __init__(self) -> None:
        super().__init__()
        self.scans: list[str] = []
        self.entered: list[str | None] = []
        self.aways = 0

    def compose(self) -> ComposeResult:
        yield FieldRow("Amount", MoneyInput(required=True, id="money"))
        yield FieldRow("Quantity", QuantityInput(id="quantity"))
        yield FieldRow("Day", DateInput(today=date(2026, 11, 22), id="day"))
        yield FieldRow("Note", TextInput(id="note", advance=False))

    def on_scanned(self, message: Scanned) -> None:
        self.scans.append(message.code)

    def on_field_entered(self, message: Field.Entered) -> None:
        self.entered.append(message.field.id)

    def action_away(self) -> None:
        self.aways += 1


def type_at_once(pilot: Pilot[None], text: str) -> None:
    """Queue keys without waiting for any of them, as a slow line does."""
    names = {"\r": "enter", "\t": "tab"}
    for mark in text:
        pilot.app.post_message(events.Key(names.get(mark, mark), mark))


@in_a_loop
async def test_what_is_typed_has_a_meaning_of_its_kind() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        await pilot.press(*"12.50元", "enter", *"1.5斤", "enter", *"昨天", "enter", *"老王")
        assert app.query_one(MoneyInput).amount == Decimal("12.50")
        assert app.query_one(QuantityInput).quantity == TypedQuantity(Decimal("1.5"), "斤")
        assert app.query_one(DateInput).day == date(2026, 11, 21)
        assert app.query_one(DateInput).value == "2026-11-21"
        assert app.query_one(TextInput).text == "老王"
        assert app.entered == ["money", "quantity", "day"]


@in_a_loop
async def test_keys_typed_ahead_reach_their_fields() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        type_at_once(pilot, "12.50\r3\r昨天\tnoted")
        await pilot.pause()
        await pilot.pause()
        assert [field.value for field in app.query(Field)] == ["12.50", "3", "昨天", "noted"]


@in_a_loop
async def test_a_fault_stands_under_its_field_and_the_cursor_stays() -> None:
    app = Fields()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"12x", "enter")
        assert "'12x' is not an amount. Write it like 12.50 or 12*3." in frame(app)
        assert app.focused is app.query_one(MoneyInput)
        await pilot.press("backspace")
        assert "not an amount" not in frame(app)


@in_a_loop
async def test_an_empty_field_is_at_fault_only_when_it_is_left_by_enter() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        assert app.query_one(MoneyInput).problem == ""
        await pilot.press("enter")
        assert app.query_one(MoneyInput).problem == "This must be filled in."
        assert "must be filled in" in frame(app)


@in_a_loop
async def test_escape_brings_the_former_text_back_and_then_goes_on() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        await pilot.press("7", "tab", "shift+tab", "8", "escape")
        assert (app.query_one(MoneyInput).value, app.aways) == ("7", 0)
        await pilot.press("escape")
        assert app.aways == 1


@in_a_loop
async def test_full_width_digits_are_shown_plain() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        type_at_once(pilot, "１２．５")
        await pilot.pause()
        assert app.query_one(MoneyInput).value == "12.5"


@pytest.mark.parametrize("text", EVIL)
@in_a_loop
async def test_what_is_pasted_holds_nothing_invisible_and_no_line_end(text: str) -> None:
    app = Fields()
    async with app.run_test() as pilot:
        field = app.query_one(TextInput)
        field.focus()
        await pilot.pause()
        app.post_message(events.Paste(text))
        await pilot.pause()
        assert not any(mark in field.value for mark in (*FORBIDDEN, "\x1b", "\n", "\r", "\t"))
        assert 0 < len(field.value) <= 200
        assert field.value[:2].strip() in frame(app)


@pytest.mark.parametrize("text", EVIL)
@in_a_loop
async def test_what_a_program_puts_in_is_cleaned_too(text: str) -> None:
    app = Fields()
    async with app.run_test() as pilot:
        field = app.query_one(TextInput)
        field.value = text
        await pilot.pause()
        assert not any(mark in field.value for mark in (*FORBIDDEN, "\x1b", "\n", "\r", "\t"))


@in_a_loop
async def test_pasted_lines_become_one() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        app.query_one(TextInput).focus()
        await pilot.pause()
        app.post_message(events.Paste("two\r\nlines\n"))
        await pilot.pause()
        assert app.query_one(TextInput).value == "two lines"


@in_a_loop
async def test_a_scan_leaves_the_money_field_as_it_was() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        await pilot.press(*"12.5")
        send_scan(app, "6900061530635")
        await pilot.pause()
        assert (app.scans, app.query_one(MoneyInput).value) == (["6900061530635"], "12.5")
        assert app.focused is app.query_one(MoneyInput)


@in_a_loop
async def test_a_torn_scan_is_taken_back_with_the_selection_it_replaced() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        field = app.query_one(MoneyInput)
        field.value = "12.5"
        field.selection = type(field.selection)(0, 4)
        keys = [events.Key(mark, mark) for mark in "6900061530635"]
        for key in keys[:4]:
            app.post_message(key)
        await pilot.pause()
        assert field.value == "6900"
        for key in [*keys[4:], events.Key("enter", "\r")]:
            app.post_message(key)
        await pilot.pause()
        assert (app.scans, field.value, tuple(field.selection)) == (["6900061530635"], "12.5", (0, 4))
