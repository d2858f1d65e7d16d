"""Ctrl+P: every page, item, report and action by a few letters, each with the command that does the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _
from lstbo.screens.choices import Choice, matching, standing_choices
from lstbo.screens.desk import Desk
from lstbo.screens.sheet import Sheet
from lstbo.widgets import ListSource, Row, Scanned, TableColumn, TextInput, VirtualTable

MOST_ITEMS = 30
_PAUSE = 0.12


class PaletteScreen(Sheet[Choice]):
    """A line to type in and what fits it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("Down"), show=False),
        Binding("up", "move(-1)", N_("Up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
    ]
    DEFAULT_CSS = """
    PaletteScreen #sheet { padding: 0 1; }
    PaletteScreen TextInput { margin: 0 0 1 0; }
    PaletteScreen VirtualTable { height: 1fr; }
    """

    class ItemsFound(Message):
        """The catalogue was searched for a text."""

        def __init__(self, text: str, found: Sequence[Choice]) -> None:
            self.text = text
            self.found = found
            super().__init__()

    class StandingFound(Message):
        """The pages, reports and actions were listed."""

        def __init__(self, found: Sequence[Choice]) -> None:
            self.found = found
            super().__init__()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._standing: Sequence[Choice] = ()
        self._items: Sequence[Choice] = ()
        self._choices: list[Choice] = []

    def title_text(self) -> str:
        """Return the line at the top."""
        return _("Find a page, an item, a report or an action")

    def body(self) -> Iterable[Widget]:
        """Lay out the line and the list."""
        columns = (
            TableColumn("label", _("Name"), width=20, flex=3, sortable=False),
            TableColumn("kind", _("Kind"), width=10, sortable=False),
            TableColumn("command", _("As a command"), width=20, flex=2, priority=1, sortable=False),
        )
        yield TextInput(placeholder=_("Name, pinyin initials, end of a barcode"), advance=False, id="text")
        found = VirtualTable(columns, id="found", empty=(_("Nothing fits this."), _("Try fewer letters.")))
        found.can_focus = False
        yield found

    def on_mount(self) -> None:
        """List what there always is."""
        self.query_one(TextInput).focus()
        self.run_worker(self._list_standing, thread=True, group="standing")

    def _list_standing(self) -> None:
        self.post_message(self.StandingFound(tuple(standing_choices())))

    @on(StandingFound)
    def _standing_found(self, event: StandingFound) -> None:
        self._standing = event.found
        self._draw()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._items = ()
        self._draw()
        text = event.value.strip()
        if text:
            self.set_timer(_PAUSE, lambda: self._search(text))

    def on_scanned(self, message: Scanned) -> None:
        """Open the item of a scan at once."""
        self.dismiss(_item(message.code, message.code))

    def _search(self, text: str) -> None:
        if text == self.query_one(TextInput).value.strip():
            self.run_worker(lambda: self._search_items(text), thread=True, exclusive=True, group="items")

    def _search_items(self, text: str) -> None:
        from lstbo.catalog import search_items

        try:
            hits = self._desk.read(lambda tx: search_items(tx, text, MOST_ITEMS))
        except LstboError:  # the book is busy: pages and actions are still there
            hits = []
        self.post_message(self.ItemsFound(text, [_item(hit.item.code, hit.item.name) for hit in hits]))

    @on(ItemsFound)
    def _items_found(self, event: ItemsFound) -> None:
        if event.text == self.query_one(TextInput).value.strip() and event.found:
            self._items = event.found
            self._draw()

    def _draw(self) -> None:
        self._choices = [*matching(self._standing, self.query_one(TextInput).value), *self._items]
        rows = [Row(at, (one.label, one.kind, one.command)) for at, one in enumerate(self._choices)]
        table = self.query_one(VirtualTable)
        table.set_source(ListSource(table.columns, rows))
        table.move_to(0)

    def action_move(self, by: int) -> None:
        """Move in the list while typing goes on."""
        self.query_one(VirtualTable).action_move(by)

    def action_page(self, by: int) -> None:
        """Move by a page."""
        self.query_one(VirtualTable).action_page(by)

    @on(TextInput.Entered)
    def _entered(self, event: TextInput.Entered) -> None:
        self._take(self.query_one(VirtualTable).cursor)

    @on(VirtualTable.Opened)
    def _clicked(self, event: VirtualTable.Opened) -> None:
        self._take(event.table.cursor)

    def _take(self, at: int) -> None:
        if at < len(self._choices):
            self.dismiss(self._choices[at])

    def on_key(self, event: events.Key) -> None:
        """Leave with one Esc, also from a line that was typed in."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)


def _item(code: str, name: str) -> Choice:
    return Choice(name, _("item"), f"lstbo stock card {code}", lambda app: app.open_item(code))
