"""Every account role the documents post to exists in every chart that ships."""

from __future__ import annotations

import pytest

from lstbo.accounting import load_chart, templates
from lstbo.inventory import REASONS

POSTED = {
    "accrued_expenses", "bad_debts", "cash_over", "cash_short", "drawings", "freight_in", "interest_expense",
    "inventory", "loans_short", "opening_suspense", "owner_capital", "payables", "payment_fees", "purchase_rebates",
    "purchase_variance", "settlement_discount", "shrinkage", "tabs", "till_cash", "wages", "wages_payable",
}  # fmt: skip


@pytest.mark.parametrize("template", templates())
def test_a_chart_has_an_account_for_whatever_is_posted(template: str) -> None:
    wanted = POSTED | {reason.role for reason in REASONS.values() if reason.role}
    assert wanted - set(load_chart(template).roles()) == set()
