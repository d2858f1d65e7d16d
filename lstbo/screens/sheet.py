"""A sheet: a screen of its own above a page, with a title, a body and its keys; Esc leaves it. It covers the page whole,
since a see-through one costs forty times the bytes over SSH."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from lstbo.core.language import N_
from lstbo.screens.finishing import FinishingScreen
from lstbo.widgets import KeyLine, TextLine

T = TypeVar("T")


class Sheet(FinishingScreen[T]):
    """A screen of one purpose; subclasses give `title_text` and `body`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", N_("Back"), id="sheet.back")]
    DEFAULT_CSS = """
    Sheet { layout: vertical; background: $background; color: $foreground; }
    Sheet #title { text-style: bold; }
    Sheet #sheet { height: 1fr; padding: 1 2; }
    Sheet .note { color: $foreground 80%; height: auto; }
    """

    def title_text(self) -> str:
        """Return the line at the top."""
        return ""

    def body(self) -> Iterable[Widget]:
        """Return what the sheet shows."""
        return ()

    def compose(self) -> ComposeResult:
        """Lay out title, body and keys."""
        yield TextLine(self.title_text(), id="title")
        with Vertical(id="sheet"):
            yield from self.body()
        yield KeyLine(id="keys")

    def action_leave(self) -> None:
        """Leave without an answer."""
        if self.may_leave():
            self.dismiss(None)
