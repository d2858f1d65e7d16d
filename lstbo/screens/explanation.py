"""`e`: a figure, opened step by step down to the row of the file it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from lstbo.core.language import N_, _
from lstbo.screens.page import Page
from lstbo.widgets import (
    ListSource,
    Row,
    TableColumn,
    TextLine,
    VirtualTable,
    failed_state,
    loading_state,
    money_text,
    plain,
)

if TYPE_CHECKING:
    from lstbo.core.period import Period
    from lstbo.proof import Node
    from lstbo.storage import Transaction

FIRST_PARTS = 50
ALL_PARTS = 2000


class ExplanationPage(Page):
    """A figure and its parts; Enter opens a part, Esc goes back a step. `figure` may end in a period: income:1@2026-10."""

    GUIDE = N_(
        "Every figure is made of parts: a line of a statement of accounts, an account of entries, an entry of documents, "
        "a document of receipts, a receipt of lines, a line of a row in a file.\n"
        "Enter opens a part, Esc goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("left", "back", N_("Back"), show=False, id="explanation.back")]
    DEFAULT_CSS = """
    ExplanationPage #figure { text-style: bold; background: $surface; }
    ExplanationPage #whole { height: auto; max-height: 5; background: $surface; padding: 0 1; }
    """

    class Opened(Message):
        """A step was read."""

        def __init__(self, node: Node, figure: str) -> None:
            self.node = node
            self.figure = figure
            super().__init__()

    def __init__(self, figure: str) -> None:
        super().__init__()
        self._asked, _at, self._period = figure.partition("@")
        self._steps: list[tuple[Node, int]] = []
        self._limit = FIRST_PARTS

    def views(self) -> ComposeResult:
        """Lay out the step, its parts and the whole text of the part under the cursor."""
        columns = (
            TableColumn("amount", _("Amount"), "money", 14, sortable=False),
            TableColumn("quantity", _("Quantity"), "quantity", 9, priority=1, sortable=False),
            TableColumn("part", _("Made of"), width=20, flex=1, sortable=False),
            TableColumn("deeper", "", width=1, sortable=False),
        )
        yield TextLine(id="figure")
        yield VirtualTable(columns, id="parts", empty=(_("There is nothing below this."), _("Esc goes back.")))
        yield Static(id="whole")

    def load(self) -> None:
        """Read the figure that was asked for; steps opened from it are left behind."""
        self._steps = []
        self.query_one(VirtualTable).show_state(loading_state())
        self._open(self._asked)

    def figure(self) -> str | None:
        """The figure of the step in front."""
        return self._steps[-1][0].figure or self._asked if self._steps else self._asked

    def command(self) -> str:
        """The command that shows the same."""
        period = f" --period {self._period}" if self._period else ""
        return f"explain {self.figure()}{period}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to explain about an explanation."""
        return False if action == "explain" else super().check_action(action, parameters)

    def _open(self, figure: str) -> None:
        as_of, limit = self.desk.as_of, self._limit
        span = _period(self._period) if figure == self._asked else None

        def work(tx: Transaction) -> Node:
            from lstbo.proof import explain

            known = self.desk.knowing(tx)
            found = explain(tx, figure, period=span, as_of=as_of, known_at=known, limit=limit, step_by_step=True)
            return found.node

        self.read(work, lambda node: self.Opened(node, figure))

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        self._go_down(event.node)

    def _go_down(self, node: Node) -> None:
        """Put a step in front, the cursor on the first part that goes deeper."""
        self._steps.append((node, next((at for at, part in enumerate(node.children) if _opens(part)), 0)))
        self._draw()

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.query_one(VirtualTable).show_state(failed_state(event.error))

    def _draw(self) -> None:
        node, cursor = self._steps[-1]
        amount = money_text(node.amount) if node.amount is not None else ""
        self.query_one("#figure", TextLine).show(node.text, amount)
        rows = [
            Row(at, (part.amount, part.quantity, part.text, ">" if _opens(part) else ""))
            for at, part in enumerate(node.children)
        ]
        if node.more > 0:
            text = _("and {count} more").format(count=node.more)
            rows.append(Row(len(rows), (None, None, text, ">"), "muted"))
        table = self.query_one(VirtualTable)
        table.set_source(ListSource(table.columns, rows))
        table.move_to(cursor)
        table.focus()
        self.query_one("#whole", Static).update(plain(self._whole(cursor)))
        self.refresh_bindings()

    def _whole(self, at: int) -> str:
        parts = self._steps[-1][0].children if self._steps else ()
        return parts[at].text if at < len(parts) else ""

    @on(VirtualTable.Moved)
    def _moved(self, event: VirtualTable.Moved) -> None:
        self.query_one("#whole", Static).update(plain(self._whole(event.table.cursor)))

    @on(VirtualTable.Opened)
    def _entered(self, event: VirtualTable.Opened) -> None:
        node = self._steps[-1][0]
        at = event.table.cursor
        if at >= len(node.children):
            self._all_of(node)
            return
        part = node.children[at]
        if _opens(part):
            self._steps[-1] = (node, at)
            if part.children and part.more <= 0:
                self._go_down(part)
            else:
                self._open(part.figure)

    def _all_of(self, node: Node) -> None:
        """Read a step again with all its parts."""
        self._steps.pop()
        self._limit = ALL_PARTS
        self._open(node.figure or self._asked)

    def action_back(self) -> None:
        """Go back a step, and from the first one to where the figure stood."""
        if len(self._steps) > 1:
            self._steps.pop()
            self._draw()
        else:
            super().action_back()


def _opens(part: Node) -> bool:
    return bool(part.children or part.figure)


def _period(text: str) -> Period | None:
    from lstbo.core.period import Period

    return Period.parse(text) if text else None
