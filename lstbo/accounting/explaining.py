"""Where a line of a statement comes from: its formula, the lines it adds up, and what each account puts into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting.chart import Chart
from lstbo.accounting.formula import Expression, Line, Total, Word, parse
from lstbo.accounting.reading import book_chart, figures, statement
from lstbo.accounting.statements import CASH_IN_LINES, LedgerFigures, StatementRow
from lstbo.core.errors import NotFound
from lstbo.core.language import _, language
from lstbo.core.money import ZERO
from lstbo.core.period import Period
from lstbo.storage import Transaction

FLOW, BALANCE, CASH = "flow", "balance", "cash"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one account puts into a line, signed as the line counts it; `sign` is how it counts a debit.

    `kind` is flow (postings of the period), balance (all postings to its end) or cash (the cash movements of the
    cash-flow line `cash_flow` in the period).
    """

    account: str
    name: str
    amount: Decimal
    kind: str
    sign: int = 1
    cash_flow: str = ""


@dataclass(frozen=True, slots=True)
class LineParts:
    """One line of a statement taken apart: its formula, the lines with their signs, the accounts."""

    row: StatementRow
    formula: str
    start: date
    end: date
    lines: tuple[tuple[int, StatementRow], ...]
    accounts: tuple[Contribution, ...]


def line_parts(
    tx: Transaction,
    which: str,
    line: int,
    period: Period | None,
    known_at: int | None = None,
    as_of: date | None = None,
) -> LineParts:
    """Take one line of a statement apart; parts of zero are left out. Raises NotFound for a line it does not have."""
    found = statement(tx, which, period, known_at, as_of)
    rows = {row.line: row for row in found.rows if row.line}
    if line not in rows:
        raise NotFound(_("There is no line {line} in {name}.").format(line=line, name=which), f"lstbo report {which}")
    formula = next(row.formula for row in found.form.rows if row.line == line)
    chart = book_chart(tx)
    books = figures(tx, found.start, found.end, known_at)
    lines: list[tuple[int, StatementRow]] = []
    accounts: list[Contribution] = []
    for sign, term in _terms(parse(formula), 1):
        if isinstance(term, Line) and rows[term.line].amount:
            lines.append((sign, rows[term.line]))
        elif isinstance(term, Word):
            accounts += [part for part in _contributions(chart, books, term, sign) if part.amount]
    return LineParts(rows[line], formula, found.start, found.end, tuple(lines), tuple(accounts))


def _terms(expression: Expression, sign: int) -> Iterator[tuple[int, Expression]]:
    if isinstance(expression, Total):
        for own, term in expression.terms:
            yield from _terms(term, sign * own)
    else:
        yield sign, expression


def _contributions(chart: Chart, books: LedgerFigures, word: Word, sign: int) -> Iterator[Contribution]:
    if word.name == "cf":
        number = word.arguments[0]
        name = _("cash-flow line {line}").format(line=number)
        own = sign if int(number) in CASH_IN_LINES else -sign
        yield Contribution("", name, sign * books.cf(int(number)), CASH, own, number)
        return
    if word.name == "cash_open":
        yield Contribution("", _("cash at the start"), sign * books.cash_open(), BALANCE, sign)
        return
    name = word.name.removeprefix("class_").replace("class", "bal")
    for code in _codes(chart, books, word):
        amount = sign * _amount(books, name, code)
        own = -sign if name in ("net_cr", "party_credit") else sign
        kind = FLOW if name in ("net_cr", "net_dr") else BALANCE
        yield Contribution(code, chart.account(code).name(language()), amount, kind, own)


def _codes(chart: Chart, books: LedgerFigures, word: Word) -> Iterator[str]:
    if word.name == "open_pl":
        yield from (account.code for account in chart.posting_accounts() if account.is_profit_and_loss)
    elif word.name.startswith("class"):
        yield from books.class_codes(word.arguments[0])
    else:
        yield from chart.posting_codes(word.arguments[0])


def _amount(books: LedgerFigures, name: str, code: str) -> Decimal:
    if name == "net_cr":
        return -books.net_dr(code)
    if name in ("bal", "open_pl"):
        return books.bal(code)
    known = {"net_dr": books.net_dr, "party_debit": books.party_debit, "party_credit": books.party_credit}
    return known[name](code) if name in known else ZERO
