"""Empty, loading, failed and locked: four different things, each with its next step, on small screens too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from lstbo.core.errors import BookBusy, NotFound
from lstbo.widgets import State, StatePanel, failed_state, loading_state, width_of
from lstbo.widgets.states import state_lines, wrapped
from tests.screens.terminal import frame, in_a_loop, settle
from tests.widgets.evil import EVIL, FORBIDDEN


class _Panel(App[None]):
    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def compose(self) -> ComposeResult:
        yield StatePanel(self._state)


def _held() -> BookBusy:
    return BookBusy("Another program has the book: lstbo import, process 4711, since 10:02.", "Wait, or stop it.")


@pytest.mark.parametrize(
    "state",
    [
        State("empty", "No items yet.", "Press n to write down the first one."),
        loading_state(),
        failed_state(NotFound("No item 'x'.", "Look it up with /.")),
        failed_state(_held()),
    ],
    ids=lambda state: state.kind,
)
@in_a_loop
async def test_each_state_looks_different_and_names_its_next_step(state: State, text_frame: object) -> None:
    app = _Panel(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert frame(app) == text_frame


def test_an_error_nobody_foresaw_is_said_without_a_traceback() -> None:
    state = failed_state(ValueError("bad\x1b[31m\nline"))
    assert state.headline == "This could not be read: bad[31m line"
    assert state.next_step == "Press Ctrl+R to try again."


def test_a_refusal_keeps_its_place_and_its_own_hint() -> None:
    state = failed_state(NotFound("No such column.", "Choose another.", file="a.csv", row=3))
    assert (state.headline, state.next_step) == ("a.csv, row 3: No such column.", "Choose another.")
    assert failed_state(_held()).kind == "locked"


def test_where_lines_are_few_the_next_step_stays() -> None:
    state = State("failed", "long " * 60, "Do this.")
    assert [text.strip() for text, _part in state_lines(state, 80, 2)][-1] == "Do this."
    assert state_lines(state, 80, 1)[0][0].strip() == "Do this."


def test_chinese_breaks_anywhere_but_not_before_a_full_stop() -> None:
    assert wrapped("账套正被占用。请稍候", 14) == ["账套正被占用。", "请稍候"]
    assert wrapped("one two  three", 8) == ["one two", "three"]
    assert wrapped("a" * 20, 8) == ["a" * 8, "a" * 8, "a" * 4]


@given(st.text(), st.integers(10, 120), st.integers(1, 30))
def test_a_state_fills_its_room_exactly(text: str, width: int, height: int) -> None:
    lines = state_lines(State("failed", text, text), width, height)
    assert [width_of(line) for line, _part in lines] == [width] * height


@pytest.mark.parametrize("text", EVIL)
@in_a_loop
async def test_an_evil_error_is_only_drawn(text: str) -> None:
    app = _Panel(failed_state(RuntimeError(text)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(StatePanel).show(State("failed", text, text))
        await settle(pilot)
        assert not [bad for bad in FORBIDDEN if bad in frame(app)]
