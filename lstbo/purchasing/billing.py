"""Supplier bills: what the supplier asks for a delivery, and where a price difference goes (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lstbo.accounting import SUPPLIER, list_parties, post_entries, refuse_locked
from lstbo.core.errors import BadInput, NotFound, Refused
from lstbo.core.language import _
from lstbo.core.money import ZERO, allocate, money
from lstbo.core.text import clean_text
from lstbo.inventory import Movement, move_stock, stock_on_hand
from lstbo.purchasing import _sql
from lstbo.purchasing.posting_rules import bill_entry
from lstbo.purchasing.suppliers import supplier_party
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class BillResult:
    """A bill entered: its document, the difference to the delivery (+ dearer), and where that went."""

    doc: int
    receipt: int
    difference: Decimal
    on_hand: Decimal
    variance: Decimal
    due: date


def enter_bill(
    tx: Transaction,
    *,
    receipt: int | str,
    amount: Decimal,
    business_date: date,
    supplier: int | str = "",
    number: str = "",
    due: date | None = None,
) -> BillResult:
    """Enter the bill for a delivery, named by its document or by supplier and number; `amount` is the whole bill.

    The difference between bill and delivery moves the value of the goods still on hand on the bill's date, at most by
    their share; the rest goes to purchase variance. A bill dated before its goods posts on the day of the goods.
    Without `due` the supplier's usual terms count. Raises NotFound for no such delivery, Refused when it has a bill
    or no supplier, BadInput for an amount that is negative, PeriodLocked.
    """
    total = money(amount)
    if total < 0:
        raise BadInput(_("A bill cannot be negative; book a return to the supplier."))
    delivery, party, delivered_on, expected = _delivery(tx, receipt, supplier)
    day = max(business_date, delivered_on)
    difference = total - expected
    refuse_locked(tx, [day])
    doc = tx.document("purchasing", "bill", business_date=day, title=clean_text(number))
    shares = _shares_on_hand(tx, delivery, day, difference) if difference else {}
    movements = [Movement(item, ZERO, "bill", day, share) for item, share in shares.items() if share]
    on_hand = sum((movement.amount or ZERO for movement in movements), ZERO)
    if movements:
        move_stock(tx, movements, doc=doc)
    memo = clean_text(number) or _("Bill for delivery {doc}").format(doc=delivery)
    gone = difference - on_hand
    post_entries(tx, [bill_entry(day, memo, on_hand=on_hand, gone=gone, supplier=party)], doc=doc)
    terms = next((p.terms_days for p in list_parties(tx, SUPPLIER) if p.id == party), 0)
    pay_by = due or business_date + timedelta(days=terms)
    _sql.insert_bill(tx, (doc, clean_text(number), party, day, total, delivery, on_hand, pay_by))
    return BillResult(doc, delivery, difference, on_hand, gone, pay_by)


def _delivery(tx: Transaction, receipt: int | str, supplier: int | str) -> tuple[int, int, date, Decimal]:
    """Return document, supplier, day and expected amount of the delivery a bill is for."""
    if isinstance(receipt, str):
        numbered = _sql.receipts_numbered(tx, supplier_party(tx, supplier), clean_text(receipt))
        found = _sql.receipt(tx, numbered[0][0]) if numbered else None
    else:
        found = _sql.receipt(tx, receipt)
    if found is None:
        raise NotFound(_("There is no delivery '{receipt}'.").format(receipt=receipt), _("Enter the delivery first."))
    doc, party, _number, day, amount, freight, _paid_from = found
    if party is None or (supplier and supplier_party(tx, supplier) != party):
        raise Refused(_("Delivery {doc} does not come from this supplier.").format(doc=doc))
    earlier = _sql.bill_of(tx, doc)
    if earlier is not None:
        raise Refused(
            _("Delivery {doc} has a bill already, document {bill}.").format(doc=doc, bill=earlier),
            _("Reverse that bill first."),
        )
    return doc, party, day, amount + freight


def _shares_on_hand(tx: Transaction, delivery: int, day: date, difference: Decimal) -> dict[int, Decimal]:
    """Return item -> its share of the difference, as far as the delivered goods are still on hand on that day."""
    received: dict[int, Decimal] = {}
    amounts: dict[int, Decimal] = {}
    for _doc, item, quantity, amount, _landed in _sql.lines_of(tx, [delivery]):
        received[item] = received.get(item, Decimal(0)) + quantity
        amounts[item] = amounts.get(item, ZERO) + amount
    there = {line.item: line.quantity for line in stock_on_hand(tx, day, items=list(received))}
    weights = list(amounts.values()) if any(amounts.values()) else list(received.values())
    shares = dict(zip(received, allocate(difference, weights), strict=True))
    kept = {item: min(max(there.get(item, Decimal(0)), Decimal(0)), received[item]) for item in received}
    return {item: money(share * kept[item] / received[item]) for item, share in shares.items()}
