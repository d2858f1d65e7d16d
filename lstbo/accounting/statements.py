"""Statements as data: a form is a list of lines with formulas, and one evaluator serves every form.

The forms that ship: 会小企01, 02 and 03 (bs-cn, is-cn, cf-cn) and the same three for any country (bs-generic,
is-generic, cf-generic), which go by the report class of an account. Amounts are Decimal in book currency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Protocol

from lstbo.accounting.chart import Chart, read_data
from lstbo.accounting.formula import compute, parse
from lstbo.core.errors import BadInput, NotFound
from lstbo.core.language import _

ZERO = Decimal("0.00")
CASH_IN_LINES = frozenset((1, 2, 8, 9, 10, 14, 15))
OPENING_LINE = 0


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of a form. Line 0 is a heading without an amount.

    `side` is A, L or E on a balance sheet and in, out, total, balance or section on a cash-flow statement.
    """

    line: int
    side: str
    indent: int
    name_zh: str
    name_en: str
    formula: str


@dataclass(frozen=True, slots=True)
class Form:
    """A statement form; `statement` is balance-sheet, income or cash-flow, `number` the official number if any."""

    name: str
    statement: str
    number: str
    title_zh: str
    title_en: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line of a statement; `amount` is None for a heading."""

    line: int
    side: str
    indent: int
    name_zh: str
    name_en: str
    amount: Decimal | None

    def name(self, language: str) -> str:
        """Return the name in `language` ("zh" or anything else for English)."""
        return self.name_zh if language.startswith("zh") else self.name_en


class Figures(Protocol):
    """What formulas ask the books for. An account code always includes its sub-accounts; an unknown one is 0."""

    def bal(self, account: str) -> Decimal:
        """Return the balance at the end, debit positive."""

    def party_debit(self, account: str) -> Decimal:
        """Return the sum of the balances per posting account and party that are debit."""

    def party_credit(self, account: str) -> Decimal:
        """Return the sum of the balances per posting account and party that are credit, shown positive."""

    def net_dr(self, account: str) -> Decimal:
        """Return debits less credits in the period, closing entries left out."""

    def tag(self, account: str, tag: str) -> Decimal:
        """Return the part of `net_dr` whose postings carry `tag`."""

    def open_pl(self) -> Decimal:
        """Return the balance (debit positive) of income and expense not yet closed."""

    def cf(self, line: int) -> Decimal:
        """Return the cash movements of a cash-flow line in the period, as a positive amount."""

    def cash_open(self) -> Decimal:
        """Return the cash at the start of the period, openings booked within it included."""

    def class_codes(self, report_class: str) -> Sequence[str]:
        """Return the posting accounts of a heading of the generic statements."""


class LedgerFigures:
    """Figures from plain sums, as the journal gives them.

    `balances`: (account, party, balance at the end of the period); `flows`: (account, debits less credits in the
    period without closing entries); `cash_flows`: (line, change of cash in the period, in +); `cash_before`: cash
    balance before the period. Parties may be None. Debit is + everywhere.
    """

    def __init__(
        self,
        chart: Chart,
        balances: Iterable[tuple[str, object, Decimal]],
        flows: Iterable[tuple[str, Decimal]] = (),
        cash_flows: Iterable[tuple[str | int, Decimal]] = (),
        cash_before: Decimal = ZERO,
        tagged: Mapping[tuple[str, str], Decimal] | None = None,
    ) -> None:
        self._chart = chart
        self._parties: dict[str, list[Decimal]] = {}
        per_party: dict[tuple[str, object], Decimal] = {}
        for account, party, amount in balances:
            per_party[account, party] = per_party.get((account, party), ZERO) + amount
        for (account, _party), amount in per_party.items():
            self._parties.setdefault(account, []).append(amount)
        self._flows: dict[str, Decimal] = {}
        for account, amount in flows:
            self._flows[account] = self._flows.get(account, ZERO) + amount
        self._cash_flows: dict[int, Decimal] = {}
        for line, amount in cash_flows:
            self._cash_flows[int(line)] = self._cash_flows.get(int(line), ZERO) + amount
        self._cash_before = cash_before
        self._tagged = dict(tagged or {})

    def _balances(self, account: str) -> Iterable[Decimal]:
        return (amount for code in self._chart.posting_codes(account) for amount in self._parties.get(code, ()))

    def bal(self, account: str) -> Decimal:
        """Return the balance at the end, debit positive."""
        return sum(self._balances(account), ZERO)

    def party_debit(self, account: str) -> Decimal:
        """Return the sum of the debit balances per posting account and party."""
        return sum((amount for amount in self._balances(account) if amount > 0), ZERO)

    def party_credit(self, account: str) -> Decimal:
        """Return the sum of the credit balances per posting account and party, shown positive."""
        return -sum((amount for amount in self._balances(account) if amount < 0), ZERO)

    def net_dr(self, account: str) -> Decimal:
        """Return debits less credits in the period, closing entries left out."""
        return sum((self._flows.get(code, ZERO) for code in self._chart.posting_codes(account)), ZERO)

    def tag(self, account: str, tag: str) -> Decimal:
        """Return the part of `net_dr` whose postings carry `tag`."""
        return sum((self._tagged.get((code, tag), ZERO) for code in self._chart.posting_codes(account)), ZERO)

    def open_pl(self) -> Decimal:
        """Return the balance (debit positive) of income and expense not yet closed."""
        return sum((self.bal(a.code) for a in self._chart.posting_accounts() if a.is_profit_and_loss), ZERO)

    def cf(self, line: int) -> Decimal:
        """Return the cash movements of a cash-flow line in the period, as a positive amount."""
        amount = self._cash_flows.get(line, ZERO)
        return amount if line in CASH_IN_LINES else -amount

    def cash_open(self) -> Decimal:
        """Return the cash before the period and the openings booked within it."""
        return self._cash_before + self._cash_flows.get(OPENING_LINE, ZERO)

    def class_codes(self, report_class: str) -> Sequence[str]:
        """Return the posting accounts of a heading of the generic statements."""
        return self._chart.class_codes(report_class)


@cache
def load_form(name: str) -> Form:
    """Return the form `name` (bs-cn, is-cn, cf-cn, bs-generic, is-generic, cf-generic). Raises NotFound."""
    known = {row["form"]: row for row in read_data("forms.csv")}
    head = known.get(name)
    if head is None:
        raise NotFound(_("There is no statement form called {name}.").format(name=name), ", ".join(known))
    rows = tuple(
        FormRow(int(r["line"]), r["side"], int(r["indent"]), r["name_zh"], r["name_en"], r["formula"])
        for r in read_data(f"form_{name}.csv")
    )
    return Form(name, head["statement"], head["number"], head["title_zh"], head["title_en"], rows)


def evaluate(form: Form, figures: Figures) -> list[StatementRow]:
    """Return the lines of a statement, in the order of the form.

    Raises BadInput for a formula that cannot be read, a word that is unknown, a line that does not exist, or lines
    that depend on each other in a circle.
    """
    formulas = {row.line: row.formula for row in form.rows if row.formula}
    done: dict[int, Decimal] = {}
    busy: set[int] = set()

    def line(table: str, number: int) -> Decimal:
        if number in done and not table:
            return done[number]
        if table or number not in formulas or number in busy:
            raise BadInput(_("Form {form}: line {line} cannot be worked out.").format(form=form.name, line=number))
        busy.add(number)
        done[number] = compute(parse(formulas[number]), line, word)
        return done[number]

    def word(name: str, arguments: tuple[str, ...]) -> Decimal:
        return _figure(figures, name, arguments)

    return [
        StatementRow(
            row.line, row.side, row.indent, row.name_zh, row.name_en, line("", row.line) if row.formula else None
        )
        for row in form.rows
    ]


def _figure(figures: Figures, name: str, arguments: tuple[str, ...]) -> Decimal:
    """Return the figure a word of a formula means."""
    one: dict[str, Callable[[str], Decimal]] = {
        "bal": figures.bal,
        "party_debit": figures.party_debit,
        "party_credit": figures.party_credit,
        "net_dr": figures.net_dr,
        "net_cr": lambda account: -figures.net_dr(account),
        "cf": lambda number: figures.cf(int(number)),
    }
    none: dict[str, Callable[[], Decimal]] = {"open_pl": figures.open_pl, "cash_open": figures.cash_open}
    by_class = {
        "class": "bal",
        "class_party_debit": "party_debit",
        "class_party_credit": "party_credit",
        "class_net_dr": "net_dr",
        "class_net_cr": "net_cr",
    }
    if name in none and not arguments:
        return none[name]()
    if name in one and len(arguments) == 1:
        return one[name](arguments[0])
    if name in by_class and len(arguments) == 1:
        return sum((one[by_class[name]](code) for code in figures.class_codes(arguments[0])), ZERO)
    if name == "tag" and len(arguments) == 2:
        return figures.tag(*arguments)
    raise BadInput(_("The formula word '{word}' is not known.").format(word=f"{name}({','.join(arguments)})"))


@dataclass(frozen=True, slots=True)
class StatementFault:
    """A rule between statement lines that does not hold. `severity` is hard (the books are wrong) or warn."""

    severity: str
    rule: str
    name_zh: str
    name_en: str
    left: Decimal
    right: Decimal


def check_statements(template: str, tables: Mapping[str, Sequence[StatementRow]]) -> list[StatementFault]:
    """Return the rules of `template` that its statements break; rules about tables not given are left out.

    `tables` by name: BS, IS, CF; BS0 (balance sheet at the start of the period), CF0 (cash flow of the period
    before), YTD and YTD0 (income of the year to date, to the end of this period and of the one before), and D
    (line 1: what left equity to the owner less what the owner put in).
    """
    amounts = {name: {row.line: row.amount for row in rows if row.amount is not None} for name, rows in tables.items()}

    def line(table: str, number: int) -> Decimal:
        return amounts[table][number]

    def word(name: str, arguments: tuple[str, ...]) -> Decimal:
        raise BadInput(_("The formula word '{word}' is not known.").format(word=name))

    faults: list[StatementFault] = []
    for row in read_data("statement_rules.csv"):
        if row["template"] != template:
            continue
        try:
            left, right = (compute(parse(row[side]), line, word) for side in ("left", "right"))
        except KeyError:
            continue
        if not (left == right if row["operator"] == "=" else left >= right):
            rule = f"{row['left']} {row['operator']} {row['right']}"
            faults.append(StatementFault(row["severity"], rule, row["name_zh"], row["name_en"], left, right))
    return faults
