"""Changes people make to single items: another price, another status, a further barcode; and taking them back.

Each change is a document of its own, so that the book says who changed what, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.catalog import _sql
from lstbo.catalog.items import Item, add_barcode, item_by_id, set_status
from lstbo.catalog.prices import price_on, set_price
from lstbo.core import clock
from lstbo.core.barcodes import barcode_key, normalise_code
from lstbo.core.errors import Refused
from lstbo.core.language import _
from lstbo.storage import Transaction

_TITLE = 60


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """One item of a change: what it had and what it has now.

    A price per stock unit, a status, or the units a barcode stands for; None = there was none.
    """

    item: int
    code: str
    name: str
    before: Decimal | str | None
    after: Decimal | str | None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A posted change. `kind` is price, status or barcode; `valid_from` is the first day of a price, `barcode` the code."""

    document: int
    kind: str
    items: tuple[ChangedItem, ...]
    valid_from: date | None = None
    barcode: str = ""


def change_price(tx: Transaction, item: int, price: Decimal, *, valid_from: date) -> ItemChange:
    """Post another price of an item from a day on; earlier days keep theirs.

    Raises NotFound, BadInput for a negative price, Refused when it has this price then already.
    """
    found = item_by_id(tx, item)
    before = price_on(tx, item, valid_from)
    doc = _document(tx, "price", f"{found.name}: {price:f}")
    if not set_price(tx, item, price, valid_from=valid_from, doc=doc):
        raise Refused(_("{name} has this price already.").format(name=found.name))
    return ItemChange(doc, "price", (_changed(found, before, price_on(tx, item, valid_from)),), valid_from)


def change_status(tx: Transaction, items: Sequence[int], status: str) -> ItemChange:
    """Post another status of some items: new, active, run-out or dead. Those that have it already are left out.

    Raises NotFound, BadInput for another word, Refused when all have it already.
    """
    changed = [found for found in (item_by_id(tx, item) for item in items) if found.status != status]
    if not changed:
        raise Refused(_("Nothing would change: it has this status already."))
    return _change_statuses(tx, [(found, status) for found in changed])


def learn_barcode(tx: Transaction, item: int, code: str, pack_quantity: Decimal = Decimal(1)) -> ItemChange:
    """Post that a barcode means `pack_quantity` units of this item.

    Raises NotFound, BadInput for an empty code or a pack that is not positive, Refused when the item has it already or
    another item has it.
    """
    found, plain = item_by_id(tx, item), normalise_code(code)
    owner = _sql.barcode_owner(tx, barcode_key(plain))
    if owner is not None and owner[0] != item:
        raise Refused(
            _("{code} is a barcode of {name} already.").format(code=plain, name=owner[1]),
            _("Scan it to see that item."),
        )
    doc = _document(tx, "barcode", f"{found.name}: {plain}")
    if not add_barcode(tx, item, plain, doc=doc, pack_quantity=pack_quantity):
        raise Refused(_("{name} has this barcode already.").format(name=found.name))
    return ItemChange(doc, "barcode", (_changed(found, None, pack_quantity),), barcode=plain)


def take_back_change(tx: Transaction, change: ItemChange) -> ItemChange:
    """Post that a change is taken back: the price, the status or the barcodes are again what they were.

    Raises Refused for the first price an item ever had, and when the items were changed again since.
    """
    take_back: dict[str, Callable[[Transaction, ItemChange], ItemChange]] = {
        "price": _take_back_price,
        "status": _take_back_status,
    }
    return take_back.get(change.kind, _take_back_barcode)(tx, change)


def statuses(tx: Transaction) -> dict[int, str]:
    """Return the status of every item by its id."""
    return dict(_sql.statuses(tx))


def first_items(tx: Transaction, limit: int) -> list[Item]:
    """Return the first items by name, placeholders left out: what a list shows before the stock is counted."""
    return [Item(*row) for row in _sql.first_items(tx, limit)]


def _take_back_price(tx: Transaction, change: ItemChange) -> ItemChange:
    (one,) = change.items
    if not isinstance(one.before, Decimal) or change.valid_from is None:
        raise Refused(_("It had no price before."), _("Give it the right price instead: n."))
    if price_on(tx, one.item, change.valid_from) != one.after:
        raise _changed_since()
    return change_price(tx, one.item, one.before, valid_from=change.valid_from)


def _take_back_status(tx: Transaction, change: ItemChange) -> ItemChange:
    found = [(item_by_id(tx, one.item), one) for one in change.items]
    if any(item.status != one.after for item, one in found):
        raise _changed_since()
    return _change_statuses(tx, [(item, str(one.before)) for item, one in found])


def _take_back_barcode(tx: Transaction, change: ItemChange) -> ItemChange:
    (one,) = change.items
    owner = _sql.barcode_owner(tx, barcode_key(change.barcode))
    if owner is None or owner[0] != one.item:
        raise _changed_since()
    doc = _document(tx, "barcode", f"{one.name}: {change.barcode}")
    _sql.remove_barcode(tx, one.item, barcode_key(change.barcode))
    return ItemChange(doc, "barcode", (_changed(item_by_id(tx, one.item), one.after, None),), barcode=change.barcode)


def _change_statuses(tx: Transaction, wanted: Sequence[tuple[Item, str]]) -> ItemChange:
    first, status = wanted[0]
    more = f" + {len(wanted) - 1}" if len(wanted) > 1 else ""
    doc = _document(tx, "status", f"{first.name}{more}: {status}")
    for found, wish in wanted:
        set_status(tx, found.id, wish)
    return ItemChange(doc, "status", tuple(_changed(found, found.status, wish) for found, wish in wanted))


def _document(tx: Transaction, kind: str, title: str) -> int:
    return tx.document("catalog", kind, business_date=clock.today(), title=title[:_TITLE])


def _changed(item: Item, before: Decimal | str | None, after: Decimal | str | None) -> ChangedItem:
    return ChangedItem(item.id, item.code, item.name, before, after)


def _changed_since() -> Refused:
    return Refused(_("It was changed again since; this cannot be taken back."), _("Change it as it should be."))
