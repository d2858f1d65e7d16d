"""Giving held lines and payments a meaning: stock moves on the event's day, money leaves the unmapped account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting import Entry, Posting, cash_flow_rules, post_entries
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.inventory import move_stock_from
from lstbo.sales._sql import mapping as sql
from lstbo.sales.open_days import set_open_days
from lstbo.sales.posting_rules import TAB, tender_role
from lstbo.storage import Transaction

ITEM, TENDER = "H_SKU_UNKNOWN", "H_TENDER_UNKNOWN"

_Postings = dict[tuple[date, str], list[Posting]]


@dataclass(frozen=True, slots=True)
class HeldText:
    """Something the books could not name: `code` H_SKU_UNKNOWN or H_TENDER_UNKNOWN, the text, how often, and its money."""

    code: str
    text: str
    parts: int
    amount: Decimal
    first_date: date


def held_texts(tx: Transaction) -> list[HeldText]:
    """Return what waits to be mapped, the largest money first."""
    return [HeldText(*row) for row in sql.held_texts(tx)]


def map_item(tx: Transaction, text: str, item: int) -> int:
    """Say that lines held under `text` are `item`, and return the document.

    The goods leave stock on the lines' business day (the first open day when it is locked); the money moves from the
    unmapped account to sales. Raises NotFound when nothing is held under this text.
    """
    doc = _begin(tx, ITEM, text)
    postings: _Postings = defaultdict(list)
    for day, register, code, returned, net in sql.unmapped_nets(tx):
        postings[day, register] += [
            Posting("sales_unmapped", net, tax_code=code),
            Posting("sales_returns" if returned else "sales", -net, tax_code=code),
        ]
    sql.make_movements(tx, item)
    for money in move_stock_from(tx, "temp.sales_movement", doc=doc):
        place = postings[money.business_date, money.register]
        place += [Posting("inventory", money.amount), Posting("cogs", -money.amount)]
    sql.end_held(tx, ITEM, str(item), doc)
    _post(tx, postings, text, doc)
    return doc


def map_tender(tx: Transaction, text: str, method: str) -> int:
    """Say that payments held under `text` were made by `method`, and return the document.

    Raises NotFound when nothing is held under this text, Refused for a tab: a tab needs its customer.
    """
    if method == TAB:
        raise Refused(
            _("A tab needs its customer."),
            _("Put the customer into the file and import it again with --accept-changes."),
        )
    role = tender_role(method)
    doc = _begin(tx, TENDER, text)
    postings: _Postings = defaultdict(list)
    for day, register, amount in sql.payments(tx):
        postings[day, register] += [Posting(role, amount), Posting("tender_unmapped", -amount)]
    sql.end_held(tx, TENDER, method, doc)
    _post(tx, postings, text, doc)
    return doc


def _begin(tx: Transaction, code: str, text: str) -> int:
    if not sql.find_held(tx, code, text):
        raise NotFound(
            _("Nothing is held under '{text}'.").format(text=text), _("See what is held with: lstbo import held")
        )
    days = [day for (day,) in sql.days(tx)]
    open_on = set_open_days(tx, days)
    sql.move_days(tx)
    return tx.document("sales", "sales_mapped", business_date=open_on[days[0]], title=text)


def _post(tx: Transaction, postings: _Postings, text: str, doc: int) -> None:
    line = cash_flow_rules().line("sale")
    memo = _("Mapped: {text}").format(text=text)
    post_entries(
        tx,
        [
            Entry(day, "sale", memo, tuple(found), cash_flow=line)
            for (day, _register), found in sorted(postings.items())
        ],
        doc=doc,
    )
