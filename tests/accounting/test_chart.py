from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lstbo.accounting.chart import Account, load_chart, make_chart, read_data, template, templates
from lstbo.accounting.reference import (
    cash_flow_rules,
    expense_role,
    expense_words,
    tax_rules,
    tender_roles,
    tender_words,
)
from lstbo.core.errors import BadInput, NotFound

CASH = Account("1", "", "现金", "Cash", "asset", "D", "posting", roles=("till_cash",))


@pytest.mark.parametrize("name", templates())
def test_a_chart_that_ships_is_well_formed(name: str) -> None:
    chart = load_chart(name)
    assert chart.template == name
    assert all(account.report_class for account in chart.posting_accounts())
    assert all(not account.parent or not chart.account(account.parent).is_posting for account in chart)


def test_both_charts_serve_the_same_roles() -> None:
    assert load_chart("cn-small").roles().keys() == load_chart("generic").roles().keys()


def test_the_chinese_chart_keeps_its_codes() -> None:
    chart = load_chart("cn-small")
    assert {role: chart.role(role).code for role in ("till_cash", "tabs", "inventory", "sales", "cogs", "rent")} == {
        "till_cash": "1001.01", "tabs": "1122.01", "inventory": "1405.01",
        "sales": "5001.01", "cogs": "5401.01", "rent": "5601.01",
    }  # fmt: skip


def test_every_head_of_the_chinese_chart_is_an_official_one() -> None:
    official = {row["code"]: row["name_zh"] for row in read_data("coa_official_66.csv")}
    heads = {account.code for account in load_chart("cn-small") if not account.parent}
    assert heads <= official.keys()


def test_a_group_adds_up_its_posting_accounts() -> None:
    chart = load_chart("generic")
    assert chart.posting_codes("1040") == ("1041", "1042", "1043", "1044", "1045")
    assert chart.posting_codes("1041") == ("1041",)
    assert chart.posting_codes("9999") == ()
    assert set(chart.posting_codes("1000")) == {a.code for a in chart.posting_accounts() if a.type == "asset"}


def test_tills_banks_and_wallets_are_cash_and_nothing_else_is() -> None:
    assert load_chart("generic").cash_codes() == (
        "1010", "1020", "1030", "1031", "1041", "1042", "1043", "1044", "1045",
    )  # fmt: skip
    assert all(code[:4] in ("1001", "1002", "1012") for code in load_chart("cn-small").cash_codes())


def test_goods_tabs_and_supplier_accounts_are_control_accounts() -> None:
    for name in templates():
        chart = load_chart(name)
        assert all(chart.role(r).control for r in ("inventory", "tabs", "payables", "grni", "stored_value"))
        assert not chart.role("rent").control


def test_an_unknown_code_or_role_is_not_found() -> None:
    chart = load_chart("cn-small")
    with pytest.raises(NotFound, match="9999"):
        chart.account("9999")
    with pytest.raises(NotFound, match="juggling"):
        chart.role("juggling")
    assert chart.find("rent") is chart.find("5601.01")


@pytest.mark.parametrize(
    "wrong",
    [
        replace(CASH, roles=()),
        replace(CASH, code="2"),
        replace(CASH, code="2", roles=(), parent="7"),
        replace(CASH, code="2", roles=(), parent="1"),
        replace(CASH, code="2", roles=(), kind="group", parent="2"),
        replace(CASH, code="2", kind="group", roles=("x",)),
        replace(CASH, code="2", roles=(), type="money"),
        replace(CASH, code="2", roles=(), normal_side="X"),
        replace(CASH, code="2", roles=(), name_zh=""),
        replace(CASH, code="2", roles=(), type="expense", is_cash=True),
    ],
)
def test_a_damaged_chart_is_refused(wrong: Account) -> None:
    with pytest.raises(BadInput):
        make_chart("mine", [CASH, wrong])


def test_a_template_says_what_freight_is_and_which_forms_it_files() -> None:
    assert template("cn-small").freight == "expense"
    assert template("generic").freight == "capitalise"
    assert template("cn-small").balance_sheet == "bs-cn"
    with pytest.raises(NotFound):
        template("moon")


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        ("2022-12-31", "0.03"),
        ("2023-01-01", "0.01"),
        ("2026-11-22", "0.01"),
        ("2027-12-31", "0.01"),
        ("2028-01-01", "0.03"),
    ],
)
def test_the_small_scale_rate_of_a_day_is_found_once(day: str, rate: str) -> None:
    when = date.fromisoformat(day)
    found = [
        rule.rate
        for rule in tax_rules("cn-small")
        if rule.code == "VAT" and rule.valid_from <= when and (rule.valid_to is None or when <= rule.valid_to)
    ]
    assert found == [Decimal(rate)]


def test_every_tender_word_and_cash_flow_rule_names_a_role_of_both_charts() -> None:
    roles = set(load_chart("generic").roles())
    assert set(tender_roles().values()) <= roles
    assert set(expense_words().values()) <= roles
    assert set(cash_flow_rules().by_role) <= roles
    assert tender_words()["微信支付"] == "wechat"
    assert tender_words()["tab"] == "tab"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("房租", "rent"),
        ("10月水电费", "utilities"),
        ("Shop rent October", "rent"),
        ("parent", None),
        ("银行手续费", "bank_charges"),
    ],
)
def test_an_expense_is_understood_by_its_words(text: str, role: str | None) -> None:
    assert expense_role(text) == role


def test_a_loan_is_one_line_coming_in_and_another_going_out() -> None:
    rules = cash_flow_rules()
    assert rules.line_for_role("loans_short", Decimal("1000")) == "14"
    assert rules.line_for_role("loans_short", Decimal("-1000")) == "16"
    assert rules.line_for_role("payables", Decimal("-5")) == "3"
    assert rules.line("transfer") == ""
