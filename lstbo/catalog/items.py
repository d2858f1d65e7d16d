"""Single items: look one up, list them, search them, change them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.catalog import _sql
from lstbo.catalog.creation import STATUSES, NewItem, category_ids, create_items
from lstbo.core import money
from lstbo.core.barcodes import barcode_key, normalise_code
from lstbo.core.errors import BadInput, NotFound, Refused
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `category` is a name ('' = none), `supplier` a party id, `reference_cost` per stock unit."""

    id: int
    code: str
    name: str
    category: str
    unit: str
    kind: str
    status: str
    tax_code: str
    supplier: int | None
    shelf_life_days: int | None
    reference_cost: Decimal | None


@dataclass(frozen=True, slots=True)
class ItemHit:
    """A search result. `rank` says how it was found, 0 best: code or whole barcode, name, start of name, initials, part
    of the name, pinyin and other words, end of a barcode, end of the code."""

    item: Item
    rank: int


def item_by_id(tx: Transaction, item: int) -> Item:
    """Return an item by its id. Raises NotFound."""
    row = _sql.item_by_id(tx, item)
    if row is None:
        raise NotFound(_("There is no item number {number}.").format(number=item))
    return _item(row)


def item_by_code(tx: Transaction, text: str) -> Item:
    """Return the item that a person means by `text`: its code, a barcode in any form, an alias, or its exact name.

    Raises NotFound.
    """
    plain = clean_text(text)
    row = _sql.item_by_text(tx, plain, barcode_key(plain)) if plain else None
    if row is None:
        raise NotFound(
            _("There is no item '{text}'.").format(text=plain), _("Give its code, its barcode or its exact name.")
        )
    return _item(row)


def list_items(tx: Transaction, *, status: str = "", category: str = "") -> list[Item]:
    """Return the items by category and name, of one status or category when given; placeholders are left out."""
    return [_item(row) for row in _sql.list_items(tx, status, category)]


def search_items(tx: Transaction, text: str, limit: int = 50) -> list[ItemHit]:
    """Return the items that `text` may mean, the best first, dead ones last.

    Found by part of the name, pinyin, initials, code, a barcode however it is written, or its last digits; several
    words must all fit. Every character is taken as it is, `%` and `_` too. Empty text finds nothing.
    """
    plain = clean_text(text).lower()
    if not plain:
        return []
    return [ItemHit(_item(row[:-1]), row[-1]) for row in _sql.search(tx, plain, plain.split(), barcode_key(plain), limit)]


def barcodes_of(tx: Transaction, item: int) -> list[tuple[str, Decimal]]:
    """Return the barcodes of an item as scanned with the units each stands for, single units first."""
    return [(code, pack) for code, pack in _sql.barcodes_of(tx, item)]


def set_status(tx: Transaction, item: int, status: str) -> None:
    """Set the status of an item: new, active, run-out or dead. Raises BadInput for another word, NotFound."""
    if status not in STATUSES:
        raise BadInput(
            _("'{status}' is not a status.").format(status=status),
            _("Use one of: {words}.").format(words=", ".join(STATUSES)),
        )
    item_by_id(tx, item)
    _sql.set_status(tx, item, status)


def add_barcode(tx: Transaction, item: int, code: str, *, doc: int, pack_quantity: Decimal = Decimal(1)) -> bool:
    """Give an item another barcode that stands for `pack_quantity` units. Return False when it has it already.

    Raises BadInput for an empty code or a pack that is not positive, Refused when the code stands for another number
    of units of this item.
    """
    plain, units = normalise_code(code), money.quantity(pack_quantity)
    if not plain or units <= 0:
        raise BadInput(_("A barcode needs digits and a number of units above zero."))
    for known, pack in _sql.barcodes_of(tx, item):
        if barcode_key(known) == barcode_key(plain):
            if pack != units:
                raise Refused(_("{code} stands for {pack} units already.").format(code=known, pack=pack))
            return False
    _sql.insert_barcodes(tx, [(barcode_key(plain), plain, item, units, doc)])
    return True


def add_alias(tx: Transaction, profile: str, text: str, item: int, doc: int) -> None:
    """Learn that `text` means this item in files of a profile ('' = in all files).

    Raises BadInput for an empty text, NotFound for no such item, Refused when it means another item already.
    """
    plain = clean_text(text)
    if not plain:
        raise BadInput(_("An alias needs a text."))
    item_by_id(tx, item)
    known = _sql.alias_item(tx, profile, plain)
    if known is None:
        _sql.insert_alias(tx, profile, plain, item, doc)
    elif known != item:
        raise Refused(_("'{text}' means another item already.").format(text=plain))


def placeholder_item(tx: Transaction, category: str, doc: int, *, business_date: date) -> int:
    """Return the item that carries the opening value of a category, made when it is missing. Its quantity stays 0."""
    number = category_ids(tx, [category], doc=doc).get(category)
    found = _sql.placeholder(tx, number)
    if found is not None:
        return found
    name = clean_text(category)
    new = NewItem(code=f"*{name}", name=name, category=category, kind="placeholder")
    return create_items(tx, [new], doc=doc, valid_from=business_date, status="active")[new]


def _item(row: _sql.Row) -> Item:
    return Item(*row)
