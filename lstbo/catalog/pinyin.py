"""How a Chinese name can be typed: full pinyin and initials, with the other readings of its characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, product

_CAP = 16


@dataclass(frozen=True, slots=True)
class SearchWords:
    """`pinyin` and `initials` as usually read ('' without Chinese); `search` is everything a name is found by."""

    pinyin: str
    initials: str
    search: str


def search_words(name: str) -> SearchWords:
    """Return the ways to type `name`, lower case and without blanks inside a reading.

    The reading of whole phrases comes first (重庆 chongqing), then up to 15 others (朝日 as cr and zr).
    """
    lower = name.lower()
    if not _has_chinese(name):
        return SearchWords("", "", lower)
    usual = _phrase_reading(name)
    choices = _other_readings(name, usual)
    full = _texts(name, usual, choices, whole=True)
    initials = _texts(name, usual, choices, whole=False)
    return SearchWords(full[0], initials[0], " ".join([lower, *full, *initials]))


def _has_chinese(text: str) -> bool:
    return not text.isascii() and any(_is_chinese(mark) for mark in text)


def _is_chinese(mark: str) -> bool:
    return "\u3400" <= mark <= "\u9fff" or "\U00020000" <= mark <= "\U0003ffff"


def _phrase_reading(name: str) -> list[str]:
    """One reading per character; signs and blanks read as nothing, letters and digits as themselves."""
    from pypinyin import lazy_pinyin

    readings = lazy_pinyin(name, errors=list)  # type: ignore[arg-type]
    return [
        sound if _is_chinese(mark) else mark.lower() if mark.isalnum() else ""
        for mark, sound in zip(name, readings, strict=True)
    ]


def _other_readings(name: str, usual: list[str]) -> dict[str, list[str]]:
    """The readings of each character that differ from the usual one. A character reads the same all through a name."""
    from pypinyin import Style, pinyin

    others: dict[str, list[str]] = {}
    for mark, sound in zip(name, usual, strict=True):
        if _is_chinese(mark) and mark not in others:
            found = pinyin(mark, style=Style.NORMAL, heteronym=True)[0]
            others[mark] = [other for other in dict.fromkeys(found) if other != sound and other.isalpha()]
    return {mark: found for mark, found in others.items() if found}


def _texts(name: str, usual: list[str], others: dict[str, list[str]], *, whole: bool) -> list[str]:
    """The usual reading first, then those with one character read otherwise, then two, up to the cap."""
    readings = (dict(zip(marks, sounds, strict=True)) for marks, sounds in _deviations(others))
    spelt = (
        "".join(_sounded(changed.get(mark, sound), mark, whole) for mark, sound in zip(name, usual, strict=True))
        for changed in readings
    )
    return list(islice(dict.fromkeys(islice(spelt, _CAP * _CAP)), _CAP))


def _sounded(sound: str, mark: str, whole: bool) -> str:
    return sound if whole or not _is_chinese(mark) else sound[:1]


def _deviations(others: dict[str, list[str]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for count in range(len(others) + 1):
        for marks in combinations(others, count):
            for sounds in product(*(others[mark] for mark in marks)):
                yield marks, sounds
