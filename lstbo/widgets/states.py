"""What stands where there is nothing to show: loading, empty, failed or locked, each with its next step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from lstbo.core.errors import BookBusy, LstboError
from lstbo.core.language import _
from lstbo.widgets.cells import cell, safe_text, width_of

StateKind = Literal["loading", "empty", "failed", "locked"]
_PIECES = re.compile(r"[!-~\u00a0-\u1fff]+[，。；：、！？）]*|\s+|.[，。；：、！？）]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class State:
    """One of the four states, what it is about in a sentence, and what to do next in another."""

    kind: StateKind
    headline: str
    next_step: str = ""


def loading_state() -> State:
    """Return the state of a list that is being read."""
    return State("loading", _("Reading the book."), _("This takes a moment; keys you type meanwhile are kept."))


def failed_state(error: BaseException) -> State:
    """Return the state after `error`: locked when another program has the book, else failed. Never a traceback."""
    if isinstance(error, BookBusy):
        hint = error.hint or _("Wait until the other program is done, then press Ctrl+R.")
        return State("locked", error.message, hint)
    if isinstance(error, LstboError):
        return State(
            "failed", str(error).removesuffix(error.hint).strip(), error.hint or _("Press Ctrl+R to try again.")
        )
    said = safe_text(error) or type(error).__name__
    return State("failed", _("This could not be read: {error}").format(error=said), _("Press Ctrl+R to try again."))


def wrapped(text: str, width: int) -> list[str]:
    """Return cleaned text in lines of at most `width` cells, broken at blanks and between Chinese characters."""
    lines = [""]
    for piece in _PIECES.findall(safe_text(text)):
        while width_of(lines[-1] + piece.rstrip()) > width:
            if lines[-1].strip():
                lines.append("")
                piece = piece.lstrip()
            elif width_of(piece) > width > 1:
                head = next(at for at in range(len(piece), 0, -1) if width_of(piece[:at]) <= width)
                lines[-1:] = [piece[:head], ""]
                piece = piece[head:]
            else:
                break
        lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()]


def state_lines(state: State, width: int, height: int) -> list[tuple[str, str]]:
    """Return `height` lines of `width` cells with the state in their middle, each with its part: "", "headline", "next".

    Where there are too few lines the next step stays whole rather than the headline.
    """
    room = max(8, min(width - 4, 72))
    sign = {"failed": "! ", "locked": "! "}.get(state.kind, "")
    steps = [(line, "next") for line in wrapped(state.next_step, room)][:height]
    heads = [(line, "headline") for line in wrapped(sign + state.headline, room)]
    heads = heads[: max(0, height - len(steps))]
    space = [("", "")] if len(heads) + len(steps) < height and steps else []
    lines = [*heads, *space, *steps]
    above = max(0, (height - len(lines)) // 2)
    lines = [*[("", "")] * above, *lines]
    lines += [("", "")] * (height - len(lines))
    return [(cell(_middle(text, width), width), part) for text, part in lines[:height]]


def _middle(text: str, width: int) -> str:
    return " " * max(0, (width - width_of(text)) // 2) + text


class StatePanel(Widget):
    """A state, in the middle of the room it has."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"state--headline", "state--next", "state--failed", "state--locked"}
    DEFAULT_CSS = """
    StatePanel { height: 1fr; }
    StatePanel > .state--headline { text-style: bold; }
    StatePanel > .state--next { color: $foreground 80%; }
    StatePanel > .state--failed { color: $text-error; text-style: bold; }
    StatePanel > .state--locked { color: $text-warning; text-style: bold; }
    """

    def __init__(self, state: State, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._state = state

    @property
    def state(self) -> State:
        """The state shown."""
        return self._state

    def show(self, state: State) -> None:
        """Show another state."""
        self._state = state
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        text, part = state_lines(self._state, self.size.width, self.size.height)[y]
        loud = part == "headline" and self._state.kind in ("failed", "locked")
        look = self._state.kind if loud else part
        return Strip([Segment(text, self.get_component_rich_style(f"state--{look}") if look else self.rich_style)])
