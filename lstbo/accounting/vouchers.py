"""Journal vouchers written by hand: any accounts but those that documents keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.accounting.cash import cash_flow_line, refuse_control, resolve_account
from lstbo.accounting.documents import PostedDocument
from lstbo.accounting.journal import Entry, Posting, post_entry
from lstbo.core.errors import BadInput, NotFound, Refused
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.core.text import clean_text
from lstbo.storage import Transaction


def post_voucher(tx: Transaction, lines: Sequence[Posting], *, business_date: date, memo: str) -> PostedDocument:
    """Post a balanced voucher written by hand and return it; its amount is the sum of the debits.

    Cash-flow lines that are not given follow from the accounts on the other side. Raises Refused when it does not
    balance, touches a control account, or leaves the cash-flow lines open; NotFound for an unknown account;
    PeriodLocked.
    """
    resolved = [_checked(tx, line) for line in lines if line.amount]
    if not resolved:
        raise BadInput(_("A voucher needs at least two lines with an amount."))
    title = clean_text(memo) or _("Voucher by hand")
    doc = tx.document("accounting", "voucher", business_date=business_date, title=title)
    entry = post_entry(tx, Entry(business_date, "voucher", title, tuple(_with_lines(tx, resolved))), doc=doc)
    total = sum((line.amount for line in resolved if line.amount > 0), ZERO)
    return PostedDocument(doc, entry, business_date, total)


def _checked(tx: Transaction, line: Posting) -> Posting:
    code = resolve_account(tx, line.account)
    if code is None:
        raise NotFound(
            _("There is no account or role '{account}' to post to.").format(account=line.account),
            _("See them with: lstbo accounts list"),
        )
    refuse_control(tx, code)
    return replace(line, account=code)


def _with_lines(tx: Transaction, postings: list[Posting]) -> list[Posting]:
    """Give the cash postings their cash-flow lines; one cash posting is split when the other side has several."""
    accounts = _sql.posting_accounts(tx)
    cash = [p for p in postings if accounts[p.account][0]]
    others = [p for p in postings if not accounts[p.account][0]]
    if not cash or not others or all(p.cash_flow for p in cash):
        return postings
    sums: dict[str, Decimal] = {}
    for posting in others:
        line = cash_flow_line(tx, posting.account, -posting.amount)
        sums[line] = sums.get(line, ZERO) - posting.amount
    if len(sums) == 1:
        only = next(iter(sums))
        return [replace(p, cash_flow=p.cash_flow or only) if p in cash else p for p in postings]
    if len(cash) > 1:
        raise Refused(
            _("It is not clear which cash-flow lines this voucher belongs to."),
            _("Name the line, or write two vouchers."),
        )
    return others + [replace(cash[0], amount=amount, cash_flow=line) for line, amount in sorted(sums.items())]
