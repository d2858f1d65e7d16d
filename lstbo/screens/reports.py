"""Reports: every report there is, opened on the screen or written to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from lstbo.core.language import N_, _
from lstbo.screens.page import Page
from lstbo.screens.periods import PeriodPage, latest_month, period_words
from lstbo.screens.report_words import report_name
from lstbo.widgets import ListSource, Row, TableColumn, TextLine, VirtualTable, failed_state

if TYPE_CHECKING:
    from lstbo.core.period import Period


class ReportsPage(PeriodPage):
    """The list of reports, and the period they are asked for."""

    TAB = "reports"
    GUIDE = N_(
        "Everything the accountant asks for. Choose the period with [ and ], m takes a quarter, a year or the whole book. "
        "Enter shows a report, p writes it to a file: PDF to print, a spreadsheet, or a table as text."
    )
    DEFAULT_CSS = "ReportsPage #reports-head { background: $surface; }"

    class MonthFound(Message):
        """The month to begin with was found."""

        def __init__(self, month: Period) -> None:
            self.month = month
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._begun = False

    def views(self) -> Iterable[Widget]:
        """Lay out the period and the list."""
        yield TextLine(id="reports-head")
        yield VirtualTable(
            (
                TableColumn("report", _("Report"), width=20, sortable=False),
                TableColumn("about", _("What it says"), width=30, flex=1, sortable=False),
                TableColumn("subject", _("About one"), width=9, priority=1, sortable=False),
            ),
            id="reports",
        )

    def on_mount(self) -> None:
        """List the reports."""
        super().on_mount()
        self._list()
        self.query_one(VirtualTable).focus()

    def load(self) -> None:
        """Find the month to begin with, and say which period is meant."""
        if not self._begun:
            self.read(latest_month(self.desk), self.MonthFound, "month")
        else:
            self.query_one("#reports-head", TextLine).show(period_words(self.period), _("Enter shows it, p writes it"))

    def command(self) -> str:
        """The command that shows the report under the cursor."""
        key = self.query_one(VirtualTable).cursor_key
        return f"report {key}" + (f" --period {self.period}" if self.period else "") if key else "report"

    @on(MonthFound)
    def _begin(self, event: MonthFound) -> None:
        self._begun = True
        if self.period is None:
            self.begin_with(event.month)
        self.draw_frame()
        self.load()

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.query_one(VirtualTable).show_state(failed_state(event.error))

    def _list(self) -> None:
        from lstbo.reports import REPORTS

        about = {"account": _("account"), "item": _("item")}
        table = self.query_one(VirtualTable)
        rows = [
            Row(spec.name, (report_name(spec.name), _(spec.title), about.get(spec.subject, "")))
            for spec in REPORTS.values()
        ]
        table.set_source(ListSource(table.columns, rows))

    @on(VirtualTable.Opened)
    def _open(self, event: VirtualTable.Opened) -> None:
        self.show_thing(str(event.key))

    def show_thing(self, what: str) -> None:
        """Open a report by its name; one about an account or item asks which."""
        self._with_subject(what, lambda subject: self._show(what, subject))

    def _show(self, name: str, subject: str) -> None:
        from lstbo.screens.report_page import ReportPage

        self.app.push_screen(ReportPage(name, self.period, subject))

    def action_print(self) -> None:
        """Write the report under the cursor to a file."""
        name = str(self.query_one(VirtualTable).cursor_key or "")
        if name:
            self._with_subject(name, lambda subject: self._write(name, subject))

    def _write(self, name: str, subject: str) -> None:
        from lstbo.screens.report_file import ReportFile

        self.app.push_screen(ReportFile(self.desk, name, self.period, subject), self.told)

    def _with_subject(self, name: str, then: Callable[[str], None]) -> None:
        from lstbo.reports import REPORTS
        from lstbo.screens.subject import SubjectSheet

        spec = REPORTS.get(name)
        if spec is None:
            return
        if spec.subject:
            self.app.push_screen(SubjectSheet(self.desk, spec.subject), lambda chosen: then(chosen) if chosen else None)
        else:
            then("")
