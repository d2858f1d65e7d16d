"""Text from outside: cleaned once when it comes in, and once more where it is shown."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 200
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\u200e\u200f]"
)
_SPACES = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def clean_text(text: str, limit: int = LIMIT) -> str:
    """Return `text` as plain characters: NFC, control and direction characters out, runs of white space to one blank.

    At most `limit` characters are kept.
    """
    if text.isascii() and text.isprintable() and len(text) <= limit and "  " not in text:
        return text.strip()
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", _UNWANTED.sub("", text))).strip()
    return plain[:limit].rstrip()


def cell(value: object) -> str:
    """Return what may be drawn on a terminal for `value`: cleaned again, never markup."""
    return clean_text(str(value), 4000)


def csv_cell(value: object) -> str:
    """Return a cell for a CSV that a spreadsheet will open: text it would run as a formula gets an apostrophe.

    Numbers stay numbers, also negative ones. Text that has one already gets one more, so that it reads back as it was.
    """
    text = "" if value is None else str(value)
    if isinstance(value, str) and text.lstrip("'").startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def csv_uncell(text: str) -> str:
    """Undo `csv_cell`, so that a file written for a spreadsheet reads back as it was."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
