from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstbo.accounting.chart import load_chart, template, templates
from lstbo.accounting.formula import Word, lines, parse, words
from lstbo.accounting.statements import (
    Form,
    FormRow,
    LedgerFigures,
    StatementRow,
    check_statements,
    evaluate,
    load_form,
)
from lstbo.core.errors import BadInput, NotFound

FORMS = ["bs-cn", "is-cn", "cf-cn", "bs-generic", "is-generic", "cf-generic"]
CN = load_chart("cn-small")

# A month by hand: the owner brings 100,000, buys goods for 30,000 on credit and pays the supplier 35,000; sells for
# 20,200 in cash and 1,010 on a tab (1 % tax inside), goods that cost 14,000; another customer pays 50 too much on the
# tab; the rent is 3,000; the owner takes 500.
MONTH = [
    ("1002.01", None, "100000.00"), ("3001.01", None, "-100000.00"),
    ("1405.01", None, "30000.00"), ("2202.01", 1, "-30000.00"),
    ("1001.01", None, "20200.00"), ("5001.01", None, "-20000.00"), ("2221.01", None, "-200.00"),
    ("5401.01", None, "14000.00"), ("1405.01", None, "-14000.00"),
    ("1122.01", 7, "1010.00"), ("5001.01", None, "-1000.00"), ("2221.01", None, "-10.00"),
    ("1001.01", None, "50.00"), ("1122.01", 8, "-50.00"),
    ("5601.01", None, "3000.00"), ("1002.01", None, "-3000.00"),
    ("2202.01", 1, "35000.00"), ("1002.01", None, "-35000.00"),
    ("3104.10", None, "500.00"), ("1001.01", None, "-500.00"),
]  # fmt: skip
CASH = [
    ("15", "100000.00"),
    ("1", "20200.00"),
    ("1", "50.00"),
    ("6", "-3000.00"),
    ("3", "-35000.00"),
    ("18", "-500.00"),
]


def month() -> LedgerFigures:
    postings = [(account, party, Decimal(amount)) for account, party, amount in MONTH]
    flows = [(account, amount) for account, _party, amount in postings]
    return LedgerFigures(CN, postings, flows, [(line, Decimal(amount)) for line, amount in CASH])


def amounts(form: str, figures: LedgerFigures) -> dict[int, Decimal]:
    rows = evaluate(load_form(form), figures)
    return {row.line: row.amount for row in rows if row.amount}


def test_the_balance_sheet_of_a_month_made_by_hand() -> None:
    found = amounts("bs-cn", month())
    assert found == {
        1: Decimal("81750.00"), 4: Decimal("1010.00"), 5: Decimal("5000.00"), 9: Decimal("16000.00"),
        12: Decimal("16000.00"), 15: Decimal("103760.00"), 30: Decimal("103760.00"), 34: Decimal("50.00"),
        36: Decimal("210.00"), 41: Decimal("260.00"), 47: Decimal("260.00"), 48: Decimal("100000.00"),
        51: Decimal("3500.00"), 52: Decimal("103500.00"), 53: Decimal("103760.00"),
    }  # fmt: skip


def test_the_income_statement_of_a_month_made_by_hand() -> None:
    assert amounts("is-cn", month()) == {
        1: Decimal("21000.00"), 2: Decimal("14000.00"), 11: Decimal("3000.00"),
        21: Decimal("4000.00"), 30: Decimal("4000.00"), 32: Decimal("4000.00"),
    }  # fmt: skip


def test_the_cash_flow_of_a_month_made_by_hand_ends_at_the_cash_of_the_balance_sheet() -> None:
    assert amounts("cf-cn", month()) == {
        1: Decimal("20250.00"), 3: Decimal("35000.00"), 6: Decimal("3000.00"), 7: Decimal("-17750.00"),
        15: Decimal("100000.00"), 18: Decimal("500.00"), 19: Decimal("99500.00"),
        20: Decimal("81750.00"), 22: Decimal("81750.00"),
    }  # fmt: skip


def test_the_generic_forms_give_the_same_month_in_their_own_lines() -> None:
    assert amounts("bs-generic", month()) == {
        1: Decimal("81750.00"), 2: Decimal("1010.00"), 3: Decimal("5000.00"), 5: Decimal("16000.00"),
        7: Decimal("103760.00"), 9: Decimal("103760.00"), 11: Decimal("50.00"), 12: Decimal("210.00"),
        15: Decimal("260.00"), 17: Decimal("260.00"), 18: Decimal("100000.00"), 20: Decimal("4000.00"),
        21: Decimal("-500.00"), 22: Decimal("103500.00"), 23: Decimal("103760.00"),
    }  # fmt: skip
    assert amounts("is-generic", month())[3] == Decimal("7000.00")


def test_the_rules_between_statements_hold_for_the_month() -> None:
    tables = {"BS": "bs-cn", "IS": "is-cn", "CF": "cf-cn"}
    rows = {name: evaluate(load_form(form), month()) for name, form in tables.items()}
    rows["BS0"] = evaluate(load_form("bs-cn"), LedgerFigures(CN, []))
    rows["D"] = [StatementRow(1, "", 0, "", "", Decimal("500.00"))]
    assert check_statements("cn-small", rows) == []


