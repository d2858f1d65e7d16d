"""Type: the two fonts that ship, the width of text, line breaks, and text made safe to print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from lstbo.core.text import clean_text

REGULAR = "NotoSansSC"
BOLD = "NotoSansSC-Bold"
MISSING = "\N{GETA MARK}"
TEXT_LIMIT = 1000
_FILES = {REGULAR: "NotoSansSC-Regular-lstbo.ttf", BOLD: "NotoSansSC-Bold-lstbo.ttf"}
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕％…,.;:?!)]}%")


class Face:
    """One font: what it can show and how wide text is in it."""

    def __init__(self, name: str) -> None:
        with as_file(files("lstbo.reports.paper") / "fonts" / _FILES[name]) as path:
            font = TTFont(name, str(path))
        pdfmetrics.registerFont(font)
        self.name = name
        self.glyphs: dict[int, int] = font.face.charToGlyph
        widths: dict[int, int] = font.face.charWidths
        self._default: int = font.face.defaultWidth
        self._widths = {chr(code): width for code, width in widths.items()}

    def width(self, text: str, size: float) -> float:
        """Return the width of `text` in points at `size` points."""
        get, default = self._widths.get, self._default
        return sum([get(char, default) for char in text]) * size / 1000


@cache
def face(bold: bool = False) -> Face:
    """Return the regular or the bold font, read once per process."""
    return Face(BOLD if bold else REGULAR)


class Typesetter:
    """Makes text printable and remembers which characters the fonts lack."""

    def __init__(self) -> None:
        self.missing: set[str] = set()
        self._known: dict[str, str] = {}

    def pdf_text(self, text: str) -> str:
        """Return `text` as plain printable characters: cleaned again, what the font lacks replaced by 〓.

        The result is drawn as characters, never parsed, so markup in it shows as it was written.
        """
        known = self._known.get(text)
        if known is None:
            known = self._printable(clean_text(text, TEXT_LIMIT))
            if len(self._known) < 20_000:
                self._known[text] = known
        return known

    def _printable(self, text: str) -> str:
        glyphs = face().glyphs
        if all(ord(char) in glyphs for char in text):
            return text
        return "".join(self._one(char, glyphs) for char in text)

    def _one(self, char: str, glyphs: dict[int, int]) -> str:
        if ord(char) in glyphs:
            return char
        if unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f":
            return ""
        self.missing.add(char)
        return MISSING


def wrap(text: str, room: float, font: Face, size: float) -> list[str]:
    """Return `text` in lines no wider than `room` points, broken at blanks where there are, else anywhere."""
    room += 0.01
    if font.width(text, size) <= room:
        return [text]
    return list(_lines(text, room, font, size))


def _lines(text: str, room: float, font: Face, size: float) -> Iterator[str]:
    start = 0
    while start < len(text):
        end, used = start, 0.0
        while end < len(text):
            used += font.width(text[end], size)
            if used > room and end > start:
                break
            end += 1
        if end < len(text):
            end = _break(text, start, end)
        yield text[start:end].rstrip()
        start = end
        while start < len(text) and text[start] == " ":
            start += 1


def _break(text: str, start: int, end: int) -> int:
    """Return a better place than `end` to break: after a blank, never inside a Latin word, not before a comma."""
    if text[end] == " ":
        return end
    if text[end].isascii() and text[end - 1].isascii():
        blank = text.rfind(" ", start + 1, end)
        wide = next((at for at in range(end - 1, start, -1) if not text[at].isascii()), -1)
        if max(blank, wide) >= start + (end - start) // 3:
            return max(blank, wide) + 1
    return end - 1 if text[end] in _NOT_FIRST and end - start > 2 else end
