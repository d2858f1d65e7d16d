"""How a line of a file finds its item: the whole catalogue is read once, then every distinct line is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lstbo.catalog import _sql
from lstbo.catalog.store_codes import CodePattern, StoreCode, patterns, read_store_code
from lstbo.core.barcodes import barcode_key, normalise_code
from lstbo.core.text import clean_text
from lstbo.storage import Transaction

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class ItemKey:
    """What a line says about its item, as read from the file; any of the three may be empty."""

    item: str = ""
    barcode: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The item a line means, None when the catalogue does not know it.

    `pack_quantity` is how many stock units one sold unit is. `weighed` is what a scale label says. `why` is item,
    barcode, alias, name, pattern or unknown.
    """

    item_id: int | None
    pack_quantity: Decimal = ONE
    weighed: StoreCode | None = None
    why: str = "unknown"


def resolve_lines(tx: Transaction, keys: Sequence[ItemKey], profile: str = "") -> dict[ItemKey, Resolution]:
    """Find the item of each distinct line.

    By item code, else by barcode in any of its variants (its pack quantity multiplies), else by an alias learnt for
    the profile or for all, else by the exact name (the oldest item of equal names), else by a label of the shop's
    scale. A line with a code or barcode of its own is not taken for an item of the same name that has another one.
    """
    known = read_catalogue(tx, profile)
    return {key: known.find(key) for key in keys}


def read_catalogue(tx: Transaction, profile: str = "") -> Catalogue:
    """Read everything lines are looked up in, in four queries."""
    known = Catalogue(layouts=[pattern for pattern in patterns(tx) if pattern.active])
    for item, code, name, kind in _sql.lookup_items(tx):
        known.add_item(item, code, name, placeholder=kind == "placeholder")
    for key, item, pack in _sql.lookup_barcodes(tx):
        known.add_barcode(key, item, pack)
    known.aliases.update(_sql.lookup_aliases(tx, profile))
    return known


@dataclass(slots=True)
class Catalogue:
    """The lookup tables of one file: codes, barcode keys, aliases, names and scale layouts."""

    layouts: list[CodePattern] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[int]] = field(default_factory=dict)
    name_of: dict[int, str] = field(default_factory=dict)
    barcodes: dict[str, list[tuple[int, Decimal]]] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)
    with_barcode: set[int] = field(default_factory=set)
    with_code: set[int] = field(default_factory=set)

    def add_item(self, item: int, code: str, name: str, *, placeholder: bool = False) -> None:
        """Make an item known by its code and, unless it is a placeholder, by its name."""
        self.codes[code] = item
        folded = fold(name)
        self.name_of[item] = folded
        if not placeholder:
            self.names.setdefault(folded, []).append(item)
        if fold(code) != folded:
            self.with_code.add(item)

    def add_barcode(self, key: str, item: int, pack: Decimal = ONE) -> None:
        """Make a barcode known under its key."""
        self.barcodes.setdefault(key, []).append((item, pack))
        self.with_barcode.add(item)

    def find(self, key: ItemKey) -> Resolution:
        """Look one line up; see `resolve_lines`."""
        item, barcode, name = clean_text(key.item), normalise_code(key.barcode), fold(key.name)
        scanned = self.by_barcode(barcode, name)
        weighed = self._label(barcode) or self._label(item)
        if item in self.codes:
            found = self.codes[item]
            same = scanned if scanned and scanned[0] == found else None
            return Resolution(found, same[1] if same else ONE, weighed, "item")
        scanned = scanned or self.by_barcode(normalise_code(item), name)
        if scanned:
            return Resolution(scanned[0], scanned[1], None, "barcode")
        if barcode in self.codes:
            return Resolution(self.codes[barcode], ONE, None, "item")
        alias = next((self.aliases[text] for text in alias_texts(key) if text in self.aliases), None)
        if alias is not None:
            return Resolution(alias, ONE, weighed, "alias")
        named = self.by_name(item, barcode, name)
        if named is not None:
            return Resolution(named, ONE, weighed, "name")
        labelled = self._by_label(weighed)
        return Resolution(labelled, ONE, weighed, "unknown" if labelled is None else "pattern")

    def by_barcode(self, code: str, name: str) -> tuple[int, Decimal] | None:
        """The item and pack quantity of a scanned code; of several, the one with this name, else the oldest."""
        found = self.barcodes.get(barcode_key(code)) if code else None
        if not found:
            return None
        return next((hit for hit in found if self.name_of.get(hit[0]) == name), found[0])

    def by_name(self, item: str, barcode: str, name: str) -> int | None:
        """The oldest item of this name that the line's own code or barcode does not contradict."""
        if not name:
            return next(iter(self.names.get(fold(item), ())), None) if item else None
        for found in self.names.get(name, ()):
            if item and found in self.with_code:
                continue
            if barcode and found in self.with_barcode:
                continue
            return found
        return None

    def _label(self, code: str) -> StoreCode | None:
        return read_store_code(self.layouts, code) if code and self.layouts and is_labelled(code) else None

    def _by_label(self, label: StoreCode | None) -> int | None:
        if label is None:
            return None
        for text in (label.item_code, label.item_code.lstrip("0")):
            if text in self.codes:
                return self.codes[text]
            if text in self.barcodes:
                return self.barcodes[text][0][0]
        return None


def is_labelled(code: str) -> bool:
    """Say whether a code is long enough to be a label of the scale: worth trying the patterns on."""
    return len(code) >= 8 and code.isdigit()


def fold(text: str) -> str:
    """Return a name as names are compared: cleaned, case folded."""
    return clean_text(text).casefold()


def alias_texts(key: ItemKey) -> list[str]:
    """Return the texts an alias may be learnt for, the most telling first."""
    return [text for text in (clean_text(key.item), normalise_code(key.barcode), clean_text(key.name)) if text]
