"""Which accounts receipts hit: one entry per document, business day and register.

Debit each tender and the rounding, credit sales (returns and unmapped lines apart) and the tax inside the prices; debit the
cost of sales, credit inventory. A reversal is the same with all signs turned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from lstbo.accounting import Entry, Posting, cash_flow_rules, post_entries, tender_roles
from lstbo.core.document_words import till_name
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.inventory import StockMoney
from lstbo.sales._sql import posting as sql
from lstbo.storage import Transaction

UNSPECIFIED, UNMAPPED, TAB = "unspecified", "unmapped", "tab"
_PART_ROLE = {"sale": "sales", "return": "sales_returns", "unmapped": "sales_unmapped"}
_OWN_ROLE = {UNSPECIFIED: "tender_unspecified", UNMAPPED: "tender_unmapped", TAB: "tabs"}

_Key = tuple[date, str]


def tender_role(method: str) -> str:
    """Return the account role that money paid by a tender goes to."""
    return _OWN_ROLE.get(method) or tender_roles()[method]


def post_affected(
    tx: Transaction, stock: Sequence[StockMoney], *, doc: int, sign: int, kind: str = "sale"
) -> list[int]:
    """Post the entries of the affected receipts (see `_sql.posting`) and return their ids.

    `sign` is +1 to book them, -1 to take them back; `stock` is the document's stock money from the inventory room.
    """
    postings: dict[_Key, list[Posting]] = defaultdict(list)
    _add_revenue(tx, postings, sign)
    for day, register, method, customer, amount in sql.payments(tx):
        postings[day, register].append(Posting(tender_role(method), sign * amount, party=customer))
    for day, register, amount in sql.roundings(tx):
        postings[day, register].append(Posting("rounding", sign * amount))
    for money in stock:
        place = postings[money.business_date, money.register]
        place += [Posting("inventory", money.amount), Posting("cogs", -money.amount)]
    line = cash_flow_rules().line("sale")
    entries = [
        Entry(day, kind, _memo(register, sign), _merged(found), cash_flow=line)
        for (day, register), found in sorted(postings.items())
    ]
    return post_entries(tx, entries, doc=doc)


def _add_revenue(tx: Transaction, postings: dict[_Key, list[Posting]], sign: int) -> None:
    parts: dict[tuple[date, str, str, Decimal], dict[str, Decimal]] = defaultdict(dict)
    for day, register, code, rate, part, net in sql.revenue(tx):
        parts[day, register, code, rate][part] = net
    taxes = {(day, register, code, rate): tax for day, register, code, rate, tax in sql.taxes(tx)}
    own: dict[tuple[date, str, str, Decimal], dict[str, Decimal]] = defaultdict(dict)
    for day, register, code, rate, part, tax in sql.line_taxes(tx):
        own[day, register, code, rate][part] = tax
    for key, nets in parts.items():
        day, register, code, _rate = key
        tax, shares = taxes.get(key, ZERO), own[key]
        if "sale" in nets:
            shares["sale"] = tax - sum(shares.values(), ZERO)
        found = postings[day, register]
        found += [
            Posting(_PART_ROLE[part], -sign * (net - shares.get(part, ZERO)), tax_code=code) for part, net in nets.items()
        ]
        found.append(Posting("output_tax", -sign * tax, tax_code=code))


def _merged(found: Sequence[Posting]) -> tuple[Posting, ...]:
    """Add up postings on the same account, party and tax code."""
    sums: dict[tuple[str, int | None, str], Decimal] = {}
    for posting in found:
        key = (posting.account, posting.party, posting.tax_code)
        sums[key] = sums.get(key, ZERO) + posting.amount
    return tuple(Posting(account, amount, party, code) for (account, party, code), amount in sums.items())


def _memo(register: str, sign: int) -> str:
    """Return what the entry says beside its date."""
    memo = _("Sales") if sign > 0 else _("Sales taken back")
    return f"{memo} · {till_name(register)}" if register else memo
