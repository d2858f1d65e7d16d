"""Writing goods movements: the quantities, and the money where a document states it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lstbo.accounting import first_open_day, refuse_locked
from lstbo.core.errors import Refused
from lstbo.core.language import _
from lstbo.inventory import _sql
from lstbo.inventory.reasons import COMPUTED, REASONS
from lstbo.inventory.settle import StockMoney, settle
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class Movement:
    """Goods in (+) or out (-) in stock units on a business date.

    `amount` is the money of a receipt or of a movement whose cost is given (in +, out -); None lets the costing method
    decide. `event_time` is when it happened, if the source says so.
    """

    item: int
    quantity: Decimal
    reason: str
    business_date: date
    amount: Decimal | None = None
    event_time: datetime | None = None
    register: str = ""


def move_stock(tx: Transaction, movements: Sequence[Movement], *, doc: int | Sequence[int]) -> list[StockMoney]:
    """Write movements under a document, settle their cost, recost what follows, and return the document's stock money.

    `doc` is the document of all movements, or one document per movement: a batch is settled once. Raises Refused for
    an unknown reason, or when a receipt has no amount or a sale or loss has one; PeriodLocked for a locked day.
    """
    docs = [doc] * len(movements) if isinstance(doc, int) else list(doc)
    owned = list(zip(movements, docs, strict=True))
    for movement in movements:
        reason = REASONS.get(movement.reason)
        if reason is None or ((reason.cost == "receipt") is (movement.amount is None) and reason.cost != "fixed"):
            raise Refused(_("Goods cannot move for the reason '{reason}' in this way.").format(reason=movement.reason))
        if reason.cost == COMPUTED and movement.amount is not None:
            raise Refused(_("Goods cannot move for the reason '{reason}' in this way.").format(reason=movement.reason))
    refuse_locked(tx, {movement.business_date for movement in movements})
    _sql.insert_movements(
        tx,
        (
            (m.item, m.quantity, m.reason, m.register, own, m.event_time, m.business_date)
            for m, own in owned
            if m.quantity != 0
        ),
    )
    _sql.insert_values(
        tx, ((m.item, m.business_date, m.reason, m.amount, m.register, own) for m, own in owned if m.amount is not None)
    )
    known = sorted(set(docs))
    del movements, owned, docs  # many of them are much memory, and what is settled needs some of its own
    return settle(tx, known)


def write_values(tx: Transaction, movements: Sequence[Movement], *, doc: int) -> None:
    """Write the given money of movements whose quantities come by `move_stock_from` afterwards."""
    _sql.insert_values(
        tx, ((m.item, m.business_date, m.reason, m.amount, m.register, doc) for m in movements if m.amount is not None)
    )


def move_stock_from(tx: Transaction, relation: str, *, doc: int) -> list[StockMoney]:
    """As `move_stock`, for many movements without amounts held in a relation of the caller.

    The relation has the columns item, quantity (stock units, in +, out -), reason, register, event_time, business_date.
    """
    _sql.insert_movements_from(tx, relation, doc)
    return settle(tx, doc)


def reverse_movements(
    tx: Transaction,
    original: int | Sequence[int],
    *,
    doc: int | Sequence[int],
    business_date: date | None = None,
) -> list[StockMoney]:
    """Write the opposite of everything document `original` moved, under `doc`; several at once, each under its own.

    All on `business_date`; without one each on its own day, or on the first open day when that is locked (R13). Given
    money (receipts, returns) is reversed as it was; the cost of what had left is settled anew.
    """
    originals = [original] if isinstance(original, int) else list(original)
    docs = [doc] if isinstance(doc, int) else list(doc)
    _sql.reverse_rows(tx, originals, docs, business_date, first_open_day(tx))
    return settle(tx, docs)
