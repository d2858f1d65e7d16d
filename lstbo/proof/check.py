"""`lstbo check`: every promise of the book, worked out anew from movements, receipt lines and postings.

A check fails only on a broken promise. What is merely worth knowing (goods below zero, cost unknown, rows waiting to
be mapped) stands in the detail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lstbo.core.language import _
from lstbo.inventory import cost_differences, uncosted
from lstbo.proof._sql import promises as _sql
from lstbo.proof._sql.sources import changed_sources
from lstbo.proof._sql.unmapped import unmapped_against_books
from lstbo.storage import Anchor, Transaction

_ROOT = "0" * 64
_Search = tuple[Callable[[Transaction], tuple[int, list[tuple[Any, ...]]]], str]


@dataclass(frozen=True, slots=True)
class Check:
    """One promise: whether it is kept, and what was found. `name` is the same in every language."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All checks of a book; `ok` when every promise is kept."""

    ok: bool
    checks: tuple[Check, ...]

    def to_json(self) -> dict[str, object]:
        """Return the object of `lstbo check --json`."""
        checks = [{"name": check.name, "ok": check.ok, "detail": check.detail} for check in self.checks]
        return {"ok": self.ok, "checks": checks}


def check_book(tx: Transaction, anchor: Anchor | None = None) -> CheckReport:
    """Check every promise of the book. `anchor` is the one kept beside it; None when there is none.

    Nothing is written. Takes seconds for a million sale lines.
    """
    checks = (
        _searched(tx, "entries-balance", _entries()),
        _stock_value(tx),
        _searched(tx, "control-accounts", _control()),
        _searched(tx, "corrections-linked", _corrections()),
        _searched(tx, "period-locks", _locks()),
        _searched(tx, "posted-once", _once()),
        _imports(tx),
        _searched(tx, "voucher-numbers", _vouchers()),
        _chain(tx),
        _anchored(tx, anchor),
        _searched(tx, "kept-sources", _sources()),
        _references(tx),
        _costs(tx),
    )
    return CheckReport(all(check.ok for check in checks), checks)


def _entries() -> tuple[_Search, ...]:
    return (
        (_sql.unbalanced_entries, _("entry {0}: debits less credits = {1}")),
        (_sql.unbalanced_months, _("turnover of {0}: debits less credits = {1}")),
    )


def _control() -> tuple[_Search, ...]:
    return (
        (_sql.nameless_postings, _("entry {0} on {1} names no customer or supplier")),
        (_sql.suppliers_against_books, _("document {0} (supplier {1}): paper {2}, books {3}")),
        (_sql.tabs_against_books, _("document {0} (customer {1}): receipts {2}, books {3}")),
    )


def _corrections() -> tuple[_Search, ...]:
    return (
        (_sql.broken_reversals, _("document {0} reverses {1}, which is missing, later, or reversed before")),
        (_sql.unlike_entries, _("entry {0} is not the opposite of entry number {1}")),
        (_sql.unlike_movements, _("document {0} leaves {2} of item {1} unreversed")),
        (_sql.misplaced_ends, _("receipt number {0} was ended by document {1}, which is missing or earlier")),
        (_sql.backward_times, _("document {0} was posted before the one in front of it")),
    )


def _locks() -> tuple[_Search, ...]:
    return (
        (_sql.locked_writes, _("{0}: document {1} was posted into {2} while it was locked")),
        (_sql.reopened_for_ever, _("{0} was locked for ever and changed afterwards")),
    )


def _once() -> tuple[_Search, ...]:
    return (
        (_sql.repeated_receipts, _("receipt {3} of {2} (register '{1}', profile {0}) is booked twice")),
        (_sql.repeated_lines, _("{0} {1} is there twice")),
    )


def _vouchers() -> tuple[_Search, ...]:
    return ((_sql.voucher_gaps, _("{0}: {1} entries, last number {2}, or out of order")),)


def _sources() -> tuple[_Search, ...]:
    return ((changed_sources, _("the text of {1}, kept with document {0}, was changed")),)


