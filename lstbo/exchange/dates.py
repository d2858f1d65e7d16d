"""Dates and times as people and tills write them: one exact parser, and the order of day and month in a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from itertools import pairwise

from lstbo.core.clock import today

Moment = tuple[date, time | None]


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """A value that cannot be used: the code for the rejects file, the text as read and a short reason in English."""

    code: str
    value: str
    reason: str = ""


_QUOTING = ("'", "`", "=")
ORDERS = ("ymd", "dmy", "mdy")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WEEKDAY = re.compile(
    r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?"
    r"|(?:星期|周)[一二三四五六日天])\s*",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAY_NAME = re.compile(r"(\d{1,2})[-/. ]*([a-z]{3,9})\.?[-/., ]*(\d{4}|\d{2})(?!\d)", re.IGNORECASE)
_NAME_DAY = re.compile(r"([a-z]{3,9})\.?[-/ ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/ ]+(\d{4})(?!\d)", re.IGNORECASE)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[ T_-]?(\d{2})(\d{2})(\d{2})?)?")
_DIGITS_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})[ T]+(?=\d{1,2}:)")
_SERIAL = re.compile(r"([2-7]\d{4})(\.\d+)?")
_TIME = re.compile(
    r"(?:(?P<before>[ap]\.?m\.?|上午|下午|中午|凌晨|早上|晚上)\s*)?"
    r"(?P<hour>\d{1,2})(?:[:时点]\s*(?P<minute>\d{1,2})分?)(?:[:.]?\s*(?P<second>\d{1,2})秒?(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<after>[ap]\.?m\.?)?"
    r"\s*(?P<zone>z|utc|gmt|[a-z]{2,5}|(?:utc|gmt)?[+-]\d{1,2}:?(?:\d{2})?)?",
    re.IGNORECASE,
)
_FIRST_SERIAL = date(1899, 12, 30)


def plain(text: str) -> str:
    """Return `text` in NFKC without invisible characters, marks of quoting (` ' =" ") and outer blanks."""
    if text.isascii() and text.isprintable() and "  " not in text and text.strip()[:1] not in _QUOTING:
        return text.strip()
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip().lstrip("`'").strip()
    if bare.startswith('="') and bare.endswith('"') and len(bare) > 2:
        bare = bare[2:-1]
    return " ".join(bare.split())


def _year(text: str) -> int:
    value = int(text)
    if len(text) > 2:
        return value
    return 2000 + value if value < 70 else 1900 + value


def _pick(first: str, second: str, last: str, order: str) -> tuple[int, int, int]:
    """Return year, month, day of three numbers in `order`; a four-digit last one is always the year."""
    if order == "ymd" and len(last) == 2:
        return _year(first), int(second), int(last)
    if order == "mdy":
        return _year(last), int(first), int(second)
    return _year(last), int(second), int(first)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _numeric_date(match: re.Match[str], order: str) -> tuple[int, int, int] | str:
    first, _separator, second, last = match.groups()
    if order in ("dmy", "mdy") or (order == "ymd" and len(last) == 2 and len(first) == 2):
        return _pick(first, second, last, order)
    readings = {_pick(first, second, last, way) for way in ("dmy", "mdy")}
    possible = [reading for reading in readings if _is_date(*reading)]
    if len(possible) > 1:
        return "E_DATE_AMBIGUOUS"
    return possible[0] if possible else "E_DATE"


def _named_date(text: str) -> tuple[tuple[int, int, int], int] | None:
    match = _DAY_NAME.match(text)
    if match and match[2].lower() in _MONTHS:
        return (_year(match[3]), _MONTHS[match[2].lower()], int(match[1])), match.end()
    match = _NAME_DAY.match(text)
    if match and match[1].lower() in _MONTHS:
        return (_year(match[3]), _MONTHS[match[1].lower()], int(match[2])), match.end()
    return None


def _date_part(text: str, order: str) -> tuple[tuple[int, int, int], str] | str:
    """Return ((year, month, day), the rest of the text), or an error code."""
    for pattern in (_YEAR_FIRST, _DIGITS_TIME):
        match = pattern.match(text)
        if match:
            groups = [group for group in match.groups() if group.isdigit()]
            return (int(groups[0]), int(groups[1]), int(groups[2])), text[match.end() :]
    match = _NUMERIC.match(text)
    if match:
        found = _numeric_date(match, order)
        return found if isinstance(found, str) else (found, text[match.end() :])
    named = _named_date(text)
    return (named[0], text[named[1] :]) if named else "E_DATE"


def _clock_time(text: str) -> tuple[time, str] | None:
    """Return the time of day and the zone as written, or None when `text` is no time."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour = int(match["hour"])
    half = (match["before"] or match["after"] or "").lower().replace(".", "")
    if half in ("pm", "下午", "晚上") and hour < 12:
        hour += 12
    elif half in ("am", "上午", "凌晨", "早上") and hour == 12:
        hour = 0
    elif half in ("am", "pm") and hour > 12:
        return None
    try:
        micro = int((match["fraction"] or "0")[:6].ljust(6, "0"))
        return time(hour, int(match["minute"]), int(match["second"] or 0), micro), (match["zone"] or "").lower()
    except ValueError:
        return None


def _serial_moment(match: re.Match[str]) -> Moment:
    day = _FIRST_SERIAL + timedelta(days=int(match[1]))
    if not match[2]:
        return day, None
    seconds = int((Decimal("0" + match[2]) * 86400).to_integral_value())
    moment = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return moment.date(), moment.time()


def _in_zone(day: date, clock: time, zone: str, wanted: tzinfo) -> Moment:
    match = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", zone)
    if zone not in ("z", "utc", "gmt") and not match:
        return day, clock
    offset = timedelta()
    if match:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) * (-1 if match[1] == "-" else 1)
    there = datetime.combine(day, clock, timezone(offset)).astimezone(wanted)
    return there.date(), there.time().replace(tzinfo=None)


def parse_moment(text: str, order: str = "ymd", zone: tzinfo | None = None) -> Moment | ValueProblem:
    """Return the date, and the time if one is written, of `text`; or E_DATE, or E_DATE_AMBIGUOUS.

    `order` is the order of day and month in this column (ymd, dmy, mdy): a year of four digits in front is understood
    in every order, `05/01/2026` only with dmy or mdy. The time is wall-clock time as written; a numeric offset (or Z)
    is converted only when `zone` is given. Excel day numbers (45000, 45000.5) are understood. No range is checked.
    """
    bare = _WEEKDAY.sub("", plain(text)).strip(" ,")
    if not bare or len(bare) > 60:
        return ValueProblem("E_DATE", text, "no date")
    serial = _SERIAL.fullmatch(bare)
    if serial:
        return _serial_moment(serial)
    digits = _DIGITS.fullmatch(bare)
    if digits:
        parts = (int(digits[1]), int(digits[2]), int(digits[3]))
        rest = ":".join(group for group in digits.groups()[3:] if group)
    else:
        found = _date_part(bare, order)
        if isinstance(found, str):
            return ValueProblem(found, text, "day or month first?" if found == "E_DATE_AMBIGUOUS" else "not a date")
        parts, rest = found
    if not _is_date(*parts):
        return ValueProblem("E_DATE", text, "no such day")
    rest = rest.strip(" ,_")
    rest = rest[1:].strip() if rest[:1] in ("T", "t") else rest
    if not rest:
        return date(*parts), None
    clock = _clock_time(rest)
    if clock is None:
        return ValueProblem("E_DATE", text, "no such time")
    if zone is not None and clock[1]:
        return _in_zone(date(*parts), clock[0], clock[1], zone)
    return date(*parts), clock[0]


def parse_time(text: str) -> time | ValueProblem:
    """Return the time of day in `text` (09:05, 9:05:30 PM, 下午3:05, 093000), or E_DATE."""
    bare = plain(text)
    if re.fullmatch(r"\d{4}|\d{6}", bare):
        bare = ":".join(bare[at : at + 2] for at in range(0, len(bare), 2))
    if re.fullmatch(r"0?\.\d+", bare):
        moment = _serial_moment(re.fullmatch(r"(\d{5})(\.\d+)", "20000" + bare.lstrip("0")))  # type: ignore[arg-type]
        return moment[1] or time()
    clock = _clock_time(bare)
    return clock[0] if clock else ValueProblem("E_DATE", text, "not a time")


# ---- the order of day and month ---------------------------------------------------------------------------------


def _steadiness(days: list[date]) -> tuple[int, int, int]:
    """Return how often the days turn against their main direction, their steps, and the days from first to last."""
    steps = [(b - a).days for a, b in pairwise(days) if a != b]
    up = sum(1 for step in steps if step > 0)
    span = (max(days) - min(days)).days if days else 0
    return min(up, len(steps) - up), len(steps), span


def _readings(triples: list[tuple[str, str, str]], order: str) -> list[date]:
    days = []
    for first, second, last in triples:
        parts = _pick(first, second, last, order)
        if _is_date(*parts):
            days.append(date(*parts))
    return days


def _by_the_file(triples: list[tuple[str, str, str]], orders: list[str], limit: date) -> tuple[str, Decimal]:
    """Choose between orders that are all possible: by the future, the order of the file, and the span of days."""
    days = {order: _readings(triples, order) for order in orders}
    orders = [order for order in orders if max(days[order]) <= limit] or orders
    if len(orders) == 1:
        return orders[0], Decimal("0.9")
    scores = {order: _steadiness(days[order]) for order in orders}
    ranked = sorted(orders, key=lambda order: (scores[order][0], scores[order][2]))
    best, second = scores[ranked[0]], scores[ranked[1]]
    if best[1] >= 2 and best[0] * 5 <= best[1] and second[0] > best[0] + best[1] // 10:
        return ranked[0], Decimal("0.85")
    ranked.sort(key=lambda order: scores[order][2])
    best, second = scores[ranked[0]], scores[ranked[1]]
    if best[1] >= 2 and second[2] >= 5 * max(best[2], 1):
        return ranked[0], Decimal("0.75")
    if best[1] == 1 and second[2] >= 20 * max(best[2], 1):
        return ranked[0], Decimal("0.6")
    return ranked[0], Decimal("0.3")


def detect_date_order(values: Iterable[str]) -> tuple[str, Decimal]:
    """Return the order of day and month in a column (ymd, dmy, mdy) and how sure it is, 0 to 1.

    Give all values of the column, in file order (distinct neighbours are enough). Below 0.5 nobody can know: ask.
    A number above 12 decides; else dates in the future are ruled out, then the order that runs steadily through the
    file wins, then the one in which the days lie close together.
    """
    triples: list[tuple[str, str, str]] = []
    previous = ""
    for value in values:
        if value == previous:
            continue
        previous = value
        match = _NUMERIC.match(_WEEKDAY.sub("", plain(value)))
        if match:
            triples.append((match[1], match[3], match[4]))
    if not triples:
        return "ymd", Decimal(1)
    candidates = ORDERS if any(len(t[2]) == 2 and len(t[0]) == 2 for t in triples) else ("dmy", "mdy")
    possible = {order: len(_readings(triples, order)) for order in candidates}
    most = max(possible.values())
    best = [order for order in candidates if possible[order] == most]
    if most * 50 < len(triples) * 49:
        return best[0], Decimal("0.4")
    if len(best) == 1:
        return best[0], Decimal("0.99") if most == len(triples) else Decimal("0.9")
    return _by_the_file(triples, best, today() + timedelta(days=1))


_SHAPES = (
    (r"\d{4}-\d{1,2}-\d{1,2}", "%Y-%m-%d"),
    (r"\d{4}/\d{1,2}/\d{1,2}", "%Y/%m/%d"),
    (r"\d{4}\.\d{1,2}\.\d{1,2}", "%Y.%m.%d"),
    (r"\d{8}", "%Y%m%d"),
    (r"\d{4}年\d{1,2}月\d{1,2}日", "%Y年%m月%d日"),
)
_DATE_SHAPES = tuple((re.compile(pattern), style) for pattern, style in _SHAPES)
_TIME_SHAPES = (
    (re.compile(r""), ""),
    (re.compile(r" \d{1,2}:\d{2}"), " %H:%M"),
    (re.compile(r" \d{1,2}:\d{2}:\d{2}"), " %H:%M:%S"),
    (re.compile(r" \d{1,2}:\d{2}:\d{2}\.\d{1,6}"), " %H:%M:%S.%f"),
    (re.compile(r"T\d{1,2}:\d{2}"), "T%H:%M"),
    (re.compile(r"T\d{1,2}:\d{2}:\d{2}"), "T%H:%M:%S"),
    (re.compile(r" \d{1,2}:\d{2} [AaPp][Mm]"), " %I:%M %p"),
    (re.compile(r" \d{1,2}:\d{2}:\d{2} [AaPp][Mm]"), " %I:%M:%S %p"),
)
_SPLIT = re.compile(r"(\d[\d/.-]*\d|\d{4}年\d{1,2}月\d{1,2}日)(.*)", re.DOTALL)


def _date_style(text: str, order: str) -> str:
    for pattern, style in _DATE_SHAPES:
        if pattern.fullmatch(text):
            return style
    match = _NUMERIC.fullmatch(text)
    if not match or (order == "ymd" and len(match[4]) == 4):
        return ""
    year = "%Y" if len(match[4]) == 4 else "%y"
    parts = {"dmy": ("%d", "%m", year), "mdy": ("%m", "%d", year), "ymd": (year, "%m", "%d")}[order]
    return match[2].join(parts)


def moment_formats(values: Iterable[str], order: str) -> tuple[str, ...]:
    """Return the strptime formats that read these values as `parse_moment` does with `order`, most frequent first.

    For bulk reading; a value no format reads (month names, Excel numbers, zones ...) goes to `parse_moment`.
    """
    counts: dict[str, int] = {}
    for value in values:
        match = _SPLIT.fullmatch(value.strip())
        style = _date_style(match[1], order) if match else ""
        for pattern, clock in _TIME_SHAPES if match and style else ():
            if match and pattern.fullmatch(match[2]):
                counts[style + clock] = counts.get(style + clock, 0) + 1
    return tuple(sorted(counts, key=lambda key: -counts[key]))
