"""Labels of the shop's own scale: an item number and a price, weight or quantity inside one barcode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lstbo.catalog import _sql
from lstbo.core.barcodes import code_variants
from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.storage import Transaction

PRICE, WEIGHT, QUANTITY = "price", "weight", "quantity"


@dataclass(frozen=True, slots=True)
class CodePattern:
    """One layout: codes with this prefix and length. Spans count from 1; `decimals` belong to the value."""

    prefix: str
    length: int
    item_from: int
    item_length: int
    value_from: int
    value_length: int
    decimals: int
    meaning: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class StoreCode:
    """What a label says: the item's number as printed, and `value` in currency (price), kg (weight) or units."""

    item_code: str
    meaning: str
    value: Decimal


# The layouts that scales in the field print. A shop chooses its prefixes itself, so only the unmistakable ones are on:
# labels from 20 are as often fixed codes of the shop's own stickers.
LAYOUTS = (
    CodePattern("21", 13, 3, 5, 8, 5, 2, PRICE),
    CodePattern("22", 13, 3, 5, 8, 5, 3, WEIGHT),
    CodePattern("26", 18, 3, 5, 13, 5, 3, WEIGHT),
    CodePattern("26", 18, 3, 5, 8, 5, 2, PRICE, active=False),
    CodePattern("20", 13, 1, 7, 8, 5, 3, WEIGHT, active=False),
    CodePattern("20", 13, 3, 5, 8, 5, 2, PRICE, active=False),
    CodePattern("21", 13, 3, 5, 8, 5, 3, WEIGHT, active=False),
    CodePattern("23", 13, 3, 5, 8, 5, 2, PRICE, active=False),
    CodePattern("25", 13, 3, 5, 8, 5, 3, WEIGHT, active=False),
    CodePattern("28", 13, 3, 5, 8, 5, 0, QUANTITY, active=False),
    CodePattern("1", 13, 2, 6, 8, 5, 2, PRICE, active=False),
)


def seed_patterns(tx: Transaction) -> None:
    """Fill the pattern table of a new book. Does nothing when it has patterns already."""
    if not _sql.pattern_rows(tx):
        for pattern in LAYOUTS:
            _sql.insert_pattern(tx, pattern)


def add_pattern(tx: Transaction, pattern: CodePattern) -> int:
    """Add a layout and return its number. Raises BadInput when its spans do not fit into the code."""
    ends = (pattern.item_from + pattern.item_length - 1, pattern.value_from + pattern.value_length - 1)
    starts = (pattern.item_from, pattern.value_from, pattern.item_length, pattern.value_length)
    if max(ends) > pattern.length or min(starts) < 1 or not 0 <= pattern.decimals <= pattern.value_length:
        raise BadInput(_("The parts of the pattern do not fit into {length} digits.").format(length=pattern.length))
    if not pattern.prefix.isdigit() or pattern.meaning not in (PRICE, WEIGHT, QUANTITY):
        raise BadInput(_("A pattern needs a prefix of digits and one of: price, weight, quantity."))
    return _sql.insert_pattern(tx, pattern)


def set_pattern_active(tx: Transaction, number: int, active: bool) -> None:
    """Switch a layout on or off."""
    _sql.set_pattern_active(tx, number, active)


def patterns(tx: Transaction) -> list[CodePattern]:
    """Return the layouts of this book, the ones switched on first, then in the order they were added."""
    return [CodePattern(*row[1:]) for row in _sql.pattern_rows(tx)]


def read_store_code(layouts: Transaction | Sequence[CodePattern], code: str) -> StoreCode | None:
    """Read a label with the first active layout that fits, whatever its check digit; None when none fits.

    `layouts` is a transaction, or the patterns fetched once for a whole file.
    """
    known = patterns(layouts) if isinstance(layouts, Transaction) else layouts
    for text in code_variants(code):
        if not (text.isascii() and text.isdigit()):
            continue
        for pattern in known:
            if pattern.active and len(text) == pattern.length and text.startswith(pattern.prefix):
                return _cut(pattern, text)
    return None


def _cut(pattern: CodePattern, text: str) -> StoreCode:
    item = text[pattern.item_from - 1 :][: pattern.item_length]
    digits = text[pattern.value_from - 1 :][: pattern.value_length]
    return StoreCode(item, pattern.meaning, Decimal(digits).scaleb(-pattern.decimals))
