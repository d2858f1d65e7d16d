"""The sample shop's files: the same every time, by the standard files' rules, with its planted mistakes."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from stdnum import ean

from sample_data.make_shop import write_shop

FEN = Decimal("0.01")
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shop(tmp_path_factory.mktemp("shop"), months=2)


@pytest.fixture(scope="module")
def card(shop: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shop / "shop.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def sales(shop: Path) -> Rows:
    return rows_of(shop, "sales-*.csv")


@pytest.fixture(scope="module")
def receipts(sales: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in sales:
        found[row["receipt_id"]].append(row)
    return found


def rows_of(folder: Path, pattern: str) -> Rows:
    rows: Rows = []
    for path in sorted(folder.glob(pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            rows.extend(csv.DictReader(file))
    return rows


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def tender_amounts(row: dict[str, str]) -> dict[str, Decimal]:
    parts = [part.split(":") for part in row["tender"].split(";")]
    return {part[0]: Decimal(part[1]) if len(part) == 2 else Decimal(row["amount_paid"]) for part in parts}


def stock_by_day(folder: Path) -> dict[str, dict[str, Decimal]]:
    """Units per item at the close of every day on which it moved, receipts of the day counted first."""
    moves: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows_of(folder, "opening.csv"):
        if row["kind"] == "stock":
            moves[row["item"]][row["date"]] += Decimal(row["quantity"])
    for row in rows_of(folder, "purchases-*.csv"):
        moves[row["item"]][row["received_at"][:10]] += Decimal(row["quantity"])
    for row in rows_of(folder, "sales-*.csv"):
        if row["kind"] != "void":
            moves[row["item"]][row["sold_at"][:10]] -= Decimal(row["quantity"])
    for row in rows_of(folder, "documents.csv"):
        if row["kind"] == "waste":
            moves[row["item"]][row["date"]] -= Decimal(row["quantity"])
    balances: dict[str, dict[str, Decimal]] = {}
    for item, by_day in moves.items():
        running = Decimal(0)
        balances[item] = {}
        for day in sorted(by_day):
            running += by_day[day]
            balances[item][day] = running
    return balances


def money_by_day(folder: Path) -> dict[str, dict[str, Decimal]]:
    """Till, wallets, card takings and bank at the close of every day, as the files alone say it."""
    moves: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    roles = {"till_cash": "cash", "wallet.wechat": "wechat", "wallet.alipay": "alipay", "bank": "bank"}
    for row in rows_of(folder, "opening.csv"):
        if row["kind"] == "account":
            moves[row["date"]][roles[row["account"]]] += Decimal(row["amount"])
    for row in rows_of(folder, "sales-*.csv"):
        if row["tender"] and row["kind"] != "void":
            for name, amount in tender_amounts(row).items():
                moves[row["sold_at"][:10]][name] += amount
    for row in rows_of(folder, "purchases-*.csv"):
        if row["paid_from"]:
            cost = rounded(Decimal(row["quantity"]) * Decimal(row["unit_cost"]))
            moves[row["received_at"][:10]][row["paid_from"]] -= cost
    for row in rows_of(folder, "expenses.csv"):
        moves[row["date"]][row["paid_from"]] -= Decimal(row["amount"])
    signs = {"payment": -1, "drawing": -1, "transfer": -1, "tab_payment": 1, "capital": 1}
    counts: dict[str, Decimal] = {}
    for row in rows_of(folder, "documents.csv"):
        amount = Decimal(row["amount"] or 0)
        moves[row["date"]][row["paid_from"]] += signs.get(row["kind"], 0) * amount
        if row["kind"] == "transfer":
            moves[row["date"]][row["account"]] += amount
        if row["kind"] == "shift_count":
            counts[row["date"]] = amount
    running: dict[str, Decimal] = defaultdict(Decimal)
    balances: dict[str, dict[str, Decimal]] = {}
    for day in sorted(moves):
        for place, amount in moves[day].items():
            running[place] += amount
        if day in counts:
            running["cash"] = counts[day]
        balances[day] = {place: running[place] for place in ("cash", "wechat", "alipay", "card", "bank")}
    return balances


def test_two_runs_give_the_same_bytes_and_another_seed_gives_others(tmp_path: Path) -> None:
    first = digest(write_shop(tmp_path / "a", months=1))
    assert digest(write_shop(tmp_path / "b", months=1)) == first
    assert digest(write_shop(tmp_path / "c", months=1, seed=7)) != first


def test_less_than_a_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="months"):
        write_shop(tmp_path, months=0)


def test_there_are_about_four_hundred_items_with_distinct_names_and_codes(shop: Path) -> None:
    items = rows_of(shop, "items.csv")
    assert 380 <= len(items) <= 460
    assert len({row["name"] for row in items}) == len({row["item"] for row in items}) == len(items)


def test_every_barcode_is_valid_and_used_once(shop: Path) -> None:
    codes: list[str] = []
    for row in rows_of(shop, "items.csv"):
        codes.append(row["barcode"])
        codes += [pack.split(":")[0] for pack in row["pack_barcodes"].split(";") if pack]
    assert len(set(codes)) == len(codes)
    assert all(ean.is_valid(code) for code in codes)
    assert {len(code) for code in codes} == {8, 13, 14}
    made_outside = [code for code in codes if len(code) != 14 and not code.startswith("2")]
    assert all(code.startswith("69") for code in made_outside)


def test_weighed_goods_have_in_store_codes_and_fractions(shop: Path, sales: Rows) -> None:
    weighed = {row["item"]: row["barcode"] for row in rows_of(shop, "items.csv") if row["unit"] == "斤"}
    assert all(code.startswith("21") for code in weighed.values())
    sold = [row["quantity"] for row in sales if row["item"] in weighed]
    assert sum("." in quantity for quantity in sold) > 0.9 * len(sold)


def test_every_line_is_quantity_times_price_less_discount(sales: Rows) -> None:
    for row in sales:
        gross = rounded(Decimal(row["quantity"]) * Decimal(row["unit_price"]))
        assert Decimal(row["net"]) == gross - Decimal(row["discount"])
        assert Decimal(row["unit_price"]) > 0


def test_refunds_are_negative_and_nothing_else_is(sales: Rows) -> None:
    assert {"sale", "refund", "void"} == {row["kind"] for row in sales}
    for row in sales:
        negative = row["kind"] == "refund"
        assert (Decimal(row["quantity"]) < 0) == negative
        assert (Decimal(row["net"]) < 0) == negative


def test_tenders_add_up_to_what_was_paid_and_rounding_stays_under_one_yuan(receipts: dict[str, Rows]) -> None:
    splits = 0
    for rows in receipts.values():
        head = rows[0]
        paid, net = Decimal(head["amount_paid"]), sum(Decimal(row["net"]) for row in rows)
        assert sum(tender_amounts(head).values()) == paid
        assert 0 <= net - paid < 1
        assert all(row["tender"] == row["amount_paid"] == "" for row in rows[1:])
        assert bool(head["customer"]) == (head["tender"] == "tab")
        splits += ";" in head["tender"]
    assert splits > 10


def test_receipt_numbers_are_not_reused_and_a_receipt_is_one_moment(receipts: dict[str, Rows]) -> None:
    for number, rows in receipts.items():
        assert {row["sold_at"] for row in rows} == {rows[0]["sold_at"]}
        assert number.startswith(rows[0]["sold_at"][:10].replace("-", ""))
        assert 1 <= len(rows) <= 6
        assert len({row["item"] for row in rows}) == len(rows)
    assert 60 * 61 <= len(receipts) <= 110 * 61


def test_stock_is_never_negative_but_for_the_planted_item(shop: Path, card: dict[str, Any]) -> None:
    below = {item for item, days in stock_by_day(shop).items() if min(days.values()) < 0}
    assert below == {card["planted"]["oversold_item"]["item"]}


def test_the_card_knows_the_stock_at_the_end(shop: Path, card: dict[str, Any]) -> None:
    counted = {item: list(days.values())[-1] for item, days in stock_by_day(shop).items()}
    for item, quantity in card["at_end"]["stock"].items():
        assert counted.get(item, Decimal(0)) == Decimal(quantity)


def test_no_place_of_money_is_ever_overdrawn_and_the_card_knows_the_end(
        shop: Path, card: dict[str, Any]) -> None:
    days = money_by_day(shop)
    assert min(amount for places in days.values() for amount in places.values()) >= 0
    end = list(days.values())[-1]
    assert {place: str(amount) for place, amount in end.items()} == card["at_end"]["money"]


def test_the_card_knows_the_month(sales: Rows, card: dict[str, Any]) -> None:
    month = card["months"]["2026-10"]
    booked = [row for row in sales if row["sold_at"].startswith("2026-10") and row["kind"] != "void"]
    assert str(sum(Decimal(row["net"]) for row in booked)) == month["net"]
    assert len({row["receipt_id"] for row in booked}) == month["receipts"]
    tenders = sum(Decimal(amount) for name, amount in month.items() if name.startswith("tender."))
    assert tenders == Decimal(month["net"])


def test_a_delivery_was_entered_twice(shop: Path, card: dict[str, Any]) -> None:
    planted = card["planted"]["double_delivery"]
    lines: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows_of(shop, "purchases-*.csv"):
        lines[row["document"]].append((row["item"], row["quantity"], row["unit_cost"]))
    assert lines[planted["document"]] == lines[planted["copy_document"]]
    total = sum(rounded(Decimal(units) * Decimal(cost)) for _, units, cost in lines[planted["document"]])
    assert str(total) == planted["amount"]
    billed = {row["document"] for row in rows_of(shop, "documents.csv") if row["kind"] == "bill"}
    assert planted["document"] in billed and planted["copy_document"] not in billed


def test_an_old_tab_is_never_paid(shop: Path, sales: Rows, card: dict[str, Any]) -> None:
    planted = card["planted"]["unpaid_tab"]
    paid = [row for row in rows_of(shop, "documents.csv") if row["party"] == planted["customer"]]
    opening = sum(Decimal(row["amount"]) for row in rows_of(shop, "opening.csv")
                  if row["party"] == planted["customer"])
    bought = sum(Decimal(row["amount_paid"]) for row in sales if row["customer"] == planted["customer"])
    assert not paid
    assert str(opening + bought) == planted["balance"] == card["at_end"]["tabs"][planted["customer"]]


def test_an_item_is_oversold_until_a_late_receipt(shop: Path, card: dict[str, Any]) -> None:
    planted = card["planted"]["oversold_item"]
    days = stock_by_day(shop)[planted["item"]]
    negative = [day for day, units in days.items() if units < 0]
    assert negative[0] == planted["negative_since"] < planted["received"]
    assert negative[-1] < planted["received"]
    assert days[planted["received"]] > 0


def test_the_till_is_short_once(shop: Path, card: dict[str, Any]) -> None:
    planted = card["planted"]["short_till"]
    documents = rows_of(shop, "documents.csv")
    counts = {row["date"]: row["amount"] for row in documents if row["kind"] == "shift_count"}
    assert counts[planted["date"]] == planted["counted"]
    assert Decimal(planted["counted"]) - Decimal(planted["expected"]) == Decimal("-52.00")


def test_a_dead_item_has_stock_and_no_late_sale(shop: Path, sales: Rows, card: dict[str, Any]) -> None:
    planted = card["planted"]["dead_item"]
    sold = [row["sold_at"][:10] for row in sales if row["item"] == planted["item"]]
    assert max(sold) == planted["last_sale"]
    assert list(stock_by_day(shop)[planted["item"]].values())[-1] == Decimal(planted["quantity"]) > 0


def test_an_expired_lot_lies_on_the_shelf(shop: Path, sales: Rows, card: dict[str, Any]) -> None:
    planted = card["planted"]["expired_lot"]
    life = {row["item"]: row["shelf_life_days"] for row in rows_of(shop, "items.csv")}[planted["item"]]
    expires = date.fromisoformat(planted["received"]) + timedelta(days=int(life))
    assert str(expires) == planted["expires"] < card["last_day"]
    assert card["at_end"]["stock"][planted["item"]] == planted["left"] == "8"
    assert max(row["sold_at"][:10] for row in sales if row["item"] == planted["item"]) < planted["expires"]


def test_documents_are_in_order_and_of_known_kinds(shop: Path) -> None:
    rows = rows_of(shop, "documents.csv")
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert {row["kind"] for row in rows} == {"bill", "payment", "tab_payment", "waste", "drawing", "capital",
                                             "transfer", "shift_count"}
    reasons = {row["memo"] for row in rows if row["kind"] == "waste"}
    assert reasons <= {"expired", "damaged", "theft", "own_use", "sample", "gift"}


def test_bills_and_payables_agree_with_the_card(shop: Path, card: dict[str, Any]) -> None:
    owed: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(shop, "opening.csv"):
        if row["kind"] == "payable":
            owed[row["party"]] += Decimal(row["amount"])
    delivered: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(shop, "purchases-*.csv"):
        if not row["paid_from"]:
            amount = rounded(Decimal(row["quantity"]) * Decimal(row["unit_cost"]))
            owed[row["supplier"]] += amount
            delivered[row["document"]] += amount
    different = []
    for row in rows_of(shop, "documents.csv"):
        if row["kind"] == "payment":
            owed[row["party"]] -= Decimal(row["amount"])
        if row["kind"] == "bill" and Decimal(row["amount"]) != delivered[row["document"]]:
            owed[row["party"]] += Decimal(row["amount"]) - delivered[row["document"]]
            different.append(row["document"])
    assert {name: str(amount) for name, amount in owed.items() if amount} == card["at_end"]["payables"]
    assert different == [card["planted"]["bill_difference"]["document"]]


def test_a_year_is_a_believable_small_shop(tmp_path: Path) -> None:
    year = write_shop(tmp_path / "year")
    card = json.loads((year / "shop.json").read_text(encoding="utf-8"))
    months = card["months"]
    net = sum(Decimal(month["net"]) for month in months.values())
    bought = sum(Decimal(month["purchases"]) for month in months.values())
    spent = sum(Decimal(month["expenses"]) for month in months.values())
    assert card["first_day"] == "2025-11-01" and min(months) == "2025-11" and len(months) == 12
    assert 24_000 <= sum(month["receipts"] for month in months.values()) <= 31_000
    assert Decimal("0.15") < 1 - bought / net < Decimal("0.30")
    assert Decimal(0) < net - bought - spent < net / 8
    assert {"2026-02-17", "2026-02-18"}.isdisjoint(
        row["sold_at"][:10] for row in rows_of(year, "sales-2026-02.csv"))
    days = stock_by_day(year)
    assert {item for item, units in days.items() if min(units.values()) < 0} == {"Y001"}
    assert min(amount for places in money_by_day(year).values() for amount in places.values()) >= 0


@pytest.mark.parametrize(
    ("end", "seed"), [(date(2026, 3, 8), 1), (date(2024, 2, 29), 2), (date(2026, 2, 28), 3)])
def test_other_ends_and_seeds_plant_the_same_mistakes(tmp_path: Path, end: date, seed: int) -> None:
    out = write_shop(tmp_path, months=1, end=end, seed=seed)
    card = json.loads((out / "shop.json").read_text(encoding="utf-8"))
    assert set(card["planted"]) == {"bill_difference", "dead_item", "double_delivery", "expired_lot",
                                    "oversold_item", "short_till", "unpaid_tab"}
    below = {item for item, units in stock_by_day(out).items() if min(units.values()) < 0}
    assert below == {card["planted"]["oversold_item"]["item"]}


def test_what_git_keeps_is_small() -> None:
    folder = Path(__file__).parents[2] / "sample_data"
    kept = [path for path in folder.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in kept) < 300_000


def test_every_expense_word_is_one_the_shop_program_knows(shop: Path) -> None:
    known = {"房租", "代理记账", "工资", "水电费", "通讯费", "垃圾费", "耗材", "手续费", "维修费", "证照"}
    assert {row["category"] for row in rows_of(shop, "expenses.csv")} <= known
