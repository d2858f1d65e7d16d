"""Reading the books: balances, trial balance, ledger, journal, statements, as of a day and as known at a moment.

`known_at` is a posting sequence number (`Transaction.seq_at` gives that of a day): only documents up to it count.
`as_of` cuts everything after that day. Debit is +, credit is -; amounts are in book currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from lstbo.accounting import _sql
from lstbo.accounting.chart import Account, Chart, Template, make_chart, template
from lstbo.accounting.statements import Form, LedgerFigures, StatementRow, evaluate, load_form
from lstbo.core.errors import Usage
from lstbo.core.language import _, language
from lstbo.core.money import ZERO
from lstbo.core.period import Period
from lstbo.storage import Transaction

STATEMENTS = ("balance-sheet", "income", "cash-flow")
CLOSING_KINDS = ("closing",)
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """One posting account: opening before the period, turnover in it, closing at its end (debit +)."""

    account: str
    name: str
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """The trial balance of a period ("" = the whole book). The totals are the period's turnover."""

    period: str
    rows: tuple[TrialBalanceRow, ...]
    total_debit: Decimal
    total_credit: Decimal


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of one account, group or role at the end of a day (debit +); `as_of` None = the whole book."""

    account: str
    name: str
    balance: Decimal
    as_of: date | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One posting of an account, with the running balance after it. `counter` names the posting account."""

    date: date
    voucher: str
    memo: str
    party: str
    debit: Decimal
    credit: Decimal
    balance: Decimal
    account: str
    document: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The postings of one account (or of all below a group) in a period, between opening and closing balance."""

    account: str
    name: str
    period: str
    opening: Decimal
    lines: tuple[LedgerLine, ...]
    closing: Decimal


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One posting of a journal entry. `amount` is debit +, credit -."""

    account: str
    name: str
    amount: Decimal
    party: str
    memo: str
    cash_flow: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry of the journal. `voucher` is written 202611-003; `reverses` is the id of the entry it takes back."""

    id: int
    voucher: str
    date: date
    kind: str
    memo: str
    document: int
    reverses: int | None
    lines: tuple[JournalLine, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement worked out for a period ("" = the whole book), with its comparative column.

    The comparative of income and cash flow is the same period a year earlier, that of the balance sheet the start of
    the year. `comparative` holds the same lines as `rows`.
    """

    form: Form
    period: str
    start: date
    end: date
    rows: tuple[StatementRow, ...]
    comparative: tuple[StatementRow, ...]


def book_chart(tx: Transaction) -> Chart:
    """Return the chart of accounts of this book."""
    rows = _sql.all_accounts(tx)
    return make_chart(
        tx.setting("template"),
        (
            Account(code, parent or "", zh, en, sort, side, kind, dimension, cash, tuple(roles.split()), group, control)
            for code, parent, zh, en, sort, side, kind, dimension, cash, group, control, roles in rows
        ),
    )


def book_template(tx: Transaction) -> Template:
    """Return the template this book was founded with. Raises NotFound."""
    return template(tx.setting("template"))


def voucher_number(month: int, number: int) -> str:
    """Return a voucher number as data writes it: 202611-003."""
    return f"{month:06d}-{number:03d}"


def trial_balance(
    tx: Transaction, period: Period | None, known_at: int | None = None, as_of: date | None = None
) -> TrialBalance:
    """Return the trial balance of a period, or of the whole book; posting accounts that were ever posted to."""
    start, end = _span(period, as_of)
    names = _names(book_chart(tx))
    rows = tuple(
        TrialBalanceRow(code, names[code], opening, debit, credit, closing)
        for code, opening, debit, credit, closing in _sql.turnover(tx, start, end, known_at)
    )
    return TrialBalance(
        "" if period is None else str(period),
        rows,
        sum((row.debit for row in rows), ZERO),
        sum((row.credit for row in rows), ZERO),
    )


def account_balance(
    tx: Transaction, role_or_code: str, as_of: date | None = None, known_at: int | None = None, party: int | None = None
) -> Balance:
    """Return the balance of an account by role or code, groups included, of one party when given. Raises NotFound."""
    chart = book_chart(tx)
    account = chart.find(role_or_code)
    amount = _sql.balance(tx, chart.posting_codes(account.code), as_of, known_at, party)
    return Balance(account.code, account.name(language()), amount, as_of)


