"""The terminal: opens the book, lists the pages, and keeps the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, cast

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from lstbo.core import clock
from lstbo.core.language import N_, _
from lstbo.screens.desk import Desk
from lstbo.screens.page import Page
from lstbo.widgets.lines import Tab

FOLLOW_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A page behind a key: its label to translate, and where its class is found (loaded when it is opened)."""

    key: str
    label: str
    module: str
    page: str


PLACES: dict[str, Place] = {
    "today": Place("f2", N_("Today"), "today", "TodayPage"),
    "stock": Place("f4", N_("Stock"), "stock", "StockPage"),
    "money": Place("f6", N_("Money"), "money", "MoneyPage"),
    "reports": Place("f9", N_("Reports"), "reports", "ReportsPage"),
    "setup": Place("f10", N_("Setup"), "setup", "SetupPage"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the lines around every page say."""

    heading: str
    banner: str
    status: str
    status_right: str = ""


def _opener(place: Place) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        page: type[Screen[Any]] = getattr(import_module(f"lstbo.screens.{place.module}"), place.page)
        return page()

    return make


class LstboApp(App[int]):
    """The back office of one shop on one terminal."""

    CSS_PATH = "screens/page.tcss"
    MODES = {name: _opener(place) for name, place in PLACES.items()}  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(place.key, f"open('{name}')", place.label, show=False, id=f"app.{name}")
            for name, place in PLACES.items()
        ),
        Binding("ctrl+q", "quit", N_("Quit"), id="app.quit", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def on_mount(self) -> None:
        """Open the first page."""
        self.switch_mode("today")

    def tabs(self) -> list[Tab]:
        """Return the tabs of the tab line, in the language in force."""
        return [Tab(place.key.upper(), name, _(place.label)) for name, place in PLACES.items()]

    def frame(self) -> Frame:
        """Return what the lines around every page say now."""
        shop = self.desk.shop
        return Frame(shop.name if shop else "", "", self.desk.path.name, clock.today().isoformat())

    def action_open(self, name: str) -> None:
        """Open a page by its name."""
        if self.current_mode != name:
            self.switch_mode(name)

    @property
    def page(self) -> Page | None:
        """The page in front, None while another kind of screen is."""
        return self.screen if isinstance(self.screen, Page) else None

    def moved_since(self, page: Page) -> bool:
        """Whether the book moved since this page was read."""
        return False

    def saw(self, page: Page) -> None:
        """Note that a page reads the book as it is now."""

    def open_item(self, code: str) -> None:
        """Open the card of an item by code or barcode."""

    def open_explanation(self, figure: str) -> None:
        """Open a figure down to where it comes from."""

    def ask_as_of(self) -> None:
        """Ask for the day from which figures count backwards."""


def run_terminal(desk: Desk) -> int:
    """Run the terminal until it is left and return the exit code."""
    app = LstboApp(desk)
    try:
        return cast(int, app.run() or 0)
    finally:
        desk.close()
