"""One import: its file, what became of its rows, its problems row by row, and how to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.code_words import ENDINGS, PROFILES
from lstbo.core.errors import NotFound
from lstbo.core.language import N_, _
from lstbo.screens.import_words import OUTCOMES, field_word, kind_word, problem_word
from lstbo.screens.page import Page
from lstbo.screens.reversal import ReversingPage
from lstbo.screens.setup_files import short_path
from lstbo.widgets import Row, TableColumn, VirtualTable, Window, failed_state, money_text, plain

if TYPE_CHECKING:
    from lstbo.exchange import Batch
    from lstbo.screens.desk import Desk
    from lstbo.storage import Transaction


class BatchScreen(ReversingPage):
    """An import and its problems."""

    TAB = "setup"
    GUIDE = N_(
        "One import: its file, what became of its rows, and every row that was not simply booked. o opens the document it "
        "was posted as, w goes to what waits.\n"
        "Ctrl+Z takes the import back: you see what that posts first. The file can be imported again afterwards."
    )
    DEFAULT_CSS = "BatchScreen #batch-head { height: auto; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "document", N_("Document"), id="batch.document"),
        Binding("w", "waiting", N_("What waits"), id="batch.waiting"),
    ]

    class Loaded(Message):
        """The import was read."""

        def __init__(self, batch: Batch) -> None:
            self.batch = batch
            super().__init__()

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._drawn = False

    def views(self) -> Iterable[Widget]:
        """Lay out the head and the problems."""
        yield Static(id="batch-head", markup=False)
        yield VirtualTable(
            _columns(), empty=(_("Every row was booked."), _("o opens the document it was posted as.")), id="problems"
        )

    def document(self) -> int | None:
        """The import's own document."""
        return self._number

    def figure(self) -> str | None:
        """The import."""
        return f"document:{self._number}"

    def command(self) -> str:
        """The command that takes it back."""
        return f"import undo {self._number}"

    def load(self) -> None:
        """Read the import."""
        number = self._number

        def work(tx: Transaction) -> Batch:
            from lstbo.exchange import list_batches

            for batch in list_batches(tx):
                if batch.id == number:
                    return batch
            raise NotFound(_("There is no batch {number}.").format(number=number))

        self.read(work, self.Loaded, "batch")

    @on(Loaded)
    def _draw(self, event: Loaded) -> None:
        self.query_one("#batch-head", Static).update(plain("\n".join(head_lines(event.batch))))
        table = self.query_one("#problems", VirtualTable)
        if self._drawn:
            table.reload()
        else:
            self._drawn = True
            table.set_source(lambda view: _Problems(self.desk, self._number))
            table.focus()

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.query_one("#problems", VirtualTable).show_state(failed_state(event.error))

    def action_document(self) -> None:
        """Open the document it was posted as."""
        from lstbo.screens.document import DocumentScreen

        self.app.push_screen(DocumentScreen(self._number))

    def action_waiting(self) -> None:
        """Go to what waits."""
        self.shop_app.open_page("setup", "held")


def head_lines(batch: Batch) -> list[str]:
    """Return what an import was, what became of its rows, its money and days, and whether it still counts."""
    counts = [f"{getattr(batch, name):,} {_(word)}" for name, word in OUTCOMES if getattr(batch, name)]
    posted = batch.posted_at.isoformat(" ", "minutes")
    lines = [
        _("Import {batch}: {file}").format(batch=batch.id, file=batch.file),
        f"{kind_word(batch.kind)} | {posted} | " + _(PROFILES.get(batch.profile, batch.profile)),
        _("{rows} rows = {counts}").format(rows=f"{batch.rows:,}", counts=" + ".join(counts) or "0"),
    ]
    first, last = (str(batch.result.get(name) or "") for name in ("first_date", "last_date"))
    if first:
        net = money_text(Decimal(str(batch.result.get("net") or 0)))
        lines.append(_("{first} to {last}, {net} booked").format(first=first, last=last, net=net))
    if batch.result.get("rejects_file") and batch.rejected:
        lines.append(_("What was rejected is in {file}.").format(file=short_path(Path(str(batch.result["rejects_file"])))))
    if batch.ended:
        lines.append(_("It counts no longer: {why}.").format(why=_(ENDINGS.get(batch.ended, batch.ended))))
    return lines


class _Problems(Window):
    """The problems of an import, read in parts."""

    def __init__(self, desk: Desk, batch: int) -> None:
        self._desk = desk
        self._batch = batch

    def count(self) -> int:
        from lstbo.exchange import count_problems

        return self._desk.read(lambda tx: count_problems(tx, self._batch))

    def rows(self, offset: int, n: int) -> Sequence[Row]:
        from lstbo.exchange import batch_problems

        found = self._desk.read(lambda tx: batch_problems(tx, self._batch, offset, n))
        rows = []
        for at, one in enumerate(found, offset):
            tone = {"error": "bad", "held": "warn"}.get(one.severity, "muted")
            field = field_word(one.field) if one.field else ""
            rows.append(Row(at, (one.row, one.receipt, field, one.value, problem_word(one)), tone))
        return rows


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn("row", _("Row"), "count", width=6, sortable=False),
        TableColumn("receipt", _("Receipt"), width=12, priority=2, sortable=False),
        TableColumn("field", _("Field"), width=10, priority=1, sortable=False),
        TableColumn("value", _("In the file"), width=14, flex=1, sortable=False),
        TableColumn("message", _("Why"), width=24, flex=2, sortable=False),
    )