def test_a_cash_movement_without_its_line_is_found() -> None:
    postings = [("1001.01", None, Decimal("10.00")), ("5001.01", None, Decimal("-10.00"))]
    figures = LedgerFigures(CN, postings, [("5001.01", Decimal("-10.00"))])
    rows = {"BS": evaluate(load_form("bs-cn"), figures), "CF": evaluate(load_form("cf-cn"), figures)}
    faults = check_statements("cn-small", rows)
    assert [(f.rule, f.severity, f.left, f.right) for f in faults] == [("CF.L22 = BS.L1", "hard", 0, Decimal("10.00"))]


def test_an_opening_booked_in_the_period_counts_as_opening_cash() -> None:
    figures = LedgerFigures(CN, [], [], [("0", Decimal("300.00"))], Decimal("20.00"))
    assert amounts("cf-cn", figures) == {21: Decimal("320.00"), 22: Decimal("320.00")}


def test_a_closed_month_keeps_its_undistributed_profit() -> None:
    closed = [("1001.01", None, Decimal("90.00")), ("3103", None, Decimal("-90.00"))]
    assert amounts("bs-cn", LedgerFigures(CN, closed))[51] == Decimal("90.00")


@pytest.mark.parametrize("name", FORMS)
def test_every_formula_that_ships_can_be_read_and_worked_out(name: str) -> None:
    form = load_form(name)
    known = {row.line for row in form.rows if row.formula}
    assert {found.line for row in form.rows if row.formula for found in lines(parse(row.formula))} <= known
    rows = evaluate(form, LedgerFigures(CN, []))
    assert [row.amount or None for row in rows] == [None] * len(form.rows)
    assert all(row.name_zh and row.name_en for row in form.rows)


def test_every_account_that_a_chinese_form_names_is_official() -> None:
    from lstbo.accounting.chart import read_data

    official = {row["code"] for row in read_data("coa_official_66.csv")}
    named = {
        word.arguments[0]
        for name in ("bs-cn", "is-cn")
        for row in load_form(name).rows
        for word in words(parse(row.formula))
        if word.arguments
    }
    assert {code for code in named if "." not in code} <= official
    assert {code for code in named if "." in code} <= {account.code for account in CN}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1+",
        "bal(",
        "bal(1001",
        "L",
        "L1L2",
        "1..2",
        "a b",
        "__import__('os')",
        "SUM(L3:L1)",
        "L1;L2",
        "(" * 50,
        "1.2.3",
    ],
)
def test_a_malformed_formula_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse(text)


def test_a_formula_word_takes_accounts_and_tags() -> None:
    assert parse("tag(5403,consumption)") == Word("tag", ("5403", "consumption"))
    assert parse("bal(1001.01)") == Word("bal", ("1001.01",))


@pytest.mark.parametrize("formula", ["L2", "L1", "L9", "juggle(1001)", "bal()", "open_pl(1)", "BS.L1"])
def test_a_form_that_cannot_be_worked_out_is_refused(formula: str) -> None:
    rows = (FormRow(1, "", 0, "甲", "a", formula), FormRow(2, "", 0, "乙", "b", "L1"))
    with pytest.raises(BadInput):
        evaluate(Form("mine", "income", "", "", "", rows), LedgerFigures(CN, []))


def test_an_unknown_form_is_not_found() -> None:
    with pytest.raises(NotFound, match="bs-moon"):
        load_form("bs-moon")


ENTRIES = st.lists(
    st.tuples(
        st.integers(0, 10_000), st.integers(0, 10_000), st.integers(-(10**9), 10**9), st.sampled_from([None, 1, 2])
    ),
    max_size=25,
)


@pytest.mark.parametrize("chart_name", templates())
@settings(max_examples=60, deadline=None)
@given(entries=ENTRIES)
def test_any_balanced_ledger_gives_a_balanced_balance_sheet(
    chart_name: str, entries: list[tuple[int, int, int, int | None]]
) -> None:
    chart = load_chart(chart_name)
    codes = [account.code for account in chart.posting_accounts()]
    postings = []
    for debit, credit, fen, party in entries:
        postings.append((codes[debit % len(codes)], party, Decimal(fen) / 100))
        postings.append((codes[credit % len(codes)], None, -Decimal(fen) / 100))
    figures = LedgerFigures(chart, postings, [(account, amount) for account, _party, amount in postings])
    ships = template(chart_name)
    for form, assets, claims in (("bs-cn", 30, 53), ("bs-generic", 9, 23)):
        if form == ships.balance_sheet or form == "bs-generic":
            found = {row.line: row.amount for row in evaluate(load_form(form), figures)}
            assert found[assets] == found[claims]
    profit = {row.line: row.amount for row in evaluate(load_form("is-generic"), figures)}[12]
    assert profit == -figures.open_pl()
    if ships.income == "is-cn":
        assert {row.line: row.amount for row in evaluate(load_form("is-cn"), figures)}[32] == profit
