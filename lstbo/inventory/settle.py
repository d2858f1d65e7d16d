"""Settling a document's cost and recosting what came after it (R4, R5, R6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from lstbo.accounting import Entry, Posting, post_entries, refuse_locked
from lstbo.core.language import _
from lstbo.inventory import _sql
from lstbo.inventory.costing import Day, Key, State, leave, receive, settle_day
from lstbo.inventory.reasons import FIXED, REASONS, RECEIPT
from lstbo.storage import Transaction

_Change = tuple[int, date, Key, int]
_FEW = 500
_AT_ONCE = 50_000  # rows of history held as Python values at once: about 30 MB


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
    own = _own_rows(tx, docs)
    earliest = _sql.first_day(tx, docs) if own is None else own.first_day
    if earliest is None:
        return []
    refuse_locked(tx, [earliest])
    fifo = tx.setting("costing", "average") == "fifo"
    if own is None:
        _sql.begin_settle(tx, docs, fifo)
        owners, unpriced = _sql.own_keys(tx, docs), _unpriced(_sql.own_fixed(tx, docs))
        found = _changes(tx, fifo, unpriced)
    else:
        owners, unpriced = own.owners, own.unpriced
        found = _changes(tx, fifo, unpriced, own.starts(fifo))
    mine: list[tuple[_Change, int]] = []
    later = _Adjustment(tx)
    for change in found if owners else ():
        owner = owners.get((change[0], change[1], *change[2]))
        if owner is None:
            later.add(change)
        else:
            mine.append((change, owner))
    for change in found:  # what is left: nothing that moved is their own
        later.add(change)
    rows: list[tuple[object, ...]] = [
        (item, day, key[0], _yuan(amount), key[1], owner) for (item, day, key, amount), owner in mine
    ]
    rows += later.post(docs[-1], title)
    if rows:
        _sql.insert_values(tx, rows)
    if own is None:
        return [StockMoney(*row) for row in _sql.document_values(tx, docs)]
    return own.money(mine)


def cost_changes(tx: Transaction, fifo: bool) -> Iterator[_Change]:
    """Yield the differences between computed and booked money of the items in `settling`, as (item, day, key, fen)."""
    return _changes(tx, fifo, {})


class _Own:
    """What a handful of documents wrote themselves: movements, and money in fen."""

    def __init__(self, rows: Sequence[_sql.Row]) -> None:
        self.first_day = min((row[1] for row in rows), default=None)
        self.unpriced = _unpriced(row for row in rows if REASONS[row[2]].cost == FIXED)
        self.owners: dict[tuple[int, date, str, str], int] = {}
        self._first: dict[int, date] = {}
        self._given: dict[tuple[int, date, str, str], int] = {}
        for item, day, reason, register, doc, _quantity, amount in rows:
            self._first[item] = min(day, self._first.get(item, day))
            if amount is not None:
                self._add(doc, day, reason, register, amount)
            elif REASONS[reason].cost != RECEIPT:
                place = item, day, reason, register
                self.owners[place] = max(doc, self.owners.get(place, doc))

    def starts(self, fifo: bool) -> list[tuple[int, date, date]]:
        """Return (item, day from which it is settled, first day of its own)."""
        return [(item, date.min if fifo else day, day) for item, day in sorted(self._first.items())]

    def money(self, changes: Sequence[tuple[_Change, int]]) -> list[StockMoney]:
        """Return the documents' stock money: what they gave, and what was found for their movements."""
        for (_item, day, key, amount), doc in changes:
            self._add(doc, day, key[0], key[1], amount)
        return [
            StockMoney(day, reason, register, _yuan(amount), doc)
            for (doc, day, reason, register), amount in sorted(self._given.items())
        ]

    def _add(self, doc: int, day: date, reason: str, register: str, amount: int) -> None:
        place = doc, day, reason, register
        self._given[place] = self._given.get(place, 0) + amount


def _own_rows(tx: Transaction, docs: Sequence[int]) -> _Own | None:
    """Return what some documents wrote, None when that is much."""
    rows = _sql.own_rows(tx, min(docs), max(docs), _FEW) if docs else []
    if len(rows) > _FEW:
        return None
    wanted = set(docs)
    return _Own([row for row in rows if row[4] in wanted])


def _unpriced(rows: Iterable[_sql.Row]) -> dict[tuple[int, date], dict[Key, int]]:
    """Return the quantities of fixed movements without money, by item and day, from the documents' own rows."""
    fixed = list(rows)
    priced = {row[:5] for row in fixed if row[6] is not None}
    found: dict[tuple[int, date], dict[Key, int]] = {}
    for row in fixed:
        if row[6] is None and row[:5] not in priced:
            item, day, reason, register, _doc, quantity, _amount = row
            keys = found.setdefault((item, day), {})
            keys[reason, register] = keys.get((reason, register), 0) + quantity
    return found


