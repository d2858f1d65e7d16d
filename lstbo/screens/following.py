"""The part of the application that follows the book: what others post shows within two seconds, without a key."""

from __future__ import annotations

from contextlib import suppress
from weakref import WeakKeyDictionary

from textual import on, work
from textual.app import ScreenStackError
from textual.message import Message

from lstbo.core.errors import LstboError
from lstbo.core.language import _
from lstbo.screens.desk import Desk
from lstbo.screens.page import Page
from lstbo.screens.places import PLACES
from lstbo.screens.shell import Frame
from lstbo.screens.surroundings import Surroundings, banner_text, look_around, right_text, status_text
from lstbo.widgets import ScanApp, Tab

FOLLOW_EVERY = 1.0


class FollowingApp(ScanApp[int]):
    """An application whose pages show the book as it is now."""

    class Looked(Message):
        """What goes on around the book was looked at."""

        def __init__(self, seen: Surroundings) -> None:
            self.seen = seen
            super().__init__()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.seen = Surroundings()
        self._known: WeakKeyDictionary[Page, tuple[object, ...]] = WeakKeyDictionary()
        self._offered = False

    @property
    def page(self) -> Page | None:
        """The page in front, None while another kind of screen is, and while pages are being changed."""
        try:
            screen = self.screen
        except ScreenStackError:
            return None
        return screen if isinstance(screen, Page) else None

    def tabs(self) -> list[Tab]:
        """Return the tabs of the tab line, in the language in force."""
        return [Tab(place.key.upper(), name, _(place.label)) for name, place in PLACES.items()]

    def frame(self) -> Frame:
        """Return what the lines around every page say now."""
        shop = self.desk.shop
        status = status_text(self.desk, self.seen)
        return Frame(shop.name if shop else "", banner_text(self.desk), status, right_text())

    def follow(self) -> None:
        """Look around from now on, once a second."""
        self.look()
        self.set_interval(FOLLOW_EVERY, self.look)

    @work(thread=True, exclusive=True, group="look")
    def look(self) -> None:
        """Look at what goes on around the book."""
        with suppress(LstboError, OSError):
            self.post_message(self.Looked(look_around(self.desk)))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        self.seen, page = event.seen, self.page
        if page is not None:
            if self.moved_since(page) or (page.shut_out and not self.seen.holder):
                page.reload()
            page.draw_frame()
        if not self._offered:
            self._offered = True
            if self.seen.drafts and not self.desk.read_only:
                self.offer_drafts()

    def offer_drafts(self) -> None:
        """Offer what was begun and not posted."""

    def saw(self, page: Page) -> None:
        """Note that a page reads the book as it is now."""
        self._known[page] = self._state()

    def moved_since(self, page: Page) -> bool:
        """Whether the book, or the day that is asked for, moved since this page was read."""
        known = self._known.get(page, self._state())
        if not known[0]:  # it was read before anybody had looked
            self._known[page] = known = (self.desk.first_version or self.seen.version, *known[1:])
        return known != self._state()

    def _state(self) -> tuple[object, ...]:
        return self.seen.version, self.desk.as_of, self.desk.known_at
