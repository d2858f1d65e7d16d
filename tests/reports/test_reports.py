"""Reports as data, against figures known by hand."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lstbo.accounting import Posting, post_voucher
from lstbo.core.errors import NotFound, Usage
from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.reports import REPORTS, Asked, Report, make_report, monthly_pack, plain
from lstbo.reports.cover import _written
from lstbo.reports.paper import render_pack
from lstbo.storage import Book, Transaction

Make = Callable[..., Report]


def data(report: Report) -> Any:
    return json.loads(json.dumps(report.data))


def test_the_trial_balance_has_the_agreed_shape(report: Make) -> None:
    found = data(report("trial-balance", "2026-01"))
    assert (found["period"], found["total_debit"], found["total_credit"]) == ("2026-01", "11550.00", "11550.00")
    assert found["rows"][0] == {
        "account": "1001.01", "name": "Till (cash drawer)", "opening": "0.00", "debit": "400.00", "credit": "0.00",
        "closing": "400.00",
    }  # fmt: skip
    assert data(report("trial-balance"))["period"] is None


@pytest.mark.parametrize(
    ("name", "line", "amount"),
    [("income", 32, "-50.00"), ("balance-sheet", 30, "10450.00"), ("cash-flow", 22, "10100.00")],
)
def test_statements_have_the_agreed_shape(report: Make, name: str, line: int, amount: str) -> None:
    found = data(report(name, "2026-01"))
    assert set(found) >= {"form", "period", "rows"}
    assert all(set(row) == {"line", "name", "amount", "comparative"} for row in found["rows"])
    row = next(row for row in found["rows"] if row["line"] == line)
    assert (row["amount"], row["comparative"]) == (amount, "0.00")
    assert report(name, "2026-01").table.notes == ()


def test_names_follow_the_language_and_keys_do_not(tx: Transaction) -> None:
    set_language("zh")
    found = data(make_report(tx, "trial-balance", Asked(Period.parse("2026-01"))))
    assert found["rows"][0]["name"] == "收银钱箱"


def test_a_day_of_the_day_book_adds_up(report: Make) -> None:
    first, second = data(report("day-book", "2026-02"))["rows"]
    assert first == {
        "date": "2026-02-01", "receipts": 2, "gross": "33.50", "discount": "0.50", "refunds": "0.00", "net": "33.00",
        "tax": "0.33", "cost": "15.00", "margin": "17.67", "rounding": "0.00",
        "tenders": {"cash": "27.00", "wechat": "6.00"},
    }  # fmt: skip
    assert (second["gross"], second["refunds"], second["net"], second["rounding"]) == ("5.20", "10.00", "-4.80", "0.20")
    assert sum(map(Decimal, second["tenders"].values())) + Decimal("0.20") == Decimal("-4.80")


def test_the_day_book_agrees_with_the_ledger(report: Make) -> None:
    table = report("day-book", "2026-02").table
    totals: dict[str, Any] = dict(zip([c.key for c in table.columns], table.totals or (), strict=True))
    income = {row["line"]: Decimal(row["amount"]) for row in data(report("income", "2026-02"))["rows"]}
    assert totals["net"] - totals["tax"] - totals["rounding"] == income[1]
    assert totals["cost"] == income[2]


def test_a_report_that_shows_cost_says_where_it_is_unknown(report: Make) -> None:
    for name in ("day-book", "stock-list", "stock-value", "margins", "monthly"):
        assert report(name, "2026-02").table.notes == ("Cost unknown for 2 items, sales 8.20.",)
    assert report("stock-list", "2026-01").table.notes == ()


def test_the_cash_book_carries_each_account_forward(report: Make) -> None:
    accounts = {book["account"]: book for book in data(report("cash-book", "2026-02"))["accounts"]}
    till = accounts["1001.01"]
    assert (till["opening"], till["closing"], len(till["rows"])) == ("400.00", "417.00", 2)
    assert (till["rows"][1]["in"], till["rows"][1]["out"]) == ("0.00", "10.00")
    only = data(report("cash-book", "2026-02", subject="till_cash"))["accounts"]
    assert [book["account"] for book in only] == ["1001.01"]


def test_the_ledger_needs_an_account_that_exists(report: Make) -> None:
    assert data(report("ledger", "2026-02", subject="till_cash"))["closing"] == "417.00"
    with pytest.raises(Usage):
        report("ledger", "2026-02")
    with pytest.raises(NotFound):
        report("ledger", "2026-02", subject="9999")


def test_the_stock_list_is_a_list_with_the_agreed_keys(report: Make) -> None:
    found = {row["item"]: row for row in data(report("stock-list"))}
    assert set(found["A1"]) == {
        "item", "name", "barcode", "category", "quantity", "unit", "unit_cost", "value", "price", "last_sold",
    }  # fmt: skip
    assert (found["A1"]["quantity"], found["A1"]["value"]) == ("48.000", "240.00")
    assert found["A1"]["last_sold"] == "2026-02-01"
    assert found["A2"]["unit_cost"] is None


def test_stock_value_is_the_inventory_account(report: Make) -> None:
    found = data(report("stock-value", as_of=date(2026, 1, 10)))
    assert (found["as_of"], found["total"]) == ("2026-01-10", "300.00")
    assert data(report("stock-value"))["total"] == data(report("ledger", subject="inventory"))["closing"]


def test_a_stock_card_starts_with_what_was_there(report: Make) -> None:
    rows = data(report("stock-card", "2026-02", subject="A1"))["rows"]
    assert [(row["what"], row["quantity"]) for row in rows] == [
        ("brought_forward", "50.000"), ("sale", "47.000"), ("customer_return", "48.000"),
    ]  # fmt: skip


def test_margins_take_tax_and_cost_from_sales(report: Make) -> None:
    best = data(report("margins", "2026-02"))["rows"][0]
    assert (best["item"], best["net"], best["tax"], best["cost"], best["margin"], best["rate"]) == (
        "A1", "20.00", "0.20", "10.00", "9.80", "49.5",
    )  # fmt: skip


def test_what_was_not_known_yet_shows_in_no_report(report: Make) -> None:
    assert data(report("day-book", "2026-02", known_at=6))["rows"] == []
    assert data(report("stock-card", subject="A1", known_at=4))["rows"][-1]["quantity"] == "60.000"
    assert data(report("trial-balance", known_at=2))["total_debit"] == "10000.00"


def test_the_monthly_pack_holds_what_an_accountant_asks_for(tx: Transaction) -> None:
    out = io.BytesIO()
    pack = monthly_pack(tx, Asked(Period.parse("2026-02")))
    assert render_pack(pack, out, language="en") == 6
    assert [section.title.partition(" · ")[0] for section in pack.sections][:9] == [
        "Monthly report", "The period in figures", "Sales by day", "Income statement", "Balance sheet",
        "Cash-flow statement", "Trial balance", "Customer tabs", "Owed to suppliers",
    ]  # fmt: skip
    assert pack.footer.startswith("Documents to 7 · chain 7:")


def test_the_key_figures_stand_beside_those_of_the_month_before(report: Make) -> None:
    found = {row["figure"]: (row["amount"], row["before"]) for row in data(report("monthly", "2026-02"))["figures"]}
    assert found["receipts"] == ("4", "0") and found["net"] == ("28.20", "0.00")
    assert (found["cash"], found["tabs"]) == (("10128.00", "10100.00"), ("100.00", "100.00"))
    assert found["payables"] == ("500.00", "500.00") and found["stock"] == ("240.00", "250.00")
    assert {row["before"] for row in data(report("monthly", "2026-01"))["figures"]} == {None}


def test_the_cost_of_the_key_figures_adds_up_to_the_income_statement(shop: Path, tmp_path: Path) -> None:
    mine = Path(shutil.copy(shop, tmp_path))
    shutil.copy(f"{shop}.anchor", tmp_path)
    lines = [Posting("purchase_variance", Decimal("0.66")), Posting("till_cash", Decimal("-0.66"))]
    with Book.open(mine) as book:
        with book.write("test") as tx:
            post_voucher(tx, lines, business_date=date(2026, 2, 9), memo="variance")
        with book.read() as tx:
            made = data(make_report(tx, "monthly", Asked(Period.parse("2026-02"))))
    found = {row["figure"]: row["amount"] for row in made["figures"]}
    assert (found["cost"], found["other_cost"]) == ("10.00", "0.66")


def test_large_key_figures_are_grouped(tx: Transaction) -> None:
    assert _written("net", Decimal("55977.92")) == Decimal("55977.92")  # grouped by the kind of its column
    assert _written("receipts", Decimal(2481)) == "2,481"


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_can_be_made_for_an_empty_month(report: Make, name: str) -> None:
    subject = {"account": "bank", "item": "A1"}.get(REPORTS[name].subject, "")
    made = report(name, "2030-07", subject=subject)
    assert made.name == name
    json.dumps(made.data)
    for row in made.table.rows:
        assert len(row) == len(made.table.columns)
        assert not any(isinstance(plain(cell), float) for cell in row)


def test_an_unknown_report_is_named_with_those_that_exist(tx: Transaction) -> None:
    with pytest.raises(Usage, match="trial-balance"):
        make_report(tx, "profits", Asked())
    with pytest.raises(Usage, match="2026-10"):
        make_report(tx, "monthly", Asked())
