"""The only place that reads the time. `LSTBO_NOW` (ISO date and time) sets it, for demonstrations and tests."""

from __future__ import annotations

import os
from datetime import date, datetime

from lstbo.core.errors import Usage
from lstbo.core.language import _


def now() -> datetime:
    """Return the local date and time of the shop, without a zone, to the microsecond.

    Raises Usage when LSTBO_NOW is set and is not an ISO date and time.
    """
    fixed = os.environ.get("LSTBO_NOW")
    if not fixed:
        return datetime.now()
    try:
        return datetime.fromisoformat(fixed)
    except ValueError:
        raise Usage(
            _("LSTBO_NOW is '{value}', which is not a date and time.").format(value=fixed),
            _("Write it like 2026-11-22T18:30."),
        ) from None


def today() -> date:
    """Return the local calendar date."""
    return now().date()
