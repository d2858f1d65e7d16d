"""A small shop screen to be scanned at: `python scan_terminal.py FILE FOCUS` writes what it got to FILE when it ends.

Each line is a word and a text: `scan CODE`, `key LETTER` for a binding that fired, `money TEXT` and `text TEXT` for
what the fields hold at the end. F5 stalls the program for a second, F6 lets it reckon for a second.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import DataTable, Static

from lstbo.widgets.inputs import MoneyInput, TextInput
from lstbo.widgets.scan_app import ScanApp, Scanned


class Shop(ScanApp[None]):
    """A table, an amount, a text, and a list of what was scanned."""

    BINDINGS: ClassVar = [
        *[Binding(letter, f"letter('{letter}')") for letter in "abenTL"],
        Binding("f5", "stall(False)", priority=True),
        Binding("f6", "stall(True)", priority=True),
        Binding("f7", "end", priority=True),
    ]

    def __init__(self, file: Path, focus: str) -> None:
        super().__init__()
        self.file, self.wanted = file, focus
        self.log_lines: list[str] = []

    def compose(self) -> ComposeResult:
        yield DataTable(id="table", cursor_type="row")
        yield MoneyInput(id="money")
        yield TextInput(id="text", advance=False)
        yield Static("", id="count")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("name")
        table.add_rows([[f"row {number}"] for number in range(5)])
        table.styles.height = 6
        self.query_one(f"#{self.wanted}").focus()
        self.call_after_refresh(self.note, "ready")

    def note(self, text: str) -> None:
        self.query_one("#count", Static).update(f"<{text}>")

    def on_scanned(self, message: Scanned) -> None:
        self.log_lines.append(f"scan {message.code}")
        self.note(f"{len(self.log_lines)} lines")

    def action_letter(self, letter: str) -> None:
        self.log_lines.append(f"key {letter}")

    def action_stall(self, reckon: bool) -> None:
        end = time.monotonic() + 1
        while reckon and time.monotonic() < end:
            sum(range(1000))
        time.sleep(max(0, end - time.monotonic()))

    def action_end(self) -> None:
        fields = [f"money {self.query_one(MoneyInput).value}", f"text {self.query_one(TextInput).value}"]
        self.file.write_text("\n".join([*self.log_lines, *fields]), encoding="utf-8")
        self.exit()


if __name__ == "__main__":
    Shop(Path(sys.argv[1]), sys.argv[2]).run()
