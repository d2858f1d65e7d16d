"""`import items`: an owner's list of items against the catalogue, with a verdict for every row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lstbo.catalog import _sql
from lstbo.catalog.creation import Maker, NewItem, category_ids
from lstbo.catalog.item_rows import Fault, ItemFacts, ItemRow, problem, read_row
from lstbo.catalog.lookup import ONE, Catalogue, fold, read_catalogue
from lstbo.catalog.pinyin import search_words
from lstbo.core.barcodes import barcode_key
from lstbo.core.errors import Problem
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What became of a row: accepted, duplicate (says nothing new) or rejected.

    `what` is ("new",) or the names of the columns that changed ("item" = the item got its code). `problem` says why it
    was rejected, or is a note (severity note) on an accepted row.
    """

    row_no: int
    verdict: str
    item_id: int | None = None
    what: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(slots=True)
class _Stored:
    """An item as the book has it, being brought up to date; in the order of `_sql.stored_items`."""

    id: int
    code: str
    name: str
    category: str
    unit: str
    tax_code: str
    supplier: int | None
    shelf_life_days: int | None
    cost: Decimal | None
    status: str


def import_items(tx: Transaction, rows: Iterable[ItemRow], *, doc: int, business_date: date) -> list[RowVerdict]:
    """Bring the catalogue up to date with an items file and return a verdict per row, in order.

    New items are active; an item once made from a sales line becomes active and takes the code of the file. An empty
    cell changes nothing. Prices count from `business_date`. A wrong row is rejected alone; nothing is raised for it.
    """
    file = _ItemFile(tx, doc, business_date)
    verdicts = [file.take(row) for row in rows]
    file.write(tx)
    return verdicts


@dataclass(slots=True)
class _Pending:
    changed: dict[int, _Stored] = field(default_factory=dict)
    barcodes: dict[tuple[str, int], tuple[str, Decimal]] = field(default_factory=dict)
    packs: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    prices: dict[int, Decimal] = field(default_factory=dict)


