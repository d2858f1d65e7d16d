"""New items, many at once: made from lines of a file, or from an items file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from lstbo.catalog import _sql
from lstbo.catalog.lookup import ONE, Catalogue, ItemKey, Resolution, fold, read_catalogue
from lstbo.catalog.pinyin import search_words
from lstbo.core.barcodes import barcode_key, normalise_code
from lstbo.core.text import clean_text
from lstbo.storage import Transaction

STATUSES = ("new", "active", "run-out", "dead")


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be made. One of code, barcode and name is needed; price and cost are per stock unit, tax-inclusive.

    `packs` are further barcodes with the number of units each stands for.
    """

    code: str = ""
    name: str = ""
    barcode: str = ""
    category: str = ""
    unit: str = ""
    price: Decimal | None = None
    cost: Decimal | None = None
    tax_code: str = ""
    supplier: int | None = None
    shelf_life_days: int | None = None
    packs: tuple[tuple[str, Decimal], ...] = ()
    kind: str = "goods"


def create_items(
    tx: Transaction, new: Sequence[NewItem], *, doc: int, valid_from: date, status: str = "new"
) -> dict[NewItem, int]:
    """Make the items the catalogue does not have and return the id of each, in a handful of statements.

    An item whose code is taken is that item; one given only by a barcode is coded by it, one given only by a name by
    the name (made unique). Without a name it is named by its code. Equal codes among `new` make one item.
    """
    maker = Maker(tx, read_catalogue(tx), status, doc, valid_from)
    coded = sorted(new, key=lambda item: 0 if item.code else 1 if item.barcode else 2)
    ids = {item: maker.make(item) for item in coded}
    maker.write(tx)
    return ids


def create_unknown(
    tx: Transaction,
    resolved: Mapping[ItemKey, Resolution],
    *,
    doc: int,
    valid_from: date,
    prices: Mapping[ItemKey, Decimal] | None = None,
    categories: Mapping[ItemKey, str] | None = None,
    units: Mapping[ItemKey, str] | None = None,
) -> dict[ItemKey, Resolution]:
    """Return `resolved` with an item for every line: what was unknown is made, to review, under document `doc`.

    Labels of the scale make one item per item number on the label, not one per label. `prices`, `categories` and
    `units` give the first ones of new items. Nothing is written when every line is known.
    """
    unknown = [key for key, found in resolved.items() if found.item_id is None]
    if not unknown:
        return dict(resolved)
    shared = _label_names(resolved)
    wanted: dict[ItemKey, NewItem] = {}
    for key in unknown:
        label = resolved[key].weighed
        one_name = label is not None and len(shared[label.item_code]) <= 1
        by_label = label is not None and one_name and not (key.item and key.barcode)
        code = label.item_code if label is not None and by_label else key.item
        wanted[key] = NewItem(
            code=clean_text(code),
            name=clean_text(key.name),
            barcode="" if one_name else normalise_code(key.barcode),
            category=(categories or {}).get(key, ""),
            unit=(units or {}).get(key, ""),
            price=None if one_name else (prices or {}).get(key),
        )
    ids = create_items(tx, list(dict.fromkeys(wanted.values())), doc=doc, valid_from=valid_from)
    made = {key: replace(resolved[key], item_id=ids[item]) for key, item in wanted.items()}
    return {key: made.get(key, found) for key, found in resolved.items()}


def _label_names(resolved: Mapping[ItemKey, Resolution]) -> dict[str, set[str]]:
    """Names per item number on unknown labels: two names mean that they are no labels but fixed codes."""
    names: dict[str, set[str]] = {}
    for key, found in resolved.items():
        if found.item_id is None and found.weighed is not None:
            names.setdefault(found.weighed.item_code, set()).add(fold(key.name))
    return names