def _imports(tx: Transaction) -> Check:
    searches = (
        (_sql.odd_batches, _("batch {0} has {1} rows and {2} outcomes")),
        (_sql.odd_batch_lines, _("batch {0} booked {1} lines, its outcomes say {2} to {3}")),
        (_sql.odd_receipts, _("receipt {0}: {1} is {2}, its parts give {3}")),
        (_sql.sales_against_books, _("document {0} ({1}): receipts {2}, books {3}")),
        (_sql.sales_against_stock, _("document {0}: lines of item {1} are {2}, goods moved {3}")),
        (unmapped_against_books, _("what waits to be mapped ({0}) is {1}, its account holds {2}")),
        (_sql.purchases_against_stock, _("goods receipt {0}: lines of item {1} are {2}, goods moved {3}")),
    )
    count, money = _sql.waiting(tx)
    text = _("lines and payments that wait to be mapped: {count} ({amount})")
    note = text.format(count=count, amount=money) if count else ""
    return _searched(tx, "imports-add-up", searches, note)


def _stock_value(tx: Transaction) -> Check:
    notes = []
    below, unknown = _sql.negative_stock(tx), uncosted(tx)
    if below:
        notes.append(_("items below zero: {count}").format(count=below))
    if unknown:
        notes.append(_("items without a known cost: {count}").format(count=len(unknown)))
    search = (_sql.stock_against_books, _("document {0} on {1}: stock {2}, inventory accounts {3}"))
    return _searched(tx, "stock-value", (search,), "; ".join(notes))


def _chain(tx: Transaction) -> Check:
    breaks = tx.verify_chain()
    count = _sql.document_count(tx)
    why = {
        "digest": _("document {0} was changed"),
        "chain": _("the chain is broken at document {0}"),
        "missing": _("document {0} is missing or was slipped in"),
    }
    why["state"] = _("{1} was changed outside the program after document {0}")
    texts = [why.get(fault.why, "{0}").format(fault.seq, fault.table) for fault in breaks[: _sql.FIRST]]
    whole = "" if breaks else _("{count} documents, none changed").format(count=count)
    return _check("audit-chain", len(breaks), texts, whole)


def _anchored(tx: Transaction, anchor: Anchor | None) -> Check:
    if anchor is None:
        return Check("anchor", True, _("no anchor to compare with"))
    found = _sql.chain_at(tx, anchor.seq) if anchor.seq else _ROOT
    there = _("document {seq}, acknowledged {at}, is there")
    lost = _("document {seq}, acknowledged {at}, is not in the book as it was")
    ok = found == anchor.chain
    return Check("anchor", ok, (there if ok else lost).format(seq=anchor.seq, at=anchor.at))


def _references(tx: Transaction) -> Check:
    faults = _sql.dangling(tx)
    text = _("{table}.{column}: {count} point to nothing, the first to {value}")
    texts = [
        text.format(table=table, column=column, count=count, value=value)
        for table, column, count, value in faults[: _sql.FIRST]
    ]
    return _check("references", sum(row[2] for row in faults), texts, "")


def _costs(tx: Transaction) -> Check:
    found = list(islice(cost_differences(tx), 1000))
    text = _("item {item} on {day}, {reason}: booked cost is off by {amount}")
    texts = [
        text.format(item=fault.item, day=fault.business_date, reason=fault.reason, amount=fault.amount)
        for fault in found[: _sql.FIRST]
    ]
    return _check("costs-recomputed", len(found), texts, "")


def _searched(tx: Transaction, name: str, searches: tuple[_Search, ...], note: str = "") -> Check:
    count = 0
    texts: list[str] = []
    for search, text in searches:
        found, rows = search(tx)
        count += found
        texts += [text.format(*row) for row in rows]
    return _check(name, count, texts[: _sql.FIRST], note)


def _check(name: str, faults: int, texts: list[str], note: str) -> Check:
    if not faults:
        return Check(name, True, note)
    more = [_("and {count} more").format(count=faults - len(texts))] if faults > len(texts) else []
    return Check(name, False, "; ".join([*texts, *more, *([note] if note else [])]))
