"""The backups on the setup page: how old, how far, tested or not; and taking one now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from lstbo.core.errors import LstboError
from lstbo.core.language import _
from lstbo.screens import setup_lists as lists
from lstbo.widgets import TextLine, VirtualTable

if TYPE_CHECKING:
    from lstbo.screens.desk import Desk
    from lstbo.storage import Backup


class BackupsView(Vertical):
    """The list of backups; the line below says what goes on."""

    class Taken(Message):
        """A backup was taken and tested, or refused."""

        def __init__(self, backup: Backup | None, error: LstboError | None = None) -> None:
            self.backup = backup
            self.error = error
            super().__init__()

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._begun = self._taking = False

    def compose(self) -> ComposeResult:
        """Lay out the list and the line."""
        nothing = (_("No backups yet."), _("n takes one and tests it."))
        yield VirtualTable(lists.backup_columns(), empty=nothing, id="backups-table")
        yield TextLine(id="backups-help")

    def begin(self, desk: Desk) -> None:
        """Look into the folder of the backups, again at every call."""
        table = self.query_one(VirtualTable)
        if self._begun:
            table.reload()
        else:
            self._begun = True
            table.set_source(lists.backup_source(desk, table.columns))
        if not self._taking:
            self.query_one(TextLine).show(_("n: take one now and test it; Enter: restore"))

    def take_one(self, desk: Desk) -> None:
        """Take a backup and test it, in a thread; `Taken` says how that went."""
        if self._taking:
            return
        self._taking = True
        self.query_one(TextLine).show(_("Copying the book, then testing the copy ..."))

        def run() -> None:
            try:
                self.post_message(self.Taken(desk.book().take_backup()))
            except LstboError as error:
                self.post_message(self.Taken(None, error))

        self.run_worker(run, thread=True, group="backup")

    @on(Taken)
    def _taken(self) -> None:
        self._taking = False
