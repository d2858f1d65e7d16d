"""Keys of one's own: `keys.toml` beside the settings gives actions other keys, such as `page.search = "ctrl+f"`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lstbo.core.language import _
from lstbo.core.text import cell

LIMIT = 100_000
_KEY = re.compile(r"((ctrl|alt|shift)\+)*(f[1-9][0-9]?|[a-z]|[a-z][a-z_]+[a-z]|[^\w\s,])")
_FIXED = ("enter", "escape", "tab", "up", "down", "left", "right", "backspace")


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keys somebody chose: action -> keys, apart by commas; and what was wrong in the file, in plain words."""

    keys: Mapping[str, str]
    faults: tuple[str, ...] = ()


def read_keys(file: Path, known: Iterable[str]) -> OwnKeys:
    """Read a file of keys. `known` are the ids of actions; those of pages that were not opened yet (with another
    first word than these) are believed. Never raises for what the file says; no file means no keys of one's own."""
    if not file.is_file():
        return OwnKeys({})
    try:
        found = tomllib.loads(file.read_bytes()[:LIMIT].decode("utf-8"))
    except (OSError, ValueError) as fault:
        text = _("{file} cannot be read: {reason}").format(file=cell(file), reason=cell(fault))
        return OwnKeys({}, (text,))
    actions = set(known)
    chosen: dict[str, str] = {}
    faults = []
    for action, keys in _entries(found):
        wrong = _fault(action, keys, actions, chosen)
        if wrong:
            faults.append(f"keys.toml, {cell(action)}: {wrong}")
        else:
            chosen[action] = ",".join(part.strip() for part in str(keys).split(","))
    return OwnKeys(chosen, tuple(faults))


def _entries(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _fault(action: str, keys: object, actions: set[str], chosen: Mapping[str, str]) -> str:
    rooms = {known.partition(".")[0] for known in actions}
    if action not in actions and (action.partition(".")[0] in rooms or "." not in action):
        return _("there is no such action; F1 lists them.")
    if not isinstance(keys, str) or not keys.strip():
        return _('write a key in quotes, such as "ctrl+f".')
    for key in (part.strip() for part in keys.split(",")):
        if key.isdecimal():
            return _("digits belong to the scanner.")
        if key in _FIXED:
            return _("'{key}' cannot be given away.").format(key=key)
        if not _KEY.fullmatch(key):
            return _("'{key}' is not a key.").format(key=cell(key))
        if any(key in others.split(",") for others in chosen.values()):
            return _("'{key}' is given twice.").format(key=key)
    return ""
