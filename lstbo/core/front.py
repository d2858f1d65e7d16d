"""The front page of a room whose modules are loaded when a name of theirs is first asked for (PEP 562).

A page that offers names this way also imports them under TYPE_CHECKING, so that readers and tools see them. A name
that is also the name of a module of the room must be imported the plain way: a module loaded later would hide it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def front_page(room: str, offered: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a room's front page; `offered` gives module -> its names, apart by blanks.

    The function it returns raises AttributeError for a name that is not offered.
    """
    homes = {name: module for module, names in offered.items() for name in names.split()}

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value = getattr(import_module(f"{room}.{homes[name]}"), name)
        setattr(sys.modules[room], name, value)
        return value

    return load
