"""What every frame keeps to, whatever it shows: its width, its first and last line, its language, its figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.app import App

from lstbo.core.language import language
from lstbo.screens import Page
from lstbo.widgets import KeyLine
from lstbo.widgets.lines import KEYS_WIDTH

# What stands in a Chinese frame in Latin letters: keys, units, kinds of files, the program's own name and commands.
_LATIN = re.compile(
    r"LSTBO_\w+=\S+ lstbo|lstbo .*|F\d+|Ctrl\+\w|Alt|Esc|Enter|Del|Tab|Space|Home|End|PgUp|PgDn|Shift|Down|Up|CNY|English|"
    r"PDF|CSV|XLSX|xlsx|csv|KB|MB|DuckDB|cn-small|anna|lstbo|many|\(path\)|~/\S*|shui|USB|LED|"
    r"[A-Z]{1,3}-?\d[\w-]*|\d*(?:ml|kg|g|L|cm|mm)\b|[\w.()-]+\.(?:csv|duckdb|xlsx|pdf)"
)
_WORD = re.compile(r"[A-Za-z]{3,}")
_OVERFLOW = re.compile(r"#{2,}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def same_everywhere(shown: str, home: Path) -> str:
    """Return a frame without what differs from computer to computer: where the book lies, the room on the disk."""
    start = re.escape(str(home)[:6])
    shown = re.sub(rf"{start}\S*(?:  +(?=\S))?", "(path) ", shown)
    return re.sub(r"\b\d{3,} MB", "many MB", re.sub(r" +$", "", shown, flags=re.MULTILINE))


def faults_of(app: App[Any], shown: str, name: str) -> list[str]:
    """Return what is wrong with a frame, each with the name of the screen; nothing for a good one."""
    lines, width = shown.splitlines(), app.size.width
    faults = [f"line {at} is {cell_len(line)} wide" for at, line in enumerate(lines, 1) if cell_len(line) > width]
    faults += [f"a figure did not fit: {line.strip()}" for line in lines if _OVERFLOW.search(line)]
    faults += [f"a control character: {line!r}" for line in lines if _CONTROL.search(line)]
    if isinstance(app.screen, Page) and not all(f" {key} " in lines[0] for key in ("F2", "F4", "F6", "F9", "F10")):
        faults.append(f"no tab line: {lines[0]}")
    keys = app.screen.query(KeyLine)
    if len(lines) != app.size.height or not (keys or "Esc" in lines[-1]):
        faults.append(f"no key line, but {lines[-1]}")
    elif keys and cell_len(lines[-1].strip()) > KEYS_WIDTH:
        faults.append(f"a key line of {cell_len(lines[-1].strip())} cells")
    if language() == "zh":
        faults += [f"not Chinese: {line.strip()}" for line in lines if _WORD.search(_LATIN.sub("", line))]
    return [f"{name}: {fault}" for fault in faults]