def ledger(
    tx: Transaction,
    role_or_code: str,
    period: Period | None = None,
    known_at: int | None = None,
    as_of: date | None = None,
) -> Ledger:
    """Return the postings of an account, or of all accounts below a group, by date. Raises NotFound."""
    chart = book_chart(tx)
    account = chart.find(role_or_code)
    codes = chart.posting_codes(account.code)
    start, end = _span(period, as_of)
    opening = running = _sql.opening_flow(tx, codes, start, known_at)
    lines: list[LedgerLine] = []
    for day, month, number, memo, amount, party, doc, code, _entry in _sql.ledger(tx, codes, start, end, known_at):
        running += amount
        debit, credit = (amount, ZERO) if amount > 0 else (ZERO, -amount)
        lines.append(LedgerLine(day, voucher_number(month, number), memo, party, debit, credit, running, code, doc))
    name = account.name(language())
    return Ledger(account.code, name, "" if period is None else str(period), opening, tuple(lines), running)


def journal(
    tx: Transaction,
    period: Period | None = None,
    known_at: int | None = None,
    as_of: date | None = None,
    accounts: Sequence[str] | None = None,
    limit: int | None = None,
) -> list[JournalEntry]:
    """Return the journal of a period in voucher order; only entries that touch `accounts` (codes) when given.

    `limit` counts postings, not entries; the last entry is then left out when it is not whole.
    """
    start, end = _span(period, as_of)
    rows = _sql.journal(tx, start, end, known_at, accounts, limit)
    entries = grouped_entries(tx, rows)
    if limit is not None and len(rows) == limit and entries and sum((line.amount for line in entries[-1].lines), ZERO):
        entries.pop()
    return entries


def grouped_entries(tx: Transaction, rows: Sequence[_sql.Row]) -> list[JournalEntry]:
    """Return postings in voucher order, as `_sql.journal` gives them, as entries."""
    names = _names(book_chart(tx))
    entries: list[JournalEntry] = []
    for _id, group in groupby(rows, key=lambda row: row[0]):
        lines = list(group)
        entry, month, number, day, kind, doc, memo = lines[0][:7]
        entries.append(
            JournalEntry(
                entry, voucher_number(month, number), day, kind, memo, doc, lines[0][12],
                tuple(JournalLine(r[8], names[r[8]], r[9], r[10], r[13], r[11]) for r in lines),
            )
        )
    return entries


def figures(tx: Transaction, start: date, end: date, known_at: int | None = None) -> LedgerFigures:
    """Return what statement formulas ask about the days from `start` to `end`, both included."""
    chart = book_chart(tx)
    before = start - timedelta(days=1) if start > _FIRST else _FIRST
    return LedgerFigures(
        chart,
        _sql.party_balances(tx, end, known_at),
        _sql.flow(tx, start, end, known_at, CLOSING_KINDS),
        _sql.cash_flow(tx, start, end, known_at),
        _sql.balance(tx, chart.cash_codes(), before, known_at) if start > _FIRST else ZERO,
    )


def statement(
    tx: Transaction, which: str, period: Period | None, known_at: int | None = None, as_of: date | None = None
) -> Statement:
    """Work out a statement (balance-sheet, income or cash-flow) with its comparative column.

    Without a period it covers the whole book, and the balance sheet is that of its last day. Raises Usage for an
    unknown statement.
    """
    if which not in STATEMENTS:
        raise Usage(_("There is no statement called {name}.").format(name=which), ", ".join(STATEMENTS))
    chosen = book_template(tx)
    names = {"balance-sheet": chosen.balance_sheet, "income": chosen.income, "cash-flow": chosen.cash_flow}
    form = load_form(names[which])
    start, end = _span(period, as_of)
    start, end = start or _FIRST, end or _sql.last_day(tx, known_at) or _LAST
    rows = evaluate(form, figures(tx, start, end, known_at))
    earlier = _comparative(tx, form, period, end, known_at)
    return Statement(form, "" if period is None else str(period), start, end, tuple(rows), earlier)


def _comparative(
    tx: Transaction, form: Form, period: Period | None, end: date, known_at: int | None
) -> tuple[StatementRow, ...]:
    if form.statement == "balance-sheet":
        day = date(end.year - 1, 12, 31) if end.year > 1 else _FIRST
        return tuple(evaluate(form, figures(tx, _FIRST, day, known_at)))
    if period is None:
        return tuple(evaluate(form, LedgerFigures(book_chart(tx), ())))
    earlier = period.before()
    return tuple(evaluate(form, figures(tx, earlier.start, earlier.end, known_at)))


def _span(period: Period | None, as_of: date | None) -> tuple[date | None, date | None]:
    start, end = (None, None) if period is None else (period.start, period.end)
    if as_of is not None and (end is None or as_of < end):
        end = as_of
    return start, end


class _Names(dict[str, str]):
    """Account names by code; a code the chart lacks (a damaged book) stands for itself."""

    def __missing__(self, code: str) -> str:
        return code


def _names(chart: Chart) -> _Names:
    return _Names((account.code, account.name(language())) for account in chart)
