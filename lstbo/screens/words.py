"""Words pages share: weekdays, days, and names of what the book keeps as codes."""

from __future__ import annotations

from datetime import date

from lstbo.core.language import N_, _, language

_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def weekday_name(day: date) -> str:
    """Return the weekday, short: Sat, 周六."""
    return _(_WEEKDAYS[day.weekday()])


def day_name(day: date) -> str:
    """Return a day as month, day and weekday: 10-31 Sat."""
    return f"{day:%m-%d} {weekday_name(day)}"


def tender_name(tender: str) -> str:
    """Return how a way of paying is called: cash, 现金; the word itself when it is not a tender of ours."""
    from lstbo.accounting import tenders

    for known in tenders():
        if known.tender == tender:
            return known.name_zh if language() == "zh" else known.name_en
    return tender
