"""Which account, or which item: a list to search, for reports that are about one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _, language
from lstbo.screens.search_line import SearchLine
from lstbo.screens.sheet import Sheet
from lstbo.widgets import ListSource, Row, Scanned, TableColumn, VirtualTable, failed_state

if TYPE_CHECKING:
    from lstbo.screens.desk import Desk
    from lstbo.storage import Transaction

_MOST = 5000


class SubjectSheet(Sheet[str]):
    """Answers with the code of an account or item, None when left. A scan answers at once."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("slash", "search", N_("Search"), id="subject.search")]

    class Loaded(Message):
        """What there is to choose from was read."""

        def __init__(self, rows: Sequence[Row]) -> None:
            self.rows = rows
            super().__init__()

    class Failed(Message):
        """It could not be read."""

        def __init__(self, error: LstboError) -> None:
            self.error = error
            super().__init__()

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind

    def title_text(self) -> str:
        """Ask."""
        return _("Which account?") if self._kind == "account" else _("Which item?")

    def body(self) -> Iterable[Widget]:
        """Lay out the list and the search line."""
        columns = (
            TableColumn("code", _("No."), width=14, sortable=False),
            TableColumn("name", _("Name"), width=20, flex=1, sortable=False),
        )
        yield VirtualTable(columns, empty=(_("Nothing by this name."), _("Search for something else, or Esc.")))
        yield SearchLine()

    def on_mount(self) -> None:
        """Read what there is, and type at once."""

        def run() -> None:
            work = _accounts if self._kind == "account" else _items
            try:
                self.post_message(self.Loaded(self._desk.read(work)))
            except LstboError as error:
                self.post_message(self.Failed(error))

        self.run_worker(run, thread=True, exclusive=True)
        self.query_one(SearchLine).open()

    @on(Loaded)
    def _show(self, event: Loaded) -> None:
        table = self.query_one(VirtualTable)
        table.set_source(ListSource(table.columns, event.rows))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one(VirtualTable).show_state(failed_state(event.error))

    @on(SearchLine.Changed)
    def _search(self, event: SearchLine.Changed) -> None:
        self.query_one(VirtualTable).set_filter(event.text)

    @on(SearchLine.Left)
    def _list(self) -> None:
        self.query_one(VirtualTable).focus()

    @on(VirtualTable.Opened)
    def _chosen(self, event: VirtualTable.Opened) -> None:
        self.dismiss(str(event.key))

    def on_scanned(self, event: Scanned) -> None:
        """Take a scanned item."""
        event.stop()
        if self._kind == "item":
            self.dismiss(event.code)

    def action_search(self) -> None:
        """Type what to look for."""
        self.query_one(SearchLine).open()


def _accounts(tx: Transaction) -> list[Row]:
    from lstbo.accounting import book_chart

    return [Row(account.code, (account.code, account.name(language()))) for account in book_chart(tx)]


def _items(tx: Transaction) -> list[Row]:
    from lstbo.catalog import list_items

    return [Row(item.code, (item.code, item.name)) for item in list_items(tx)[:_MOST]]
