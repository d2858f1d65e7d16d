"""Documents that move goods without a sale or purchase: losses, own use, opened packs; and their reversal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lstbo.accounting import (
    Entry,
    Posting,
    first_open_day,
    post_entries,
    refuse_locked,
    refuse_reversed,
    reverse_entries,
)
from lstbo.core.document_words import reason_name
from lstbo.core.errors import BadInput, NotFound, Refused
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.core.money import quantity as stock_quantity
from lstbo.core.text import clean_text
from lstbo.inventory import _sql
from lstbo.inventory.movements import Movement, move_stock, reverse_movements
from lstbo.inventory.reasons import REASONS, WASTE
from lstbo.inventory.settle import StockMoney
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class Loss:
    """Goods that left without being sold: `quantity` in stock units, positive; `reason` one of WASTE."""

    item: int
    quantity: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class WasteResult:
    """What a loss cost: the document, the cost by reason and in all (positive, book currency)."""

    doc: int
    by_reason: dict[str, Decimal]
    cost: Decimal


@dataclass(frozen=True, slots=True)
class PackResult:
    """An opened (or closed) pack: the document and the value that went from one item to the other."""

    doc: int
    value: Decimal


def post_waste(
    tx: Transaction,
    *,
    item: int,
    quantity: Decimal,
    reason: str,
    business_date: date,
    memo: str = "",
    event_time: datetime | None = None,
) -> WasteResult:
    """Book goods lost, used or given away, at the cost of the day. See `post_losses`."""
    return post_losses(
        tx, [Loss(item, quantity, reason)], business_date=business_date, memo=memo, event_time=event_time
    )


def post_losses(
    tx: Transaction,
    losses: Sequence[Loss],
    *,
    business_date: date,
    memo: str = "",
    event_time: datetime | None = None,
) -> WasteResult:
    """Book several losses in one document: each reason's account against inventory, at the cost of the day.

    Raises BadInput for no lines or a quantity not above zero, Refused for an unknown reason, NotFound for an unknown
    item, PeriodLocked.
    """
    return post_losses_by_day(tx, [(business_date, losses)], memo=memo, event_time=event_time)[0]


def post_losses_by_day(
    tx: Transaction,
    days: Sequence[tuple[date, Sequence[Loss]]],
    *,
    memo: str = "",
    event_time: datetime | None = None,
) -> list[WasteResult]:
    """Book the losses of many days, a document per entry of `days`, settled once. As `post_losses` otherwise."""
    for _day, losses in days:
        _refuse_losses(losses)
    refuse_unknown(tx, [loss.item for _day, losses in days for loss in losses])
    movements: list[Movement] = []
    owners: list[int] = []
    titles: dict[int, str] = {}
    by_reason: dict[int, dict[str, Decimal]] = {}
    for day, losses in days:
        title = clean_text(memo) or ", ".join(dict.fromkeys(reason_name(loss.reason) for loss in losses))
        doc = tx.document("inventory", "waste", business_date=day, title=title)
        titles[doc] = title
        by_reason[doc] = {loss.reason: ZERO for loss in losses}
        for loss in losses:
            gone = -positive_quantity(loss.quantity)
            movements.append(Movement(loss.item, gone, loss.reason, day, event_time=event_time))
            owners.append(doc)
    booked = move_stock(tx, movements, doc=owners)
    own = {doc: [part for part in booked if part.doc == doc] for doc in titles}
    entries = [(entry, doc) for doc, parts in own.items() for entry in _stock_entries(parts, "waste", titles[doc])]
    post_entries(tx, [entry for entry, _doc in entries], doc=[doc for _entry, doc in entries])
    for part in booked:
        by_reason[part.doc][part.reason] -= part.amount
    return [WasteResult(doc, reasons, sum(reasons.values(), ZERO)) for doc, reasons in by_reason.items()]


def _refuse_losses(losses: Sequence[Loss]) -> None:
    if not losses:
        raise BadInput(_("There is nothing to book."))
    for loss in losses:
        if loss.reason not in WASTE:
            raise Refused(
                _("'{reason}' is no reason for a loss.").format(reason=loss.reason),
                _("Use one of: {reasons}").format(reasons=", ".join(WASTE)),
            )
        positive_quantity(loss.quantity)


def open_pack(
    tx: Transaction,
    *,
    item: int,
    quantity: Decimal,
    into: int,
    pieces: Decimal,
    business_date: date,
    memo: str = "",
) -> PackResult:
    """Take `quantity` of one item apart into `pieces` of another; the value goes along, to the fen.

    Works the other way round too (pieces made into a pack). No journal entry: the goods stay inventory. Raises
    BadInput for quantities not above zero, NotFound for unknown items, Refused for one and the same, PeriodLocked.
    """
    out, come = positive_quantity(quantity), positive_quantity(pieces)
    if item == into:
        raise Refused(_("An item cannot be opened into itself."))
    refuse_unknown(tx, [item, into])
    doc = tx.document("inventory", "pack", business_date=business_date, title=clean_text(memo))
    booked = move_stock(tx, [Movement(item, -out, "pack_out", business_date)], doc=doc)
    value = -sum((part.amount for part in booked), ZERO)
    move_stock(tx, [Movement(into, come, "pack_in", business_date, value)], doc=doc)
    return PackResult(doc, value)


def reverse_stock_document(tx: Transaction, doc: int, *, business_date: date | None = None) -> int:
    """Reverse a loss, an opened pack or an opening (R13) and return the reversing document.

    Dated `business_date`; without one, as the original, or on the first open day when that is locked. Raises NotFound
    for no such document, Refused for another kind, when it was reversed before, or when items opened later took their value
    out of it; PeriodLocked.
    """
    refuse_reversed(tx, doc)
    room, kind, day, title = _sql.document(tx, doc) or ("", "", date.min, "")
    if room != "inventory" or kind not in ("waste", "pack", "opening"):
        raise Refused(_("Document {number} cannot be reversed by itself.").format(number=doc))
    on = business_date or first_open_day(tx, day)
    refuse_locked(tx, [on])
    new = tx.document("inventory", kind, business_date=on, title=title, reverses=doc)
    booked = reverse_movements(tx, doc, doc=new, business_date=on)
    if kind == "waste":
        post_stock_money(tx, booked, kind, title, doc=new)
    else:
        reverse_entries(tx, doc, doc=new, business_date=on)
    taken = _sql.overdrawn(tx, doc) if kind == "opening" else None
    if taken is not None:
        category, later = taken
        raise Refused(
            _("Document {later} took value out of what category '{category}' was opened with.").format(
                later=later, category=category
            ),
            _("Take document {later} back first.").format(later=later),
        )
    return new


def post_stock_money(tx: Transaction, booked: Sequence[StockMoney], kind: str, memo: str, *, doc: int) -> list[int]:
    """Post what a document moved in the stock ledger: inventory against the role of each reason, one entry per day.

    Reasons without a role (receipts, supplier returns, packs) are the document's own business. Returns the entry ids.
    """
    return post_entries(tx, _stock_entries(booked, kind, memo), doc=doc)


def _stock_entries(booked: Sequence[StockMoney], kind: str, memo: str) -> list[Entry]:
    entries = []
    for day in sorted({part.business_date for part in booked}):
        parts = [part for part in booked if part.business_date == day and REASONS[part.reason].role]
        postings = [Posting("inventory", sum((part.amount for part in parts), ZERO))]
        postings += [Posting(REASONS[part.reason].role, -part.amount) for part in parts]
        entries.append(Entry(day, kind, memo, tuple(postings)))
    return entries


def positive_quantity(quantity: Decimal) -> Decimal:
    """Return a quantity in stock units, rounded to three places. Raises BadInput unless it is above zero."""
    rounded = stock_quantity(quantity)
    if rounded <= 0:
        raise BadInput(_("The quantity must be above zero, not {quantity}.").format(quantity=rounded))
    return rounded


def refuse_unknown(tx: Transaction, items: Sequence[int]) -> None:
    """Raise NotFound for an item the catalogue does not have, Refused for one that is no goods."""
    kinds = {row[0]: row[1] for row in _sql.goods(tx, sorted(set(items)))}
    for item in items:
        if item not in kinds:
            raise NotFound(_("There is no item number {number}.").format(number=item))
        if kinds[item] != "goods":
            raise Refused(_("Item {number} is not kept in stock.").format(number=item))
