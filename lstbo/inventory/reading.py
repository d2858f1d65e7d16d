"""Reading the stock: what is there, what it is worth, and how it came about; as of a day, as known at a moment.

`known_at` is a posting sequence number: only documents up to it count. `as_of` cuts everything after that day.
Names, categories and prices show as they are today. Quantities are in stock units, money in book currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.core.errors import Usage
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.core.money import price as unit_price
from lstbo.inventory import _sql
from lstbo.storage import Transaction

_NOTHING = Decimal("0.000")


@dataclass(frozen=True, slots=True)
class StockLine:
    """One item in stock. `unit_cost` is value / quantity, or the last cost when nothing is there; None = unknown.

    `price` is the selling price valid on the day, `last_sold` the latest day with sales,
    `first_in` the first day goods came in; each may be None. Quantity
    and value are negative for an oversold item.
    """

    item: int
    code: str
    name: str
    barcode: str
    category: str
    quantity: Decimal
    unit: str
    unit_cost: Decimal | None
    value: Decimal
    price: Decimal | None
    last_sold: date | None
    placeholder: bool = False
    first_in: date | None = None


@dataclass(frozen=True, slots=True)
class StockValue:
    """The value of the goods of one category or item: `items` with stock or value, their quantity and value."""

    name: str
    items: int
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a stock card: what one document did to the item on one day for one reason, and what was there then.

    `what` is the reason, "brought_forward" for the first line. `money` is in +, out -; a value-only change has no
    quantities.
    """

    date: date
    what: str
    doc: int
    document: str
    quantity_in: Decimal
    quantity_out: Decimal
    quantity: Decimal
    money: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class UncostedItem:
    """An item that goods left although its cost is unknown: no receipt and no opening so far. `quantity` left, +."""

    item: int
    code: str
    name: str
    quantity: Decimal


def stock_on_hand(
    tx: Transaction,
    as_of: date | None = None,
    known_at: int | None = None,
    *,
    items: Sequence[int] | None = None,
    all_items: bool = False,
) -> list[StockLine]:
    """Return the stock, by name: every item that ever moved, `all_items` of the catalogue, or only `items`.

    Without `as_of` everything posted counts, dates in the future too. Placeholders of category openings come as lines
    with quantity 0 and a value.
    """
    rows = _sql.on_hand(tx, as_of, known_at, None if items is None else list(items), all_items)
    return [_stock_line(row) for row in rows]


def stock_value(
    tx: Transaction, as_of: date | None = None, known_at: int | None = None, *, by: str = "category"
) -> list[StockValue]:
    """Return the value of the stock by "category" or by "item", highest first; the sum is the inventory account.

    Raises Usage for another grouping.
    """
    if by not in ("category", "item"):
        raise Usage(_("Stock value is shown by category or by item, not by '{word}'.").format(word=by))
    return [StockValue(*row) for row in _sql.value_by(tx, as_of, known_at, by == "item")]


def stock_card(
    tx: Transaction, item: int, start: date | None = None, end: date | None = None, known_at: int | None = None
) -> list[CardLine]:
    """Return what moved an item between two days, both included, in order of date and document.

    With `start` the first line brings forward what was there before it.
    """
    lines: list[CardLine] = []
    quantity, value = _NOTHING, ZERO
    if start is not None:
        quantity, value = _sql.state_before(tx, item, start, known_at)
        lines.append(CardLine(start, "brought_forward", 0, "", _NOTHING, _NOTHING, quantity, ZERO, value))
    for day, reason, doc, title, came, went, amount in _sql.card(tx, item, start, end, known_at):
        quantity, value = quantity + came - went, value + amount
        lines.append(CardLine(day, reason, doc, title, came, went, quantity, amount, value))
    return lines


def uncosted(tx: Transaction, as_of: date | None = None, known_at: int | None = None) -> list[UncostedItem]:
    """Return the items whose cost is still unknown although goods left: "cost unknown for n items", by name."""
    return [UncostedItem(*row) for row in _sql.uncosted(tx, as_of, known_at)]


def _stock_line(row: tuple[object, ...]) -> StockLine:
    item, code, name, barcode, category, quantity, unit, value, last_amount, last_quantity, price, sold, kind, came = row
    assert isinstance(quantity, Decimal) and isinstance(value, Decimal)
    cost: Decimal | None = None
    if quantity > 0:
        cost = unit_price(value / quantity)
    elif isinstance(last_amount, Decimal) and isinstance(last_quantity, Decimal):
        cost = unit_price(last_amount / last_quantity)
    return StockLine(
        item, code, name, barcode, category, quantity, unit, cost, value, price, sold, kind == "placeholder", came  # type: ignore[arg-type]
    )  # fmt: skip
