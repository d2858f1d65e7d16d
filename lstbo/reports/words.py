"""Dates, periods and units as the heads of reports say them, in the language in force."""

from __future__ import annotations

from datetime import date

from lstbo.core.language import _, language
from lstbo.core.period import Period
from lstbo.reports.report import Asked


def day_text(day: date) -> str:
    """Return a day as a statement's head writes it: 2026年1月31日, or 2026-01-31."""
    return f"{day.year}年{day.month}月{day.day}日" if language() == "zh" else day.isoformat()


def period_text(period: Period | None) -> str:
    """Return a period as a statement's head writes it: 2026年1月, 2026年第3季度, 2026年; or 2026-01, 2026-Q3, 2026."""
    if period is None:
        return _("whole book")
    name = str(period)
    if language() != "zh":
        return name
    if "Q" in name:
        return f"{name[:4]}年第{name[-1]}季度"
    return f"{name[:4]}年" if len(name) == 4 else f"{period.start.year}年{period.start.month}月"


def titled(title: str, asked: Asked) -> str:
    """Return a report's title with its period, or the day it is as of."""
    if asked.period is None and asked.as_of is not None:
        return f"{title} · {day_text(asked.as_of)}"
    return f"{title} · {period_text(asked.period)}" if asked.period else title


