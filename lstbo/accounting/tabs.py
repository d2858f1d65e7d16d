"""Customer tabs: what customers pay on them, and what is given up. (Sales put amounts on the tab.)"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.accounting.cash import cash_account
from lstbo.accounting.documents import PostedDocument, positive
from lstbo.accounting.journal import Entry, Posting, post_entry
from lstbo.accounting.parties import CUSTOMER, find_party
from lstbo.accounting.reference import cash_flow_rules
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.storage import Transaction


def post_tab_payment(
    tx: Transaction, *, business_date: date, customer: int | str, amount: Decimal, paid_into: str, memo: str = ""
) -> PostedDocument:
    """Book what a customer (party id or name) pays on the tab, a positive amount; what is too much stays as credit.

    Raises NotFound for an unknown customer, BadInput for an amount not above zero, PeriodLocked.
    """
    total, party, debit = positive(amount), tab_party(tx, customer), cash_account(tx, paid_into)
    title = clean_text(memo) or _("Payment on the tab")
    doc = tx.document("accounting", "tab_payment", business_date=business_date, title=title)
    postings = (Posting(debit, total), Posting("tabs", -total, party))
    line = cash_flow_rules().line_for_role("tabs", total)
    entry = post_entry(tx, Entry(business_date, "tab_payment", title, postings, cash_flow=line), doc=doc)
    return PostedDocument(doc, entry, business_date, total)


def write_off_tab(
    tx: Transaction, *, business_date: date, customer: int | str, amount: Decimal | None = None, memo: str = ""
) -> PostedDocument:
    """Give up what a customer owes, all of it without `amount`, as a bad debt.

    Raises NotFound for an unknown customer, Refused when the customer owes less than that, PeriodLocked.
    """
    party = tab_party(tx, customer)
    owed = tab_balance(tx, party, as_of=business_date)
    total = owed if amount is None else positive(amount)
    if total > owed or owed <= 0:
        raise Refused(_("The customer owes {owed}, so {amount} cannot be written off.").format(owed=owed, amount=total))
    title = clean_text(memo) or _("Tab written off")
    doc = tx.document("accounting", "tab_write_off", business_date=business_date, title=title)
    postings = (Posting("bad_debts", total, party), Posting("tabs", -total, party))
    entry = post_entry(tx, Entry(business_date, "tab_write_off", title, postings), doc=doc)
    return PostedDocument(doc, entry, business_date, total)


def tab_balance(tx: Transaction, customer: int, *, as_of: date | None = None, known_at: int | None = None) -> Decimal:
    """Return what a customer (party id) owes on the tab; negative when the shop owes them."""
    return _sql.balance(tx, [_sql.roles(tx)["tabs"]], as_of, known_at, customer)


def tab_party(tx: Transaction, customer: int | str) -> int:
    """Return the party id of a customer given by id or name. Raises NotFound."""
    if isinstance(customer, str):
        found = find_party(tx, CUSTOMER, customer)
    else:
        found = next((row[0] for row in _sql.parties(tx, CUSTOMER) if row[0] == customer), None)
    if found is None:
        raise NotFound(_("There is no customer '{name}'.").format(name=customer), _("Check the name on the tab."))
    return found
