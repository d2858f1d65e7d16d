"""What the file itself said of goods that the books could not name: their name, barcode, item code, price and unit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lstbo.catalog import ItemKey
from lstbo.core.text import clean_text, csv_uncell
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.values import ValueProblem, is_blank, parse_code, parse_number
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class HeldGoods:
    """Goods as the first line that waits for them gives them.

    `key` holds item code, barcode and name, each "" where the file is silent; `price` is that of the line (book currency,
    per unit as the file counts them), None where it says none.
    """

    key: ItemKey
    price: Decimal | None = None
    unit: str = ""
    category: str = ""


def held_goods(tx: Transaction) -> dict[str, HeldGoods]:
    """Return the goods that wait in the books, by the text they wait under."""
    return {text: _goods(json.loads(raw), json.loads(layout)) for text, raw, layout in sql.first_held_rows(tx)}


def _goods(raw: object, layout: Mapping[str, object]) -> HeldGoods:
    columns, header = layout["columns"], layout["header"]
    if not isinstance(raw, dict) or not isinstance(columns, dict) or not isinstance(header, list):
        return HeldGoods(ItemKey())

    def cell(name: str) -> str:
        return str(raw.get(header[columns[name]], "")) if name in columns else ""

    def code(name: str) -> str:
        value = parse_code(csv_uncell(cell(name))) if cell(name) else ""
        return "" if isinstance(value, ValueProblem) else clean_text(value)

    price = None if is_blank(cell("unit_price")) else parse_number(cell("unit_price"), str(layout["decimal_style"]))
    key = ItemKey(code("item"), code("barcode"), clean_text(csv_uncell(cell("name"))))
    good = price if isinstance(price, Decimal) and price > 0 else None
    return HeldGoods(key, good, clean_text(cell("unit")), clean_text(cell("category")))