def _changes(
    tx: Transaction,
    fifo: bool,
    unpriced: Mapping[tuple[int, date], dict[Key, int]],
    starts: Sequence[tuple[int, date, date]] | None = None,
) -> Iterator[_Change]:
    """Yield the differences between computed and booked money as (item, day, key, fen).

    Of the items in `settling`, or of those in `starts`.
    """
    first_own = {row[0]: row[-1] for row in (_sql.first_days(tx) if starts is None else starts)}
    placeholders = _sql.placeholders(tx)
    for item, rows in groupby(_history(tx, starts), key=itemgetter(0)):
        before = next(rows)
        state = State(before[4], before[5], before[7], before[6], item in placeholders)
        own = first_own[item]
        for day, found in groupby(rows, key=itemgetter(1)):
            facts = list(found)
            left = unpriced.get((item, day)) if unpriced else None
            at = 1 if _is_delivery(facts[0]) and receive(state, facts[0][4], facts[0][5], fifo=fifo) else 0
            if left is None and len(facts) == at:
                continue
            if left is None and len(facts) == at + 1 and facts[at][2]:
                _item, _day, reason, register, quantity, booked, _count, _zero = facts[at]
                cost = leave(state, quantity, fifo=fifo)
                if cost is not None:
                    if cost + booked and day >= own:
                        yield item, day, (reason, register), -cost - booked
                    continue
            for key, difference in _differences(state, facts[at:], left, fifo):
                if day >= own:
                    yield item, day, key, difference


def _history(tx: Transaction, starts: Sequence[tuple[int, date, date]] | None) -> Iterator[_sql.Row]:
    """Yield the history of what is settled, item by item; a long one is read in parts."""
    if starts is not None:
        yield from _sql.history(tx, starts)
        return
    items: list[int] = []
    rows = 0
    for item, count in _sql.history_sizes(tx):
        if items and rows + count > _AT_ONCE:
            yield from _sql.history(tx, None, items[0], items[-1])
            items, rows = [], 0
        items.append(item)
        rows += count
    if items:
        yield from _sql.history(tx, None, items[0], items[-1])


def _is_delivery(row: _sql.Row) -> bool:
    return not row[2] and not row[6] and not row[7]


def _differences(
    state: State, facts: Sequence[_sql.Row], unpriced: dict[Key, int] | None, fifo: bool
) -> list[tuple[Key, int]]:
    """Bring `state` over a day of any kind and return the differences between computed and booked money."""
    day = Day()
    booked: dict[Key, int] = {}
    for _item, _day, reason, register, first, second, third, fourth in facts:
        if not reason:
            day.receipt_quantity, day.receipt_amount, day.fixed_quantity, day.fixed_amount = (
                first,
                second,
                third,
                fourth,
            )
        else:
            booked[reason, register] = second
            if third:
                day.out[reason, register] = first
    if unpriced:
        day.unpriced = unpriced
        day.fixed_quantity -= sum(unpriced.values())
    computed = settle_day(state, day, fifo=fifo)
    found = ((key, computed.get(key, 0) - booked.get(key, 0)) for key in sorted(computed.keys() | booked.keys()))
    return [(key, difference) for key, difference in found if difference or key in day.unpriced]


class _Adjustment:
    """What a document changes in the cost of others: one cost-adjustment document. Many changes wait in the engine."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self._changes: list[_Change] = []
        self._waiting = False
        self._sums: dict[tuple[date, str], int] = {}

    def add(self, change: _Change) -> None:
        """Take in one more change."""
        _item, day, key, amount = change
        self._sums[day, key[0]] = self._sums.get((day, key[0]), 0) + amount
        self._changes.append(change)
        if len(self._changes) >= _AT_ONCE:
            _sql.put_aside(self.tx, self._changes, first=not self._waiting)
            self._changes, self._waiting = [], True

    def post(self, cause: int, title: str) -> list[tuple[object, ...]]:
        """Post document and entries, if anything changed, and return the rows still to be written to the stock ledger."""
        if not self._sums:
            return []
        title = title or _("Recost after document {doc}").format(doc=cause)
        first = min(day for day, _reason in self._sums)
        doc = self.tx.document("inventory", "recost", business_date=first, title=title)
        post_entries(self.tx, self._entries(), doc=doc)
        if self._waiting:
            _sql.insert_put_aside(self.tx, doc)
        return [(item, day, key[0], _yuan(amount), key[1], doc) for item, day, key, amount in self._changes]

    def _entries(self) -> list[Entry]:
        """Return one entry per day: the stock against the role of every reason."""
        days: dict[date, dict[str, int]] = {}
        for (day, reason), amount in sorted(self._sums.items()):
            roles, role = days.setdefault(day, {}), REASONS[reason].role
            roles[role] = roles.get(role, 0) + amount
        entries = []
        for day, roles in days.items():
            postings = [Posting("inventory", _yuan(sum(roles.values())))]
            postings += [Posting(role, _yuan(-amount)) for role, amount in sorted(roles.items())]
            entries.append(Entry(day, "recost", _("Cost adjustment"), tuple(postings)))
        return entries


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
