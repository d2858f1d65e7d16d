"""`e`: a figure, opened step by step down to the row of the file it came from."""

from __future__ import annotations

from dataclasses import dataclass
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
    from collections.abc import Sequence

    from lstbo.core.period import Period
    from lstbo.proof import Node
    from lstbo.storage import Transaction

FIRST_PARTS = 50
ALL_PARTS = 2000


@dataclass(slots=True)
class _Step:
    """A step that was opened, the row the cursor is on, and what it was read by: '' where it stood in the step before."""

    node: Node
    cursor: int
    read_by: str


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
        """A step was read; `depth` is how many steps stay before it, `path` the rows the cursor is on in it and below it."""

        def __init__(self, node: Node, figure: str, depth: int, path: Sequence[int]) -> None:
            self.node = node
            self.figure = figure
            self.depth = depth
            self.path = path
            super().__init__()

    def __init__(self, figure: str) -> None:
        super().__init__()
        self._asked, _at, self._period = figure.partition("@")
        self._steps: list[_Step] = []
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
        self._steps, self._limit = [], FIRST_PARTS
        self.query_one(VirtualTable).show_state(loading_state())
        self._open(self._asked)

    def figure(self) -> str | None:
        """The figure of the step in front."""
        return self._steps[-1].node.figure or self._asked if self._steps else self._asked

    def command(self) -> str:
        """The command that shows the same."""
        period = f" --period {self._period}" if self._period else ""
        return f"explain {self.figure()}{period}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to explain about an explanation."""
        return False if action == "explain" else super().check_action(action, parameters)

    def _open(self, figure: str, depth: int | None = None, path: Sequence[int] = ()) -> None:
        """Read a figure as the step at `depth` (None: below the one in front), the cursors of it and below it on `path`."""
        as_of, limit = self.desk.as_of, self._limit
        span = _period(self._period) if figure == self._asked else None
        at = len(self._steps) if depth is None else depth

        def work(tx: Transaction) -> Node:
            from lstbo.proof import explain

            known = self.desk.knowing(tx)
            found = explain(tx, figure, period=span, as_of=as_of, known_at=known, limit=limit, step_by_step=True)
            return found.node

        self.read(work, lambda node: self.Opened(node, figure, at, path))

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        del self._steps[event.depth :]
        self._put(event.node, event.figure)
        for at, follows in zip(event.path, (*event.path[1:], None), strict=False):
            self._steps[-1].cursor = at
            if follows is not None:
                self._put(_parts(self._steps[-1].node)[at])
        self._draw()

    def _put(self, node: Node, read_by: str = "") -> None:
        """Put a step in front, the cursor on the first part that goes deeper."""
        cursor = next((at for at, part in enumerate(_parts(node)) if _opens(part)), 0)
        self._steps.append(_Step(node, cursor, read_by))

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.query_one(VirtualTable).show_state(failed_state(event.error))

    def _draw(self) -> None:
        node, cursor = self._steps[-1].node, self._steps[-1].cursor
        amount = money_text(node.amount) if node.amount is not None else ""
        self.query_one("#figure", TextLine).show(node.text, amount)
        rows = [
            Row(at, (part.amount, part.quantity, _part_text(part), ">" if _opens(part) else ""), _style(part))
            for at, part in enumerate(_parts(node))
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
        parts = _parts(self._steps[-1].node) if self._steps else []
        return parts[at].text if at < len(parts) else ""

    def _add(self, said: str) -> None:
        """Say something about the row under the cursor, below its whole text."""
        text = self._whole(self._steps[-1].cursor)
        self.query_one("#whole", Static).update(plain(f"{text}\n{said}" if text else said))

    @on(VirtualTable.Moved)
    def _moved(self, event: VirtualTable.Moved) -> None:
        self.query_one("#whole", Static).update(plain(self._whole(event.table.cursor)))

    @on(VirtualTable.Opened)
    def _entered(self, event: VirtualTable.Opened) -> None:
        if not self._steps:
            return
        step, at = self._steps[-1], event.table.cursor
        step.cursor = at
        parts = _parts(step.node)
        part = parts[at] if at < len(parts) else None
        if part is None or part.kind == "rest":
            self._all_of()
        elif not _opens(part):
            self._add(_("This is the last step: there is nothing below it."))
        elif part.children:
            self._put(part)
            self._draw()
        else:
            self._open(part.figure)

    def _all_of(self) -> None:
        """Read the step in front again with all its parts, by the last step that was read by itself."""
        if self._limit == ALL_PARTS:
            self._add(_("There are too many to show here; the ledger of the account (F6) has them all."))
            return
        self._limit = ALL_PARTS
        depth = max(at for at, step in enumerate(self._steps) if step.read_by)
        path = [step.cursor for step in self._steps[depth:]]
        self._open(self._steps[depth].read_by, depth, path)

    def action_back(self) -> None:
        """Go back a step, and from the first one to where the figure stood."""
        if len(self._steps) > 1:
            self._steps.pop()
            self._draw()
        else:
            super().action_back()


def _parts(node: Node) -> list[Node]:
    """The rows of a step: its parts, and what a receipt was paid with below its heading."""
    return [row for part in node.children for row in (part, *(part.children if part.kind == "paid" else ()))]


def _opens(part: Node) -> bool:
    return part.kind != "paid" and bool(part.children or part.figure or part.kind == "rest")


def _part_text(part: Node) -> str:
    return f"  {part.text}" if part.kind == "payment" else part.text


def _style(part: Node) -> str:
    return "muted" if part.kind in ("paid", "rest") else ""


def _period(text: str) -> Period | None:
    from lstbo.core.period import Period

    return Period.parse(text) if text else None
