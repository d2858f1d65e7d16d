"""Which account a cell means: its code, role or name, a way to pay, or everyday words for an expense."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches

from lstbo.accounting import Account, book_chart, expense_account, paying_account, tender_roles
from lstbo.core.errors import LstboError
from lstbo.exchange.row_import import RowFault
from lstbo.exchange.values import ValueProblem, parse_tender
from lstbo.storage import Transaction

OWED = "tab"
_COSTS = ("expense",)


@dataclass(frozen=True, slots=True)
class PaidFrom:
    """How something was paid: the account code ("" = owed), and the way to pay as results name it."""

    account: str
    method: str


@dataclass(slots=True)
class AccountWords:
    """The chart of the book, looked up by whatever a file calls its accounts."""

    tx: Transaction
    posting: dict[str, Account] = field(init=False)
    by_word: dict[str, str] = field(init=False)
    _groups: dict[str, str] = field(default_factory=dict)
    _expenses: dict[str, str] = field(default_factory=dict)
    _paying: dict[str, PaidFrom] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chart = book_chart(self.tx)
        self.posting = {account.code: account for account in chart if account.is_posting}
        accounts = self.posting.values()
        words = [(word, account.code) for account in accounts for word in (account.code, *account.roles)]
        words += [(word, account.code) for account in accounts for word in (account.name_zh, account.name_en)]
        self.by_word = {}
        for word, code in words:
            self.by_word.setdefault(word.casefold(), code)
        for account in chart:
            below = chart.posting_codes(account.code)
            for word in (account.code, account.name_zh, account.name_en) if not account.is_posting and below else ():
                self._groups.setdefault(word.casefold(), below[0])

    def find(self, text: str) -> str | None:
        """Return the code of the posting account with this code, role or name, or None."""
        return self.by_word.get(text.casefold())

    def of_role(self, role: str) -> str:
        """Return the code of a role's account."""
        return self.by_word[role]

    def money(self, text: str) -> str | None:
        """As `find`; a group means its first account, a way to pay the account its money is in."""
        found = self.find(text) or self._groups.get(text.casefold())
        if found is None and text:
            tender = parse_tender(text)
            if not isinstance(tender, ValueProblem) and len(tender) == 1 and tender[0][1] is None:
                found = self.by_word.get(tender_roles().get(tender[0][0], ""))
        return found

    def expense(self, text: str, field: str) -> str:
        """Return the account an expense goes to. Raises RowFault (E_ACCOUNT) with the nearest names that exist."""
        if text not in self._expenses:
            self._expenses[text] = self._read_expense(text, field)
        return self._expenses[text]

    def _read_expense(self, text: str, field: str) -> str:
        named = self.find(text)
        first = text if named is None or self.posting[named].type not in _COSTS else named
        for attempt in (first, named):
            try:
                return expense_account(self.tx, attempt or "")
            except LstboError:
                continue
        raise RowFault("E_ACCOUNT", field, text, self.nearest(text))

    def paid_from(self, text: str) -> PaidFrom:
        """Return what `text` says about how something was paid. Raises RowFault (E_TENDER)."""
        if text not in self._paying:
            self._paying[text] = self._read_paying(text)
        return self._paying[text]

    def _read_paying(self, text: str) -> PaidFrom:
        code = self.find(text) if text else None
        if code is None:
            tender = parse_tender(text)
            if isinstance(tender, ValueProblem) or len(tender) > 1 or (tender and tender[0][1] is not None):
                raise RowFault("E_TENDER", "paid_from", text, "cash wechat alipay bank / 现金 微信 支付宝 银行")
            if not tender or tender[0][0] == OWED:
                return PaidFrom("", OWED)
            code = paying_account(self.tx, tender[0][0])
        account = self.posting[code]
        if "payables" in account.roles:
            return PaidFrom("", OWED)
        if account.control:
            raise RowFault("E_TENDER", "paid_from", text, "cash wechat alipay bank / 现金 微信 支付宝 银行")
        methods = [tender for tender, role in tender_roles().items() if role in account.roles]
        return PaidFrom(code, methods[0] if methods else code)

    def nearest(self, text: str) -> str:
        """Return the names of posting accounts that look most like `text`, for a suggestion."""
        names = {name: code for code, account in self.posting.items() for name in (account.name_zh, account.name_en)}
        close = get_close_matches(text, list(names), n=3, cutoff=0.5)
        shown = [f"{names[name]} {name}" for name in close]
        return "; ".join([*shown, "lstbo accounts list"])
