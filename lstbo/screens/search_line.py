"""The line `/` opens: what is typed filters the list at once, Enter goes back to it, Esc takes the filter away."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from lstbo.core.language import N_, _
from lstbo.widgets import TextInput, plain


class SearchLine(Horizontal):
    """Hidden until it is opened. `Changed` says what is looked for, "" when nothing is any more."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Back"), show=False, id="search.leave", priority=True)  # before the field has it
    ]
    DEFAULT_CSS = """
    SearchLine { height: 1; display: none; background: $panel; }
    SearchLine.-open { display: block; }
    SearchLine Static { width: auto; padding: 0 1; }
    SearchLine TextInput { width: 1fr; height: 1; border: none; background: $surface; }
    """

    class Changed(Message):
        """Something else is looked for."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Left(Message):
        """The line was left; the list has the keys again."""

    def compose(self) -> ComposeResult:
        """Lay out the word and the field."""
        yield Static(plain(_("Search")))
        yield TextInput(advance=False, id="search-text")

    @property
    def text(self) -> str:
        """What is looked for; a slash typed once more to begin a search is not part of it."""
        return self.query_one(TextInput).text.lstrip("/ ")

    def open(self) -> None:
        """Show the line and type into it."""
        self.add_class("-open")
        self.query_one(TextInput).focus()

    def action_leave(self) -> None:
        """Look for nothing any more, and hide."""
        field = self.query_one(TextInput)
        field.value = ""
        self.remove_class("-open")
        self.post_message(self.Left())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self.text))

    @on(TextInput.Entered)
    def _entered(self, event: TextInput.Entered) -> None:
        event.stop()
        if not self.text:
            self.remove_class("-open")
        self.post_message(self.Left())
