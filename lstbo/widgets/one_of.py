"""A field of one row in which one of a few words is chosen: left and right or a blank go on, Enter goes to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from lstbo.core.language import N_, _


class OneOf(Widget, can_focus=True):
    """Shows `< chosen >`. `options` are pairs of a value and a label to translate; `value` is what is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", N_("Other choice"), show=False),
        Binding("right,space", "turn(1)", N_("Other choice"), key_display="< >"),
        Binding("enter", "app.focus_next", N_("Next"), show=False),
    ]
    DEFAULT_CSS = """
    OneOf { height: 1; width: 1fr; }
    OneOf:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    """

    class Turned(Message):
        """Another value was chosen."""

        def __init__(self, field: OneOf, value: str) -> None:
            self.field = field
            self.value = value
            super().__init__()

        @property
        def control(self) -> OneOf:
            """The field."""
            return self.field

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        names = [name for name, _label in options]
        self._at = names.index(value) if value in names else 0

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._options[self._at][0]

    def choose(self, value: str) -> None:
        """Show this value, without telling anybody; one that is not offered is ignored."""
        names = [name for name, _label in self._options]
        if value in names:
            self._at = names.index(value)
            self.refresh()

    def action_turn(self, step: int) -> None:
        """Choose the next value or the one before."""
        self._at = (self._at + step) % len(self._options)
        self.refresh()
        self.post_message(self.Turned(self, self.value))

    def on_click(self, event: events.Click) -> None:
        """A click goes on as the blank does."""
        self.action_turn(1)

    def render(self) -> RenderResult:
        """Return the line."""
        label = _(self._options[self._at][1])
        room = max(0, self.size.width - 4)
        while cell_len(label) > room:
            label = label[:-1]
        return Content(f"< {label} >")
