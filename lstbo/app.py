"""The terminal: opens the book, lists the pages, and keeps the keys that work everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

from textual.app import ScreenStackError
from textual.binding import Binding, BindingType
from textual.scrollbar import ScrollBarRender

from lstbo.core.language import N_
from lstbo.screens import PLACES, THEMES, Desk, EverywhereApp, choose_theme, opener
from lstbo.widgets import ASCII, UNICODE, use_glyphs

AGAIN = 75  # as FaultScreen says
_LATER = 0.4


@dataclass(frozen=True, slots=True)
class Outside:
    """What the terminal asks of the program around it: to put a fault into the log (returns the file), and to make
    the sample shop's book at a path, telling its steps."""

    log_fault: Callable[[BaseException], str] | None = None
    make_sample: Callable[[Path, Callable[[str], None]], None] | None = None


class LstboApp(EverywhereApp):
    """The back office of one shop on one terminal."""

    CSS_PATH = Path(__file__).with_name("screens") / "page.tcss"
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 5
    MODES = {name: opener(name) for name in PLACES}  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(place.keys, f"open('{name}')", place.label, show=False, id=f"app.{name}", priority=True)
            for name, place in PLACES.items()
        ),
        Binding("f1", "guide", N_("Help"), id="app.help", priority=True),
        Binding("ctrl+p", "palette", N_("Find all"), id="app.palette", priority=True),
        Binding("ctrl+q", "quit", N_("Quit"), id="app.quit", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, outside: Outside | None = None, *, start: str = "today") -> None:
        super().__init__(desk)
        self.outside = outside or Outside()
        self._start = start
        self._faults = 0
        self._left = Event()
        use_glyphs(ASCII if desk.ascii_only else UNICODE)
        if desk.ascii_only:
            ScrollBarRender.VERTICAL_BARS = ScrollBarRender.HORIZONTAL_BARS = [" "]
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = choose_theme(os.environ, self.preferences.theme)

    def on_mount(self) -> None:
        """Open the first page, or ask the questions of a first run."""
        if self.desk.exists:
            self.begin(True)
        else:
            from lstbo.screens import FirstRun

            self.push_screen(FirstRun(self.desk, self.outside.make_sample), self.begin)

    def begin(self, made: bool | None) -> None:
        """Open the first page and follow the book; leave when there is none."""
        if not made:
            self.exit(0)
            return
        self.switch_mode(self._start)
        self.set_timer(_LATER, self._settle)

    def _settle(self) -> None:
        """Do what can wait until something is on the screen."""
        from lstbo.screens import close_on_signals, load_ahead

        with suppress(ScreenStackError):  # somebody left within the first moment
            close_on_signals(self, self.desk)
            self.use_own_keys()
            self.follow()
            Thread(target=load_ahead, args=(self._left,), daemon=True, name="loading ahead").start()

    def on_unmount(self) -> None:
        """Load nothing more."""
        self._left.set()

    def _handle_exception(self, error: Exception) -> None:
        """Show one screen that names the log, whatever went wrong; never a traceback on the terminal."""
        if self.outside.log_fault is None:
            super()._handle_exception(error)
            return
        from lstbo.screens import show_fault

        self._faults += 1
        show_fault(self, error, self.outside.log_fault, first=self._faults == 1)


def run_terminal(desk: Desk, outside: Outside | None = None) -> int:
    """Run the terminal until it is left and return the exit code."""
    try:
        while True:
            app = LstboApp(desk, outside)
            code = app.run()
            if code != AGAIN:
                return code if code is not None else app.return_code or 0
    finally:
        desk.close()
