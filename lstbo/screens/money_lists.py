"""The lists of the money page: cash book, journal, ledgers, accounts. Rows are read a window at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from lstbo.core.language import _, language
from lstbo.widgets import Row, TableColumn, View

if TYPE_CHECKING:
    from lstbo.accounting import Chart, PostingRow, PostingTotals, Range, TrialBalance
    from lstbo.core.period import Period
    from lstbo.screens.desk import Desk
    from lstbo.storage import Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row of the journal or a ledger is: the posting or entry, its document and its day."""

    document: int
    date: date
    entry: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """What the page begins with: the month to show, and the accounts that hold money (code, name)."""

    month: Period
    cash: Sequence[tuple[str, str]]


def cash_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the cash book: what came in, what went out, what is there."""
    return (
        TableColumn("date", _("Date"), "date", width=10, sortable=False),
        TableColumn("what", _("What"), width=8, flex=3, sortable=False),
        TableColumn("account", _("Account"), width=8, flex=1, sortable=False),
        TableColumn("in", _("In"), "money", width=9, sortable=False),
        TableColumn("out", _("Out"), "money", width=9, sortable=False),
        TableColumn("balance", _("Balance"), "money", width=10, sortable=False),
        TableColumn("document", _("Doc."), width=5, priority=2, sortable=False),
        TableColumn("voucher", _("Voucher"), width=10, priority=3, sortable=False),
    )


def ledger_columns() -> tuple[TableColumn, ...]:
    """Return the columns of an account's ledger, debit and credit."""
    return (
        TableColumn("date", _("Date"), "date", width=10, sortable=False),
        TableColumn("what", _("What"), width=14, flex=3, sortable=False),
        TableColumn("account", _("Account"), width=8, flex=1, priority=3, sortable=False),
        TableColumn("debit", _("Debit"), "money", width=10, sortable=False),
        TableColumn("credit", _("Credit"), "money", width=10, sortable=False),
        TableColumn("balance", _("Balance"), "money", width=10, sortable=False),
        TableColumn("document", _("Doc."), width=5, priority=1, sortable=False),
        TableColumn("voucher", _("Voucher"), width=10, priority=2, sortable=False),
    )


def journal_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the journal: one entry a row, with the largest account on each side."""
    return (
        TableColumn("date", _("Date"), "date", width=10, sortable=False),
        TableColumn("voucher", _("Voucher"), width=10, priority=2, sortable=False),
        TableColumn("what", _("What"), width=18, flex=3, sortable=False),
        TableColumn("debit", _("Debit"), width=14, flex=1, priority=1, sortable=False),
        TableColumn("credit", _("Credit"), width=14, flex=1, priority=1, sortable=False),
        TableColumn("amount", _("Amount"), "money", width=10, sortable=False),
        TableColumn("document", _("Doc."), width=5, priority=3, sortable=False),
    )


def account_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the balances of accounts."""
    return (
        TableColumn("code", _("No."), width=7),
        TableColumn("name", _("Account"), width=12, flex=1),
        TableColumn("opening", _("Opening"), "money", width=11, priority=1),
        TableColumn("debit", _("Debit"), "money", width=11),
        TableColumn("credit", _("Credit"), "money", width=11),
        TableColumn("side", _("Side"), width=4, sortable=False),
        TableColumn("closing", _("Closing"), "money", width=11),
    )


def what_text(memo: str, party: str) -> str:
    """Return what a row is about: the memo, and whom it concerns when the memo does not say."""
    return " · ".join(part for part in (memo, "" if party and party in memo else party) if part)


class _Read:
    """A window reads in the table's own thread, each time on one view of the book."""

    def __init__(self, desk: Desk, wanted: Range) -> None:
        self._desk = desk
        self._wanted = wanted

    def _read(self, work: Callable[[Transaction, Range], T]) -> T:
        desk = self._desk
        return desk.read(lambda tx: work(tx, replace(self._wanted, known_at=desk.knowing(tx))))

    def position(self, key: object) -> int | None:
        """Where a row stands now is not easily found."""
        return None


