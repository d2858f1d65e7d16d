"""The lists of the stock page: all items held in memory, found by name, pinyin or barcode, and sorted in a moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from lstbo.core.language import N_, _
from lstbo.widgets import ListWindow, Row, TableColumn, View

if TYPE_CHECKING:
    from lstbo.catalog import Item
    from lstbo.inventory import StockLine, StockValue
    from lstbo.reports import Shelf
    from lstbo.screens.desk import Desk

_FOUND = 50_000  # more items than a small shop has
_TAIL = 6

STATUS_NAMES = {"new": N_("to review"), "active": N_("active"), "run-out": N_("run-out"), "dead": N_("dead")}
HEADS = {
    "items": N_("All items by name. / finds by name, initials or the end of a barcode."),
    "value": N_("What the goods cost, by category. Enter lists the items of one."),
    "oversold": N_("More sold than was there: a delivery is missing, or went to another item."),
    "uncosted": N_("Sold, but no delivery is in the book: take in the delivery or the opening stock."),
    "new": N_("Made from lines of files. Look at them, mark with Space, t makes them active."),
    "unsold": N_("In stock and not sold for 90 days: money that lies on the shelf."),
}
NOTHING = {
    "items": (N_("No items yet."), N_("Take in a file of the till or of items: F10, then Imports.")),
    "value": (N_("Nothing is in stock."), N_("Take in deliveries or an opening stock: F10, then Imports.")),
    "oversold": (N_("Nothing is oversold."), N_("There is nothing to do here.")),
    "uncosted": (N_("The cost of everything sold is known."), N_("There is nothing to do here.")),
    "new": (N_("No new items wait."), N_("There is nothing to do here.")),
    "unsold": (N_("Everything in stock was sold lately."), N_("There is nothing to do here.")),
}


def status_name(status: str) -> str:
    """Return a status in the language in force."""
    return _(STATUS_NAMES[status]) if status in STATUS_NAMES else status


def item_columns() -> tuple[TableColumn, ...]:
    """Return the columns of every list of items; the names are those of `_ORDER`."""
    return (
        TableColumn("name", _("Item"), width=22, flex=1),
        TableColumn("code", _("Code"), width=8, priority=6),
        TableColumn("barcode", _("Barcode"), width=7, priority=2),
        TableColumn("category", _("Category"), width=10, priority=3),
        TableColumn("status", _("Status"), width=9, priority=5),
        TableColumn("quantity", _("Quantity"), "quantity", width=8),
        TableColumn("unit", _("Unit"), width=4, priority=1, sortable=False),
        TableColumn("cost", _("Unit cost"), "price", width=9, priority=4),
        TableColumn("price", _("Price"), "price", width=8),
        TableColumn("value", _("Value"), "money", width=10),
        TableColumn("sold", _("Last sold"), "date", width=10),
    )


def value_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the stock value by category."""
    return (
        TableColumn("category", _("Category"), width=16, flex=1),
        TableColumn("items", _("Items"), "count", width=8),
        TableColumn("value", _("Value"), "money", width=14),
        TableColumn("share", _("Share"), "percent", width=8),
    )


def value_rows(found: Sequence[StockValue]) -> tuple[list[Row], dict[str, object] | None]:
    """Return the categories as rows, and their totals. A share is a part of the whole value."""
    whole = sum((one.value for one in found), Decimal("0.00"))
    rows = [
        Row(one.name, (one.name or _("(no category)"), one.items, one.value, one.value / whole if whole else None))
        for one in found
    ]
    totals = {"category": _("Total"), "items": sum(one.items for one in found), "value": whole}
    return rows, totals if rows else None


def first_rows(items: Sequence[Item]) -> list[Row]:
    """Return items as rows before their stock is counted: figures are blank."""
    blank = (None, None, None)
    return [
        Row(one.id, (one.name, one.code, "", one.category, status_name(one.status), None, one.unit, *blank, None))
        for one in items
    ]


class ShelfSource:
    """Items as a source of a table. `shelf` may be replaced at any time; the next reading of the table shows it.

    `counted` are the number of items and the value of what was shown last.
    """

    def __init__(self, desk: Desk, which: str) -> None:
        self._desk = desk
        self._which = which
        self.shelf: Shelf | None = None
        self.first: Sequence[Row] = ()
        self.category: str | None = None
        self.counted = (0, Decimal("0.00"))

    def __call__(self, view: View) -> ListWindow | ShelfWindow:
        """Return the items that match, the best match first unless another order was asked for."""
        shelf = self.shelf
        if shelf is None:
            return ListWindow(self.first)
        lines = shelf.of(self._which)
        if self.category is not None:
            lines = [line for line in lines if line.category == self.category]
        if view.filter:
            lines = self._matching(lines, view.filter)
        if view.sort in _ORDER:
            lines = _sorted(lines, _ORDER[view.sort](shelf), view.descending)
        self.counted = len(lines), sum((line.value for line in lines), Decimal("0.00"))
        return ShelfWindow(shelf, lines)

    def _matching(self, lines: Sequence[StockLine], text: str) -> list[StockLine]:
        from lstbo.catalog import search_items

        held = {line.item: line for line in lines}
        hits = self._desk.read(lambda tx: [hit.item.id for hit in search_items(tx, text, _FOUND)])
        return [held[item] for item in hits if item in held]


class ShelfWindow:
    """Lines in memory; a row is made of a line when it is looked at."""

    instant = True

    def __init__(self, shelf: Shelf, lines: Sequence[StockLine]) -> None:
        self._shelf = shelf
        self._lines = lines

    def count(self) -> int:
        """Return how many there are."""
        return len(self._lines)

    def rows(self, offset: int, n: int) -> Sequence[Row]:
        """Return some of them."""
        return [self._row(line) for line in self._lines[offset : offset + n]]

    def position(self, key: object) -> int | None:
        """Return where an item stands."""
        return next((at for at, line in enumerate(self._lines) if line.item == key), None)

    def _row(self, line: StockLine) -> Row:
        status = self._shelf.status.get(line.item, "")
        values = (
            line.name, line.code, line.barcode[-_TAIL:], line.category, status_name(status), line.quantity, line.unit,
            line.unit_cost, line.price, line.value, line.last_sold,
        )  # fmt: skip
        tone = "muted" if status == "dead" or line.placeholder else "bad" if line.quantity < 0 else ""
        return Row(line.item, values, tone)


_Key = Callable[["StockLine"], object]
_ORDER: dict[str, Callable[[Shelf], _Key]] = {
    "name": lambda _shelf: lambda line: line.name.casefold(),
    "code": lambda _shelf: lambda line: line.code.casefold(),
    "barcode": lambda _shelf: lambda line: line.barcode[-_TAIL:],
    "category": lambda _shelf: lambda line: line.category,
    "status": lambda shelf: lambda line: shelf.status.get(line.item, ""),
    "quantity": lambda _shelf: lambda line: line.quantity,
    "cost": lambda _shelf: lambda line: line.unit_cost,
    "price": lambda _shelf: lambda line: line.price,
    "value": lambda _shelf: lambda line: line.value,
    "sold": lambda _shelf: lambda line: line.last_sold,
}


def _sorted(lines: Sequence[StockLine], key: _Key, descending: bool) -> list[StockLine]:
    """Return the lines in order, those without a value last."""
    filled = [line for line in lines if key(line) not in (None, "")]
    filled.sort(key=key, reverse=descending)  # type: ignore[arg-type]
    return [*filled, *(line for line in lines if key(line) in (None, ""))]
