"""Posting to the journal: balanced entries, voucher numbers, period locks, reversal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from lstbo.accounting import _sql
from lstbo.accounting.periods import first_open_day, refuse_locked
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry. `account` is a role or an account code; `amount` is in book currency, debit +, credit -."""

    account: str
    amount: Decimal
    party: int | None = None
    tax_code: str = ""
    cash_flow: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One balanced journal entry. `cash_flow` is the cash-flow line of its postings on cash accounts that name none."""

    business_date: date
    kind: str
    memo: str
    postings: tuple[Posting, ...]
    cash_flow: str = ""
    reverses: int | None = None


def post_entry(tx: Transaction, entry: Entry, *, doc: int) -> int:
    """Post one entry under a document and return its id, 0 when it carries no money. See `post_entries`."""
    return next(iter(post_entries(tx, [entry], doc=doc)), 0)


def post_entries(tx: Transaction, entries: Sequence[Entry], *, doc: int | Sequence[int]) -> list[int]:
    """Post entries in order and return their ids; an entry without money is left out.

    `doc` is the document of all of them, or one document per entry.

    Postings of 0.00 are dropped. Voucher numbers run on, gap-free per month of the business date. Every posting on a
    cash account carries a cash-flow line, except when the entry only moves money between cash accounts.

    Raises Refused for an unbalanced entry or a cash posting without a line, NotFound for an unknown account or
    role, PeriodLocked when a business date is closed.
    """
    roles = _sql.roles(tx)
    accounts = _sql.posting_accounts(tx)
    docs = [doc] * len(entries) if isinstance(doc, int) else doc
    kept = [(entry, own, _resolve(entry, roles, accounts)) for entry, own in zip(entries, docs, strict=True)]
    kept = [(entry, own, postings) for entry, own, postings in kept if postings]
    if not kept:
        return []
    refuse_locked(tx, {entry.business_date for entry, _own, _postings in kept})
    last, numbers = _sql.last_numbers(tx)
    first = last + 1
    entry_rows: list[tuple[object, ...]] = []
    posting_rows: list[tuple[object, ...]] = []
    for number, (entry, own, postings) in enumerate(kept, first):
        month = _month(entry.business_date)
        numbers[month] = numbers.get(month, 0) + 1
        entry_rows.append(
            (number, month, numbers[month], entry.business_date, entry.kind, entry.memo, own, entry.reverses)
        )
        for line, posting in enumerate(postings, 1):
            posting_rows.append(
                (
                    number,
                    line,
                    posting.account,
                    posting.amount,
                    posting.party,
                    posting.tax_code,
                    posting.cash_flow,
                    posting.memo,
                    own,
                )
            )
    if len(entry_rows) == 1 and len(posting_rows) <= 50:
        _sql.insert_entry(tx, entry_rows[0], posting_rows)
    else:
        _sql.insert_entries(tx, entry_rows)
        _sql.insert_postings(tx, posting_rows)
    return [first + offset for offset in range(len(kept))]


def reverse_entries(
    tx: Transaction,
    original: int | Sequence[int],
    *,
    doc: int | Sequence[int],
    business_date: date | None = None,
) -> list[int]:
    """Post the opposite of every entry of document `original` under `doc` (红冲) and return the new entry ids.

    Several originals are reversed at once, each under its own `doc`. Every reversal is dated `business_date`; without
    one, as its original, or on the first open day when that is locked (R13). Raises PeriodLocked when
    `business_date` is locked.
    """
    originals = [original] if isinstance(original, int) else list(original)
    docs = [doc] if isinstance(doc, int) else list(doc)
    new_doc = dict(zip(originals, docs, strict=True))
    open_day = first_open_day(tx)
    entries, own = [], []
    for entry_id, found in groupby(_sql.document_postings(tx, originals), key=lambda row: row[0]):
        rows = list(found)
        _entry, day, kind, memo, under = rows[0][:5]
        postings = tuple(Posting(r[5], -r[6], r[7], r[8], r[9], r[10]) for r in rows)
        entries.append(Entry(business_date or max(day, open_day), kind, memo, postings, reverses=entry_id))
        own.append(new_doc[under])
    return post_entries(tx, entries, doc=own)


def refuse_reversed(tx: Transaction, doc: int) -> None:
    """Raise NotFound for an unknown document and Refused when it is reversed already or is itself a reversal."""
    found = _sql.document(tx, doc)
    if found is None:
        raise NotFound(_("There is no document {number}.").format(number=doc))
    later = _sql.reversal_of(tx, doc)
    if later is not None:
        raise Refused(
            _("Document {number} was reversed by document {later}.").format(number=doc, later=later),
            _("There is nothing more to take back."),
        )
    if found[4] is not None:
        raise Refused(
            _("Document {number} is itself a reversal.").format(number=doc), _("Post the original again instead.")
        )


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _resolve(entry: Entry, roles: dict[str, str], accounts: dict[str, tuple[bool, bool]]) -> list[Posting]:
    postings: list[Posting] = []
    for posting in entry.postings:
        if posting.amount == 0:
            continue
        code = roles.get(posting.account, posting.account)
        if code not in accounts:
            raise NotFound(
                _("There is no account or role '{account}' to post to.").format(account=posting.account),
                _("See them with: lstbo accounts list"),
            )
        postings.append(Posting(code, posting.amount, posting.party, posting.tax_code, posting.cash_flow, posting.memo))
    total = sum((posting.amount for posting in postings), ZERO)
    if total != 0:
        raise Refused(
            _("The entry '{memo}' does not balance: debits less credits = {total}.").format(
                memo=entry.memo, total=total
            )
        )
    postings.sort(key=lambda posting: posting.amount < 0)
    only_cash = all(accounts[posting.account][0] for posting in postings)
    return [_with_cash_flow(entry, posting, accounts[posting.account][0], only_cash) for posting in postings]


def _with_cash_flow(entry: Entry, posting: Posting, is_cash: bool, only_cash: bool) -> Posting:
    line = posting.cash_flow or entry.cash_flow
    if not is_cash or only_cash:
        line = ""
    elif not line:
        raise Refused(_("The entry '{memo}' moves cash without a cash-flow line.").format(memo=entry.memo))
    return Posting(posting.account, posting.amount, posting.party, posting.tax_code, line, posting.memo)
