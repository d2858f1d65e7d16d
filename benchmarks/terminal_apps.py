"""Programs that `benchmarks/terminal.py` starts: `python -m benchmarks.terminal_apps floor|table|stock ROWS`."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Sequence
from decimal import Decimal

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static

READY = "6900000000001"
GROUPS = ("饮料", "烟", "酒", "方便食品", "零食", "乳品")


def values(number: int) -> tuple[str, str, str, Decimal, Decimal, Decimal]:
    """Item `number` of a made-up shop."""
    price = Decimal(number % 9000 + 100) / 100
    name = f"商品 {number} 330ml"
    return f"69{number:011d}", name, GROUPS[number % 6], price, Decimal(number % 230), price * 3 / 4


class Floor(App[None]):
    """The least that draws something."""

    def compose(self) -> ComposeResult:
        yield Static(READY, markup=False)


class Stock(App[None]):
    """The table that comes with Textual."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns(*[str(column) for column in range(6)])
        table.add_rows([[str(value) for value in values(number)] for number in range(1, self._rows + 1)])


def own(rows: int) -> App[None]:
    """Return an app with the table of lstbo over a window that makes its rows when they are asked for."""
    from lstbo.widgets import Row, TableColumn, View, VirtualTable

    class Window:
        def count(self) -> int:
            return rows

        def rows(self, offset: int, n: int) -> Sequence[Row]:
            return [Row(number, values(number)) for number in range(offset + 1, min(rows, offset + n) + 1)]

        def position(self, key: Hashable) -> int | None:
            return None

    def source(_view: View) -> Window:
        return Window()

    columns = (
        TableColumn("code", "条码", width=13),
        TableColumn("name", "品名", width=12, flex=1),
        TableColumn("group", "类别", width=8),
        TableColumn("price", "售价", "money"),
        TableColumn("left", "库存", "quantity", width=6),
        TableColumn("cost", "进价", "price"),
    )

    class Own(App[None]):
        def compose(self) -> ComposeResult:
            yield VirtualTable(columns, source)

    return Own()


if __name__ == "__main__":
    kind, count = sys.argv[1], int(sys.argv[2])
    (Floor() if kind == "floor" else Stock(count) if kind == "stock" else own(count)).run()
