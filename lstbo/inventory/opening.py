"""Opening the books with what is there: balances, stock by item, and stock known only by category (R15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lstbo.accounting import OPENING_LINE, Entry, OpeningBalance, Posting, opening_postings, post_entry
from lstbo.catalog import placeholder_item
from lstbo.core.errors import BadInput, Refused
from lstbo.core.language import _
from lstbo.core.money import ZERO, money
from lstbo.core.text import clean_text
from lstbo.inventory import _sql
from lstbo.inventory.documents import positive_quantity, refuse_unknown
from lstbo.inventory.movements import Movement, move_stock
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class OpeningStock:
    """An item that was there at the start: quantity (stock units, above 0) and unit cost; `amount` overrides it."""

    item: int
    quantity: Decimal
    unit_cost: Decimal = ZERO
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OpeningCategory:
    """The value of a category's goods at the start, when nobody knows it by item."""

    category: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything one opening document holds. `leftover` is the role that takes what the lines do not balance to."""

    balances: tuple[OpeningBalance, ...] = ()
    stock: tuple[OpeningStock, ...] = ()
    categories: tuple[OpeningCategory, ...] = ()
    leftover: str = "owner_capital"


@dataclass(frozen=True, slots=True)
class OpeningResult:
    """An opening document: value of its stock, what came out of the categories' placeholders, and the leftover.

    `leftover` is what went to owner's capital (or suspense), + when the shop owns more than it owes.
    """

    doc: int
    stock_value: Decimal
    from_categories: Decimal
    leftover: Decimal
    left_in_categories: dict[str, Decimal] = field(default_factory=dict)


def post_opening(tx: Transaction, opening: Opening, *, business_date: date) -> OpeningResult:
    """Book an opening in one balanced document; later ones may add to it.

    Items opened later take their value out of their category's placeholder, as far as it reaches. What the lines do
    not balance to goes to the role `leftover` (owner_capital or opening_suspense). Raises BadInput for negative stock
    values or nothing at all, NotFound for unknown accounts, items or missing names, PeriodLocked.
    """
    stock = [(line, _value(line)) for line in opening.stock]
    categories = [(line.category, _not_negative(line.amount)) for line in opening.categories]
    if not (stock or categories or opening.balances):
        raise BadInput(_("There is nothing to book."))
    refuse_unknown(tx, [line.item for line in opening.stock])
    title = _("Opening")
    doc = tx.document("inventory", "opening", business_date=business_date, title=title)
    taken = _take_from_categories(tx, stock, business_date)
    movements = [
        Movement(line.item, positive_quantity(line.quantity), "opening", business_date, value) for line, value in stock
    ]
    movements += [Movement(item, Decimal(0), "opening", business_date, -amount) for item, amount in taken.items()]
    for name, amount in categories:
        item = placeholder_item(tx, name, doc, business_date=business_date)
        movements.append(Movement(item, Decimal(0), "opening", business_date, amount))
    booked = move_stock(tx, movements, doc=doc)
    postings = opening_postings(tx, opening.balances, doc=doc)
    postings.append(Posting("inventory", sum((part.amount for part in booked), ZERO)))
    leftover = sum((posting.amount for posting in postings), ZERO)
    postings.append(Posting(opening.leftover, -leftover))
    post_entry(tx, Entry(business_date, "opening", title, tuple(postings), cash_flow=OPENING_LINE), doc=doc)
    value = sum((value for _line, value in stock), ZERO) + sum((amount for _name, amount in categories), ZERO)
    return OpeningResult(doc, value, sum(taken.values(), ZERO), leftover, category_values(tx, business_date))


def category_values(tx: Transaction, as_of: date) -> dict[str, Decimal]:
    """Return the opening value each category still carries without items, by category name."""
    return {name: value for _item, _category, name, value in _sql.placeholder_values(tx, as_of)}


def write_off_category(tx: Transaction, *, category: str, business_date: date, memo: str = "") -> int:
    """Write the opening value a category still carries off to shrinkage and return the document.

    Raises Refused when nothing is left, PeriodLocked.
    """
    name = clean_text(category)
    found = [row for row in _sql.placeholder_values(tx, business_date) if row[2] == name]
    if not found:
        raise Refused(_("Category '{name}' carries no opening value.").format(name=name))
    title = clean_text(memo) or _("Opening value of {name} written off").format(name=name)
    doc = tx.document("inventory", "opening", business_date=business_date, title=title)
    item, _category, _name, value = found[0]
    move_stock(tx, [Movement(item, Decimal(0), "opening", business_date, -value)], doc=doc)
    entry = Entry(business_date, "opening", title, (Posting("inventory", -value), Posting("shrinkage", value)))
    post_entry(tx, entry, doc=doc)
    return doc


def _take_from_categories(
    tx: Transaction, stock: Sequence[tuple[OpeningStock, Decimal]], business_date: date
) -> dict[int, Decimal]:
    """Return placeholder item -> value that the items opened now take out of it."""
    left = {category: (item, value) for item, category, _name, value in _sql.placeholder_values(tx, business_date)}
    of_item = {row[0]: row[2] for row in _sql.goods(tx, sorted({line.item for line, _value in stock}))}
    wanted: dict[object, Decimal] = {}
    for line, value in stock:
        category = of_item[line.item]
        wanted[category] = wanted.get(category, ZERO) + value
    taken = {left[category][0]: min(value, left[category][1]) for category, value in wanted.items() if category in left}
    return {item: amount for item, amount in taken.items() if amount > 0}


def _value(line: OpeningStock) -> Decimal:
    return _not_negative(line.quantity * line.unit_cost if line.amount is None else line.amount)


def _not_negative(amount: Decimal) -> Decimal:
    rounded = money(amount)
    if rounded < 0:
        raise BadInput(_("The value of goods cannot be negative ({amount}).").format(amount=rounded))
    return rounded
