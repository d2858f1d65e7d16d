"""A form submits only what is right, asks before it throws work away, and leaves a draft when the program dies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from lstbo.storage import Drafts
from lstbo.widgets.form import Form
from lstbo.widgets.inputs import DateInput, MoneyInput, QuantityInput, TextInput
from lstbo.widgets.scan_app import ScanApp
from tests.screens.terminal import frame, in_a_loop, settle


class Receiving(ScanApp[None]):
    """A goods receipt of one line: eight fields."""

    def __init__(self, book: Path | None = None) -> None:
        super().__init__()
        self.submitted: list[dict[str, Any]] = []
        self.left = 0
        self.form = Form(
            [
                ("Supplier", TextInput(id="supplier", required=True)),
                ("Day", DateInput(today=date(2026, 11, 22), id="day")),
                ("Item", TextInput(id="item", required=True)),
                ("Quantity", QuantityInput(id="quantity", required=True)),
                ("Price", MoneyInput(id="price")),
                ("Free", QuantityInput(id="free")),
                ("Expires", DateInput(today=date(2026, 11, 22), future=True, id="expires")),
                ("Note", TextInput(id="note")),
            ],
            title="Goods receipt",
            pen=Drafts(book).begin("receipt") if book else None,
        )

    def compose(self) -> ComposeResult:
        yield self.form

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self.submitted.append(message.values)

    def on_form_left(self, message: Form.Left) -> None:
        self.left += 1


@in_a_loop
async def test_all_fields_of_a_receipt_line_are_seen_at_80_by_24() -> None:
    app = Receiving()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert all(label in frame(app) for label in ("Supplier", "Quantity", "Expires", "Note"))


@in_a_loop
async def test_ctrl_s_submits_what_the_fields_mean() -> None:
    app = Receiving()
    async with app.run_test() as pilot:
        await pilot.press(*"Nongfu", "enter", *"-1", "enter", *"water", "enter", *"10箱", "enter", *"24.5", "ctrl+s")
        (values,) = app.submitted
        assert (values["supplier"], values["day"], values["price"]) == ("Nongfu", date(2026, 11, 21), Decimal("24.50"))
        assert (values["quantity"].quantity, values["quantity"].unit, values["free"]) == (Decimal(10), "箱", None)


@in_a_loop
async def test_ctrl_s_goes_to_the_first_fault_instead() -> None:
    app = Receiving()
    async with app.run_test() as pilot:
        await pilot.press(*"Nongfu", "ctrl+s")
        assert app.submitted == []
        assert app.focused is not None and app.focused.id == "item"
        assert frame(app).count("This must be filled in.") == 2


@in_a_loop
async def test_escape_leaves_a_form_nobody_touched() -> None:
    app = Receiving()
    async with app.run_test() as pilot:
        await pilot.press("escape")
        assert app.left == 1


@in_a_loop
async def test_escape_asks_before_it_throws_work_away() -> None:
    app = Receiving()
    async with app.run_test() as pilot:
        await pilot.press("a", "enter", "escape")
        assert "not posted yet" in frame(app)
        await pilot.press("5", "backspace")
        assert "not posted yet" not in frame(app)
        await pilot.press("escape", "escape")
        assert app.left == 1


@in_a_loop
async def test_what_is_typed_is_kept_and_offered_again(tmp_path: Path) -> None:
    app = Receiving(tmp_path / "shop.duckdb")
    async with app.run_test() as pilot:
        await pilot.press(*"Nong", "enter", *"昨天")
    (draft,) = Drafts(tmp_path / "shop.duckdb").list()
    assert (draft.kind, draft.fields["supplier"], draft.fields["day"]) == ("receipt", "Nong", "昨天")
    again = Receiving()
    async with again.run_test() as pilot:
        again.form.fill(draft.fields)
        await pilot.pause()
        assert again.form.texts["supplier"] == "Nong" and again.form.is_dirty


@in_a_loop
async def test_a_posted_form_leaves_no_draft(tmp_path: Path) -> None:
    app = Receiving(tmp_path / "shop.duckdb")
    async with app.run_test() as pilot:
        await pilot.press(*"Nong")
        app.form.done()
        await settle(pilot)
        assert not app.form.is_dirty
    assert Drafts(tmp_path / "shop.duckdb").list() == []
