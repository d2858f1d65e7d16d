"""One report on the screen, as a table; whatever its columns are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from lstbo.core.language import N_, _
from lstbo.screens.list_page import ListPage
from lstbo.screens.periods import period_words
from lstbo.screens.report_words import report_name
from lstbo.screens.search_line import SearchLine
from lstbo.widgets import ListSource, Row, TableColumn, TextLine, VirtualTable, loading_state, width_of

if TYPE_CHECKING:
    from lstbo.core.period import Period
    from lstbo.reports import Column, Report, Table
    from lstbo.storage import Transaction

_KINDS = {"text": "text", "money": "money", "quantity": "quantity", "date": "date", "int": "count"}
_STATEMENTS = ("income", "balance-sheet", "cash-flow")
# Columns that stay on a narrow screen; of the others the last ones go first.
_STAY = {"date", "name", "memo", "item", "account", "amount", "comparative", "in", "out", "balance", "debit", "credit",
         "closing", "net", "margin", "quantity", "value", "total"}  # fmt: skip


class ReportPage(ListPage):
    """A report of a period. `subject` is the account or item of reports about one."""

    TAB = "reports"
    GUIDE = N_(
        "A report on the screen. [ and ] step through the periods, m takes a longer one, p writes it to a file, / searches."
    )
    DEFAULT_CSS = """
    ReportPage #report-head { background: $surface; text-style: bold; }
    ReportPage #report-notes { background: $surface; }
    ReportPage #report { height: 1fr; }
    """

    class Made(Message):
        """The report was made."""

        def __init__(self, report: Report) -> None:
            self.report = report
            super().__init__()

    def __init__(self, name: str, period: Period | None = None, subject: str = "") -> None:
        super().__init__(period)
        self._report = name
        self._subject = subject
        self._keys: tuple[str, ...] = ()
        self._codes: dict[int, str] = {}

    def views(self) -> Iterable[Widget]:
        """Lay out the head, the table and the notes."""
        yield TextLine(id="report-head")
        with Vertical(id="report"):
            yield VirtualTable((TableColumn("", ""),))
        yield TextLine(id="report-notes")
        yield SearchLine(id="search")

    @property
    def table(self) -> VirtualTable:
        """The table."""
        return self.query_one("#report VirtualTable", VirtualTable)

    def figure(self) -> str | None:
        """The line of a statement, the account, item or document of the row under the cursor."""
        if not self.is_mounted or not isinstance(key := self.table.cursor_key, int):
            return None
        return self._codes.get(key)

    def command(self) -> str:
        """The command that shows the same."""
        parts = ["report", self._report, self._subject, f"--period {self.period}" if self.period else ""]
        return " ".join(part for part in parts if part)

    def load(self) -> None:
        """Make the report."""
        name, period, subject, as_of = self._report, self.period, self._subject, self.desk.as_of
        self.query_one("#report-head", TextLine).show(f"{report_name(name)} · {period_words(period)}")
        if not self._keys:
            self.table.show_state(loading_state())

        def work(tx: Transaction) -> Report:
            from lstbo.reports import Asked, make_report

            return make_report(tx, name, Asked(period, as_of, self.desk.knowing(tx), subject))

        self.read(work, self.Made, "report")

    @on(Made)
    async def _draw(self, event: Made) -> None:
        from lstbo.reports import plain

        found = event.report.table
        period = period_words(self.period)
        title = found.title if period in found.title or "·" in found.title else f"{found.title} · {period}"
        self.query_one("#report-head", TextLine).show(title)
        said = [*found.notes, *([_("p writes the whole pack as a PDF.")] if self._report == "monthly" else [])]
        notes = self.query_one("#report-notes", TextLine)
        notes.show(" ".join(said))
        notes.display = bool(said)
        keys = tuple(column.key + column.label for column in found.columns)
        if keys != self._keys:
            self._keys = keys
            place = self.query_one("#report", Vertical)
            old = self.table
            empty = (_("Nothing in this period."), _("[ goes to the period before, m to a longer one."))
            await place.mount(VirtualTable(_columns(found), empty=empty))
            await old.remove()
            self.set_focus(self.table)
        at, rows = self.table.cursor, [Row(at, _values(found, row)) for at, row in enumerate(found.rows)]
        self._codes = self._figures(found)
        self.table.set_source(ListSource(self.table.columns, rows))
        totals = zip(found.columns, found.totals or (), strict=False)
        self.table.set_totals({c.key: plain(v) for c, v in totals} if found.totals else None)
        self.table.move_to(at)
        self.refresh_bindings()

    def _figures(self, found: Table) -> dict[int, str]:
        """Return what `e` opens for each row."""
        from lstbo.reports import plain

        span = f"@{self.period}" if self.period else ""
        keys = [column.key for column in found.columns]
        figures: dict[int, str] = {}
        for at, row in enumerate(found.rows):
            values = {key: plain(cell) for key, cell in zip(keys, row, strict=True)}
            if self._report in _STATEMENTS:
                figures[at] = f"{self._report}:{values['line']}{span}" if values.get("line") else ""
            elif values.get("document"):
                figures[at] = f"document:{values['document']}"
            elif values.get("item"):
                figures[at] = f"item:{values['item']}"
            elif values.get("account"):
                figures[at] = f"account:{values['account']}{span}"
        return {at: figure for at, figure in figures.items() if figure}

    @on(VirtualTable.Opened)
    def _open(self) -> None:
        self.action_explain()

    def report(self) -> tuple[str, str]:
        """This report."""
        return self._report, self._subject


def _columns(table: Table) -> tuple[TableColumn, ...]:
    return tuple(_column(column, at, table) for at, column in enumerate(table.columns))


def _column(column: Column, at: int, table: Table) -> TableColumn:
    """Return a column of a report as one of the screen: texts as wide as they are, within reason."""
    from lstbo.reports import plain

    kind = _KINDS[column.kind]
    priority = 0 if column.key in _STAY or at < 2 else at
    if kind != "text":
        return TableColumn(column.key, column.label, kind, 10 if kind == "date" else 6, priority=priority)  # type: ignore[arg-type]
    longest = max((width_of(str(plain(row[at]) or "")) for row in table.rows[:200]), default=8)
    weight = int(column.width) if column.width > 1 else 0
    least = min(longest, 20 if weight else 14)
    return TableColumn(
        column.key, column.label, width=max(least, width_of(column.label)), flex=weight, priority=priority
    )


def _values(table: Table, row: Sequence[object]) -> tuple[object, ...]:
    """Return the values of a row; a name that is moved in on paper is moved in here, zeros are empty where they are so."""
    from lstbo.reports import Styled, plain

    values: list[object] = []
    for cell, column in zip(row, table.columns, strict=True):
        value = plain(cell)  # type: ignore[arg-type]
        if table.blank_zero and value == 0 and column.kind in ("money", "quantity", "int"):
            value = None
        if isinstance(cell, Styled) and cell.indent > 1 and isinstance(value, str):
            value = "- " * (cell.indent - 1) + value
        values.append(value)
    return tuple(values)