class JournalWindow(_Read):
    """The entries of the journal."""

    def count(self) -> int:
        """Return how many entries there are."""
        from lstbo.accounting import journal_count

        return self._read(journal_count)

    def rows(self, offset: int, n: int) -> Sequence[Row]:
        """Return some of them."""
        from lstbo.accounting import journal_page

        return [
            Row(
                RowKey(row.document, row.date, row.id),
                (
                    row.date,
                    row.voucher,
                    what_text(row.memo, row.party),
                    row.debit,
                    row.credit,
                    row.amount,
                    row.document,
                ),
                "muted" if row.reversed_by or row.reverses else "",
            )
            for row in self._read(lambda tx, wanted: journal_page(tx, wanted, offset, n))
        ]


class LedgerWindow(_Read):
    """The postings of some accounts; no accounts means all that hold money. `sign` is -1 to show credits as +."""

    def __init__(self, desk: Desk, wanted: Range, accounts: Sequence[str] = (), sign: int = 1) -> None:
        super().__init__(desk, wanted)
        self._accounts = tuple(accounts)
        self._sign = sign

    def count(self) -> int:
        """Return how many postings there are."""
        return self._desk.read(self.sums).count

    def sums(self, tx: Transaction) -> PostingTotals:
        """Return the sums of what is found, and the balances around it, on a view of the book that is open."""
        from lstbo.accounting import posting_totals

        wanted = replace(self._wanted, known_at=self._desk.knowing(tx))
        return posting_totals(tx, self._codes(tx), wanted)

    def rows(self, offset: int, n: int) -> Sequence[Row]:
        """Return some of them."""
        from lstbo.accounting import posting_page

        return [self._row(row) for row in self._read(lambda tx, w: posting_page(tx, self._codes(tx), w, offset, n))]

    def _codes(self, tx: Transaction) -> Sequence[str]:
        from lstbo.accounting import book_chart

        return self._accounts or book_chart(tx).cash_codes()

    def _row(self, row: PostingRow) -> Row:
        debit, credit = (row.amount, None) if row.amount > 0 else (None, -row.amount)
        what = what_text(row.memo, row.party)
        values = (row.date, what, row.name, debit, credit, self._sign * row.balance, str(row.document), row.voucher)
        key = RowKey(row.document, row.date, row.entry, row.line)
        return Row(key, values, "muted" if row.reversed_by or row.reverses else "")


def journal_source(desk: Desk, wanted: Range) -> Callable[[View], JournalWindow]:
    """Return the journal as the source of a table."""
    return lambda view: JournalWindow(desk, replace(wanted, text=view.filter))


def ledger_source(
    desk: Desk, wanted: Range, accounts: Sequence[str] = (), sign: int = 1
) -> Callable[[View], LedgerWindow]:
    """Return postings as the source of a table."""
    return lambda view: LedgerWindow(desk, replace(wanted, text=view.filter), accounts, sign)


def account_rows(chart: Chart, found: TrialBalance) -> list[Row]:
    """Return the balances of accounts as rows; each in the direction the account usually has (borrowed or lent)."""
    rows = []
    for row in found.rows:
        debit_side = row.account not in chart or chart.account(row.account).normal_side == "D"
        sign = Decimal(1 if debit_side else -1)
        values = (row.account, row.name, sign * row.opening or None, row.debit or None, row.credit or None,
                  _("Dr") if debit_side else _("Cr"), sign * row.closing)  # fmt: skip
        rows.append(Row(row.account, values, "bad" if sign * row.closing < 0 else ""))
    return rows


def begin(find_month: Callable[[Transaction], Period]) -> Callable[[Transaction], Begun]:
    """Return the work that finds what the page begins with."""

    def work(tx: Transaction) -> Begun:
        from lstbo.accounting import book_chart

        chart = book_chart(tx)
        cash = [(code, chart.account(code).name(language())) for code in chart.cash_codes()]
        return Begun(find_month(tx), cash)

    return work
