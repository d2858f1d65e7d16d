"""Looking at the terminal program from a test: text frames, waiting until everything asked for is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

Test = Callable[..., Coroutine[Any, Any, None]]


def frame(app: App[Any]) -> str:
    """Return what the screen shows, a line per row, without blanks at the ends of lines."""
    lines = [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]
    return "\n".join(lines).rstrip("\n") + "\n"


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until no worker runs, no widget is busy, and everything is painted. Raises AssertionError after 10 s."""
    async with asyncio.timeout(10):
        quiet = 0
        while quiet < 2:
            await pilot.pause()
            waiting = [worker for worker in pilot.app.workers if not worker.is_finished]
            busy = [widget for widget in pilot.app.screen.query(Widget) if getattr(widget, "busy", False)]
            quiet = 0 if waiting or busy else quiet + 1
            if waiting or busy:
                await asyncio.sleep(0.005)


def in_a_loop(test: Test) -> Callable[..., None]:
    """Run a test that awaits."""

    @wraps(test)
    def run(*args: object, **named: object) -> None:
        asyncio.run(test(*args, **named))

    return run
