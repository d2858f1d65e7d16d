"""Nine texts as they turn up in files, each of which breaks a careless terminal program."""

from __future__ import annotations

EVIL = (
    "坏[/]名",
    "[red]x[/red]",
    "[@click=app.quit]点我[/]",
    "osc\x1b]0;PWNED\x07\x1b[31mred",
    "c1\x9b31mred\x9d0;PWNED\x9c",
    "bidi\u202egnp.exe\u2066\u200f",
    "很长" * 3000,
    "two\nlines\tand a tab\r",
    "👨\u200d👩\u200d👧e\u0301\u0301\u0301\u0301\u0301\u200b⚠\ufe0f👍🏽",
)
# Textual itself writes ESC ] 22 (the shape of the pointer).
FORBIDDEN = (
    "\x1b]0",
    "\x1b[31m",
    "PWNED\x07",
    "\x9b",
    "\x9d",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u200b",
    "\u200d",
    "\ufe0f",
)
