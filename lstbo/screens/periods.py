"""Pages that look at a period: a month, a quarter, a year or the whole book, with keys to step through them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _, language
from lstbo.core.period import Period
from lstbo.screens.page import Page

if TYPE_CHECKING:
    from lstbo.screens.desk import Desk
    from lstbo.storage import Transaction


def period_words(period: Period | None) -> str:
    """Return a period as a person says it: 2026-10, 2026年10月, 2026年第4季度, the whole book."""
    if period is None:
        return _("whole book")
    name = str(period)
    if language() != "zh":
        return name
    if "Q" in name:
        return f"{name[:4]}年第{name[-1]}季度"
    return f"{name[:4]}年" if len(name) == 4 else f"{period.start.year}年{period.start.month}月"


def latest_month(desk: Desk) -> Callable[[Transaction], Period]:
    """Return what finds the month to begin with: that of the day asked for, or the last month with an entry."""
    day = desk.day

    def find(tx: Transaction) -> Period:
        from lstbo.accounting import last_posted_day

        last = last_posted_day(tx, desk.knowing(tx))
        return Period.of_month(min(day, last) if last else day)

    return find


class PeriodPage(Page):
    """A page with a period: `[` and `]` step to the one before and after, `m` takes a longer one.

    `period` None is the whole book. Subclasses read it in `load`, which is called again whenever it changes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "step(-1)", N_("Earlier"), show=False, id="period.earlier"),
        Binding("right_square_bracket", "step(1)", N_("Period"), key_display="[ ]", id="period.later"),
        Binding("m", "longer", N_("Month/year"), id="period.longer"),
    ]

    def __init__(self, period: Period | None = None) -> None:
        super().__init__()
        self.period = period
        self._latest = period

    def begin_with(self, period: Period) -> None:
        """Show this period first, and come back to it from the whole book."""
        self.period = self._latest = period

    def told(self, text: str | None) -> None:
        """Say what a sheet answered, if it did."""
        if text:
            self.tell(text)

    def action_step(self, count: int) -> None:
        """Go to the period before or after; from the whole book to the last month."""
        try:
            self.period = self.period.step(count) if self.period else self._latest
        except LstboError:
            self.app.bell()
        self.load()

    def action_longer(self) -> None:
        """Take the quarter, the year, the whole book, then the month again."""
        if self.period is None:
            self.period = self._latest
        else:
            if self.period.start.month == self.period.end.month:
                self._latest = self.period
            self.period = longer(self.period)
        self.load()


def longer(period: Period) -> Period | None:
    """Return the next longer period around a period: quarter after month, then year, then None for the whole book."""
    name, year = str(period), period.start.year
    if len(name) == 4:
        return None
    return Period.parse(f"{year:04d}" if "Q" in name else f"{year:04d}-Q{(period.start.month + 2) // 3}")
