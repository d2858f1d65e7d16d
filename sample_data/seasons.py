"""Which days are open, how busy they are and what sells on them."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any


class Calendar:
    """Festivals, seasons and weekdays of the shop."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.spring = [date.fromisoformat(text) for text in settings["spring_festival"]]
        self.autumn = [date.fromisoformat(text) for text in settings["mid_autumn"]]
        self.known: dict[tuple[str, str, date], float] = {}

    def days_to(self, festivals: list[date], day: date) -> int:
        """Days until the nearest of the festivals, negative after it."""
        return min(((festival - day).days for festival in festivals), key=abs)

    def is_closed(self, day: date) -> bool:
        """The shop shuts on the first two days of the lunar year."""
        return self.days_to(self.spring, day) in (0, -1)

    def receipts(self, day: date, rng: Random) -> int:
        """How many customers come today."""
        busy = self.settings["weekday"][day.weekday()] * self.settings["month"][day.month - 1]
        busy *= 0.9 + 0.2 * rng.random()
        if rng.random() < 0.06:
            busy *= 0.82  # a day of rain
        to_spring = self.days_to(self.spring, day)
        if 1 < to_spring <= 12:
            busy *= 1.22
        elif to_spring == 1:
            busy *= 0.7
        elif -7 <= to_spring < -1:
            busy *= 0.72
        return int(self.settings["receipts_per_day"] * busy)

    def factor(self, season: str, curve: str, day: date) -> float:
        """How well goods of this season and curve sell on a day, 1 is usual."""
        key = (season, curve, day)
        if key not in self.known:
            self.known[key] = self._factor(season, curve, day)
        return self.known[key]

    def _factor(self, season: str, curve: str, day: date) -> float:
        month = day.month - 1
        base: float = self.settings["curves"][curve][month]
        to_spring, to_autumn = self.days_to(self.spring, day), self.days_to(self.autumn, day)
        if season in ("sum", "win"):
            tag: float = self.settings["curves"][season][month]
            return base * tag
        if season == "gift":
            return base * (5.0 if 0 < to_spring <= 14 else 2.6 if 0 <= to_autumn <= 7 else 0.6)
        if season == "cny":
            return base * (4.0 if 0 < to_spring <= 18 else 0.8)
        if season == "spr":
            return 3.0 if 0 < to_spring <= 24 else 0.0
        if season == "mid":
            return 2.5 if 0 <= to_autumn <= 24 else 0.0
        return base
