"""Loading ahead, in a thread and in small steps, what other pages need, so that the first press of a key is quick too."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from importlib import import_module

_SCREENS = (
    *("stock", "item_card", "money", "document", "account_ledger", "explanation"),
    *("reports", "report_page", "report_file", "setup", "palette", "guide"),
)
_ROOMS = ("inventory", "accounting", "catalog", "proof", "reports", "exchange")
_PAUSE = 0.01


def load_ahead(stop: threading.Event) -> None:
    """Import the modules of all pages and what the rooms offer at their front doors, until `stop` is set."""
    for name in _names():
        if stop.is_set():
            return
        module, _dot, offered = name.partition(":")
        try:
            getattr(import_module(module), offered) if offered else import_module(module)
        except (ImportError, AttributeError):  # it is told where it is missed
            continue
        time.sleep(_PAUSE)  # the keyboard goes first


def _names() -> Iterable[str]:
    for screen in _SCREENS:
        yield f"lstbo.screens.{screen}"
    for room in _ROOMS:
        yield f"lstbo.{room}"
        for offered in getattr(import_module(f"lstbo.{room}"), "__all__", ()):
            yield f"lstbo.{room}:{offered}"
