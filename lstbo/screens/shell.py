"""What pages may ask of the application around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lstbo.screens.desk import Desk
    from lstbo.screens.page import Page
    from lstbo.screens.preferences import Preferences
    from lstbo.screens.surroundings import Surroundings
    from lstbo.widgets import Tab


@dataclass(frozen=True, slots=True)
class Frame:
    """What the lines around every page say."""

    heading: str
    banner: str
    status: str
    status_right: str = ""


class Shell(Protocol):
    """The application as its pages know it. None of these waits for anything."""

    desk: Desk
    seen: Surroundings
    preferences: Preferences

    def tabs(self) -> Sequence[Tab]:
        """Return the tabs of the tab line, in the language in force."""

    def frame(self) -> Frame:
        """Return what the lines around every page say now."""

    def saw(self, page: Page) -> None:
        """Note that a page reads the book as it is now."""

    def moved_since(self, page: Page) -> bool:
        """Whether the book, or the day that is asked for, moved since this page was read."""

    def action_open(self, name: str) -> None:
        """Open a page by its name."""

    def open_page(self, name: str, what: str = "") -> None:
        """Open a page, and what it calls by this name on it: a view, a report."""

    def open_item(self, code: str) -> None:
        """Open the card of an item by code or barcode."""

    def open_explanation(self, figure: str) -> None:
        """Open a figure down to where it comes from."""

    def action_as_of(self) -> None:
        """Ask for the day from which figures count backwards."""

    def action_switch_language(self) -> None:
        """Speak the other language from now on, and remember it."""

    def copy_text(self, text: str) -> None:
        """Put a text into the clipboard of the person at the terminal, also over SSH and inside tmux."""
