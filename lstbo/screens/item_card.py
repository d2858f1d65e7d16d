"""The card of an item: what it is, what is there, everything that moved it, and the prices it had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.document_words import reason_name
from lstbo.core.errors import LstboError, NotFound
from lstbo.core.language import N_, _
from lstbo.screens.item_changes import Chosen, ItemChangingPage
from lstbo.screens.page import Page, View
from lstbo.screens.stock_lists import status_name
from lstbo.widgets import (
    ListSource,
    Row,
    State,
    TableColumn,
    VirtualTable,
    failed_state,
    loading_state,
    money_text,
    plain,
    price_text,
    quantity_text,
)

if TYPE_CHECKING:
    from lstbo.catalog import Item, PriceSpan
    from lstbo.inventory import CardLine, StockLine
    from lstbo.screens.desk import Desk
    from lstbo.storage import Transaction

_CODES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """An item as its card shows it: its stock on the day, its barcodes with their units, its prices, what moved it."""

    item: Item
    stock: StockLine
    barcodes: Sequence[tuple[str, Decimal]]
    prices: Sequence[PriceSpan]
    moves: Sequence[CardLine]


@dataclass(frozen=True, slots=True)
class MoveKey:
    """A line of the card: its document, its day and its reason."""

    document: int
    date: date
    reason: str


class ItemCard(ItemChangingPage):
    """One item. `code` is what was scanned or chosen: its code, a barcode in any form, an alias or its name."""

    TAB = "stock"
    VIEWS = (View("moves", N_("What moved it")), View("prices", N_("Prices")))
    CSS_PATH = "item_card.tcss"
    GUIDE = N_(
        "Everything about one item. Below its facts stands every movement, the newest last, with what was there after "
        "it; Enter opens the document. Right shows the prices it had.\n"
        "n gives it another price, t another status, b a further barcode. A scan shows the next item in its place."
    )

    class Loaded(Message):
        """The item was read."""

        def __init__(self, facts: Facts) -> None:
            self.facts = facts
            super().__init__()

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self._facts: Facts | None = None

    def views(self) -> Iterable[Widget]:
        """Lay out what moved it, and its prices."""
        never = (_("Nothing has moved it yet."), _("Deliveries, sales and losses appear here."))
        yield VirtualTable(move_columns(), empty=never, id="moves")
        none = (_("It has no price yet."), _("n gives it one."))
        yield VirtualTable(price_columns(), empty=none, id="prices")

    def on_mount(self) -> None:
        """Put the facts above, and begin."""
        self.mount(Static(id="facts", markup=False), before="#views")
        super().on_mount()
        self.set_focus(self.table)

    @property
    def table(self) -> VirtualTable:
        """The table in front."""
        return self.query_one(f"#{self.view}", VirtualTable)

    def chosen(self) -> Sequence[Chosen]:
        """The item itself."""
        facts = self._facts
        if facts is None or facts.stock.placeholder:
            return ()
        item = facts.item
        return [Chosen(item.id, item.code, item.name, item.unit, facts.stock.price, item.status)]

    def figure(self) -> str | None:
        """The item; a movement under the cursor is opened with Enter."""
        return f"item:{self._facts.item.code}" if self._facts else None

    def command(self) -> str:
        """The command that shows the same."""
        return f"stock card {self._facts.item.code if self._facts else self._code}"

    def scanned(self, code: str) -> None:
        """Show the item scanned next in this one's place."""
        self._code, self._facts, self._last = code, None, None
        self.load()

    # -- reading -----------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the item."""
        code, desk = self._code, self.desk
        if self._facts is None:
            self.table.show_state(loading_state())
        self.read(lambda tx: read_facts(tx, code, desk), self.Loaded, "item")

    @on(Loaded)
    def _draw(self, event: Loaded) -> None:
        fresh = self._facts is None
        facts = self._facts = event.facts
        self.query_one("#facts", Static).update(plain("\n".join(fact_lines(facts))))
        moves, prices = self.query_one("#moves", VirtualTable), self.query_one("#prices", VirtualTable)
        at = moves.cursor
        moves.set_source(ListSource(moves.columns, [_move_row(line) for line in facts.moves]))
        moves.set_totals(_move_totals(facts.moves))
        moves.move_to(len(facts.moves) - 1 if fresh else at)
        prices.set_source(ListSource(prices.columns, [_price_row(one, self.desk.day) for one in facts.prices]))
        self.draw_frame()
        self.refresh_bindings()

    @on(VirtualTable.Loaded, "#moves")
    def _to_the_newest(self, event: VirtualTable.Loaded) -> None:
        if not event.table.cursor:
            event.table.move_to(event.count - 1)

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.query_one("#facts", Static).update(plain(""))
        self.table.show_state(self._fault(event.error))
        self.refresh_bindings()

    def _fault(self, error: LstboError) -> State:
        if not isinstance(error, NotFound):
            return failed_state(error)
        headline = _("No item has the code {code}.").format(code=self._code)
        next_step = _("Find its item (F4, then /), open it, and b gives it this code. Or take in a file of items: F10.")
        return State("failed", headline, next_step)

    # -- keys --------------------------------------------------------------------------------------------------------

    @on(VirtualTable.Opened)
    def _open(self, event: VirtualTable.Opened) -> None:
        from lstbo.screens.document import DocumentScreen

        if isinstance(event.key, MoveKey):
            self.app.push_screen(DocumentScreen(event.key.document, event.key.date))

    def action_print(self) -> None:
        """Write the card to a file."""
        from lstbo.screens.report_file import ReportFile

        if self._facts is not None:
            self.app.push_screen(ReportFile(self.desk, "stock-card", None, self._facts.item.code), self._told)

    def _told(self, text: str | None) -> None:
        if text:
            self.tell(text)


