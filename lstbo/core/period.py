"""Periods of the books: a month, a quarter, a year, or everything."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from lstbo.core.errors import Usage
from lstbo.core.language import _

_FORM = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])))?")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `start` to `end`, both included. `str()` gives the form it was written in."""

    start: date
    end: date
    name: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-10`, `2026-Q3` or `2026`. Raises Usage for anything else."""
        found = _FORM.fullmatch(text.strip().upper())
        if not found:
            raise Usage(_("'{text}' is not a period.").format(text=text), _("Write 2026-10, 2026-Q3 or 2026."))
        year = int(found[1])
        first, last = (1, 12)
        if found[2]:
            first = last = int(found[2])
        elif found[3]:
            first, last = int(found[3]) * 3 - 2, int(found[3]) * 3
        if not 1 <= first <= 12 or not 1990 <= year <= 9998:
            raise Usage(_("'{text}' is not a period.").format(text=text), _("Write 2026-10, 2026-Q3 or 2026."))
        return cls(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), found[0])

    @classmethod
    def of_month(cls, day: date) -> Period:
        """Return the month that `day` lies in."""
        return cls.parse(f"{day.year:04d}-{day.month:02d}")

    def months(self) -> list[Period]:
        """Return the months of the period in order."""
        months: list[Period] = []
        day = self.start
        while day <= self.end:
            months.append(Period.of_month(day))
            day = months[-1].end + timedelta(days=1)
        return months

    def before(self) -> Period:
        """Return the same period one year earlier (the comparative column)."""
        return Period.parse(f"{self.start.year - 1:04d}{self.name[4:]}")

    def step(self, count: int) -> Period:
        """Return the month, quarter or year that comes `count` of its kind later (negative: earlier).

        Raises Usage beyond the years that periods know.
        """
        length = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        year, month = divmod(self.start.year * 12 + self.start.month - 1 + count * length, 12)
        form = {1: f"{year:04d}-{month + 1:02d}", 3: f"{year:04d}-Q{month // 3 + 1}", 12: f"{year:04d}"}
        return Period.parse(form[length])

    def __str__(self) -> str:
        return self.name
