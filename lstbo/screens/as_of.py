"""The day from which figures count backwards: asked for in the words people use for days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core import clock
from lstbo.core.language import _
from lstbo.screens.sheet import Sheet
from lstbo.widgets import DateInput, FieldRow, plain


@dataclass(frozen=True, slots=True)
class AsOf:
    """The answer: nothing dated after `day` counts; None counts everything."""

    day: date | None


class AsOfScreen(Sheet[AsOf]):
    """Asks for a day."""

    def __init__(self, day: date | None) -> None:
        super().__init__()
        self._day = day

    def title_text(self) -> str:
        """Return the line at the top."""
        return _("Show the book as of a day")

    def body(self) -> Iterable[Widget]:
        """Ask, and say what an empty answer means."""
        yield FieldRow(_("Day"), DateInput(self._day, today=clock.today(), advance=False, id="day"))
        text = _("Nothing dated later counts then. Write 2026-10-31, 10-31, yesterday or -7; leave it empty for today.")
        yield Static(plain(text), classes="note")

    @on(DateInput.Entered)
    def _answered(self, event: DateInput.Entered) -> None:
        field = self.query_one(DateInput)
        if field.day is not None or not field.value.strip():
            self.dismiss(AsOf(None if field.day == clock.today() else field.day))
