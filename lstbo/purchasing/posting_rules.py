"""Which accounts the documents of this room hit, by role. Debit is +, credit is -."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lstbo.accounting import Entry, Posting, cash_flow_rules
from lstbo.core.money import ZERO


def receipt_entry(
    day: date, memo: str, *, stock: Decimal, freight: Decimal, account: str, supplier: int | None
) -> Entry:
    """Goods into stock, freight that is an expense, against the account that paid or the supplier that is owed."""
    postings = (
        Posting("inventory", stock),
        Posting("freight_in", freight),
        Posting(account, -stock - freight, supplier),
    )
    return Entry(day, "purchase", memo, postings, cash_flow=cash_flow_rules().line("purchase"))


def bill_entry(day: date, memo: str, *, on_hand: Decimal, gone: Decimal, supplier: int) -> Entry:
    """A bill's price difference: onto the goods still there, the rest to purchase variance, owed to the supplier."""
    postings = (
        Posting("inventory", on_hand),
        Posting("purchase_variance", gone),
        Posting("payables", -on_hand - gone, supplier),
    )
    return Entry(day, "bill", memo, postings)


def payment_entry(day: date, memo: str, *, paid: Decimal, discount: Decimal, account: str, supplier: int) -> Entry:
    """Money to a supplier; a settlement discount taken lowers what is owed as well."""
    postings = (
        Posting("payables", paid + discount, supplier),
        Posting(account, -paid),
        Posting("settlement_discount", -discount),
    )
    return Entry(day, "supplier_payment", memo, postings, cash_flow=cash_flow_rules().line("purchase"))


def return_entry(day: date, memo: str, *, credit: Decimal, cost: Decimal, account: str, supplier: int | None) -> Entry:
    """Goods back to the supplier at their cost; what is credited more or less goes to rebates."""
    postings = (
        Posting(account, credit, supplier),
        Posting("inventory", -cost),
        Posting("purchase_rebates", cost - credit),
    )
    line = cash_flow_rules().line("other_in") if credit > ZERO else ""
    return Entry(day, "supplier_return", memo, postings, cash_flow=line)
