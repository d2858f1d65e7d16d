"""Rows held back because they differ from the books or lie in a locked month: old beside new, to be accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _, ngettext
from lstbo.screens.import_words import outcome_lines, reason_word
from lstbo.screens.page import Page
from lstbo.widgets import ListSource, Row, TableColumn, TextLine, VirtualTable, failed_state, plain

if TYPE_CHECKING:
    from lstbo.exchange import Compared, ImportResult, Waiting
    from lstbo.storage import Transaction

_STEPS = {
    "D_SUPERSEDES": N_("Ctrl+S takes the file's word: what is in the books is taken back and the new one booked."),
    "H_PERIOD_LOCKED": N_(
        "Ctrl+S books them on the first open day. To book them on their own day, reopen the month first: lstbo unlock"
    ),
}


class HeldRowsScreen(Page):
    """The rows of one import that wait for the same reason."""

    TAB = "setup"
    GUIDE = N_(
        "Rows of one import that were held back. Where the file says something else than the books, both are shown side "
        "by side. Ctrl+S accepts the file's version, after you have seen what that posts."
    )
    DEFAULT_CSS = "HeldRowsScreen #held-head { height: auto; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "accept", N_("Accept"), id="held.accept")]

    class Loaded(Message):
        """The rows were read."""

        def __init__(self, found: Sequence[Compared]) -> None:
            self.found = found
            super().__init__()

    class Tried(Message):
        """A trial run said what accepting would post."""

        def __init__(self, result: ImportResult) -> None:
            self.result = result
            super().__init__()

    class Accepted(Message):
        """The rows were accepted; they are on the disk."""

        def __init__(self, result: ImportResult) -> None:
            self.result = result
            super().__init__()

    def __init__(self, held: Waiting) -> None:
        super().__init__()
        self._held = held

    @property
    def _batch(self) -> int:
        return self._held.batch or 0

    def views(self) -> Iterable[Widget]:
        """Lay out what it is about and the rows."""
        held = self._held
        title = _("Import {batch}: {file}").format(batch=held.batch, file=held.file)
        rows = ngettext("{count} row waits", "{count} rows wait", held.parts).format(count=f"{held.parts:,}")
        yield Static(plain(f"{title}\n{rows}: {reason_word(held.code)}"), id="held-head")
        yield VirtualTable(
            _columns(), empty=(_("These rows wait no longer."), _("Esc goes back to what waits.")), id="held-rows"
        )
        step = _STEPS.get(held.code, N_("Correct the rejects file of the import and import that."))
        yield TextLine(_(step), id="held-step", classes="head")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to accept only what can be accepted."""
        return self._held.code in _STEPS if action == "accept" else super().check_action(action, parameters)

    def command(self) -> str:
        """The command that does the same."""
        return f"import {self._held.kind} {self._held.file} --accept-changes"

    def figure(self) -> str | None:
        """The import."""
        return f"document:{self._batch}"

    def load(self) -> None:
        """Read the rows and what the books say."""
        batch, code = self._batch, self._held.code

        def work(tx: Transaction) -> Sequence[Compared]:
            from lstbo.exchange import compare_held

            return compare_held(tx, batch, code)

        self.read(work, self.Loaded, "held rows")

    @on(Loaded)
    def _draw(self, event: Loaded) -> None:
        table = self.query_one(VirtualTable)
        rows = [Row(one.number or at, _values(one)) for at, one in enumerate(event.found)]
        table.set_source(ListSource(table.columns, rows))
        booked = [one.booked for one in event.found if one.booked is not None]
        filed = [one.filed for one in event.found if one.filed is not None]
        sums = {"booked": sum(booked, Decimal("0.00")), "filed": sum(filed, Decimal("0.00"))}
        table.set_totals({"number": _("Total"), **sums, "change": sums["filed"] - sums["booked"]} if rows else None)
        table.focus()

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.query_one(VirtualTable).show_state(failed_state(event.error))

    # -- accepting ---------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Show what accepting the rows would post."""
        if self.desk.read_only:
            self.tell(_("Reading only: nothing can be accepted."), warning=True)
            return
        self._run(dry_run=True)

    def _run(self, *, dry_run: bool) -> None:
        if not self.begin_work():
            return
        batch = self._batch

        def run() -> None:
            from lstbo.exchange import accept_held

            try:
                result = accept_held(self.desk.writable(dry_run=dry_run), batch, dry_run=dry_run)
                message: Message = self.Tried(result) if dry_run else self.Accepted(result)
            except LstboError as error:
                message = self.WriteFailed(error)
            self.call_later(self.end_work)
            self.post_message(message)

        self.run_worker(run, thread=True, group="write")

    @on(Tried)
    def _preview(self, event: Tried) -> None:
        from lstbo.widgets import DocumentPreview, PreviewScreen

        if not self.is_active:
            return
        title = _("Accept what waits of import {batch}").format(batch=self._batch)
        words = [*outcome_lines([event.result], trial=True), *event.result.preview[:20]]
        paper = DocumentPreview(title, [(_("File"), self._held.file)], words=list(dict.fromkeys(words)))
        self.app.push_screen(PreviewScreen(paper), lambda post: self._run(dry_run=False) if post else None)

    @on(Accepted)
    def _done(self, event: Accepted) -> None:
        lines = outcome_lines([event.result], trial=False)
        self.tell(_("Posted: document {number}.").format(number=event.result.batch or "-") + " " + (lines or [""])[0])
        self.dismiss(None)


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn("number", _("Receipt"), width=16, flex=1),
        TableColumn("row", _("Row"), "count", width=6, priority=2),
        TableColumn("rows", _("Rows"), "count", width=5, priority=1),
        TableColumn("booked", _("In the books"), "money", width=12),
        TableColumn("filed", _("In the file"), "money", width=12),
        TableColumn("change", _("Change"), "money", width=11),
    )


def _values(one: Compared) -> tuple[object, ...]:
    change = None if one.filed is None else one.filed - (one.booked or Decimal("0.00"))
    return (one.number, one.first_row, one.rows, one.booked, one.filed, change)