def category_ids(tx: Transaction, names: Iterable[str], *, doc: int) -> dict[str, int]:
    """Return the id of each category by name as given, making the ones that are missing. Empty names are left out."""
    known = {name.casefold(): number for number, name in _sql.category_rows(tx)}
    following = max(known.values(), default=0) + 1
    made: list[tuple[int, str, int]] = []
    found: dict[str, int] = {}
    for name in dict.fromkeys(names):
        folded = fold(name)
        if folded and folded not in known:
            known[folded] = following + len(made)
            made.append((known[folded], clean_text(name), doc))
        if folded:
            found[name] = known[folded]
    _sql.insert_categories(tx, made)
    return found


@dataclass(slots=True)
class _Row:
    id: int
    code: str
    item: NewItem


class Maker:
    """Collects new items and their barcodes and prices, then writes each table once."""

    def __init__(self, tx: Transaction, known: Catalogue, status: str, doc: int, valid_from: date) -> None:
        self.known = known
        self.status = status
        self.doc = doc
        self.valid_from = valid_from
        self.next_id = tx.next_id("catalog.item")
        self.rows: dict[int, _Row] = {}
        self.barcodes: dict[tuple[str, int], tuple[str, Decimal]] = {}

    def make(self, item: NewItem, *, fresh: bool = False) -> int:
        """The id of the item, existing or made; `fresh` makes it in any case (its code must be free)."""
        code, barcode, name = clean_text(item.code), normalise_code(item.barcode), clean_text(item.name)
        found = None if fresh else self._existing(code, barcode, name)
        if found is None:
            found = self._add(code or self._free(barcode or name or "?"), name, item)
        row = self.rows.get(found)
        if row is not None:
            row.item = _filled(row.item, replace(item, name=name))
            for text, pack in [(barcode, ONE), *item.packs]:
                self._barcode(text, found, pack)
        return found

    def _existing(self, code: str, barcode: str, name: str) -> int | None:
        if code:
            return self.known.codes.get(code)
        if barcode:
            scanned = self.known.by_barcode(barcode, fold(name))
            return scanned[0] if scanned else self.known.codes.get(barcode)
        return self.known.by_name("", "", fold(name)) if name else None

    def _free(self, name: str) -> str:
        code, number = name, 2
        while code in self.known.codes:
            code, number = f"{name} ({number})", number + 1
        return code

    def _add(self, code: str, name: str, item: NewItem) -> int:
        number = self.next_id
        self.next_id += 1
        self.rows[number] = _Row(number, code, replace(item, name=name))
        self.known.add_item(number, code, name or code)
        return number

    def _barcode(self, text: str, item: int, pack: Decimal) -> None:
        code = normalise_code(text)
        key = barcode_key(code)
        if code and (key, item) not in self.barcodes:
            self.barcodes[key, item] = (code, pack)
            self.known.add_barcode(key, item, pack)

    def write(self, tx: Transaction) -> None:
        """Write what was collected: categories, items, barcodes, prices."""
        if not self.rows:
            return
        categories = category_ids(tx, [row.item.category for row in self.rows.values()], doc=self.doc)
        _sql.insert_items(tx, [self._item_row(row, categories) for row in self.rows.values()])
        _sql.insert_barcodes(
            tx, [(key, code, item, pack, self.doc) for (key, item), (code, pack) in self.barcodes.items()]
        )
        priced = [row for row in self.rows.values() if row.item.price is not None]
        _sql.insert_prices(tx, [(row.id, self.valid_from, row.item.price, self.doc) for row in priced])

    def _item_row(self, row: _Row, categories: Mapping[str, int]) -> tuple[object, ...]:
        item = row.item
        words = search_words(item.name or row.code)
        return (
            row.id, row.code, item.name or row.code, categories.get(item.category), clean_text(item.unit), item.kind,
            self.status, item.tax_code, item.supplier, item.shelf_life_days, words.pinyin, words.initials,
            words.search, item.cost, self.doc,
        )  # fmt: skip


def _filled(first: NewItem, later: NewItem) -> NewItem:
    """The first mention of an item, its gaps filled from a later one."""
    return replace(
        first,
        name=first.name or later.name,
        category=first.category or later.category,
        unit=first.unit or later.unit,
        price=later.price if first.price is None else first.price,
        cost=later.cost if first.cost is None else first.cost,
        tax_code=first.tax_code or later.tax_code,
    )