def read_facts(tx: Transaction, code: str, desk: Desk) -> Facts:
    """Return an item on the day all pages look at. Raises NotFound."""
    from lstbo.catalog import barcodes_of, price_history
    from lstbo.inventory import stock_card, stock_on_hand

    item = find_item(tx, code)
    known = desk.knowing(tx)
    (stock,) = stock_on_hand(tx, desk.day, known, items=[item.id], all_items=True)
    moves = stock_card(tx, item.id, None, desk.day, known)
    return Facts(item, stock, barcodes_of(tx, item.id), price_history(tx, item.id), moves)


def find_item(tx: Transaction, code: str) -> Item:
    """Return the item a code means; a label of the shop's scale means the item it was printed for. Raises NotFound."""
    from lstbo.catalog import ItemKey, item_by_code, item_by_id, resolve_lines

    try:
        return item_by_code(tx, code)
    except NotFound:
        key = ItemKey(barcode=code)
        found = resolve_lines(tx, [key])[key].item_id
        if found is None:
            raise
        return item_by_id(tx, found)


def fact_lines(facts: Facts) -> list[str]:
    """Return what an item is and what is there, in four lines."""
    item, stock = facts.item, facts.stock
    sold = _("Last sold: {day}").format(day=stock.last_sold.isoformat() if stock.last_sold else "-")
    status = _("Status: {status}").format(status=status_name(item.status))
    kinds = [item.code, item.category, item.unit, status, sold]
    codes = [code if pack == 1 else f"{code} (x{quantity_text(pack)})" for code, pack in facts.barcodes]
    shown = ", ".join(codes[:_CODES_SHOWN]) + (f" +{len(codes) - _CODES_SHOWN}" if len(codes) > _CODES_SHOWN else "")
    unknown = _("unknown")
    price = _("Price: {price}").format(price="-" if stock.price is None else price_text(stock.price))
    cost = _("Unit cost: {cost}").format(cost=unknown if stock.unit_cost is None else price_text(stock.unit_cost))
    there = _("In stock: {quantity} {unit}").format(quantity=quantity_text(stock.quantity), unit=item.unit).rstrip()
    value = _("Value: {value}").format(value=money_text(stock.value))
    return [
        item.name,
        " | ".join(part for part in kinds if part),
        _("Barcodes: {codes}").format(codes=shown or "-"),
        " | ".join((there, value, price, cost)),
    ]


def move_columns() -> tuple[TableColumn, ...]:
    """Return the columns of what moved an item."""
    return (
        TableColumn("date", _("Date"), "date", width=10, sortable=False),
        TableColumn("what", _("Why"), width=10, sortable=False),
        TableColumn("document", _("Document"), width=14, flex=1, priority=1, sortable=False),
        TableColumn("in", _("In"), "quantity", width=7, sortable=False),
        TableColumn("out", _("Out"), "quantity", width=7, sortable=False),
        TableColumn("quantity", _("Left"), "quantity", width=8, sortable=False),
        TableColumn("money", _("Cost"), "money", width=9, priority=2, sortable=False),
        TableColumn("value", _("Value"), "money", width=10, sortable=False),
    )


def price_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the prices of an item."""
    return (
        TableColumn("from", _("From"), "date", width=10),
        TableColumn("to", _("Up to"), "date", width=10),
        TableColumn("price", _("Price"), "price", width=10),
        TableColumn("now", "", width=10, flex=1, sortable=False),
    )


def _move_row(line: CardLine) -> Row:
    values = (
        line.date, reason_name(line.what), line.document, line.quantity_in or None, line.quantity_out or None,
        line.quantity, line.money, line.value,
    )  # fmt: skip
    return Row(MoveKey(line.doc, line.date, line.what), values, "bad" if line.quantity < 0 else "")


def _move_totals(moves: Sequence[CardLine]) -> dict[str, object] | None:
    if not moves:
        return None
    came = sum((line.quantity_in for line in moves), Decimal(0))
    went = sum((line.quantity_out for line in moves), Decimal(0))
    last = moves[-1]
    return {"what": _("Total"), "in": came, "out": went, "quantity": last.quantity, "value": last.value}


def _price_row(span: PriceSpan, day: date) -> Row:
    holds = span.valid_from <= day and (span.valid_to is None or day < span.valid_to)
    note = _("now") if holds else _("later") if span.valid_from > day else ""
    return Row(span.valid_from, (span.valid_from, span.valid_to, span.price, note), "good" if holds else "")
