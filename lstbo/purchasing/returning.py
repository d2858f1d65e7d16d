"""Sending goods back to the supplier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting import SUPPLIER, list_parties, paying_account, post_entries
from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.core.money import ZERO, money
from lstbo.core.text import clean_text
from lstbo.inventory import Movement, move_stock, positive_quantity, refuse_unknown
from lstbo.purchasing.posting_rules import return_entry
from lstbo.purchasing.suppliers import supplier_party
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """Goods sent back: quantity in stock units, above 0; `amount` is what the supplier credits, None = their cost."""

    item: int
    quantity: Decimal
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReturnResult:
    """A return: its document, the cost of the goods and what the supplier credits, both positive."""

    doc: int
    cost: Decimal
    credit: Decimal


def return_to_supplier(
    tx: Transaction,
    *,
    supplier: int | str,
    lines: Sequence[ReturnLine],
    business_date: date,
    received_into: str = "",
    memo: str = "",
) -> ReturnResult:
    """Book goods sent back, at the unit cost of the day, which is then fixed (R6).

    The credit lowers what is owed to the supplier, or arrives on `received_into` (a way to pay or account). Credit
    above or below the cost goes to purchase rebates. Raises BadInput for no lines or quantities not above zero,
    NotFound for unknown items, suppliers or accounts, PeriodLocked.
    """
    if not lines:
        raise BadInput(_("There is nothing to book."))
    party, account = supplier_party(tx, supplier), paying_account(tx, received_into)
    owed = account == paying_account(tx, "")
    refuse_unknown(tx, [line.item for line in lines])
    name = next(p.name for p in list_parties(tx, SUPPLIER) if p.id == party)
    title = clean_text(memo) or name
    doc = tx.document("purchasing", "return", business_date=business_date, title=title)
    booked = move_stock(
        tx,
        [Movement(line.item, -positive_quantity(line.quantity), "supplier_return", business_date) for line in lines],
        doc=doc,
    )
    cost = -sum((part.amount for part in booked), ZERO)
    given = [line.amount for line in lines if line.amount is not None]
    credit = sum((money(amount) for amount in given), ZERO) if len(given) == len(lines) else cost
    entry = return_entry(
        business_date, title, credit=credit, cost=cost, account=account, supplier=party if owed else None
    )
    post_entries(tx, [entry], doc=doc)
    return ReturnResult(doc, cost, credit)
