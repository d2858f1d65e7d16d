"""The ledger of one account: every posting with the balance after it, down to its document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from lstbo.core.language import N_, _, language
from lstbo.screens.list_page import ListPage
from lstbo.screens.money_lists import LedgerWindow, RowKey, ledger_columns, ledger_source
from lstbo.screens.periods import period_words
from lstbo.screens.reversal import ReversingPage
from lstbo.screens.search_line import SearchLine
from lstbo.widgets import TextLine, VirtualTable, money_text

if TYPE_CHECKING:
    from lstbo.accounting import PostingTotals, Range
    from lstbo.core.period import Period
    from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class Head:
    """The account: its code and name, the posting accounts in it, and the sign that shows its usual side as +."""

    code: str
    name: str
    codes: tuple[str, ...]
    sign: int


class AccountLedger(ListPage, ReversingPage):
    """The postings of one account, or of all below a group."""

    TAB = "money"
    GUIDE = N_(
        "Every posting of one account, with the balance after it. Enter opens the document, [ and ] step through the "
        "months, m takes a longer time. The balance counts what the account usually holds as plus."
    )
    DEFAULT_CSS = "AccountLedger #ledger-head { background: $surface; text-style: bold; }"

    class HeadFound(Message):
        """The account was found."""

        def __init__(self, head: Head) -> None:
            self.head = head
            super().__init__()

    class Counted(Message):
        """The sums of what is shown were read."""

        def __init__(self, totals: PostingTotals) -> None:
            self.totals = totals
            super().__init__()

    def __init__(self, account: str, period: Period | None = None) -> None:
        super().__init__(period)
        self._account = account
        self._head: Head | None = None
        self._shown: Range | None = None

    def views(self) -> Iterable[Widget]:
        """Lay out the head, the postings and the search line."""
        yield TextLine(id="ledger-head")
        yield VirtualTable(
            ledger_columns(),
            empty=(_("Nothing was posted to it in this time."), _("[ goes to the month before, m to a longer time.")),
            id="ledger-table",
        )
        yield SearchLine(id="search")

    def document(self) -> int | None:
        """The document of the row under the cursor."""
        key = self.table.cursor_key
        return key.document if isinstance(key, RowKey) else None

    def figure(self) -> str | None:
        """The account in the period shown."""
        return f"account:{self._account}" + (f"@{self.period}" if self.period else "")

    def command(self) -> str:
        """The command that shows the same."""
        return f"report ledger {self._account}" + (f" --period {self.period}" if self.period else "")

    def load(self) -> None:
        """Find the account, then read its postings."""
        if self._head is None:
            self.read(find_account(self._account), self.HeadFound, "head")
            return
        from lstbo.accounting import Range

        wanted = Range(self.period, self.desk.as_of)
        if wanted == self._shown:
            self.table.reload()
        else:
            self._shown = wanted
            self.table.set_source(ledger_source(self.desk, wanted, self._head.codes, self._head.sign))

    @on(HeadFound)
    def _found(self, event: HeadFound) -> None:
        self._head = event.head
        self.load()
        self.set_focus(self.table)

    @on(VirtualTable.Loaded)
    def _count(self, event: VirtualTable.Loaded) -> None:
        if self._head and self._shown:
            wanted = replace(self._shown, text=event.table.view.filter)
            self.read(LedgerWindow(self.desk, wanted, self._head.codes).sums, self.Counted, "totals")

    @on(Counted)
    def _draw(self, event: Counted) -> None:
        head, totals = self._head, event.totals
        if head is None:
            return
        before = _("before: {amount}").format(amount=money_text(head.sign * totals.opening))
        text = f"{head.code} {head.name} · {period_words(self.period)}"
        self.query_one("#ledger-head", TextLine).show(text, before)
        closing = head.sign * totals.closing
        self.table.set_totals({"what": _("Total"), "debit": totals.debit, "credit": totals.credit, "balance": closing})

    @on(VirtualTable.Opened)
    def _open(self, event: VirtualTable.Opened) -> None:
        from lstbo.screens.document import DocumentScreen

        if isinstance(event.key, RowKey):
            self.app.push_screen(DocumentScreen(event.key.document, event.key.date))

    def report(self) -> tuple[str, str]:
        """The ledger of this account."""
        return "ledger", self._account


def find_account(role_or_code: str) -> Callable[[Transaction], Head]:
    """Return the work that finds an account by code or role."""

    def work(tx: Transaction) -> Head:
        from lstbo.accounting import book_chart

        chart = book_chart(tx)
        account = chart.find(role_or_code)
        sign = 1 if account.normal_side == "D" else -1
        return Head(account.code, account.name(language()), tuple(chart.posting_codes(account.code)), sign)

    return work
