"""The part of the application that every page shares: ways between pages, and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

from lstbo.core.language import _, language, prefer_language, set_language
from lstbo.screens.desk import Desk
from lstbo.screens.finishing import FinishingScreen
from lstbo.screens.following import FollowingApp
from lstbo.screens.page import Page
from lstbo.screens.places import PLACES, place_of_digit
from lstbo.screens.preferences import Preferences, folder, load_preferences, save_preferences
from lstbo.screens.search_line import SearchLine
from lstbo.screens.themes import NAMES

if TYPE_CHECKING:
    from lstbo.screens.as_of import AsOf
    from lstbo.screens.choices import Choice
    from lstbo.storage import Draft

ARMED_FOR = 2.0
_BETWEEN = "between"


class EverywhereApp(FollowingApp):
    """An application with pages, a palette, help, and a language and theme of the user's choice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.preferences = load_preferences()
        prefer_language(self.preferences.language)
        self._armed = -ARMED_FOR

    # -- ways between pages ------------------------------------------------------------------------------------------

    def action_open(self, name: str) -> None:
        """Open a page by its name; from what was opened on it, go back to it."""
        if self.current_mode != name:
            self.switch_mode(name)
        else:
            if not self._may_leave():
                return
            while len(self.screen_stack) > 1:
                self.pop_screen()
        self.call_after_refresh(self._show_all)

    def _show_all(self) -> None:
        """Forget what was looked for on the page that was just opened by its key."""
        for screen in self.screen_stack:
            for line in screen.query(SearchLine).filter(".-open"):
                line.action_leave()

    def _may_leave(self) -> bool:
        """Whether nothing is under way on the pages that would be closed."""
        return all(screen.may_leave() for screen in self.screen_stack if isinstance(screen, FinishingScreen))

    def open_page(self, name: str, what: str = "") -> None:
        """Open a page, and what it calls by this name on it: a view, a report."""
        self.action_open(name)
        if what:
            self.call_after_refresh(self._on_page, lambda page: page.show_thing(what))

    def open_item(self, code: str) -> None:
        """Open the card of an item by code or barcode."""
        with suppress(ModuleNotFoundError):
            self.push_screen(import_module("lstbo.screens.item_card").ItemCard(code))

    def open_explanation(self, figure: str) -> None:
        """Open a figure down to where it comes from."""
        from lstbo.screens.explanation import ExplanationPage

        self.push_screen(ExplanationPage(figure))

    def copy_text(self, text: str) -> None:
        """Put a text into the clipboard of the person at the terminal, also over SSH and inside tmux."""
        from lstbo.screens.clipboard import copy_in_terminal

        copy_in_terminal(self, text)

    # -- Esc and a digit ---------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Remember Esc for a moment: a digit after it opens a page, where F-keys do not come through."""
        if isinstance(event, events.Key) and not event.is_forwarded and not event.key.isdecimal():
            self._armed = event.time if event.key == "escape" else -ARMED_FOR
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """Take a digit nobody wanted: after Esc it opens a page. A scan or a field never lets one come here."""
        name = place_of_digit(event.key)
        if name and event.time - self._armed < ARMED_FOR and self.current_mode in PLACES:
            self._armed = -ARMED_FOR
            event.stop()
            self.action_open(name)

    # -- keys that work everywhere -----------------------------------------------------------------------------------

    def use_own_keys(self) -> None:
        """Take the keys of the user's own file, and say what is wrong in it."""
        from lstbo.screens.keymap import read_keys

        known = [binding.id for _key, binding in [*self._bindings, *Page._merge_bindings()] if binding.id]
        own = read_keys(folder() / "keys.toml", known)
        self.set_keymap(dict(own.keys))
        for fault in own.faults:
            self.notify(fault, markup=False, severity="warning", timeout=15)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the ways to pages out while there is no book yet."""
        return self.current_mode in PLACES if action in ("open", "guide", "palette", "as_of") else True

    def action_guide(self) -> None:
        """Explain the screen in front and list its keys; a second time leaves that."""
        from lstbo.screens.guide import GuideScreen

        if isinstance(self.screen, GuideScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(GuideScreen(self.screen))

    def action_palette(self) -> None:
        """Find any page, item, report or action."""
        from lstbo.screens.palette import PaletteScreen

        if not isinstance(self.screen, PaletteScreen):
            self.push_screen(PaletteScreen(self.desk), self._chosen)

    def _chosen(self, choice: Choice | None) -> None:
        if choice is not None:
            choice.do(self)

    def action_as_of(self) -> None:
        """Ask for the day from which figures count backwards."""
        from lstbo.screens.as_of import AsOfScreen

        if not isinstance(self.screen, AsOfScreen):
            self.push_screen(AsOfScreen(self.desk.as_of), self._count_from)

    def _count_from(self, asked: AsOf | None) -> None:
        if asked is not None and asked.day != self.desk.as_of:
            self.desk.as_of = asked.day
            if self.page:
                self.page.reload()
                self.page.draw_frame()

    def offer_drafts(self) -> None:
        """Offer what was begun and not posted."""
        from lstbo.screens.drafts import DraftsScreen

        if not isinstance(self.screen, DraftsScreen):
            self.push_screen(DraftsScreen(self.desk.path), self._take_up)

    def _take_up(self, draft: Draft | None) -> None:
        """Go on with a draft on its page: the first word of its kind names it (`stock_price`)."""
        name = draft.kind.partition("_")[0] if draft is not None else ""
        if draft is None or name not in PLACES:
            return
        self.action_open(name)
        self.call_after_refresh(self._on_page, lambda page: page.take_up(draft))

    def _on_page(self, deed: Callable[[Page], None]) -> None:
        if self.page is not None:
            deed(self.page)

    # -- language and theme ------------------------------------------------------------------------------------------

    def action_switch_language(self) -> None:
        """Speak the other language from now on, and remember it."""
        if not self._may_leave():
            return
        set_language("en" if language() == "zh" else "zh")
        self._prefer(replace(self.preferences, language=language()))
        if self.current_mode in PLACES:
            self.run_worker(self._make_pages_anew(), exclusive=True, group="language")

    def action_use_theme(self, name: str) -> None:
        """Draw in other colours from now on, and remember it."""
        if name in NAMES:
            self._prefer(replace(self.preferences, theme=name))
            self.theme = NAMES[name][0]

    def _prefer(self, chosen: Preferences) -> None:
        self.preferences = chosen
        if not save_preferences(chosen):
            self.notify(_("This choice holds until you leave: its file cannot be written."), markup=False)

    async def _make_pages_anew(self) -> None:
        """Make every page again, in the language in force."""
        here = self.current_mode
        self.add_mode(_BETWEEN, Screen)
        await self.switch_mode(_BETWEEN)
        for name in PLACES:
            await self.remove_mode(name)
            self.add_mode(name, type(self).MODES[name])
        await self.switch_mode(here)
        await self.remove_mode(_BETWEEN)
