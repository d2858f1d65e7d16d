"""What every report is: one table as data, the object that JSON shows, and the sections that are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module

from lstbo.core.period import Period
from lstbo.reports.layout import Section, Table, plain
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for: a period (None = the whole book), a last day, a knowledge moment (posting sequence).

    `subject` is the account or item of reports that are about one.
    """

    period: Period | None = None
    as_of: date | None = None
    known_at: int | None = None
    subject: str = ""

    @property
    def start(self) -> date | None:
        """The first day, None = from the beginning."""
        return None if self.period is None else self.period.start

    @property
    def end(self) -> date | None:
        """The last day: the end of the period or `as_of`, whichever comes first; None = to the end."""
        ends = [day for day in (self.period.end if self.period else None, self.as_of) if day is not None]
        return min(ends) if ends else None

    @property
    def period_name(self) -> str | None:
        """The period as data writes it, None for the whole book."""
        return None if self.period is None else str(self.period)


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was made.

    `table` is one flat table (terminal, CSV), `data` what JSON shows: money and quantities as decimal text, ISO dates,
    English keys. `sections` are what is printed on paper; empty means the table itself.
    """

    name: str
    table: Table
    data: object
    sections: tuple[Section, ...] = ()

    @property
    def printed(self) -> tuple[Section, ...]:
        """The sections for paper."""
        return self.sections or (self.table,)


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report that can be asked for. `title` is a text to translate; `subject` is '', account or item.

    `made_by` names its function within this room as module:function.
    """

    name: str
    title: str
    made_by: str
    subject: str = ""

    def make(self, tx: Transaction, asked: Asked) -> Report:
        """Load the report's module and make the report. Raises Usage, NotFound."""
        module, _colon, function = self.made_by.partition(":")
        made: Report = getattr(import_module(f"lstbo.reports.{module}"), function)(tx, asked)
        return made


def as_data(value: object) -> object:
    """Return a value as JSON shows it: decimals as text, dates ISO, everything else as it is."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def records(table: Table, only: Sequence[str] = ()) -> list[dict[str, object]]:
    """Return the rows of a table as JSON objects by column key, all columns or `only` some."""
    return [
        {column.key: as_data(plain(cell)) for column, cell in zip(table.columns, row, strict=True)
         if not only or column.key in only}
        for row in table.rows
    ]  # fmt: skip
