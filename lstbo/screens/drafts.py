"""What was begun and not posted: offered when the terminal starts, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.errors import Refused
from lstbo.core.language import N_, _
from lstbo.screens.sheet import Sheet
from lstbo.widgets import ListSource, Row, TableColumn, VirtualTable, plain

if TYPE_CHECKING:
    from lstbo.storage import Draft

_KINDS = {"stock_price": N_("New price")}


class DraftsScreen(Sheet["Draft"]):
    """Lists drafts: Enter goes on with one where its page can, Del throws one away."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("delete", "discard", N_("Throw away"), id="drafts.discard")]
    DEFAULT_CSS = "DraftsScreen VirtualTable { height: 1fr; margin-top: 1; }"

    class Found(Message):
        """The drafts were listed."""

        def __init__(self, drafts: Sequence[Draft]) -> None:
            self.drafts = drafts
            super().__init__()

    def __init__(self, book: Path) -> None:
        super().__init__()
        self._book = book
        self._drafts: dict[str, Draft] = {}

    def title_text(self) -> str:
        """Return the line at the top."""
        return _("Begun and not posted")

    def body(self) -> Iterable[Widget]:
        """Show the list."""
        columns = (
            TableColumn("when", _("Kept"), "date", 16),
            TableColumn("what", _("What"), width=10, flex=1),
            TableColumn("says", _("Says"), width=20, flex=4),
        )
        yield Static(plain(_("These were being written when lstbo ended. Nothing of them is in the book.")))
        yield VirtualTable(columns, id="drafts", empty=(_("There are no drafts."), _("Esc goes back.")))

    def on_mount(self) -> None:
        """List them."""
        self._list()

    @work(thread=True, exclusive=True)
    def _list(self) -> None:
        from lstbo.storage import Drafts

        self.post_message(self.Found([draft for draft in Drafts(self._book).list() if not draft.in_use]))

    @on(Found)
    def _found(self, event: Found) -> None:
        self._drafts = {draft.name: draft for draft in event.drafts}
        rows = [
            Row(
                draft.name,
                (
                    draft.saved_at,
                    _(_KINDS.get(draft.kind, draft.kind)),
                    draft.problem or "  ".join(filter(None, draft.fields.values())),
                ),
            )
            for draft in event.drafts
        ]
        table = self.query_one(VirtualTable)
        table.set_source(ListSource(table.columns, rows))
        table.focus()

    @on(VirtualTable.Opened)
    def _go_on(self, event: VirtualTable.Opened) -> None:
        draft = self._drafts.get(str(event.key))
        if draft is not None and not draft.problem:
            self.dismiss(draft)

    def action_discard(self) -> None:
        """Throw the draft under the cursor away."""
        name = self.query_one(VirtualTable).cursor_key
        if name is not None:
            self._throw_away(str(name))

    @work(thread=True)
    def _throw_away(self, name: str) -> None:
        from lstbo.storage import Drafts

        try:
            Drafts(self._book).discard(name)
        except Refused as error:
            self.call_later(self._say, str(error))
        self.call_later(self._list)

    def _say(self, text: str) -> None:
        self.app.notify(text, markup=False, severity="warning")
