"""Words pages share: weekdays and days."""

from __future__ import annotations

from datetime import date

from lstbo.core.language import N_, _

_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def weekday_name(day: date) -> str:
    """Return the weekday, short: Sat, 周六."""
    return _(_WEEKDAYS[day.weekday()])


def day_name(day: date) -> str:
    """Return a day as month, day and weekday: 10-31 Sat."""
    return f"{day:%m-%d} {weekday_name(day)}"
