"""The journal and the ledgers a page at a time, for who looks at them: how many rows there are, and some of them.

A `Range` says which rows count; a page is read without reading what comes before it. Debit is +, credit is -; amounts
are in book currency, running balances count every posting of the range, also those a search leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.accounting.chart import Chart
from lstbo.accounting.reading import JournalEntry, book_chart, grouped_entries, voucher_number
from lstbo.core.errors import BadInput
from lstbo.core.language import language
from lstbo.core.money import decimal_of
from lstbo.core.period import Period
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class Range:
    """Which rows are meant: a period (None = all), a last day, a knowledge moment (posting sequence), a search.

    `text` is found in memos, vouchers, parties and account names; a text that is an amount is found as one too.
    """

    period: Period | None = None
    as_of: date | None = None
    known_at: int | None = None
    text: str = ""
    newest_first: bool = True

    @property
    def start(self) -> date | None:
        """The first day, None = from the beginning."""
        return None if self.period is None else self.period.start

    @property
    def end(self) -> date | None:
        """The last day, None = to the end."""
        ends = [day for day in (self.period.end if self.period else None, self.as_of) if day]
        return min(ends) if ends else None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One journal entry as a line: its total (the sum of its debits), the first account debited and the first credited.

    `reversed_by` is the document that took it back, `reverses` the one it takes back itself.
    """

    id: int
    voucher: str
    date: date
    kind: str
    memo: str
    party: str
    amount: Decimal
    debit: str
    credit: str
    document: int
    reverses: int | None
    reversed_by: int | None


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One posting of the accounts asked for, with their balance together after it."""

    entry: int
    line: int
    voucher: str
    date: date
    memo: str
    party: str
    account: str
    name: str
    amount: Decimal
    balance: Decimal
    document: int
    reverses: int | None
    reversed_by: int | None


@dataclass(frozen=True, slots=True)
class PostingTotals:
    """How many postings there are, and the sums of their debits and credits (both positive) between two balances.

    The balances are those of the accounts, whatever was searched for; the rest counts what was found.
    """

    count: int
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


def journal_count(tx: Transaction, wanted: Range) -> int:
    """Return how many journal entries there are."""
    return _sql.entry_count(tx, _asked(wanted))


def journal_page(tx: Transaction, wanted: Range, offset: int, limit: int) -> list[EntryRow]:
    """Return some journal entries by date and voucher, from the one at `offset` (0 = the first) on."""
    chart = book_chart(tx)
    return [
        EntryRow(
            entry, voucher_number(month, number), day, kind, memo, party, amount,
            _name(chart, debit), _name(chart, credit), doc, reverses, reversed_by,
        )
        for entry, month, number, day, kind, memo, doc, reverses, party, amount, debit, credit, reversed_by
        in _sql.entry_page(tx, _asked(wanted), wanted.newest_first, offset, limit)
    ]  # fmt: skip


def posting_totals(tx: Transaction, accounts: Sequence[str], wanted: Range) -> PostingTotals:
    """Return what the postings of some accounts (codes) come to."""
    opening = _sql.opening_flow(tx, accounts, wanted.start, wanted.known_at)
    closing = _sql.balance(tx, accounts, wanted.end, wanted.known_at)
    count, debit, credit = _sql.posting_sums(tx, accounts, _asked(wanted))
    return PostingTotals(count, opening, debit, credit, closing)


def posting_page(
    tx: Transaction, accounts: Sequence[str], wanted: Range, offset: int, limit: int
) -> list[PostingRow]:
    """Return some postings of some accounts (codes) by date and voucher, from the one at `offset` (0 = first) on."""
    chart = book_chart(tx)
    opening = _sql.opening_flow(tx, accounts, wanted.start, wanted.known_at)
    found = _sql.posting_page(tx, accounts, _asked(wanted), wanted.newest_first, offset, limit)
    return [
        PostingRow(
            entry, line, voucher_number(month, number), day, memo, party, code, _name(chart, code), amount,
            opening + balance, doc, reverses, reversed_by,
        )
        for entry, line, month, number, day, memo, party, code, amount, balance, doc, reverses, reversed_by in found
    ]  # fmt: skip


def last_posted_day(tx: Transaction, known_at: int | None = None) -> date | None:
    """Return the last business date with an entry, None in a book without any."""
    return _sql.last_day(tx, known_at)


def entries_of(tx: Transaction, documents: Sequence[int], day: date | None = None) -> list[JournalEntry]:
    """Return the journal entries of some documents with all their lines, in voucher order; of one day when given."""
    return grouped_entries(tx, _sql.entries_of(tx, documents, day))


def _asked(wanted: Range) -> dict[str, object]:
    text = wanted.text.strip().lower().removeprefix("记-")
    return {
        "start": wanted.start or date(1, 1, 1),
        "end": wanted.end or date(9999, 12, 31),
        "known": _sql.FOREVER if wanted.known_at is None else wanted.known_at,
        "text": text,
        "voucher": "-" in text or len(text) >= 6,
        "account": len(text) >= 4,
        "amount": _amount(text),
    }


def _amount(text: str) -> Decimal | None:
    """Return a text as an amount of two decimals, None when it is none."""
    try:
        value = decimal_of(text) if text else None
    except (BadInput, ValueError):
        return None
    return abs(value) if value is not None and abs(value) < 10**15 else None


def _name(chart: Chart, code: str | None) -> str:
    if not code:
        return ""
    return chart.account(code).name(language()) if code in chart else code

