"""A first look at a file nobody said anything about: what it most likely is, and how it would be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from lstbo.core.errors import BadInput, LstboError
from lstbo.core.language import _
from lstbo.exchange.containers import Source, open_sources
from lstbo.exchange.corrected import corrected_rows
from lstbo.exchange.profiles import Understood, understood
from lstbo.exchange.sniffing import Profile
from lstbo.exchange.words import KINDS

_ASKED_OF_COLUMNS = ("date_order", "decimal_style")


@dataclass(frozen=True, slots=True)
class Look:
    """What a path holds: the kind of its first table, how that would be read, and how many tables there are.

    `sure` is False when another kind fits as well.
    """

    kind: str
    sure: bool
    first: Understood
    tables: int

    @property
    def ready(self) -> bool:
        """Whether nothing has to be asked before it is read."""
        return self.first.layout.confidence >= Decimal("0.5")

    @property
    def foreign(self) -> bool:
        """Whether next to nothing in it is known: most likely it is not a file of this kind at all."""
        missing = [what for what, _question in self.first.layout.asks if what not in _ASKED_OF_COLUMNS]
        return len(self.first.layout.columns) < 2 and (bool(missing) or not self.first.layout.columns)


def look_at(path: str, kind: str = "", told: Profile | None = None) -> Look:
    """Look at a file, as `kind` or, without one, as what its columns fit best; nothing is posted.

    `told` is what somebody said of it. Raises BadInput for what cannot be opened, holds nothing, or is no table at all.
    """
    sources = open_sources(path)
    if not sources:
        raise BadInput(_("There is no table in this file."), file=path)
    sample = corrected_rows(sources[0]).sample
    if kind:
        return Look(kind, True, _as(sample, kind, told), len(sources))
    found = [(_fit(seen), seen) for seen in (_tried(sample, one, told) for one in KINDS) if seen is not None]
    if not found:
        raise BadInput(_("The file is empty."), _("Export it again."), file=sources[0].name)
    best = max(fit for fit, _seen in found)
    fitting = [seen for fit, seen in found if fit == best]
    return Look(fitting[0].layout.kind, len(fitting) == 1 and best[0], fitting[0], len(sources))


def _as(source: Source, kind: str, told: Profile | None) -> Understood:
    return understood(source, replace(told or Profile(""), kind=kind))


def _tried(source: Source, kind: str, told: Profile | None) -> Understood | None:
    try:
        return _as(source, kind, told)
    except LstboError:
        return None


def _fit(seen: Understood) -> tuple[bool, int]:
    """How well a kind fits: nothing it needs is missing; and how many columns it knows."""
    missing = [what for what, _question in seen.layout.asks if what not in _ASKED_OF_COLUMNS]
    return not missing and bool(seen.layout.columns), len(seen.layout.columns)
