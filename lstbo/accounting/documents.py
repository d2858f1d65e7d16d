"""Documents of money alone: expenses, wages, the owner's money, transfers, loans, and how they are reversed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.accounting.cash import cash_account, cash_flow_line, expense_account, paying_account, resolve_account
from lstbo.accounting.journal import Entry, Posting, post_entry, refuse_reversed, reverse_entries
from lstbo.accounting.parties import EMPLOYEE, OTHER, SUPPLIER, ensure_party
from lstbo.accounting.periods import first_open_day, refuse_locked
from lstbo.accounting.reference import cash_flow_rules
from lstbo.core.errors import BadInput, NotFound, Refused
from lstbo.core.language import _
from lstbo.core.money import ZERO, money
from lstbo.core.text import clean_text
from lstbo.storage import Transaction

_REVERSIBLE = {"expense", "wages", "drawing", "capital", "transfer", "tab_payment", "tab_write_off", "voucher"}
_REVERSIBLE |= {"till_count", "loan", "loan_repayment"}


@dataclass(frozen=True, slots=True)
class PostedDocument:
    """A document of money alone: its number, entry, business date and amount (book currency, positive)."""

    doc: int
    entry: int
    business_date: date
    amount: Decimal


def post_expense(
    tx: Transaction,
    *,
    business_date: date,
    account: str,
    amount: Decimal,
    paid_from: str = "",
    payee: str = "",
    memo: str = "",
) -> PostedDocument:
    """Book an expense: the account (code, role or words like "rent", 房租) against what it was paid from.

    Empty `paid_from` means owed: to the supplier `payee`, or among accrued expenses when nobody is named. The amount
    is positive, in book currency. Raises BadInput for an amount that is not, NotFound for unknown words, PeriodLocked.
    """
    total = positive(amount)
    debit = expense_account(tx, account)
    credit = paying_account(tx, paid_from, owed="payables" if clean_text(payee) else "accrued_expenses")
    title = " · ".join(filter(None, (clean_text(memo) or clean_text(account), clean_text(payee))))
    doc = tx.document("accounting", "expense", business_date=business_date, title=title)
    owed_to = payee if _sql.posting_accounts(tx)[credit][1] else ""
    return _post(tx, doc, "expense", business_date, debit, credit, total, memo=title, payee=owed_to)


def post_wages(
    tx: Transaction, *, business_date: date, employee: str, amount: Decimal, paid_from: str = "", memo: str = ""
) -> PostedDocument:
    """Book pay for an employee: paid at once, or owed to them when `paid_from` is empty. The amount is positive."""
    total = positive(amount)
    title = _title(memo, employee, _("Wages"))
    credit = paying_account(tx, paid_from, owed="wages_payable")
    doc = tx.document("accounting", "wages", business_date=business_date, title=title)
    debit = _sql.roles(tx)["wages"]
    return _post(tx, doc, "wages", business_date, debit, credit, total, memo=title, payee=employee, kind=EMPLOYEE)


def post_drawing(
    tx: Transaction, *, business_date: date, amount: Decimal, paid_from: str, memo: str = ""
) -> PostedDocument:
    """Book money the owner takes out of the shop (positive amount, cash-flow line 18)."""
    total, credit, debit = positive(amount), cash_account(tx, paid_from), _sql.roles(tx)["drawings"]
    title = _title(memo, "", _("Owner's drawings"))
    doc = tx.document("accounting", "drawing", business_date=business_date, title=title)
    return _post(tx, doc, "drawing", business_date, debit, credit, total, memo=title)


def post_capital(
    tx: Transaction, *, business_date: date, amount: Decimal, paid_into: str, memo: str = ""
) -> PostedDocument:
    """Book money the owner puts into the shop (positive amount, cash-flow line 15)."""
    total, debit, credit = positive(amount), cash_account(tx, paid_into), _sql.roles(tx)["owner_capital"]
    title = _title(memo, "", _("Owner's capital"))
    doc = tx.document("accounting", "capital", business_date=business_date, title=title)
    return _post(tx, doc, "capital", business_date, debit, credit, total, memo=title)


def post_transfer(
    tx: Transaction,
    *,
    business_date: date,
    amount: Decimal,
    paid_from: str,
    paid_into: str,
    fee: Decimal = ZERO,
    memo: str = "",
) -> PostedDocument:
    """Move money between two cash accounts; `fee` is kept by the bank or wallet on the way.

    `amount` leaves `paid_from`, amount - fee arrives. Without a fee there is no cash-flow line. Raises Refused when
    both are the same account or the fee is not below the amount.
    """
    total, kept = positive(amount), money(fee)
    source, target = cash_account(tx, paid_from), cash_account(tx, paid_into)
    if source == target or not 0 <= kept < total:
        raise Refused(_("Money moves between two accounts, and the fee is smaller than the amount."))
    title = _title(memo, "", _("Transfer"))
    doc = tx.document("accounting", "transfer", business_date=business_date, title=title)
    postings = (Posting(target, total - kept), Posting("payment_fees", kept), Posting(source, -total))
    line = cash_flow_rules().line_for_role("payment_fees", -kept)
    entry = post_entry(tx, Entry(business_date, "transfer", title, postings, cash_flow=line), doc=doc)
    return PostedDocument(doc, entry, business_date, total)


def draw_loan(
    tx: Transaction,
    *,
    business_date: date,
    amount: Decimal,
    paid_into: str,
    lender: str,
    account: str = "loans_short",
    memo: str = "",
) -> PostedDocument:
    """Book money borrowed (positive amount, cash-flow line 14) from a lender into a cash account."""
    total, debit, credit = positive(amount), cash_account(tx, paid_into), _loan_account(tx, account)
    title = _title(memo, lender, _("Loan"))
    doc = tx.document("accounting", "loan", business_date=business_date, title=title)
    return _post(tx, doc, "loan", business_date, debit, credit, total, memo=title, payee=lender, kind=OTHER)


def repay_loan(
    tx: Transaction,
    *,
    business_date: date,
    principal: Decimal,
    paid_from: str,
    lender: str,
    interest: Decimal = ZERO,
    account: str = "loans_short",
    memo: str = "",
) -> PostedDocument:
    """Book a repayment: principal (cash-flow line 16) and interest (line 17), neither negative, together above 0."""
    debt, cost = money(principal), money(interest)
    total = positive(debt + cost)
    if debt < 0 or cost < 0:
        raise BadInput(_("Principal and interest cannot be negative."))
    credit, loan, rules = cash_account(tx, paid_from), _loan_account(tx, account), cash_flow_rules()
    title = _title(memo, lender, _("Loan repayment"))
    doc = tx.document("accounting", "loan_repayment", business_date=business_date, title=title)
    party = ensure_party(tx, OTHER, lender, doc=doc)
    postings = (
        Posting(loan, debt, party),
        Posting("interest_expense", cost, party),
        Posting(credit, -debt, cash_flow=rules.line_for_role("loans_short", -debt)),
        Posting(credit, -cost, cash_flow=rules.line_for_role("interest_expense", -cost)),
    )
    entry = post_entry(tx, Entry(business_date, "loan_repayment", title, postings), doc=doc)
    return PostedDocument(doc, entry, business_date, total)


def reverse_document(tx: Transaction, doc: int, *, business_date: date | None = None) -> int:
    """Reverse a document of money alone (红冲) and return the reversing document.

    Dated `business_date`; without one, as the original, or on the first open day when that is locked. Raises NotFound
    for no such document, Refused when it was reversed before or moved goods too, PeriodLocked for a locked date.
    """
    refuse_reversed(tx, doc)
    room, kind, day, title = (_sql.document(tx, doc) or ("", "", date.min, ""))[:4]
    if room != "accounting" or kind not in _REVERSIBLE:
        raise Refused(
            _("Document {number} cannot be reversed by itself.").format(number=doc), _("Undo the batch or delivery.")
        )
    on = business_date or first_open_day(tx, day)
    refuse_locked(tx, [on])
    new = tx.document("accounting", kind, business_date=on, title=title, reverses=doc)
    reverse_entries(tx, doc, doc=new, business_date=on)
    return new


def positive(amount: Decimal) -> Decimal:
    """Return an amount rounded to the fen. Raises BadInput unless it is above zero."""
    rounded = money(amount)
    if rounded <= 0:
        raise BadInput(_("The amount must be above zero, not {amount}.").format(amount=rounded))
    return rounded


def _post(
    tx: Transaction,
    doc: int,
    what: str,
    day: date,
    debit: str,
    credit: str,
    total: Decimal,
    *,
    memo: str,
    payee: str = "",
    kind: str = SUPPLIER,
) -> PostedDocument:
    """Post one debit against one credit; the party goes on the side that is no cash."""
    accounts = _sql.posting_accounts(tx)
    cash_in, cash_out = accounts[debit][0], accounts[credit][0]
    party = ensure_party(tx, kind, payee, doc=doc) if clean_text(payee) else None
    if accounts[credit][1] and party is None:
        raise NotFound(_("It must be said to whom the money is owed."), _("Name the payee, or say how it was paid."))
    line = cash_flow_line(tx, credit, total) if cash_in else cash_flow_line(tx, debit, -total)
    postings = (Posting(debit, total, None if cash_in else party), Posting(credit, -total, None if cash_out else party))
    entry = post_entry(tx, Entry(day, what, memo, postings, cash_flow=line), doc=doc)
    return PostedDocument(doc, entry, day, total)


def _loan_account(tx: Transaction, account: str) -> str:
    code = resolve_account(tx, account)
    if code is None:
        raise NotFound(_("There is no account or role '{account}' to post to.").format(account=account))
    return code


def _title(*parts: str) -> str:
    return next((clean for part in parts if (clean := clean_text(part))), "")
