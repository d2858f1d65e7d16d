"""Charts of accounts: accounts, groups and roles, read from data files and checked.

A role ("till_cash", "inventory", "sales") names what an account is for; posting rules speak of roles, never of
codes. Every role maps to exactly one posting account of a chart; an account may carry several roles.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from lstbo.core.errors import BadInput, NotFound
from lstbo.core.language import _

TYPES = ("asset", "liability", "equity", "income", "expense")
SIDES = ("D", "C")
KINDS = ("group", "posting")
PROFIT_AND_LOSS = ("income", "expense")


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a chart.

    `normal_side` is D or C; `kind` is group (adds up its children) or posting. `dimension` says which party or thing
    the account is kept by ("" for none). `control` accounts are posted only through documents. `report_class` is the
    heading of the generic statements.
    """

    code: str
    parent: str
    name_zh: str
    name_en: str
    type: str
    normal_side: str
    kind: str
    dimension: str = ""
    is_cash: bool = False
    roles: tuple[str, ...] = ()
    report_class: str = ""
    control: bool = False
    note: str = ""

    @property
    def is_posting(self) -> bool:
        """Whether amounts may be posted here."""
        return self.kind == "posting"

    @property
    def is_profit_and_loss(self) -> bool:
        """Whether the account starts anew after each closing (income and expense)."""
        return self.type in PROFIT_AND_LOSS

    def name(self, language: str) -> str:
        """Return the name in `language` ("zh" or anything else for English)."""
        return self.name_zh if language.startswith("zh") else self.name_en


@dataclass(frozen=True, slots=True)
class Chart:
    """A checked chart of accounts. Make one with `load_chart` or `make_chart`."""

    template: str
    accounts: tuple[Account, ...]
    _by_code: Mapping[str, Account] = field(repr=False, compare=False)
    _by_role: Mapping[str, Account] = field(repr=False, compare=False)
    _below: Mapping[str, tuple[str, ...]] = field(repr=False, compare=False)

    def __iter__(self) -> Iterator[Account]:
        return iter(self.accounts)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def account(self, code: str) -> Account:
        """Return the account with `code`. Raises NotFound."""
        found = self._by_code.get(code)
        if found is None:
            raise NotFound(_("There is no account {code}.").format(code=code), _("See: lstbo accounts list"))
        return found

    def role(self, role: str) -> Account:
        """Return the posting account that serves `role`. Raises NotFound."""
        found = self._by_role.get(role)
        if found is None:
            raise NotFound(_("No account of this chart has the role {role}.").format(role=role))
        return found

    def has_role(self, role: str) -> bool:
        """Whether some account serves `role`."""
        return role in self._by_role

    def find(self, role_or_code: str) -> Account:
        """Return the account named by a role or by a code. Raises NotFound."""
        return self._by_role.get(role_or_code) or self.account(role_or_code)

    def roles(self) -> dict[str, str]:
        """Return role -> account code, in order of role."""
        return {role: self._by_role[role].code for role in sorted(self._by_role)}

    def posting_codes(self, code: str) -> tuple[str, ...]:
        """Return the posting accounts at and below `code`; nothing for a code the chart does not have."""
        return self._below.get(code, ())

    def posting_accounts(self) -> tuple[Account, ...]:
        """Return the accounts that amounts may be posted to, in order of code."""
        return tuple(account for account in self.accounts if account.is_posting)

    def cash_codes(self) -> tuple[str, ...]:
        """Return the posting accounts that count as cash in the cash-flow statement."""
        return tuple(account.code for account in self.accounts if account.is_posting and account.is_cash)

    def class_codes(self, report_class: str) -> tuple[str, ...]:
        """Return the posting accounts of one heading of the generic statements."""
        return tuple(a.code for a in self.accounts if a.is_posting and a.report_class == report_class)


@dataclass(frozen=True, slots=True)
class Template:
    """A chart that ships, with what goes with it.

    `freight` is expense or capitalise (R14); the last three name the statement forms; `currency` may be empty.
    """

    template: str
    name_zh: str
    name_en: str
    currency: str
    freight: str
    balance_sheet: str
    income: str
    cash_flow: str


def read_data(name: str) -> list[dict[str, str]]:
    """Return the rows of the data file `name` (CSV, UTF-8) that ships with this room."""
    text = (files("lstbo.accounting") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _templates() -> dict[str, Template]:
    return {row["template"]: Template(**row) for row in read_data("templates.csv")}


def templates() -> tuple[str, ...]:
    """Return the names of the charts that ship."""
    return tuple(_templates())


def template(name: str) -> Template:
    """Return what goes with the chart `name`. Raises NotFound."""
    found = _templates().get(name)
    if found is None:
        known = ", ".join(_templates())
        raise NotFound(_("There is no chart of accounts called {name}.").format(name=name), known)
    return found


@cache
def load_chart(name: str) -> Chart:
    """Return the chart `name` as it ships. Raises NotFound, or BadInput when the data file is damaged."""
    return make_chart(template(name).template, (_account(row) for row in read_data(f"chart_{name}.csv")))


def _account(row: Mapping[str, str]) -> Account:
    return Account(
        code=row["code"],
        parent=row["parent"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        type=row["type"],
        normal_side=row["normal_side"],
        kind=row["kind"],
        dimension=row["aux_dimension"],
        is_cash=row["is_cash"] == "1",
        roles=tuple(row["role"].split()),
        report_class=row["report_class"],
        control=row["control"] == "1",
        note=row["note"],
    )


def make_chart(name: str, accounts: Iterable[Account]) -> Chart:
    """Return a checked chart of `accounts` (those of a book, for example), ordered by code.

    Raises BadInput for a code or role given twice, a parent that is missing or no group, a role on a group, an
    account that is its own ancestor, and unknown types, sides or kinds.
    """
    ordered = tuple(sorted(accounts, key=lambda account: account.code))
    by_code: dict[str, Account] = {}
    by_role: dict[str, Account] = {}
    for account in ordered:
        _check_words(account)
        if account.code in by_code:
            raise _wrong(account, _("the code is used twice"))
        by_code[account.code] = account
        for role in account.roles:
            if role in by_role:
                raise _wrong(account, _("the role {role} is used twice").format(role=role))
            if not account.is_posting:
                raise _wrong(account, _("a group cannot have a role"))
            by_role[role] = account
    below: dict[str, list[str]] = {account.code: [] for account in ordered}
    for account in ordered:
        for code in _ancestors(account, by_code):
            if account.is_posting:
                below[code].append(account.code)
    return Chart(name, ordered, by_code, by_role, {code: tuple(codes) for code, codes in below.items()})


def _check_words(account: Account) -> None:
    if not account.code or not account.name_zh or not account.name_en:
        raise _wrong(account, _("the code or a name is missing"))
    if account.type not in TYPES or account.normal_side not in SIDES or account.kind not in KINDS:
        raise _wrong(account, _("type, side or kind is not a known word"))
    if account.is_cash and account.type != "asset":
        raise _wrong(account, _("only an asset can be cash"))


def _ancestors(account: Account, by_code: Mapping[str, Account]) -> list[str]:
    """Return the code itself and the codes of all groups above it."""
    codes = [account.code]
    parent = account.parent
    while parent:
        group = by_code.get(parent)
        if group is None or group.is_posting or parent in codes:
            raise _wrong(account, _("the parent {parent} is not a group above it").format(parent=parent))
        codes.append(parent)
        parent = group.parent
    return codes


def _wrong(account: Account, what: str) -> BadInput:
    return BadInput(_("Account {code}: {what}.").format(code=account.code or "?", what=what))
