"""The pages of the terminal and their keys. The module of a page is loaded when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from textual.app import ComposeResult
from textual.screen import Screen

from lstbo.core.language import N_, _
from lstbo.screens.page import Page
from lstbo.widgets import TextLine


@dataclass(frozen=True, slots=True)
class Place:
    """A page behind a key: its label to translate, where its class is found, and the command that shows the same."""

    key: str
    label: str
    module: str
    page: str
    command: str = ""

    @property
    def keys(self) -> str:
        """The keys that open it: the F-key, and Alt or Esc with its last digit where a terminal eats the F-key."""
        return f"{self.key},alt+{self.key[-1]}"


PLACES: dict[str, Place] = {
    "today": Place("f2", N_("Today"), "today", "TodayPage", "lstbo report day-book"),
    "stock": Place("f4", N_("Stock"), "stock", "StockPage", "lstbo stock list"),
    "money": Place("f6", N_("Money"), "money", "MoneyPage", "lstbo journal list"),
    "reports": Place("f9", N_("Reports"), "reports", "ReportsPage", "lstbo report NAME"),
    "setup": Place("f10", N_("Setup"), "setup", "SetupPage", "lstbo doctor"),
}


def place_of_digit(digit: str) -> str | None:
    """Return the page that Esc and this digit open, None when there is none."""
    return next((name for name, place in PLACES.items() if place.key[-1] == digit), None)


def opener(name: str) -> Callable[[], Screen[Any]]:
    """Return what makes the page; its module is imported then, and a page that is not installed says so."""
    place = PLACES[name]
    home = f"lstbo.screens.{place.module}"

    def make() -> Screen[Any]:
        try:
            page: type[Screen[Any]] = getattr(import_module(home), place.page)
        except ModuleNotFoundError as fault:
            if fault.name != home:
                raise
            return MissingPage(name)
        return page()

    return make


class MissingPage(Page):
    """Stands where a page is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._tab = name

    @property
    def tab(self) -> str:
        """The tab that stands out."""
        return self._tab

    def views(self) -> ComposeResult:
        """Say what is missing."""
        yield TextLine(_("This page is not part of this installation."))
