"""Every widget with the nine evil texts in it, run as a program of its own: `python -m tests.widgets.evil_gallery`.

F2 to F5 show one kind of widget after the other; F10 leaves.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, ContentSwitcher, Input, OptionList, Static

from lstbo.widgets import (
    Bar,
    BarChart,
    ColumnChart,
    ListSource,
    Point,
    Row,
    State,
    StatePanel,
    Tab,
    TabLine,
    TextLine,
    VirtualTable,
    failed_state,
    plain,
    safe_text,
)
from tests.widgets.evil import EVIL
from tests.widgets.tables import COLUMNS

NAMES = ("table", "charts", "states", "stock")


class Gallery(App[None]):
    """A page per kind of widget."""

    CSS = "ContentSwitcher { height: 1fr; } StatePanel { height: 6; } BarChart, ColumnChart { height: 10; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(f"f{number}", f"turn('{name}')", priority=True) for number, name in enumerate(NAMES, start=2)],
        Binding("f10", "quit", priority=True),
    ]

    def compose(self) -> ComposeResult:
        rows = [Row(text, (text, text, text, Decimal(1), Decimal(1))) for text in EVIL]
        yield TabLine([Tab("F2", "table", EVIL[3])], "table", EVIL[4])
        with ContentSwitcher(initial="table"):
            yield VirtualTable(COLUMNS, ListSource(COLUMNS, rows), multi=True, id="table")
            with VerticalScroll(id="charts"):
                yield BarChart([Bar(text, Decimal(2)) for text in EVIL])
                yield ColumnChart([Point(text, Decimal(2)) for text in EVIL])
            with VerticalScroll(id="states"):
                for text in EVIL:
                    yield StatePanel(State("failed", text, text))
                    yield StatePanel(failed_state(ValueError(text)))
            with VerticalScroll(id="stock"):
                yield OptionList(*[plain(text) for text in EVIL])
                yield Input(safe_text(EVIL[3]))
                for text in EVIL:
                    yield Static(plain(text))
                    yield Button(plain(text))
        yield TextLine(EVIL[8])

    def action_turn(self, name: str) -> None:
        self.query_one(ContentSwitcher).current = name
        title = self.query_one("#states")
        title.styles.border = ("solid", "red")
        title.border_title = plain(EVIL[4])
        self.notify(safe_text(EVIL[3]), markup=False)
        self.query_one(TabLine).refresh()
        self.sub_title = name


if __name__ == "__main__":
    Gallery().run()
