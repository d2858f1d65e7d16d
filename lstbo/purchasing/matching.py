"""Telling deliveries that are in the book already from new and changed ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lstbo.accounting import SUPPLIER, list_parties, paying_account
from lstbo.core.money import money
from lstbo.core.money import quantity as stock_quantity
from lstbo.core.text import clean_text
from lstbo.purchasing import _sql
from lstbo.purchasing.receiving import GoodsReceipt
from lstbo.storage import Transaction

NEW, DUPLICATE, CHANGED = "new", "duplicate", "changed"
_Content = tuple[str, Decimal, tuple[tuple[int, Decimal, Decimal], ...]]


@dataclass(frozen=True, slots=True)
class ReceiptMatch:
    """What the book knows of a delivery: `state` is new, duplicate or changed, `doc` the live receipt it is."""

    state: str
    doc: int | None = None


def match_receipts(tx: Transaction, receipts: Sequence[GoodsReceipt]) -> list[ReceiptMatch]:
    """Compare deliveries with the book, in their order.

    The key is supplier, document number and day; the content is items, quantities, money, freight and how it was
    paid. Without a number only equal content counts: a delivery is a duplicate or new, and two equal ones on a day
    are two. Reversed receipts do not count. Raises NotFound for an unknown way to pay.
    """
    owed = paying_account(tx, "")
    suppliers = {party.name: party.id for party in list_parties(tx, SUPPLIER)}
    accounts = {text: paying_account(tx, text) for text in {receipt.paid_from for receipt in receipts}}
    known = _known(tx, receipts)
    free = Counter({(key, content): len(docs) for key, contents in known.items() for content, docs in contents.items()})
    matches = []
    for receipt in receipts:
        name = clean_text(receipt.supplier)
        supplier = suppliers.get(name) if name else None
        key = (supplier if name else None, clean_text(receipt.number), receipt.day)
        contents = known.get(key, {}) if supplier is not None or not name else {}
        if not contents:
            matches.append(ReceiptMatch(NEW))
            continue
        account = accounts[receipt.paid_from]
        lines = ((line.item, stock_quantity(line.quantity), line.money) for line in receipt.lines)
        content = ("" if account == owed else account, money(receipt.freight), tuple(sorted(lines)))
        if free[key, content] > 0:
            free[key, content] -= bool(not key[1])
            matches.append(ReceiptMatch(DUPLICATE, contents[content][0]))
        elif key[1]:
            matches.append(ReceiptMatch(CHANGED, next(iter(contents.values()))[0]))
        else:
            matches.append(ReceiptMatch(NEW))
    return matches


def _known(tx: Transaction, receipts: Sequence[GoodsReceipt]) -> dict[object, dict[_Content, list[int]]]:
    """Return key -> content -> documents of the live receipts on the days in question."""
    found = _sql.receipts_on(tx, sorted({receipt.day for receipt in receipts}))
    lines: dict[int, list[tuple[int, Decimal, Decimal]]] = {row[3]: [] for row in found}
    for doc, item, quantity, amount, _landed in _sql.lines_of(tx, list(lines)):
        lines[doc].append((item, quantity, amount))
    known: dict[object, dict[_Content, list[int]]] = {}
    for supplier, number, day, doc, paid_from, freight in found:
        content = (paid_from, freight, tuple(sorted(lines[doc])))
        known.setdefault((supplier, number, day), {}).setdefault(content, []).append(doc)
    return known
