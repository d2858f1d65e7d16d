"""Where money comes from and goes to: ways to pay, cash accounts, and the cash-flow line of a movement."""

from __future__ import annotations

from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.accounting.reference import cash_flow_rules, expense_role, tender_roles, tender_words
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.storage import Transaction

OWED = ("tab", "tabs")
_CARD = "card"


def resolve_account(tx: Transaction, text: str) -> str | None:
    """Return the code of the posting account named by a code or a role, or None."""
    plain = clean_text(text)
    accounts = _sql.posting_accounts(tx)
    if plain in accounts:
        return plain
    return _sql.roles(tx).get(plain)


def paying_account(tx: Transaction, text: str, *, owed: str = "payables") -> str:
    """Return the account code money is paid from (or into): a way to pay in any of its words, a role or a code.

    Empty text, and "on the tab", mean that nothing is paid yet: the account of the role `owed`. A shop that pays by
    card pays from its bank; what customers pay by card waits in transit, and that is no source. Raises NotFound.
    """
    plain = clean_text(text)
    tender = tender_words().get(plain.lower(), plain.lower())
    if not plain or tender in OWED:
        return _sql.roles(tx)[owed]
    role = "bank" if tender == _CARD else tender_roles().get(tender, "")
    found = _sql.roles(tx).get(role) or resolve_account(tx, plain)
    if found is None:
        raise NotFound(
            _("'{text}' is neither a way to pay nor an account.").format(text=plain),
            _("Use cash, wechat, alipay, bank, or an account code; leave it empty when it is still owed."),
        )
    return found


def cash_account(tx: Transaction, text: str) -> str:
    """Return the code of a cash account named by a way to pay, a role or a code.

    Raises NotFound for an unknown word and Refused when the account holds no money.
    """
    code = paying_account(tx, text)
    if not clean_text(text) or not _sql.posting_accounts(tx)[code][0]:
        raise Refused(
            _("'{text}' is no account that holds money.").format(text=clean_text(text)),
            _("Use cash, wechat, alipay, bank, or the code of such an account."),
        )
    return code


def expense_account(tx: Transaction, text: str) -> str:
    """Return the code of the account an expense goes to: an account code, a role, or everyday words for it.

    Raises NotFound when the words say nothing, Refused for an account that is posted only through documents.
    """
    plain = clean_text(text)
    code = resolve_account(tx, plain) or _sql.roles(tx).get(expense_role(plain) or "")
    if code is None:
        raise NotFound(
            _("It is not clear which account '{text}' belongs to.").format(text=plain),
            _("Give an account code; see them with: lstbo accounts list"),
        )
    refuse_control(tx, code)
    return code


def refuse_control(tx: Transaction, code: str) -> None:
    """Raise Refused for an account whose balance is kept by documents (tabs, payables, inventory ...)."""
    if _sql.posting_accounts(tx)[code][1]:
        raise Refused(
            _("Account {code} is posted only through its documents.").format(code=code),
            _("Book the sale, delivery, bill or payment itself."),
        )


def cash_flow_line(tx: Transaction, account: str, amount: Decimal) -> str:
    """Return the cash-flow line for money whose other side is `account` (a code); `amount` is in +, out -."""
    rules = cash_flow_rules()
    roles = [role for role, code in _sql.roles(tx).items() if code == account]
    known = next((role for role in roles if role in rules.by_role), "")
    return rules.line_for_role(known, amount)
