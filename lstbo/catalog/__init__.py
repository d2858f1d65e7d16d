"""The item master: what the shop sells, under which codes, at which price.

Nouns. An *item* is counted in one stock unit and keeps its id for ever; its *code* is what the shop's files call it.
A *barcode* stands for one unit or a pack. A *price* is valid from a day on. An *alias* is another name, learnt by
mapping. A *store code* is a label of the shop's own scale. A *placeholder* carries the opening value of a category.

Rules. Lines find items by code, barcode (any way it is written), alias, exact name, scale label, in this order.
Items are never deleted: status goes new, active, run-out, dead. Prices and aliases are only ever added to.
"""

from lstbo.catalog.changes import (
    ChangedItem,
    ItemChange,
    change_price,
    change_status,
    first_items,
    learn_barcode,
    statuses,
    take_back_change,
)
from lstbo.catalog.creation import STATUSES, NewItem, category_ids, create_items, create_unknown
from lstbo.catalog.item_file import RowVerdict, import_items
from lstbo.catalog.item_rows import ItemRow
from lstbo.catalog.items import (
    Item,
    ItemHit,
    add_alias,
    add_barcode,
    barcodes_of,
    item_by_code,
    item_by_id,
    list_items,
    placeholder_item,
    search_items,
    set_status,
)
from lstbo.catalog.lookup import ItemKey, Resolution, resolve_lines
from lstbo.catalog.prices import PriceSpan, price_history, price_on, prices_for, set_price
from lstbo.catalog.store_codes import (
    CodePattern,
    StoreCode,
    add_pattern,
    patterns,
    read_store_code,
    seed_patterns,
    set_pattern_active,
)

__all__ = [
    "STATUSES",
    "ChangedItem",
    "CodePattern",
    "Item",
    "ItemChange",
    "ItemHit",
    "ItemKey",
    "ItemRow",
    "NewItem",
    "PriceSpan",
    "Resolution",
    "RowVerdict",
    "StoreCode",
    "add_alias",
    "add_barcode",
    "add_pattern",
    "barcodes_of",
    "category_ids",
    "change_price",
    "change_status",
    "create_items",
    "create_unknown",
    "first_items",
    "import_items",
    "item_by_code",
    "item_by_id",
    "learn_barcode",
    "list_items",
    "patterns",
    "placeholder_item",
    "price_history",
    "price_on",
    "prices_for",
    "read_store_code",
    "resolve_lines",
    "search_items",
    "seed_patterns",
    "set_pattern_active",
    "set_price",
    "set_status",
    "statuses",
    "take_back_change",
]
