"""Opening balances of accounts, customer tabs and supplier payables. Opening stock is the inventory room's part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.accounting.cash import resolve_account
from lstbo.accounting.journal import Posting
from lstbo.accounting.parties import CUSTOMER, EMPLOYEE, OTHER, PLATFORM, SUPPLIER, ensure_party
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.core.money import money
from lstbo.core.text import clean_text
from lstbo.storage import Transaction

OPENING_LINE = "0"
_KINDS = {"customer": CUSTOMER, "supplier": SUPPLIER, "employee": EMPLOYEE, "platform": PLATFORM}


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """What an account (role or code) held when the books were opened: debit +, credit -, in book currency.

    `party` is the name of the customer, supplier or other person it concerns; tabs and payables need one.
    """

    account: str
    amount: Decimal
    party: str = ""
    memo: str = ""


def opening_postings(tx: Transaction, balances: Sequence[OpeningBalance], *, doc: int) -> list[Posting]:
    """Return the postings of opening balances, with their parties made under `doc` when new.

    Raises NotFound for an unknown account or a missing name, Refused for the inventory account: its balance is the
    value of the opening stock.
    """
    inventory, accounts = _sql.roles(tx)["inventory"], {row[0]: row for row in _sql.all_accounts(tx)}
    postings = []
    for balance in balances:
        code = resolve_account(tx, balance.account)
        if code is None:
            raise NotFound(_("There is no account or role '{account}' to post to.").format(account=balance.account))
        dimension, control = accounts[code][7], accounts[code][10]
        if code == inventory or (control and dimension not in _KINDS):
            raise Refused(
                _("The stock account is opened by the stock itself."), _("Give items or categories with their value.")
            )
        name = clean_text(balance.party)
        if control and not name:
            raise NotFound(_("It must be said whose balance on account {code} this is.").format(code=code))
        party = ensure_party(tx, _KINDS.get(dimension, OTHER), name, doc=doc) if name else None
        postings.append(Posting(code, money(balance.amount), party, memo=clean_text(balance.memo)))
    return postings
