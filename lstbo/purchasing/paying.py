"""Paying suppliers, and what is still owed to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lstbo.accounting import (
    SUPPLIER,
    PostedDocument,
    cash_account,
    list_parties,
    party_balances,
    post_entries,
)
from lstbo.core.errors import BadInput, NotFound, Refused
from lstbo.core.language import _
from lstbo.core.money import ZERO, money
from lstbo.core.text import clean_text
from lstbo.purchasing import _sql
from lstbo.purchasing.posting_rules import payment_entry
from lstbo.purchasing.suppliers import supplier_party
from lstbo.storage import Transaction

_FOREVER = 2**62


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A delivery (document 0: opening balance and other debts) still to be paid in part or whole, and when."""

    doc: int
    number: str
    due: date | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Payable:
    """What a supplier is owed, positive (negative: paid in advance), made up of `items`, the first due first."""

    supplier: int
    name: str
    owed: Decimal
    items: tuple[OpenItem, ...]

    def overdue(self, day: date) -> Decimal:
        """Return what should have been paid before `day`."""
        return sum((item.amount for item in self.items if item.due is not None and item.due < day), ZERO)


def pay_supplier(
    tx: Transaction,
    *,
    supplier: int | str,
    amount: Decimal,
    paid_from: str,
    business_date: date,
    discount: Decimal = ZERO,
    bill: int | None = None,
    memo: str = "",
) -> PostedDocument:
    """Book a payment to a supplier: `amount` leaves `paid_from`, and `discount` is what they let off for it.

    Both lower what is owed; paying more than is owed is a payment in advance. Raises BadInput when nothing is paid or
    either is negative, NotFound for an unknown supplier, account or bill, Refused for another supplier's bill,
    PeriodLocked.
    """
    paid, off = money(amount), money(discount)
    if paid < 0 or off < 0 or paid + off == 0:
        raise BadInput(_("A payment is above zero, and a discount is not negative."))
    party, account = supplier_party(tx, supplier), cash_account(tx, paid_from)
    if bill is not None:
        found = _sql.bill(tx, bill)
        if found is None:
            raise NotFound(_("There is no bill {doc}.").format(doc=bill))
        if found[1] != party:
            raise Refused(_("Bill {doc} is not from this supplier.").format(doc=bill))
    name = next(p.name for p in list_parties(tx, SUPPLIER) if p.id == party)
    title = clean_text(memo) or name
    doc = tx.document("purchasing", "payment", business_date=business_date, title=title)
    entry = payment_entry(business_date, title, paid=paid, discount=off, account=account, supplier=party)
    entries = post_entries(tx, [entry], doc=doc)
    _sql.insert_payment(tx, (doc, party, business_date, paid, account, off, bill))
    return PostedDocument(doc, entries[0], business_date, paid)


def payables(tx: Transaction, as_of: date | None = None, known_at: int | None = None) -> list[Payable]:
    """Return what is owed to each supplier, by name; their sum is the payables account.

    Payments, returns and discounts settle what was due first. A delivery without a bill is due after the supplier's
    usual terms. Suppliers with nothing open are left out.
    """
    balances = party_balances(tx, "payables", as_of=as_of, known_at=known_at)
    known = _FOREVER if known_at is None else known_at
    charges: dict[int, list[tuple[date, int, str, Decimal]]] = {}
    terms = {party.id: party for party in list_parties(tx)}
    for supplier, doc, number, day, due, amount in _sql.charges(tx, as_of or date.max, known):
        pay_by = due or day + timedelta(days=terms[supplier].terms_days)
        charges.setdefault(supplier, []).append((pay_by, doc, number, amount))
    found = [
        Payable(party, terms[party].name, -balance, _open_items(-balance, charges.get(party, [])))
        for party, balance in balances.items()
        if party is not None
    ]
    return sorted(found, key=lambda payable: (payable.name, payable.supplier))


def _open_items(owed: Decimal, charges: list[tuple[date, int, str, Decimal]]) -> tuple[OpenItem, ...]:
    """Spread what is owed over the charges due last; what they do not explain is older or of another kind."""
    items: list[OpenItem] = []
    rest = owed
    for due, doc, number, amount in sorted(charges, reverse=True):
        part = min(rest, amount)
        if part > 0:
            items.append(OpenItem(doc, number, due, part))
            rest -= part
    if rest:
        items.append(OpenItem(0, "", None, rest))
    return tuple(reversed(items))
