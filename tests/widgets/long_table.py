"""A long table as a program of its own: `python -m tests.widgets.long_table 20000`. The last line says what was opened."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult

from lstbo.widgets import ListSource, TextLine, VirtualTable
from tests.widgets.tables import COLUMNS, goods


class LongTable(App[None]):
    """One table and a line below."""

    def compose(self) -> ComposeResult:
        yield VirtualTable(COLUMNS, ListSource(COLUMNS, goods(int(sys.argv[1]))))
        yield TextLine()

    def on_virtual_table_opened(self, message: VirtualTable.Opened) -> None:
        self.query_one(TextLine).show(f"opened {message.key}")


if __name__ == "__main__":
    LongTable().run()
