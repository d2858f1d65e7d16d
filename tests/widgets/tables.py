"""Tables for tests: a list of goods under five columns, in an app of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Event

from textual.app import App, ComposeResult

from lstbo.widgets import ListSource, Row, Source, TableColumn, View, VirtualTable

COLUMNS = (
    TableColumn("code", "条码", width=13, priority=2),
    TableColumn("name", "品名", width=12, flex=1),
    TableColumn("group", "类别", width=8, priority=3),
    TableColumn("price", "售价", "money", width=8),
    TableColumn("left", "库存", "quantity", width=6, priority=1),
)
GROUPS = ("饮料", "烟", "方便食品")


def goods(count: int) -> list[Row]:
    """Rows 1 to `count`: the name is 商品 and the number, the price the number and 50 fen."""
    return [
        Row(n, (f"69{n:011d}", f"商品{n}", GROUPS[n % 3], Decimal(n) + Decimal("0.50"), Decimal(n % 7) - 1))
        for n in range(1, count + 1)
    ]


class Shelf(App[None]):
    """An app with one table."""

    def __init__(self, source: Source | None = None, **options: object) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.table = VirtualTable(COLUMNS, source, **options)  # type: ignore[arg-type]

    def compose(self) -> ComposeResult:
        yield self.table

    def on_virtual_table_opened(self, message: VirtualTable.Opened) -> None:
        self.heard.append(message.key)

    def on_virtual_table_sort_changed(self, message: VirtualTable.SortChanged) -> None:
        self.heard.append((message.column, message.descending))

    def on_virtual_table_marked(self, message: VirtualTable.Marked) -> None:
        self.heard.append(set(message.keys))

    def on_virtual_table_failed(self, message: VirtualTable.Failed) -> None:
        self.heard.append(str(message.error))


def shelf(count: int, **options: object) -> Shelf:
    """An app over that many goods in memory."""
    return Shelf(ListSource(COLUMNS, goods(count)), **options)


@dataclass
class SlowWindow:
    """A window as over a book: it says what was asked of it, and waits while its gate is shut."""

    total: int
    gate: Event = field(default_factory=Event)
    asked: list[int] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    make: Callable[[int], list[Row]] = goods

    def __call__(self, view: View) -> SlowWindow:
        self.views.append(view)
        return self

    def count(self) -> int:
        return self.total

    def rows(self, offset: int, n: int) -> Sequence[Row]:
        self.gate.wait(10)
        self.asked.append(offset)
        return self.make(min(self.total, offset + n))[offset:]

    def position(self, key: Hashable) -> int | None:
        return None
