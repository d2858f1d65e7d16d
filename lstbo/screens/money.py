"""Money: the cash book, the journal, the accounts and the statements, each opened down to its documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from lstbo.core.language import N_, _
from lstbo.screens.list_page import ListPage
from lstbo.screens.money_lists import (
    Begun,
    LedgerWindow,
    RowKey,
    account_columns,
    account_rows,
    begin,
    cash_columns,
    journal_columns,
    journal_source,
    ledger_source,
)
from lstbo.screens.page import View
from lstbo.screens.periods import latest_month, period_words
from lstbo.screens.reversal import ReversingPage
from lstbo.screens.search_line import SearchLine
from lstbo.screens.statement_view import StatementView
from lstbo.widgets import ListSource, Row, TextLine, VirtualTable, money_text

if TYPE_CHECKING:
    from lstbo.accounting import PostingTotals, Range, Statement
    from lstbo.core.period import Period
    from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class Balances:
    """The balances of the accounts as rows, and the period's turnover on both sides."""

    rows: Sequence[Row]
    totals: dict[str, object]


class MoneyPage(ListPage, ReversingPage):
    """The account book of the shop."""

    TAB = "money"
    VIEWS = (
        View("cash", N_("In and out")),
        View("journal", N_("Vouchers")),
        View("accounts", N_("Account balances")),
        View("statements", N_("Statements")),
    )
    GUIDE = N_(
        "The account book. In and out: what came in, what went out and what is there, in the till, the wallets and the "
        "bank. Vouchers: every journal entry. Account balances: what each account opened and closed with. Statements: "
        "what the shop earned and what it has.\n"
        "Enter opens a row, down to its document. [ and ] step through the months, m takes a quarter, a year or the "
        "whole book. o looks at one account of the cash book, t at the next statement.\n"
        "Ctrl+Z takes a document back: you see what would be posted before anything is."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "one_account", N_("One account"), id="money.account"),
        Binding("t", "statement", N_("Statement"), id="money.statement"),
    ]
    DEFAULT_CSS = """
    MoneyPage .head { background: $surface; }
    """

    class BeginningFound(Message):
        """The month and the cash accounts to begin with were found."""

        def __init__(self, begun: Begun) -> None:
            self.begun = begun
            super().__init__()

    class CashCounted(Message):
        """The sums of the cash book were read."""

        def __init__(self, totals: PostingTotals) -> None:
            self.totals = totals
            super().__init__()

    class BalancesLoaded(Message):
        """The balances of the accounts were read."""

        def __init__(self, balances: Balances) -> None:
            self.balances = balances
            super().__init__()

    class StatementLoaded(Message):
        """A statement was worked out."""

        def __init__(self, statement: Statement, period: Period | None) -> None:
            self.statement = statement
            self.period = period
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._cash: Sequence[tuple[str, str]] = ()
        self._account = -1  # which cash account is looked at; -1 = all of them
        self._shown: dict[str, object] = {}

    def views(self) -> Iterable[Widget]:
        """Lay out a head and a table per view."""
        nothing = (_("Nothing was booked in this time."), _("[ goes to the month before, m to a longer time."))
        with Vertical(id="cash"):
            yield TextLine(id="cash-head", classes="head")
            yield VirtualTable(cash_columns(), empty=nothing, id="cash-table")
        with Vertical(id="journal"):
            yield TextLine(id="journal-head", classes="head")
            yield VirtualTable(journal_columns(), empty=nothing, id="journal-table")
        with Vertical(id="accounts"):
            yield TextLine(id="accounts-head", classes="head")
            yield VirtualTable(account_columns(), empty=nothing, id="accounts-table")
        yield StatementView(id="statements")

    def on_mount(self) -> None:
        """Put the search line below the lists, and begin."""
        self.mount(SearchLine(id="search"), after="#body")
        super().on_mount()
        self.set_focus(self.table)

    # -- what is in front --------------------------------------------------------------------------------------------

    @property
    def table(self) -> VirtualTable:
        """The table in front."""
        if self.view == "statements":
            return self.query_one(StatementView).table
        return self.query_one(f"#{self.view}-table", VirtualTable)

    def document(self) -> int | None:
        """The document of the row under the cursor."""
        key = self.table.cursor_key if self.view in ("cash", "journal") else None
        return key.document if isinstance(key, RowKey) else None

    def figure(self) -> str | None:
        """The document, the account or the line of a statement under the cursor, in the period shown."""
        if not self.is_mounted:
            return None
        key, span = self.table.cursor_key, f"@{self.period}" if self.period else ""
        if isinstance(key, RowKey):
            return f"document:{key.document}"
        if isinstance(key, str):
            return f"account:{key}{span}"
        return f"{self.query_one(StatementView).which}:{key}{span}" if isinstance(key, int) and key > 0 else None

    def command(self) -> str:
        """The command that shows the same."""
        period = f" --period {self.period}" if self.period else ""
        which = self.query_one(StatementView).which
        names = {"cash": "report cash-book", "journal": "journal list", "accounts": "report trial-balance"}
        return names.get(self.view, f"report {which}") + period

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out keys of other views."""
        if self.is_mounted:
            if action == "reverse":
                return self.view in ("cash", "journal")
            if action == "one_account":
                return self.view == "cash" and bool(self._cash)
            if action == "statement":
                return self.view == "statements"
            if action == "search":
                return self.view != "statements"
        return super().check_action(action, parameters)

    # -- reading -----------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the view in front."""
        if not self._cash:
            self.read(begin(latest_month(self.desk)), self.BeginningFound, "begin")
            return
        {"cash": self._load_cash, "journal": self._load_journal, "accounts": self._load_accounts}.get(
            self.view, self._load_statement
        )()

    @on(BeginningFound)
    def _begin(self, event: BeginningFound) -> None:
        if not self._cash:
            self._cash = event.begun.cash
            if self.period is None:
                self.begin_with(event.begun.month)
        self.draw_frame()
        self.load()

    def _range(self) -> Range:
        from lstbo.accounting import Range

        return Range(self.period, self.desk.as_of)

    def _load_cash(self) -> None:
        chosen = (self._cash[self._account][0],) if self._account >= 0 else ()
        self._list("cash", (self._range(), chosen), ledger_source(self.desk, self._range(), chosen))

    def _load_journal(self) -> None:
        self.query_one("#journal-head", TextLine).show(period_words(self.period), _("newest first"))
        self._list("journal", self._range(), journal_source(self.desk, self._range()))

    def _list(self, view: str, shown: object, source: object) -> None:
        """Show a list from its beginning when it is another one, else read it again where it stands."""
        table = self.query_one(f"#{view}-table", VirtualTable)
        if self._shown.get(view) == shown:
            table.reload()
        else:
            self._shown[view] = shown
            table.set_source(source)  # type: ignore[arg-type]

    @on(VirtualTable.Loaded, "#cash-table")
    def _count_cash(self, event: VirtualTable.Loaded) -> None:
        chosen = (self._cash[self._account][0],) if self._account >= 0 else ()
        window = LedgerWindow(self.desk, replace(self._range(), text=event.table.view.filter), chosen)
        self.read(window.sums, self.CashCounted, "totals")

    @on(CashCounted)
    def _draw_cash(self, event: CashCounted) -> None:
        totals = event.totals
        name = self._cash[self._account][1] if self._account >= 0 else _("all money")
        before = _("before: {amount}").format(amount=money_text(totals.opening))
        self.query_one("#cash-head", TextLine).show(f"{period_words(self.period)} · {name}", before)
        sums = {"what": _("Total"), "in": totals.debit, "out": totals.credit, "balance": totals.closing}
        self.query_one("#cash-table", VirtualTable).set_totals(sums)

    def _load_accounts(self) -> None:
        period, as_of = self.period, self.desk.as_of

        def work(tx: Transaction) -> Balances:
            from lstbo.accounting import book_chart, trial_balance

            found = trial_balance(tx, period, self.desk.knowing(tx), as_of)
            totals = {"name": _("Total"), "debit": found.total_debit, "credit": found.total_credit}
            return Balances(account_rows(book_chart(tx), found), totals)

        self.query_one("#accounts-head", TextLine).show(period_words(period), _("Enter: its postings"))
        self.read(work, self.BalancesLoaded, "accounts")

    @on(BalancesLoaded)
    def _draw_accounts(self, event: BalancesLoaded) -> None:
        table, at = (
            self.query_one("#accounts-table", VirtualTable),
            self.query_one("#accounts-table", VirtualTable).cursor,
        )
        table.set_source(ListSource(table.columns, event.balances.rows))
        table.set_totals(event.balances.totals)
        table.move_to(at)

    def _load_statement(self) -> None:
        which, period, as_of = self.query_one(StatementView).which, self.period, self.desk.as_of

        def work(tx: Transaction) -> Statement:
            from lstbo.accounting import statement

            return statement(tx, which, period, self.desk.knowing(tx), as_of)

        self.read(work, lambda found: self.StatementLoaded(found, period), "statement")

    @on(StatementLoaded)
    def _draw_statement(self, event: StatementLoaded) -> None:
        self.query_one(StatementView).show(event.statement, event.period)
        self.refresh_bindings()

    # -- keys --------------------------------------------------------------------------------------------------------

    @on(VirtualTable.Opened)
    def _open(self, event: VirtualTable.Opened) -> None:
        from lstbo.screens.account_ledger import AccountLedger
        from lstbo.screens.document import DocumentScreen

        if isinstance(event.key, RowKey):
            self.app.push_screen(DocumentScreen(event.key.document, event.key.date))
        elif isinstance(event.key, str):
            self.app.push_screen(AccountLedger(event.key, self.period))
        else:
            self.action_explain()

    def action_one_account(self) -> None:
        """Look at the next account that holds money, after the last at all together."""
        self._account = self._account + 1 if self._account + 1 < len(self._cash) else -1
        self.load()

    def action_statement(self) -> None:
        """Look at the next statement."""
        self.query_one(StatementView).turn()
        self.load()

    def show_view(self, name: str) -> None:
        """Put a view in front, without what was looked for in another."""
        if self.query_one(SearchLine).has_class("-open"):
            self.query_one(SearchLine).action_leave()
        super().show_view(name)
        self.set_focus(self.table)

    def report(self) -> tuple[str, str]:
        """The report that shows what is in front."""
        which = {"cash": "cash-book", "journal": "journal", "accounts": "trial-balance"}
        subject = self._cash[self._account][0] if self.view == "cash" and self._account >= 0 else ""
        return which.get(self.view, self.query_one(StatementView).which), subject
