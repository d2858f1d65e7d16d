"""The periods that commands take."""

from __future__ import annotations

from lstbo.core.period import Period


def period_of(text: str) -> Period | None:
    """Return the period written as 2026-10, 2026-Q3 or 2026; None for no text. Raises Usage."""
    return Period.parse(text) if text else None
