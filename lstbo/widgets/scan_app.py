"""The application every screen of lstbo runs in, as far as keys are concerned: scans are sorted out of the typing here."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from lstbo.widgets.inputs import Field
from lstbo.widgets.one_of import OneOf
from lstbo.widgets.scan import ScanCollector

R = TypeVar("R")
_STALLED = 0.010  # a timer this many seconds late means that keys may be waiting too
_PATIENCE = 0.5  # seconds after which a field that never answered is no longer waited for


class Scanned(Message):
    """A barcode was scanned; sent to the active screen whatever has the focus. `code` is as the scanner sent it."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class ScanApp(App[R]):
    """An App that turns scans into `Scanned` messages and keeps typed-ahead keys in the order of the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._collector: ScanCollector[events.Key] = ScanCollector()
        self._turn = 0
        self._waits_for: Widget | None = None
        self._typed_into: Field | None = None  # it got characters, and may not have dealt with them yet
        self._deadline: Timer | None = None
        self._kept: list[events.Key | str] = []

    async def on_event(self, event: events.Event) -> None:
        """Look at keys before anybody else does."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._take_key(event)
            return
        if isinstance(event, events.MouseDown | events.Paste) and not event.is_forwarded:
            for key in self._collector.release(forget=True):
                await self._pass(key)
        await super().on_event(event)

    async def _take_key(self, event: events.Key) -> None:
        self._turn += 1
        character = event.character if event.is_printable else None
        in_text = isinstance(self.focused, Input)  # no page has a TextArea, which takes long to load
        outcome = self._collector.take(event, event.key, character, event.time, in_text=in_text)
        for key in outcome.passed:
            await self._pass(key)
        if outcome.taken_back:
            self._take_back(outcome.taken_back)
        if outcome.code:
            await self._pass(outcome.code)
        if self._collector.held:
            self._wait_for_next(self._turn)

    def _wait_for_next(self, turn: int) -> None:
        """Hold the key until the next one is late. A test's keys come when they come: there nothing is waited for."""
        if self.is_headless:
            self.call_later(self._let_go, turn)
            return
        loop = asyncio.get_running_loop()
        wait = self._collector.patience
        due = loop.time() + wait

        def look() -> None:
            if turn == self._turn and loop.time() - due > _STALLED:
                self._wait_for_next(turn)
            elif turn == self._turn:
                self.call_later(self._let_go, turn)

        loop.call_later(wait, look)

    async def _let_go(self, turn: int) -> None:
        if turn == self._turn:
            for key in self._collector.release():
                await self._pass(key)

    async def _pass(self, item: events.Key | str) -> None:
        """Deliver a key or a scan, after all that are being kept back."""
        if self._waits_for is not None:
            self._kept.append(item)
        elif isinstance(item, str):
            self.screen.post_message(Scanned(item))
        elif self._typed_into is not None and not item.is_printable:
            self._kept.insert(0, item)  # its binding may be one that does not wait for the field
            self._wait_for_field(self._typed_into)
        else:
            focused = self.focused
            await super().on_event(item)
            if isinstance(focused, OneOf) or (isinstance(focused, Field) and not item.is_printable):
                self._wait_for_field(focused)  # a binding acts when the key has come all the way up
            elif isinstance(focused, Field):
                self._typed_into = focused

    def _wait_for_field(self, field: Widget) -> None:
        """Keep the next keys until this field has dealt with those it got: they belong to whatever is next."""
        self._waits_for, self._typed_into = field, None
        if not field.call_later(self._ask_upwards, field):
            self.call_later(self._go_on, field)
        self._deadline = self.set_timer(_PATIENCE, lambda: self._go_on(field))

    def _ask_upwards(self, node: DOMNode) -> None:
        """Let everyone from the field up to the application see what the field had to say, one after the other."""
        field = self._waits_for
        above = node.parent
        if above is None or above is self or not above.call_later(self._ask_upwards, above):
            self.call_later(self._go_on, field)

    async def _go_on(self, field: Widget | None) -> None:
        if field is None or field is not self._waits_for:
            return
        self._waits_for = None
        if self._deadline is not None:
            self._deadline.stop()
        while self._kept and self._waits_for is None:
            await self._pass(self._kept.pop(0))

    def _take_back(self, count: int) -> None:
        """Take the last characters out of the field that got them; it then holds what it held before."""
        focused = self.focused
        if isinstance(focused, Field):
            focused.call_later(focused.take_back, count)
        elif isinstance(focused, Input):
            plain: Input = focused
            plain.call_later(lambda: plain.delete(plain.cursor_position - count, plain.cursor_position))


def send_scan(app: App[Any], code: str) -> None:
    """Do in a test what a scanner does: type `code` and Enter in one go. Pause the pilot afterwards."""
    for mark in code:
        app.post_message(events.Key(mark, mark))
    app.post_message(events.Key("enter", "\r"))
