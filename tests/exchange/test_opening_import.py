"""Openings: balances, debts, tabs and stock as they were, the rest the owner's capital."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstbo.accounting import lock_period
from lstbo.core.errors import Refused
from lstbo.core.period import Period
from lstbo.storage import Book
from tests.exchange.import_shop import ImportShop, codes, d

HEADER = "kind,account,party,item,quantity,unit_cost,amount,date,memo"
TILL = "account,till_cash,,,,,800.00,2026-01-01,期初余额"
BANK = "account,银行,,,,,9000.00,2026-01-01,"
DEBT = "payable,,乐享食品,,,,2416.50,2026-01-01,"
TAB = "tab,,老周,,,,268.00,2025-07-28,"
GIFTS = "category,礼品,,,,,640.00,2026-01-01,"
COLA = "stock,,,A1,60,2.10,,2026-01-01,可乐"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportShop:
    monkeypatch.setenv("LSTBO_NOW", "2026-03-01T10:00")
    return ImportShop(tmp_path)


def test_what_is_left_over_is_the_owners(shop: ImportShop) -> None:
    result = shop.take("opening", shop.write("o.csv", HEADER, TILL, BANK, DEBT, TAB, GIFTS, COLA))
    assert (result.accepted, result.receipts, result.net) == (6, 2, d("8417.50"))
    assert str(result.first_date) == "2025-07-28"
    balances = {role: shop.balance(role) for role in ("till_cash", "bank", "payables", "tabs", "inventory")}
    assert balances == {
        "till_cash": d("800.00"), "bank": d("9000.00"), "payables": d("-2416.50"), "tabs": d("268.00"),
        "inventory": d("766.00"),
    }  # fmt: skip
    assert shop.balance("owner_capital") == d("-8417.50")


def test_the_same_file_twice_changes_nothing(shop: ImportShop) -> None:
    shop.take("opening", shop.write("o.csv", HEADER, TILL, DEBT, COLA))
    before = shop.documents()
    again = shop.take("opening", shop.write("p.csv", HEADER, COLA, TILL, DEBT))
    assert (again.duplicate, again.batch) == (3, None)
    assert shop.documents() == before


def test_a_longer_file_adds_what_is_new(shop: ImportShop) -> None:
    shop.take("opening", shop.write("o.csv", HEADER, TILL))
    result = shop.take("opening", shop.write("p.csv", HEADER, TILL, COLA))
    assert (result.duplicate, result.accepted) == (1, 1)
    assert shop.stock() == {"A1": (d("60"), d("126.00"))}


def test_another_figure_for_the_same_thing_is_held(shop: ImportShop) -> None:
    shop.take("opening", shop.write("o.csv", HEADER, TILL, COLA))
    result = shop.take("opening", shop.write("p.csv", HEADER, TILL, COLA.replace("60", "66")))
    assert (result.duplicate, codes(result)) == (1, [(3, "D_SUPERSEDES", "amount")])
    assert "import undo" in result.problems[0].suggestion
    assert shop.stock() == {"A1": (d("60"), d("126.00"))}


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("account,喵喵,,,,,5,,", "E_ACCOUNT", "account"),
        ("account,库存商品,,,,,5,,", "E_ACCOUNT", "account"),
        ("account,till_cash,,,,,,,", "E_NUMBER", "amount"),
        ("payable,,,,,,5,,", "E_EMPTY", "party"),
        ("喵,,,,,,5,,", "E_STATUS", "kind"),
        ("stock,,,A1,-1,2,,,", "E_SIGN", "quantity"),
        ("stock,,,A1,1,,,,", "E_EMPTY", "unit_cost"),
        ("stock,,,,1,2,,,", "E_ITEM", "item"),
        ("account,till_cash,,,,,5,2026-13-01,", "E_DATE", "date"),
    ],
)
def test_a_wrong_row_is_rejected_alone(shop: ImportShop, line: str, code: str, field: str) -> None:
    result = shop.take("opening", shop.write("o.csv", HEADER, line, TILL))
    assert (codes(result), result.accepted) == ([(2, code, field)], 1)


def test_a_trial_balance_of_another_program_opens_the_books(shop: ImportShop) -> None:
    lines = ("科目名称,期初借方,期初贷方", "库存现金,800.00,", "银行存款,9000.00,", "实收资本,,9800.00")
    assert shop.take("opening", shop.write("o.csv", *lines)).accepted == 3
    assert (shop.balance("till_cash"), shop.balance("owner_capital")) == (d("800.00"), d("-9800.00"))


def test_a_stock_list_opens_the_stock(shop: ImportShop) -> None:
    lines = ("商品编码,商品名称,库存数量,成本价", "A1,可乐,60,2.10", "A2,牛奶,0,4.00", "A3,纸巾,5,3.20")
    result = shop.take("opening", shop.write("o.csv", *lines))
    assert (result.accepted, result.ignored) == (2, 1)
    assert shop.stock() == {"A1": (d("60"), d("126.00")), "A3": (d("5"), d("16.00"))}


def test_a_list_of_customers_opens_their_tabs(shop: ImportShop) -> None:
    assert (
        shop.take("opening", shop.write("o.csv", "客户,商品,数量,余额", "老周,,,268.00", "孙会计,,,60.00")).accepted
        == 2
    )
    assert shop.balance("tabs") == d("328.00")


def test_items_opened_later_come_out_of_their_category(shop: ImportShop) -> None:
    shop.take("opening", shop.write("o.csv", HEADER, GIFTS))
    shop.take("items", shop.write("i.csv", "item,name,category", "L1,礼盒,礼品"))
    shop.take("opening", shop.write("p.csv", HEADER, "stock,,,L1,10,20.00,,2026-01-01,"))
    assert shop.balance("inventory") == d("640.00")


def test_unknown_items_are_held_when_asked(shop: ImportShop) -> None:
    result = shop.take("opening", shop.write("o.csv", HEADER, COLA, TILL), unknown="hold")
    assert (result.held, result.accepted, codes(result)) == (1, 1, [(2, "H_SKU_UNKNOWN", "item")])


def test_a_locked_month_holds_the_row(shop: ImportShop) -> None:
    with Book.open(shop.path) as book, book.write("lock") as tx:
        lock_period(tx, Period.parse("2026-01"))
    path = shop.write("o.csv", HEADER, TILL)
    assert codes(shop.take("opening", path)) == [(2, "H_PERIOD_LOCKED", "date")]
    assert shop.take("opening", path, accept_changes=True).accepted == 1


def test_undone_and_imported_again_is_imported_once(shop: ImportShop) -> None:
    path = shop.write("o.csv", HEADER, TILL, DEBT, TAB, GIFTS, COLA)
    shop.undo(shop.take("opening", path).batch)
    assert (shop.stock(), shop.balance("inventory"), shop.balance("owner_capital")) == ({}, d("0.00"), d("0.00"))
    assert shop.take("opening", path).accepted == 5
    assert (shop.balance("owner_capital"), shop.balance("tabs")) == (d("582.50"), d("268.00"))


def test_category_whose_value_items_took_out_is_not_undone_before_them(shop: ImportShop) -> None:
    first = shop.take("opening", shop.write("o.csv", HEADER, GIFTS))
    shop.take("items", shop.write("i.csv", "item,name,category", "L1,礼盒,礼品"))
    second = shop.take("opening", shop.write("p.csv", HEADER, "stock,,,L1,10,20.00,,2026-01-01,"))
    with pytest.raises(Refused, match="took value out"):
        shop.undo(first.batch)
    assert shop.balance("inventory") == d("640.00")
    shop.undo(second.batch)
    shop.undo(first.batch)
    assert shop.balance("inventory") == d("0.00")
