"""A statement on the screen: line by line beside the period it is compared with, its last total always in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from lstbo.core.language import N_, _, language
from lstbo.screens.periods import period_words
from lstbo.widgets import ListSource, Row, TableColumn, TextLine, VirtualTable

if TYPE_CHECKING:
    from lstbo.accounting import Statement
    from lstbo.core.period import Period

STATEMENTS = ("income", "balance-sheet", "cash-flow")
_COLUMNS = {
    "income": (N_("This period"), N_("A year earlier")),
    "balance-sheet": (N_("Closing"), N_("Year start")),
    "cash-flow": (N_("This period"), N_("A year earlier")),
}


class StatementView(Vertical):
    """One of the three statements at a time. The key of a row is the number of its line, 0 for a heading."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.which = STATEMENTS[0]

    def compose(self) -> ComposeResult:
        """Lay out the head and a table per statement."""
        yield TextLine(id="statement-head")
        for which in STATEMENTS:
            table = VirtualTable(
                _columns(which),
                empty=(_("No figures yet."), _("Import a day of sales on the Setup page (F10).")),
                id=f"statement-{which}",
            )
            table.display = which == self.which
            yield table

    @property
    def table(self) -> VirtualTable:
        """The table of the statement in front."""
        return self.query_one(f"#statement-{self.which}", VirtualTable)

    def turn(self) -> None:
        """Put the next statement in front."""
        self.which = STATEMENTS[(STATEMENTS.index(self.which) + 1) % len(STATEMENTS)]
        for which in STATEMENTS:
            self.query_one(f"#statement-{which}").display = which == self.which
        self.table.focus()

    def show(self, found: Statement, period: Period | None) -> None:
        """Draw a statement that was worked out for a period."""
        self.query_one("#statement-head", TextLine).show(title_of(found, period), _("t: next statement"))
        rows = [
            Row(
                row.line or -at,
                (
                    row.line or None,
                    "- " * (row.indent - 1) + row.name(language()),
                    row.amount or None,
                    other.amount or None,
                ),
                "muted" if row.amount is None else "",
            )
            for at, (row, other) in enumerate(zip(found.rows, found.comparative, strict=True))
        ]
        table = self.query_one(f"#statement-{found.form.statement}", VirtualTable)
        at = table.cursor
        table.set_source(ListSource(table.columns, rows))
        compared = any(row.amount for row in found.comparative)
        last, before = found.rows[-1], found.comparative[-1]
        table.set_totals(
            {"name": last.name(language()), "amount": last.amount, "comparative": before.amount if compared else None}
        )
        table.move_to(at)


def title_of(found: Statement, period: Period | None) -> str:
    """Return the head of a statement: its name, its official number if it has one, and what it is of."""
    form = found.form
    name = form.title_zh if language() == "zh" else form.title_en
    number = f" {form.number}" if form.number and language() == "zh" else ""
    if form.statement == "balance-sheet":
        return f"{name}{number} · " + _("at the end of {day}").format(day=found.end.isoformat())
    return f"{name}{number} · {period_words(period)}"


def _columns(which: str) -> tuple[TableColumn, ...]:
    now, before = _COLUMNS[which]
    return (
        TableColumn("line", _("Line"), "count", width=4, priority=1, sortable=False),
        TableColumn("name", _("Line item"), width=24, flex=1, sortable=False),
        TableColumn("amount", _(now), "money", width=14, sortable=False),
        TableColumn("comparative", _(before), "money", width=14, sortable=False),
    )
