"""`p`: a report as a file. The report is read on one view of the book; the file is written when the book is free again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _, ngettext
from lstbo.screens.report_words import file_stem, report_name
from lstbo.screens.sheet import Sheet
from lstbo.widgets import ListSource, Row, TableColumn, VirtualTable, plain

if TYPE_CHECKING:
    from lstbo.core.period import Period
    from lstbo.reports import Prepared
    from lstbo.screens.desk import Desk
    from lstbo.storage import Transaction

_FORMATS = {
    "pdf": N_("PDF, to print"),
    "xlsx": N_("Spreadsheet (xlsx)"),
    "csv": N_("Table as text (csv)"),
}


class ReportFile(Sheet[str]):
    """Asks for the kind of file, writes it, and answers with the line that says where it is; None when left."""

    class Written(Message):
        """The file is there."""

        def __init__(self, path: Path, pages: int) -> None:
            self.path = path
            self.pages = pages
            super().__init__()

    class Failed(Message):
        """The file could not be made."""

        def __init__(self, error: LstboError) -> None:
            self.error = error
            super().__init__()

    def __init__(
        self, desk: Desk, report: str, period: Period | None = None, subject: str = "", folder: Path | None = None
    ) -> None:
        super().__init__()
        self._desk = desk
        self._report = report
        self._period = period
        self._subject = subject
        self._folder = folder or Path.home()

    def title_text(self) -> str:
        """Say what is written."""
        period = str(self._period) if self._period else _("whole book")
        return _("Write to a file: {report}").format(report=f"{report_name(self._report)} · {period}")

    def body(self) -> Iterable[Widget]:
        """Lay out the kinds of files."""
        yield VirtualTable(
            (
                TableColumn("kind", _("Kind"), width=20, sortable=False),
                TableColumn("file", _("File"), width=20, flex=1, sortable=False),
            ),
            id="formats",
        )
        yield Static(id="said", classes="note")

    def on_mount(self) -> None:
        """List the kinds of files with the names they would get."""
        table = self.query_one(VirtualTable)
        rows = [Row(format, (_(text), str(self._path(format)))) for format, text in _FORMATS.items()]
        table.set_source(ListSource(table.columns, rows))
        table.focus()
        self._say(_("Enter writes the file. A file that is there already is kept."))

    def _path(self, format: str) -> Path:
        from lstbo.reports import free_name

        return free_name(self._folder, file_stem(self._report, str(self._period or ""), self._subject), format)

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(plain(text))

    @on(VirtualTable.Opened)
    def _write(self, event: VirtualTable.Opened) -> None:
        format, path = str(event.key), self._path(str(event.key))
        self._say(_("Writing {file} ...").format(file=path))

        def prepare(tx: Transaction) -> Prepared:
            from lstbo.reports import Asked, prepare_file

            asked = Asked(self._period, self._desk.as_of, self._desk.knowing(tx), self._subject)
            return prepare_file(tx, self._report, asked, format)

        def run() -> None:
            from lstbo.reports import save_file

            try:
                pages = save_file(self._desk.read(prepare), path)
                self.post_message(self.Written(path, pages))
            except LstboError as error:
                self.post_message(self.Failed(error))

        self.run_worker(run, thread=True, exclusive=True, group="file")

    @on(Written)
    def _written(self, event: Written) -> None:
        text = _("Written to {file}.")
        if event.pages:
            text = ngettext("Written to {file} ({count} page).", "Written to {file} ({count} pages).", event.pages)
        self.dismiss(text.format(file=event.path, count=event.pages))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._say(str(event.error))
