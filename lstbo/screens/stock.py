"""Stock: all items with what is there, what it is worth by category, and the items that ask for attention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from lstbo.core.language import N_, _, ngettext
from lstbo.screens.item_changes import Chosen, ItemChangingPage
from lstbo.screens.page import Page, View
from lstbo.screens.search_line import SearchLine
from lstbo.screens.searched_page import SearchedViews
from lstbo.screens.stock_lists import (
    HEADS,
    NOTHING,
    ShelfSource,
    first_rows,
    item_columns,
    value_columns,
    value_rows,
)
from lstbo.widgets import ListSource, TextLine, VirtualTable, failed_state, loading_state

if TYPE_CHECKING:
    from lstbo.catalog import Item
    from lstbo.inventory import StockLine, StockValue
    from lstbo.reports import Shelf
    from lstbo.storage import Draft, Transaction

_LISTS = ("items", "oversold", "uncosted", "new", "unsold")
_FIRST = 60


class StockPage(SearchedViews, ItemChangingPage):
    """The shelf of the shop."""

    TAB = "stock"
    VIEWS = (
        View("items", N_("All items")),
        View("value", N_("By category")),
        View("oversold", N_("Oversold")),
        View("uncosted", N_("Cost unknown")),
        View("new", N_("To review")),
        View("unsold", N_("Not sold 90 days")),
    )
    GUIDE = N_(
        "What is on the shelf: how much, what it is worth, what it sells for, when it was last sold. / finds an item by "
        "a part of its name, the first letters of its pinyin or the last digits of its barcode; a scan opens it.\n"
        "Enter opens an item with everything that moved it. s sorts by the next column, S turns the order. n gives an "
        "item another price, t another status, b a further barcode; Space marks several items for t.\n"
        "Left and right: the value by category, and the items that ask for attention."
    )
    DEFAULT_CSS = """
    StockPage .head { background: $surface; }
    """

    class FirstFound(Message):
        """The first items were read; their stock is not counted yet."""

        def __init__(self, items: Sequence[Item]) -> None:
            self.items = items
            super().__init__()

    class ShelfLoaded(Message):
        """The stock of all items was read."""

        def __init__(self, shelf: Shelf) -> None:
            self.shelf = shelf
            super().__init__()

    class ValueLoaded(Message):
        """The value of the stock by category was read."""

        def __init__(self, found: Sequence[StockValue]) -> None:
            self.found = found
            super().__init__()

    class DraftFound(Message):
        """The item of a draft was found."""

        def __init__(self, draft: Draft, item: Chosen) -> None:
            self.draft = draft
            self.item = item
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._shelf: Shelf | None = None
        self._outdated = True
        self._sources: dict[str, ShelfSource] = {}
        self._filled: set[str] = set()  # the lists that were shown before

    def views(self) -> Iterable[Widget]:
        """Lay out a head and a table per view."""
        for view in self.VIEWS:
            columns = value_columns() if view.id == "value" else item_columns()
            empty = (_(NOTHING[view.id][0]), _(NOTHING[view.id][1]))
            with Vertical(id=view.id):
                yield TextLine(_(HEADS[view.id]), id=f"{view.id}-head", classes="head")
                yield VirtualTable(columns, empty=empty, multi=view.id != "value", id=f"{view.id}-table")

    def on_mount(self) -> None:
        """Put the search line below the lists, and begin."""
        self._sources = {name: ShelfSource(self.desk, name) for name in _LISTS}
        self.mount(SearchLine(id="search"), after="#body")
        super().on_mount()
        self.set_focus(self.table)

    # -- what is in front --------------------------------------------------------------------------------------------

    @property
    def table(self) -> VirtualTable:
        """The table in front."""
        return self.query_one(f"#{self.view}-table", VirtualTable)

    def chosen(self) -> Sequence[Chosen]:
        """The marked items of the list in front, else the one under the cursor."""
        shelf = self._shelf
        if shelf is None or self.view == "value":
            return ()
        wanted = self.table.marked or {self.table.cursor_key}
        return [_chosen(line, shelf) for line in shelf.lines if line.item in wanted and not line.placeholder]

    def line(self) -> StockLine | None:
        """The item under the cursor."""
        key = self.table.cursor_key
        return next((line for line in self._shelf.lines if line.item == key), None) if self._shelf else None

    def figure(self) -> str | None:
        """The item under the cursor."""
        line = self.line() if self.is_mounted and self.view != "value" else None
        return f"item:{line.code}" if line else None

    def command(self) -> str:
        """The command that shows the same."""
        return "stock value" if self.view == "value" else "stock list"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out keys of other views."""
        if self.is_mounted:
            if action == "search":
                return self.view != "value"
            if action in ("new", "barcode"):
                return len(self.chosen()) == 1
        return super().check_action(action, parameters)

    # -- reading -----------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read what is outdated, and show the view in front."""
        if self.view == "value":
            day = self.desk.day

            def value(tx: Transaction) -> Sequence[StockValue]:
                from lstbo.inventory import stock_value

                return stock_value(tx, day, self.desk.knowing(tx))

            self.read(value, self.ValueLoaded, "value")
        elif self._shelf is None and self.view == "items":
            self.read(_first, self.FirstFound, "first")
        elif self._outdated:
            if self.view not in self._filled:
                self.table.show_state(loading_state())
            self._read_shelf()
        else:
            self._show()

    def reload(self) -> None:
        """Read everything anew; what is on the screen stays until then."""
        self._outdated = True
        super().reload()

    def _read_shelf(self) -> None:
        day = self.desk.day
        self._outdated = False

        def work(tx: Transaction) -> Shelf:
            from lstbo.reports import read_shelf

            return read_shelf(tx, day, self.desk.knowing(tx))

        self.read(work, self.ShelfLoaded, "shelf")

    @on(FirstFound)
    def _first_found(self, event: FirstFound) -> None:
        if self._shelf is None:
            self._sources["items"].first = first_rows(event.items)
            if event.items:
                self._fill("items")
            self._read_shelf()

    @on(ShelfLoaded)
    def _shelf_loaded(self, event: ShelfLoaded) -> None:
        self._shelf = event.shelf
        for source in self._sources.values():
            source.shelf = event.shelf
        self.draw_frame()
        if self.view != "value":
            self._show()

    def _show(self) -> None:
        """Show the list in front; the cursor stays on its item."""
        if self.view in self._filled:
            self.table.reload()
        else:
            self._fill(self.view)

    def _fill(self, name: str) -> None:
        """Show a list from its beginning."""
        self._filled.add(name)
        self.query_one(f"#{name}-table", VirtualTable).set_source(self._sources[name])

    @on(ValueLoaded)
    def _value_loaded(self, event: ValueLoaded) -> None:
        table = self.query_one("#value-table", VirtualTable)
        at = table.cursor
        rows, totals = value_rows(event.found)
        table.set_source(ListSource(table.columns, rows))
        table.set_totals(totals)
        table.move_to(at)

    @on(VirtualTable.Loaded)
    def _count(self, event: VirtualTable.Loaded) -> None:
        name = str(event.table.id).removesuffix("-table")
        source = self._sources.get(name)
        if source is not None and self._shelf is not None:
            count, value = source.counted
            text = ngettext("{count} item", "{count} items", count).format(count=f"{count:,}")
            event.table.set_totals({"name": text, "value": value} if count else None)
        self.refresh_bindings()

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self._outdated = True
        self.table.show_state(failed_state(event.error))

    # -- keys --------------------------------------------------------------------------------------------------------

    @on(VirtualTable.Opened)
    def _open(self, event: VirtualTable.Opened) -> None:
        if event.table.id == "value-table":
            self._show_category(str(event.key))
        else:
            self.shop_app.open_item(str(event.row.values[1]))

    @on(VirtualTable.Moved)
    @on(VirtualTable.Marked)
    def _moved(self) -> None:
        self.refresh_bindings()

    def _show_category(self, name: str | None) -> None:
        """List the items of one category only; None lists all again."""
        self._sources["items"].category = name
        head = _(HEADS["items"])
        if name is not None:
            head = _("Category {name}. Esc shows all items again.").format(name=name or _("(no category)"))
        self.query_one("#items-head", TextLine).show(head)
        self._filled.discard("items")
        self.show_view("items")

    def action_back(self) -> None:
        """Show all items again, when only a category was shown."""
        if self._sources["items"].category is not None:
            self._show_category(None)
        else:
            super().action_back()

    def action_print(self) -> None:
        """Write what is in front to a file."""
        from lstbo.screens.report_file import ReportFile

        name = "stock-value" if self.view == "value" else "stock-list"
        self.app.push_screen(ReportFile(self.desk, name, None, ""), self._told)

    def _told(self, text: str | None) -> None:
        if text:
            self.tell(text)

    def take_up(self, draft: Draft) -> None:
        """Go on with a price that was begun."""
        code = draft.fields.get("item", "")

        def work(tx: Transaction) -> Chosen:
            return chosen_item(tx, code)

        self.read(work, lambda item: self.DraftFound(draft, item), "draft")

    @on(DraftFound)
    def _go_on(self, event: DraftFound) -> None:
        from lstbo.screens.item_sheets import PriceSheet
        from lstbo.storage import Drafts

        pen = Drafts(self.desk.path).resume(event.draft.name)
        self.app.push_screen(PriceSheet(self.desk, event.item, pen, event.draft.fields), self.changed)


def chosen_item(tx: Transaction, code: str) -> Chosen:
    """Return an item, by code or barcode, as it is changed. Raises NotFound."""
    from lstbo.catalog import item_by_code, price_on
    from lstbo.core import clock

    item = item_by_code(tx, code)
    return Chosen(item.id, item.code, item.name, item.unit, price_on(tx, item.id, clock.today()), item.status)


def _chosen(line: StockLine, shelf: Shelf) -> Chosen:
    return Chosen(line.item, line.code, line.name, line.unit, line.price, shelf.status.get(line.item, ""))


def _first(tx: Transaction) -> Sequence[Item]:
    from lstbo.catalog import first_items

    return first_items(tx, _FIRST)
