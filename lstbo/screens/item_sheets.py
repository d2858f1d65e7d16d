"""The sheets on which a price, a status or a barcode of an item is written down before it is previewed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core import clock
from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _, ngettext
from lstbo.screens.item_changes import Chosen, Work, post_change
from lstbo.screens.sheet import Sheet
from lstbo.screens.stock_lists import STATUS_NAMES, status_name
from lstbo.widgets import DateInput, Form, MoneyInput, OneOf, QuantityInput, TextInput, plain, price_text

if TYPE_CHECKING:
    from lstbo.catalog import ItemChange
    from lstbo.screens.desk import Desk
    from lstbo.storage import DraftPen, Transaction
    from lstbo.widgets import Scanned

PRICE_DRAFT = "stock_price"
_NAMED = 8


class ChangeSheet(Sheet["ItemChange"]):
    """A sheet whose answer is the change that was posted."""

    DEFAULT_CSS = """
    ChangeSheet .about { height: auto; margin-bottom: 1; }
    ChangeSheet Form { max-width: 60; }
    ChangeSheet OneOf { max-width: 40; margin: 1 0; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def post(self, work: Work) -> None:
        """Preview it, post it, and close with it; a refusal stays on the sheet."""
        post_change(self, self._desk, work, self.posted, self.refuse)

    def posted(self, change: ItemChange) -> None:
        """Close with what was posted."""
        for form in self.query(Form):
            form.done()
        self.dismiss(change)

    def refuse(self, error: LstboError) -> None:
        """Say on the sheet why the book refused it."""
        for form in self.query(Form):
            form.complain(str(error))

    def begin_work(self) -> bool:
        """Note that it is tried or posted: what was typed stays as it is until that is done."""
        begun = super().begin_work()
        for form in self.query(Form):
            form.hold(True)
        return begun

    def end_work(self) -> None:
        """Let it be changed or left again."""
        super().end_work()
        for form in self.query(Form):
            form.hold(False)

    @on(Form.Left)
    def _leave(self) -> None:
        self.dismiss(None)


class PriceSheet(ChangeSheet):
    """Asks for a price and its first day; what is typed is kept as a draft."""

    def __init__(
        self, desk: Desk, item: Chosen, pen: DraftPen | None = None, texts: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(desk)
        self._item = item
        self._pen = pen
        self._texts = texts or {}

    def title_text(self) -> str:
        """Return the line at the top."""
        return _("New price: {name}").format(name=self._item.name)

    def body(self) -> Iterable[Widget]:
        """Ask."""
        now = _("It has no price yet.")
        if self._item.price is not None:
            now = _("Price now: {price}").format(price=price_text(self._item.price))
        yield Static(plain(f"{self._item.code} | {self._item.name}\n{now}"), classes="about")
        today = clock.today()
        rows = [
            (_("Price"), MoneyInput(required=True, id="price")),
            (_("Valid from"), DateInput(today, today=today, future=True, required=True, id="valid_from")),
        ]
        yield Form(rows, id="form")
        yield Static(plain(_("Enter goes on, Ctrl+S shows it before it is posted, Esc leaves.")), classes="note")

    def on_mount(self) -> None:
        """Begin with the price."""
        form = self.query_one(Form)
        form.fill(self._texts)
        form.focus_first()
        if not self._desk.read_only:
            self._take_pen()

    @work(thread=True)
    def _take_pen(self) -> None:
        from lstbo.storage import Drafts

        pen = self._pen or Drafts(self._desk.path).begin(PRICE_DRAFT)
        self.call_later(self._write_with, ItemPen(pen, self._item.code))

    def _write_with(self, pen: ItemPen) -> None:
        self.query_one(Form).take_pen(pen)

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        item, price, day = self._item.id, event.values["price"], event.values["valid_from"]

        def post(tx: Transaction) -> ItemChange:
            from lstbo.catalog import change_price

            return change_price(tx, item, price, valid_from=day)

        self.post(post)


class ItemPen:
    """Keeps with a draft which item it is about."""

    def __init__(self, pen: DraftPen, code: str) -> None:
        self._pen = pen
        self._code = code

    def save(self, fields: Mapping[str, str]) -> None:
        """Keep the texts of the fields and the item."""
        self._pen.save({"item": self._code, **fields})

    def discard(self) -> None:
        """Forget them."""
        self._pen.discard()


class BarcodeSheet(ChangeSheet):
    """Asks for a barcode, typed or scanned, and how many units it stands for."""

    def __init__(self, desk: Desk, item: Chosen) -> None:
        super().__init__(desk)
        self._item = item

    def title_text(self) -> str:
        """Return the line at the top."""
        return _("Barcode: {name}").format(name=self._item.name)

    def body(self) -> Iterable[Widget]:
        """Ask."""
        text = _("Scan the code or type it. A box of twelve stands for 12 units; a single piece for 1.")
        yield Static(plain(f"{self._item.code} | {self._item.name}\n{text}"), classes="about")
        rows = [
            (_("Barcode"), TextInput("", required=True, limit=60, id="barcode")),
            (_("Units"), QuantityInput(required=True, id="units")),
        ]
        yield Form(rows, id="form")
        yield Static(plain(_("Enter goes on, Ctrl+S shows it before it is posted, Esc leaves.")), classes="note")

    def on_mount(self) -> None:
        """Begin with the code; one unit is usual."""
        form = self.query_one(Form)
        form.fill({"units": "1"})
        form.fields["units"].settle()
        form.focus_first()

    def on_scanned(self, message: Scanned) -> None:
        """Put a scanned code where it belongs."""
        message.stop()
        self.query_one(Form).fill({"barcode": message.code})
        self.query_one("#units").focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        item, code, units = self._item.id, event.values["barcode"], event.values["units"].quantity

        def post(tx: Transaction) -> ItemChange:
            from lstbo.catalog import learn_barcode

            return learn_barcode(tx, item, code, units)

        self.post(post)


class StatusSheet(ChangeSheet):
    """Asks which status some items shall have."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", N_("Post"), id="stock.post", priority=True),
        Binding("enter", "submit", N_("Post"), show=False, priority=True),
    ]

    def __init__(self, desk: Desk, items: Sequence[Chosen]) -> None:
        super().__init__(desk)
        self._items = items

    def title_text(self) -> str:
        """Return the line at the top."""
        n = len(self._items)
        return ngettext("Status of {n} item", "Status of {n} items", n).format(n=n)

    def body(self) -> Iterable[Widget]:
        """Name the items and ask."""
        lines = [f"{one.code} | {one.name} | {status_name(one.status)}" for one in self._items[:_NAMED]]
        more = len(self._items) - len(lines)
        if more:
            lines.append(ngettext("and {count} more item", "and {count} more items", more).format(count=more))
        yield Static(plain("\n".join(lines)), classes="about")
        now = self._items[0].status
        usual = {"new": "active", "active": "run-out", "run-out": "dead"}.get(now, "active")
        yield OneOf([(name, label) for name, label in STATUS_NAMES.items() if name != "new"], usual, id="status")
        yield Static(id="fault")
        text = _("active: sold as usual. run-out: sold until it is gone, not bought again. dead: not sold any more.")
        keys = _("Left and right choose, Enter shows it before it is posted, Esc leaves.")
        yield Static(plain(f"{text}\n\n{keys}"), classes="note")

    def on_mount(self) -> None:
        """Begin with the choice."""
        self.query_one(OneOf).focus()

    def refuse(self, error: LstboError) -> None:
        """Say on the sheet why the book refused it."""
        self.query_one("#fault", Static).update(plain(str(error)))

    def action_submit(self) -> None:
        """Preview it."""
        items, status = [one.id for one in self._items], self.query_one(OneOf).value

        def post(tx: Transaction) -> ItemChange:
            from lstbo.catalog import change_status

            return change_status(tx, items, status)

        self.post(post)
