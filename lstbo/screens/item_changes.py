"""Changing items from any page that shows them: another price, another status, a further barcode. Each is previewed as
the book would post it, posted, said, and can be taken back with Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _, ngettext
from lstbo.screens.finishing import FinishingScreen, changed_meanwhile
from lstbo.screens.page import Page
from lstbo.screens.stock_lists import status_name
from lstbo.widgets import price_text

if TYPE_CHECKING:
    from lstbo.catalog import ChangedItem, ItemChange
    from lstbo.screens.desk import Desk
    from lstbo.storage import Transaction
    from lstbo.widgets import DocumentPreview

Work = Callable[["Transaction"], "ItemChange"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item that is to be changed. `price` per stock unit, None = it has none."""

    id: int
    code: str
    name: str
    unit: str
    price: Decimal | None
    status: str


class ItemChangingPage(Page):
    """A page whose items can be changed; `chosen` says which ones are meant."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", N_("New price"), id="stock.price"),
        Binding("t", "status", N_("Status"), id="stock.status"),
        Binding("b", "barcode", N_("Barcode"), id="stock.barcode", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._last: ItemChange | None = None

    def chosen(self) -> Sequence[Chosen]:
        """Return the items that are meant, the one under the cursor first."""
        return ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out keys that have nothing to change or to take back."""
        if action in ("new", "status", "barcode"):
            return not self.desk.read_only and self.is_mounted and bool(self.chosen())
        if action == "reverse":
            return self._last is not None
        return super().check_action(action, parameters)

    def action_new(self) -> None:
        """Ask for another price."""
        from lstbo.screens.item_sheets import PriceSheet

        self.app.push_screen(PriceSheet(self.desk, self.chosen()[0]), self.changed)

    def action_status(self) -> None:
        """Ask for another status."""
        from lstbo.screens.item_sheets import StatusSheet

        self.app.push_screen(StatusSheet(self.desk, self.chosen()), self.changed)

    def action_barcode(self) -> None:
        """Ask for a further barcode."""
        from lstbo.screens.item_sheets import BarcodeSheet

        self.app.push_screen(BarcodeSheet(self.desk, self.chosen()[0]), self.changed)

    def action_reverse(self) -> None:
        """Show what taking the last change back would post."""
        last = self._last
        if last is None:
            return

        def work(tx: Transaction) -> ItemChange:
            from lstbo.catalog import take_back_change

            return take_back_change(tx, last)

        post_change(self, self.desk, work, self._taken_back, self._not_taken_back)

    def changed(self, change: ItemChange | None) -> None:
        """Say what was posted, and show it."""
        if change is not None:
            self._last = change
            self._say(change)

    def _taken_back(self, change: ItemChange) -> None:
        self._last = None
        self._say(change)

    def _not_taken_back(self, error: LstboError) -> None:
        self.tell(str(error), warning=True)

    def _say(self, change: ItemChange) -> None:
        self.tell(said(change))
        self.refresh_bindings()
        self.reload()


def post_change(
    screen: FinishingScreen[Any],
    desk: Desk,
    work: Work,
    posted: Callable[[ItemChange], None],
    refused: Callable[[LstboError], None],
) -> None:
    """Preview a change as a dry run says it, then post just that; `posted` or `refused` are called by the thread that
    draws. Asked twice, it is done once."""

    def run(work: Work, done: Callable[[ItemChange], None], *, dry_run: bool) -> None:
        if not screen.begin_work():
            return

        def task() -> None:
            try:
                change = desk.write("", work, dry_run=dry_run)
            except LstboError as error:
                outcome = partial(refused, error)
            else:
                outcome = partial(done, change)
            screen.call_later(screen.end_work)
            screen.call_later(outcome)

        screen.run_worker(task, thread=True, group="change")

    def show(change: ItemChange) -> None:
        from lstbo.widgets import PreviewScreen

        def answered(yes: bool | None) -> None:
            if yes:
                run(partial(_as_shown, work, change), posted, dry_run=False)

        if screen.is_active:
            screen.app.push_screen(PreviewScreen(preview_of(change)), answered)

    run(work, show, dry_run=True)


def _as_shown(work: Work, shown: ItemChange, tx: Transaction) -> ItemChange:
    """Do it again, unless it would be something else than was shown."""
    change = work(tx)
    if replace(change, document=shown.document) != shown:
        raise changed_meanwhile()
    return change


def said(change: ItemChange) -> str:
    """Return what was posted, with its number."""
    one = change.items[0]
    text = {
        "price": _("Posted: document {number}. {name} costs {price} from {day} on."),
        "status": _("Posted: document {number}. {name}: {status}."),
        "barcode": _("Posted: document {number}. {code} means {name}."),
    }[change.kind]
    if change.kind == "barcode" and one.after is None:
        text = _("Posted: document {number}. {code} no longer means {name}.")
    more = len(change.items) - 1
    name = one.name if not more else ngettext("{name} and {n} more", "{name} and {n} more", more)
    return text.format(
        number=change.document, name=name.format(name=one.name, n=more) if more else name, code=change.barcode,
        price=_written(one.after), status=_written(one.after), day=change.valid_from,
    )  # fmt: skip


def preview_of(change: ItemChange) -> DocumentPreview:
    """Return a change as it is shown before it is posted."""
    from lstbo.widgets import DocumentPreview

    title, sentence = {
        "price": (_("New price"), _("Sales before that day keep the price they had. The accounts do not change.")),
        "status": (_("New status"), _("Stock and accounts do not change.")),
        "barcode": (_("Barcode"), _("Files and scans with this code mean this item from now on.")),
    }[change.kind]
    if change.kind == "barcode" and change.items[0].after is None:
        sentence = _("Files and scans with this code no longer mean this item.")
    facts: list[tuple[str, object]] = []
    if change.valid_from:
        facts.append((_("Valid from"), change.valid_from.isoformat()))
    if change.barcode:
        facts.append((_("Barcode"), change.barcode))
    names = (_("Units before"), _("Units now")) if change.kind == "barcode" else (_("Before"), _("Now"))
    return DocumentPreview(
        title=title,
        facts=facts,
        columns=[_("Code"), _("Item"), *names],
        lines=[_line(one) for one in change.items],
        words=[sentence, _("Ctrl+Z on the page takes it back.")],
    )


def _line(one: ChangedItem) -> list[object]:
    return [one.code, one.name, _written(one.before), _written(one.after)]


def _written(value: Decimal | str | None) -> str:
    return "-" if value is None else price_text(value) if isinstance(value, Decimal) else status_name(value)
