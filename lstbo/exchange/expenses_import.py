"""Importing expenses: one document per row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting import first_open_day, post_expense
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.account_words import AccountWords
from lstbo.exchange.containers import Source
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.row_import import Row, RowFault, RowImport, ordinals
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.staging import StagedFile
from lstbo.storage import Transaction

KIND = "expenses"
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class _Expense:
    day: date
    account: str
    category: str
    amount: Decimal
    paid_from: str
    method: str
    payee: str
    memo: str

    @property
    def key(self) -> str:
        parts = (self.day.isoformat(), self.account, f"{self.amount:.2f}", self.paid_from, self.payee, self.memo)
        return _SEPARATOR.join(parts)


def import_expenses(
    tx: Transaction, source: Source, layout: Layout, staged: StagedFile, options: ImportOptions
) -> tuple[ImportResult, dict[int, object]]:
    """Book the rows of one staged file of expenses; the same row of the same day is booked once.

    Equal rows in one file are so many expenses. Outcomes are per row. `batch` is None when nothing is new.
    """
    work = RowImport(tx, source, layout, staged, options, KIND)
    accounts = AccountWords(tx)
    read = work.each(work.rows, lambda row: _read(row, layout, accounts))
    known = {(key, ordinal) for key, ordinal in sql.row_keys(tx, KIND)}
    kept: list[tuple[object, ...]] = []
    amounts: list[tuple[date, str, Decimal]] = []
    open_day, late = first_open_day(tx), 0
    numbers = ordinals(expense.key for _row, expense in read)
    for (row, expense), ordinal in zip(read, numbers, strict=True):
        day = max(expense.day, open_day)
        if (expense.key, ordinal) in known:
            work.tally.set([row], "duplicate")
        elif day != expense.day and not options.accept_changes:
            work.tally.fault(row, RowFault("H_PERIOD_LOCKED", "date", row.cells.get("date", "")))
        else:
            kept.append((KIND, expense.key, ordinal, work.doc, _post(tx, expense, day)))
            amounts.append((day, expense.method, expense.amount))
            late += day != expense.day
    if kept:
        sql.insert_row_keys(tx, kept)
    work.booked(amounts, len(kept))
    work.result.booked_late(late, open_day)
    return work.finish()


def _read(row: Row, layout: Layout, accounts: AccountWords) -> _Expense:
    moment = row.moment("date", layout)
    if moment is None:
        raise RowFault("E_DATE", "date")
    amount = row.number_of("amount", 2, layout.decimal_style)
    if not amount:
        raise RowFault("E_NUMBER", "amount", row.cells.get("amount", ""))
    if amount < 0:
        raise RowFault("E_SIGN", "amount", row.cells.get("amount", ""))
    payee, memo = row.text("payee"), row.text("memo")
    column = next((name for name in ("account", "category", "memo", "payee") if row.text(name)), "")
    if not column:
        raise RowFault("E_ACCOUNT", "account")
    account = accounts.expense(row.text(column), column)
    paid = accounts.paid_from(row.text("paid_from"))
    return _Expense(moment[0], account, row.text("category"), amount, paid.account, paid.method, payee, memo)


def _post(tx: Transaction, expense: _Expense, day: date) -> int:
    return post_expense(
        tx,
        business_date=day,
        account=expense.account,
        amount=expense.amount,
        paid_from=expense.paid_from,
        payee=expense.payee,
        memo=expense.memo or expense.category,
    ).doc
