"""Days as people type them: `昨天`, `-3`, `20日`, `3-5`, `周一`, `上周五`, `2026-11-20`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.core.typed import plain_typing

_NAMED = {
    **dict.fromkeys(("今天", "今日", "today"), 0),
    **dict.fromkeys(("昨天", "昨日", "yesterday"), -1),
    "前天": -2,
    "大前天": -3,
    **dict.fromkeys(("明天", "明日", "tomorrow"), 1),
    "后天": 2,
}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = {name: day for day, name in enumerate(_ENGLISH)} | {name[:3]: day for day, name in enumerate(_ENGLISH)}
_WEEKDAYS |= {
    f"{week}{mark}": min(day, 6) for week in ("周", "星期", "礼拜") for day, mark in enumerate("一二三四五六日天")
}
_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}
_OFFSET = re.compile(r"([+-])(\d{1,3})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})(?:日|号)", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{1,2})(?:[-/](\d{1,2})|月(\d{1,2})(?:日|号)?)", re.ASCII)
_FULL = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})(?:日|号)?|(\d{2})(\d{2}))", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def date_typed(text: str, today: date, *, future: bool = False) -> date:
    """Return the day that `text` means, seen from `today`.

    A day without its month or year, and a weekday, is the last such day up to today; with `future` the next one from
    today on. `上周五` is the Friday of the week before (weeks begin on Monday). Raises BadInput for anything else, and
    for a day after today unless `future` is allowed.
    """
    plain = plain_typing(text).strip().casefold()
    if not plain:
        raise BadInput(_("Nothing is written here."))
    found = _relative(plain, today, future) or _written(plain, today, future)
    if found is None:
        raise BadInput(
            _("'{text}' is not a day.").format(text="".join(mark for mark in text if mark.isprintable())[:40].strip()),
            _("Write it like 2026-11-20, 3-5, yesterday or -3."),
        )
    if found > today and not future:
        raise BadInput(_("{day} is still to come.").format(day=found.isoformat()), _("Give a day up to today."))
    return found


def _relative(plain: str, today: date, future: bool) -> date | None:
    if plain in _NAMED:
        return today + timedelta(days=_NAMED[plain])
    offset = _OFFSET.fullmatch(plain)
    if offset:
        return today + timedelta(days=int(offset[1] + offset[2]))
    if plain in _WEEKDAYS:
        ahead = (_WEEKDAYS[plain] - today.weekday()) % 7
        return today + timedelta(days=ahead if future or not ahead else ahead - 7)
    if plain[0] in _WEEKS and plain[1:] in _WEEKDAYS:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=_WEEKDAYS[plain[1:]], weeks=_WEEKS[plain[0]])
    return None


def _written(plain: str, today: date, future: bool) -> date | None:
    full = _FULL.fullmatch(plain)
    if full:
        year = int(full[1])
        month, day = int(full[3] or full[5] or full[7]), int(full[4] or full[6] or full[8])
        return _day(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    short = _MONTH_DAY.fullmatch(plain)
    if short:
        month, day = int(short[1]), int(short[2] or short[3])
        years = (today.year + (step if future else -step) for step in range(9))
        return _nearest((_day(year, month, day) for year in years), today, future)
    only = _DAY.fullmatch(plain)
    if only:
        other = (today.year * 12 + today.month - 1) + (1 if future else -1)
        months = ((today.year, today.month), (other // 12, other % 12 + 1))
        return _nearest((_day(year, month, int(only[1])) for year, month in months), today, future)
    return None


def _nearest(days: Iterator[date | None], today: date, future: bool) -> date | None:
    return next((day for day in days if day and (day >= today if future else day <= today)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
