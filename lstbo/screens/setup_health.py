"""The health of the book on the setup page: what the doctor found, and every promise of the book, checked anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from lstbo.core.errors import LstboError
from lstbo.core.language import _
from lstbo.screens import setup_lists as lists
from lstbo.widgets import ListSource, Row, TextLine, VirtualTable, failed_state, loading_state, safe_text

if TYPE_CHECKING:
    from lstbo.proof import CheckReport
    from lstbo.screens.desk import Desk
    from lstbo.storage import Finding, Transaction


class HealthView(Vertical):
    """Examines the book once, in a thread, and again after `forget`. The line below shows the chosen row whole."""

    class Examined(Message):
        """The doctor has looked at the file."""

        def __init__(self, found: Sequence[Finding]) -> None:
            self.found = found
            super().__init__()

    class Checked(Message):
        """Every promise was checked."""

        def __init__(self, report: CheckReport) -> None:
            self.report = report
            super().__init__()

    class Failed(Message):
        """The book could not be examined."""

        def __init__(self, error: LstboError) -> None:
            self.error = error
            super().__init__()

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._begun = False

    def compose(self) -> ComposeResult:
        """Lay out the two lists and the line below."""
        yield VirtualTable(lists.finding_columns(), id="health-table")
        yield VirtualTable(lists.promise_columns(), id="promises-table")
        yield TextLine(id="health-whole")

    def forget(self) -> None:
        """Examine anew at the next `begin`."""
        self._begun = False

    def begin(self, desk: Desk) -> None:
        """Examine the book, unless that was done."""
        if self._begun:
            return
        self._begun = True
        for table in self.query(VirtualTable):
            table.show_state(loading_state())
        self.query_one("#health-whole", TextLine).show(_("Looking at the file and checking every promise ..."))

        def check(tx: Transaction) -> CheckReport:
            from lstbo.proof import check_book
            from lstbo.storage import anchor_of

            return check_book(tx, anchor_of(desk.path))

        def run() -> None:
            from lstbo.storage import Cancelled, doctor

            try:
                self.post_message(self.Examined(desk.apart(doctor)))
                self.post_message(self.Checked(desk.read(check)))
            except Cancelled:
                return
            except LstboError as error:
                self.post_message(self.Failed(error))

        self.run_worker(run, thread=True, exclusive=True, group="health")

    @on(Examined)
    def _draw_findings(self, event: Examined) -> None:
        self._fill("health", lists.finding_rows(event.found))

    @on(Checked)
    def _draw_promises(self, event: Checked) -> None:
        self._fill("promises", lists.promise_rows(event.report))
        broken = sum(not check.ok for check in event.report.checks)
        said = _("Every promise of the book is kept.") if not broken else _("A promise is broken: see above.")
        self.query_one("#health-whole", TextLine).show(said, _("Ctrl+R: again"))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._begun = False
        for table in self.query(VirtualTable):
            table.show_state(failed_state(event.error))

    def _fill(self, name: str, rows: Sequence[Row]) -> None:
        table = self.query_one(f"#{name}-table", VirtualTable)
        table.set_source(ListSource(table.columns, rows))

    @on(VirtualTable.Moved)
    def _show_whole(self, event: VirtualTable.Moved) -> None:
        event.stop()
        row = event.table.cursor_row
        if row is not None and event.table.has_focus:
            self.query_one("#health-whole", TextLine).show(safe_text(row.values[-1] or row.values[0]))
