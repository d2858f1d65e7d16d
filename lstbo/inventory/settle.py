"""Settling a document's cost and recosting what came after it (R4, R5, R6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from lstbo.accounting import Entry, Posting, post_entries, refuse_locked
from lstbo.core.language import _
from lstbo.inventory import _sql
from lstbo.inventory.costing import Day, Key, State, settle_day
from lstbo.inventory.reasons import REASONS
from lstbo.storage import Transaction

_Change = tuple[int, date, Key, int]


@dataclass(frozen=True, slots=True)
class StockMoney:
    """Money a document moved in the stock ledger on one day, for one reason and register; in +, out -."""

    business_date: date
    reason: str
    register: str
    amount: Decimal
    doc: int


def settle(tx: Transaction, doc: int | Sequence[int], *, title: str = "") -> list[StockMoney]:
    """Cost the movements of document `doc`, or of a batch of documents, and recost what they change.

    Returns the documents' own stock money. Every item they touched is computed anew from its earliest day in them.
    The money of their own movements is written under them; every other difference between computed and booked goes
    to one cost-adjustment document, with one journal entry per day. Call it once, after all movements and given
    values are written; then post the documents' own entries from the result. Raises PeriodLocked when a movement or
    value of theirs lies in a locked period.
    """
    docs = [doc] if isinstance(doc, int) else list(doc)
    earliest = _sql.first_day(tx, docs)
    if earliest is None:
        return []
    refuse_locked(tx, [earliest])
    fifo = tx.setting("costing", "average") == "fifo"
    _sql.begin_settle(tx, docs, fifo)
    own_keys = _sql.own_keys(tx, docs)
    own: list[tuple[_Change, int]] = []
    later: list[_Change] = []
    for change in _changes(tx, docs, fifo):
        owner = own_keys.get((change[0], change[1], *change[2]))
        if owner is None:
            later.append(change)
        else:
            own.append((change, owner))
    _sql.insert_values(
        tx, ((item, day, key[0], _yuan(amount), key[1], owner) for (item, day, key, amount), owner in own)
    )
    if later:
        _post_adjustment(tx, docs[-1], later, title)
    return [StockMoney(*row) for row in _sql.document_values(tx, docs)]


def cost_changes(tx: Transaction, fifo: bool) -> Iterator[_Change]:
    """Yield the differences between computed and booked money of the items in `settling`, as (item, day, key, fen)."""
    return _changes(tx, [], fifo)


def _changes(tx: Transaction, docs: Sequence[int], fifo: bool) -> Iterator[_Change]:
    """Yield the differences between computed and booked money as (item, day, key, fen)."""
    states = {row[0]: row for row in _sql.states(tx)}
    placeholders = set(_sql.placeholders(tx))
    for item, rows in groupby(_sql.facts(tx, docs), key=lambda row: row[0]):
        _item, _start, first_own, quantity, value, last_amount, last_quantity = states[item]
        state = State(quantity, value, last_amount, last_quantity, item in placeholders)
        for day, facts in groupby(rows, key=lambda row: row[1]):
            gathered, booked = _gather(facts)
            computed = settle_day(state, gathered, fifo=fifo)
            if day < first_own:
                continue
            for key in sorted(computed.keys() | booked.keys()):
                difference = computed.get(key, 0) - booked.get(key, 0)
                if difference or key in gathered.unpriced:
                    yield item, day, key, difference


def _gather(rows: Iterator[tuple[Any, ...]]) -> tuple[Day, dict[Key, int]]:
    day = Day()
    booked: dict[Key, int] = {}
    for _item, _day, kind, reason, register, quantity, amount in rows:
        if kind == "r":
            day.receipt_quantity += quantity
            day.receipt_amount += amount
        elif kind == "f":
            day.fixed_quantity += quantity
            day.fixed_amount += amount
        elif kind == "u":
            day.unpriced[reason, register] = quantity
        elif kind == "o":
            day.out[reason, register] = quantity
        else:
            booked[reason, register] = amount
    return day, booked


def _post_adjustment(tx: Transaction, cause: int, changes: list[_Change], title: str) -> None:
    days = sorted({day for _item, day, _key, _amount in changes})
    doc = tx.document(
        "inventory", "recost", business_date=days[0], title=title or _("Recost after document {doc}").format(doc=cause)
    )
    _sql.insert_values(tx, ((item, day, key[0], _yuan(amount), key[1], doc) for item, day, key, amount in changes))
    sums: dict[tuple[date, str], int] = {}
    for _item, day, key, amount in changes:
        role = REASONS[key[0]].role
        sums[day, role] = sums.get((day, role), 0) + amount
    entries = []
    for day in days:
        roles = [(role, amount) for (on, role), amount in sorted(sums.items()) if on == day]
        postings = [Posting("inventory", _yuan(sum(amount for _role, amount in roles)))]
        postings += [Posting(role, _yuan(-amount)) for role, amount in roles]
        entries.append(Entry(day, "recost", _("Cost adjustment"), tuple(postings)))
    post_entries(tx, entries, doc=doc)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
