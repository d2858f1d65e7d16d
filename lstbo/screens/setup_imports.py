"""Choosing a file on the setup page: from a list of likely ones, or by its path, typed, pasted or dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from lstbo.core.language import _
from lstbo.screens import setup_lists as lists
from lstbo.screens.path_input import PathInput
from lstbo.screens.setup_files import path_typed
from lstbo.widgets import TextLine, VirtualTable, plain

if TYPE_CHECKING:
    from lstbo.screens.desk import Desk


class ImportsView(Vertical):
    """A field for a path above a list of files. `beside` gives the folder that a bare name counts from."""

    class Chosen(Message):
        """A file was chosen; it need not exist."""

        def __init__(self, path: Path) -> None:
            self.path = path
            super().__init__()

    def __init__(self, beside: Callable[[], Path], *, id: str) -> None:
        super().__init__(id=id)
        self._beside = beside
        self._begun = False

    def compose(self) -> ComposeResult:
        """Lay out the field, the names it may go on with, and the files."""
        with Horizontal(id="path-row"):
            yield Static(plain(_("File")), classes="label")
            yield PathInput(self._beside, placeholder=_("n: type or paste a path, Tab completes it"), id="path")
        yield TextLine(id="path-help")
        nothing = (_("No tables in Downloads, on the Desktop or beside the book."), _("n: type or paste a path."))
        yield VirtualTable(lists.file_columns(), empty=nothing, id="imports-table")

    def begin(self, desk: Desk) -> None:
        """Look into the folders, again at every call."""
        table = self.query_one(VirtualTable)
        if self._begun:
            table.reload()
        else:
            self._begun = True
            table.set_source(lists.file_source(desk, table.columns))

    def take(self, text: str) -> None:
        """Put a path that was pasted or dropped into the field."""
        field = self.query_one(PathInput)
        field.value = text.strip().splitlines()[0] if text.strip() else ""
        field.cursor_position = len(field.value)
        field.focus()

    @on(PathInput.Entered)
    def _typed(self, event: PathInput.Entered) -> None:
        event.stop()
        path = path_typed(self.query_one(PathInput).value, self._beside())
        if path is None:
            self.query_one(VirtualTable).focus()
        else:
            self.post_message(self.Chosen(path))

    @on(PathInput.Completed)
    def _completed(self, event: PathInput.Completed) -> None:
        self.query_one("#path-help", TextLine).show("  ".join(event.names))

    @on(VirtualTable.Opened)
    def _opened(self, event: VirtualTable.Opened) -> None:
        event.stop()
        self.post_message(self.Chosen(Path(str(event.key))))