class _ItemFile:
    """One file against the catalogue in memory; everything is written at the end, a statement per table."""

    def __init__(self, tx: Transaction, doc: int, business_date: date) -> None:
        self.known: Catalogue = read_catalogue(tx)
        self.stored = {row[0]: _Stored(*row) for row in _sql.stored_items(tx)}
        self.prices: dict[int, Decimal] = dict(_sql.latest_prices(tx, business_date))
        self.maker = Maker(tx, self.known, "active", doc, business_date)
        self.doc = doc
        self.business_date = business_date
        self.seen: dict[int, ItemFacts] = {}
        self.pending = _Pending()

    def take(self, row: ItemRow) -> RowVerdict:
        """Judge one row and remember what it changes."""
        try:
            facts = read_row(row, self.known.layouts)
        except Fault as fault:
            return RowVerdict(row.row_no, "rejected", problem=fault.problem)
        found = self._owner(facts)
        if found is not None and found in self.seen:
            if self.seen[found] == facts:
                return RowVerdict(row.row_no, "duplicate", found)
            again = problem("E_DUPLICATE_CODE", row.row_no, "item", facts.code or facts.barcode or facts.name)
            return RowVerdict(row.row_no, "rejected", found, problem=again)
        shared = self._shared(facts, found)
        note = problem("D_BARCODE_SHARED", row.row_no, "barcode", shared, "note") if shared else None
        if found is None:
            found, what = self._make(facts), ["new"]
        else:
            what = self._change(self.stored[found], facts)
        self.seen[found] = facts
        return RowVerdict(row.row_no, "accepted" if what else "duplicate", found, tuple(what), note)

    def _owner(self, facts: ItemFacts) -> int | None:
        """The item a row describes: by its code; else one that a line made without a code of its own."""
        name = fold(facts.name)
        scanned = self.known.by_barcode(facts.barcode, name) if facts.barcode else None
        if facts.code:
            if facts.code in self.known.codes:
                return self.known.codes[facts.code]
            if scanned and self._code_is_derived(scanned[0]):
                return scanned[0]
            return self._named(facts, name)
        if facts.barcode:
            return scanned[0] if scanned else self.known.codes.get(facts.barcode) or self._named(facts, name)
        return self._named(facts, name)

    def _named(self, facts: ItemFacts, name: str) -> int | None:
        found = self.known.by_name(facts.code, facts.barcode, name) if name else None
        return None if found in self.seen and (facts.code or facts.barcode) else found

    def _code_is_derived(self, item: int) -> bool:
        stored = self.stored.get(item)
        if stored is None:
            return False
        mine = self.known.barcodes.get(barcode_key(stored.code), ())
        return fold(stored.code) == fold(stored.name) or any(hit[0] == item for hit in mine)

    def _shared(self, facts: ItemFacts, item: int | None) -> str:
        """The first barcode of the row that another item has, or ''."""
        for code in (facts.barcode, *(code for code, _units in facts.packs)):
            hits = self.known.barcodes.get(barcode_key(code), ()) if code else ()
            if any(hit[0] != item for hit in hits):
                return code
        return ""

    def _make(self, facts: ItemFacts) -> int:
        new = NewItem(
            facts.code, facts.name, facts.barcode, facts.category, facts.unit, facts.price, facts.cost,
            facts.tax_code, facts.supplier, facts.shelf_life_days, facts.packs,
        )  # fmt: skip
        return self.maker.make(new, fresh=True)

    def _change(self, item: _Stored, facts: ItemFacts) -> list[str]:
        """Bring one item up to date and return the columns that changed."""
        what: list[str] = []
        if facts.code and facts.code != item.code:
            item.code = self._recode(item, facts.code)
            what.append("item")
        for column, value in (
            ("name", facts.name),
            ("category", facts.category),
            ("unit", facts.unit),
            ("tax_code", facts.tax_code),
            ("supplier", facts.supplier),
            ("shelf_life_days", facts.shelf_life_days),
            ("cost", facts.cost),
        ):
            if value not in (None, "") and value != getattr(item, column):
                setattr(item, column, value)
                what.append(column)
        if item.status == "new":
            item.status = "active"
            what.append("status")
        if what:
            self.pending.changed[item.id] = item
        if self._add_barcodes(item.id, facts):
            what.append("barcode")
        if facts.price is not None and facts.price != self.prices.get(item.id):
            self.pending.prices[item.id] = facts.price
            what.append("price")
        return what

    def _recode(self, item: _Stored, code: str) -> str:
        self.known.codes.pop(item.code, None)
        self.known.codes[code] = item.id
        self.known.with_code.add(item.id)
        return code

    def _add_barcodes(self, item: int, facts: ItemFacts) -> bool:
        changed = False
        for code, units in [(facts.barcode, ONE), *facts.packs]:
            key = barcode_key(code) if code else ""
            mine = [pack for owner, pack in self.known.barcodes.get(key, ()) if owner == item]
            if not code or units in mine:
                continue
            changed = True
            if mine:
                self.pending.packs[key, item] = units
            else:
                self.pending.barcodes[key, item] = (code, units)
                self.known.add_barcode(key, item, units)
        return changed

    def write(self, tx: Transaction) -> None:
        """Write everything the rows changed."""
        self.maker.write(tx)
        pending = self.pending
        numbers = category_ids(tx, [item.category for item in pending.changed.values()], doc=self.doc)
        if pending.changed:
            _sql.update_items(tx, [_updated(item, numbers.get(item.category)) for item in pending.changed.values()])
        _sql.insert_barcodes(
            tx, [(key, code, item, units, self.doc) for (key, item), (code, units) in pending.barcodes.items()]
        )
        if pending.packs:
            _sql.update_packs(tx, [(key, item, units) for (key, item), units in pending.packs.items()])
        _sql.insert_prices(tx, [(item, self.business_date, price, self.doc) for item, price in pending.prices.items()])


def _updated(item: _Stored, category: int | None) -> tuple[object, ...]:
    words = search_words(item.name)
    return (
        item.id, item.code, item.name, category, item.unit, item.tax_code, item.supplier, item.shelf_life_days,
        None if item.cost is None else str(item.cost), item.status, words.pinyin, words.initials, words.search,
    )  # fmt: skip
