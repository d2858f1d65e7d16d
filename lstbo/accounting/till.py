"""Counting the cash: what is there is compared with what the books say, and the difference is booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.accounting.cash import cash_account
from lstbo.accounting.journal import Entry, Posting, post_entry
from lstbo.accounting.periods import refuse_locked
from lstbo.accounting.reference import cash_flow_rules
from lstbo.core.errors import BadInput, Refused
from lstbo.core.language import _
from lstbo.core.money import money
from lstbo.core.text import clean_text
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class TillCount:
    """A counted cash account. `difference` = counted - expected: over +, short -."""

    doc: int
    account: str
    expected: Decimal
    counted: Decimal
    difference: Decimal


def count_till(
    tx: Transaction, *, business_date: date, counted: Decimal, account: str = "till_cash", memo: str = ""
) -> TillCount:
    """Compare counted cash with the books at the end of `business_date` and book the difference.

    Too little is an expense (cash short), too much is income (cash over). No difference posts nothing, but the count
    is on record. Raises BadInput for a negative count, PeriodLocked.
    """
    there, code = money(counted), cash_account(tx, account)
    if there < 0:
        raise BadInput(_("Counted cash cannot be negative."))
    refuse_locked(tx, [business_date])
    expected = _sql.balance(tx, [code], business_date, None)
    difference = there - expected
    title = clean_text(memo) or _("Counted {counted}, expected {expected}").format(counted=there, expected=expected)
    doc = tx.document("accounting", "till_count", business_date=business_date, title=title)
    if difference:
        role = "cash_over" if difference > 0 else "cash_short"
        line = cash_flow_rules().line_for_role(role, difference)
        postings = (Posting(code, difference), Posting(role, -difference))
        post_entry(tx, Entry(business_date, "till_count", title, postings, cash_flow=line), doc=doc)
    return TillCount(doc, code, expected, there, difference)


def refuse_counted(tx: Transaction, docs: Sequence[int], *, since: int) -> None:
    """Raise Refused when the documents just posted change cash that was counted after document `since` was booked (R13).

    A count says what the books expected; taking away what it was compared with would make its difference wrong.
    """
    found = _sql.count_after(tx, docs, since)
    if found is not None:
        number, day = found
        raise Refused(
            _("Document {later} counted the cash of {day} after this was booked.").format(
                later=number, day=day.isoformat()
            ),
            _("Reverse document {later} first, and count again.").format(later=number),
        )
