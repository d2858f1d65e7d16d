"""`import items`: an owner's list against the catalogue, a verdict per row."""

from __future__ import annotations

import csv
import time
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.catalog import (
    ItemKey,
    ItemRow,
    NewItem,
    RowVerdict,
    add_pattern,
    barcodes_of,
    create_items,
    create_unknown,
    import_items,
    item_by_code,
    list_items,
    price_on,
    resolve_lines,
)
from lstbo.catalog.store_codes import CodePattern
from tests.catalog.conftest import DAY, Shop

COLA = ItemRow(
    2, "C1", "6928804011142", "16928804011149:24", "可口可乐", "饮料", "瓶", "¥3.50", "2.10", "", None, "365"
)


def take(shop: Shop, *rows: ItemRow) -> list[RowVerdict]:
    return import_items(shop.tx, rows, doc=shop.doc, business_date=DAY)


def outcome(shop: Shop, row: ItemRow) -> tuple[str, str]:
    verdict = take(shop, row)[0]
    return verdict.verdict, verdict.problem.code if verdict.problem else ""


def test_a_row_makes_an_active_item_with_packs_and_price(shop: Shop) -> None:
    (verdict,) = take(shop, COLA)
    item = item_by_code(shop.tx, "C1")
    assert (verdict.verdict, verdict.what, verdict.item_id) == ("accepted", ("new",), item.id)
    assert (item.name, item.category, item.unit, item.status) == ("可口可乐", "饮料", "瓶", "active")
    assert (item.shelf_life_days, item.reference_cost) == (365, Decimal("2.1000"))
    assert price_on(shop.tx, item.id, DAY) == Decimal("3.5000")
    assert barcodes_of(shop.tx, item.id) == [("6928804011142", Decimal(1)), ("16928804011149", Decimal(24))]


def test_the_same_file_again_changes_nothing(shop: Shop) -> None:
    take(shop, COLA)
    assert [(verdict.verdict, verdict.what) for verdict in take(shop, COLA)] == [("duplicate", ())]


def test_a_change_says_what_changed_and_empty_cells_change_nothing(shop: Shop) -> None:
    take(shop, COLA)
    row = ItemRow(2, "C1", name="可口可乐 330ml", price=Decimal("3.8"), pack_barcodes="16928804011149:12")
    later = shop.tx.document("catalog", "items", business_date=DAY)
    (verdict,) = import_items(shop.tx, [row], doc=later, business_date=DAY)
    assert (verdict.verdict, verdict.what) == ("accepted", ("name", "barcode", "price"))
    item = item_by_code(shop.tx, "C1")
    assert (item.name, item.category, item.reference_cost) == ("可口可乐 330ml", "饮料", Decimal("2.1000"))
    assert price_on(shop.tx, item.id, DAY) == Decimal("3.8000")
    assert barcodes_of(shop.tx, item.id)[1] == ("16928804011149", Decimal(12))


def test_an_item_made_from_a_sale_gets_its_code_and_is_no_longer_to_review(shop: Shop) -> None:
    keys = [ItemKey("", "6928804011142", ""), ItemKey("", "", "Carrier bag")]
    sold = create_unknown(shop.tx, resolve_lines(shop.tx, keys), doc=shop.doc, valid_from=DAY)
    verdicts = take(shop, COLA, ItemRow(3, "B1", name="carrier bag", price="0.5"))
    assert [verdict.item_id for verdict in verdicts] == [found.item_id for found in sold.values()]
    assert verdicts[1].what == ("item", "name", "status", "price")
    assert [item.code for item in list_items(shop.tx, status="active")] == ["C1", "B1"]
    assert [found.item_id for found in resolve_lines(shop.tx, keys).values()] == [v.item_id for v in verdicts]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ItemRow(2, "A", barcode="6928804011143"), "E_GTIN_CHECK"),
        (ItemRow(2, "A", pack_barcodes="6928804011143:6"), "E_GTIN_CHECK"),
        (ItemRow(2, "A", barcode="6.92880E+12"), "E_GTIN_PRECISION"),
        (ItemRow(2, "6.92880E+12"), "E_GTIN_PRECISION"),
        (ItemRow(2, "A", barcode="692880\x004011142"), "E_ENCODING"),
        (ItemRow(2, "A", price="twelve"), "E_NUMBER"),
        (ItemRow(2, "A", price="1_000"), "E_NUMBER"),
        (ItemRow(2, "A", price="9" * 30), "E_NUMBER"),
        (ItemRow(2, "A", price="-1"), "E_SIGN"),
        (ItemRow(2, "A", shelf_life_days="1.5"), "E_NUMBER"),
        (ItemRow(2, "A", pack_barcodes="16928804011149:0"), "E_NUMBER"),
        (ItemRow(2), "E_EMPTY"),
    ],
)
def test_a_wrong_row_is_rejected_with_its_reason(shop: Shop, row: ItemRow, code: str) -> None:
    assert outcome(shop, row) == ("rejected", code)
    assert list_items(shop.tx) == []


def test_a_code_of_the_shop_itself_is_never_refused_for_its_check_digit(shop: Shop) -> None:
    add_pattern(shop.tx, CodePattern("1", 13, 2, 6, 8, 5, 2, "price"))
    for number, code in enumerate(("2000001023109", "2000003035003", "1000001000000"), start=2):
        assert outcome(shop, ItemRow(number, f"S{number}", barcode=code)) == ("accepted", ""), code


def test_an_item_twice_in_one_file_must_say_the_same(shop: Shop) -> None:
    rows = [COLA, COLA, ItemRow(4, "C1", price="9")]
    assert [verdict.verdict for verdict in take(shop, *rows)] == ["accepted", "duplicate", "rejected"]


def test_a_hidden_character_does_not_make_a_second_item(shop: Shop) -> None:
    take(shop, ItemRow(2, barcode="6928804011142", name="Cola"))
    assert take(shop, ItemRow(3, barcode="69288\u200b04011142", name="Cola"))[0].verdict == "duplicate"


def test_a_barcode_of_two_items_is_taken_with_a_note(shop: Shop) -> None:
    take(shop, COLA)
    (verdict,) = take(shop, ItemRow(3, "C2", "6928804011142", name="Cola light"))
    assert (verdict.verdict, verdict.what) == ("accepted", ("new",))
    assert verdict.problem is not None and verdict.problem.severity == "note"


def test_ten_thousand_rows_take_seconds_and_again_less(shop: Shop) -> None:
    rows = [ItemRow(n, f"I{n}", "", "", f"商品{n}号", f"类{n % 40}", "个", "1.5") for n in range(10_000)]
    start = time.perf_counter()
    take(shop, *rows)
    assert time.perf_counter() - start < 20  # 3 s measured
    assert {verdict.verdict for verdict in take(shop, *rows)} == {"duplicate"}


def test_real_barcodes_are_taken_but_for_the_one_with_a_wrong_digit(shop: Shop, real_data: Path) -> None:
    file = real_data / "off_barcodes_cn" / "products_69_489_471.csv"
    if not file.is_file():
        pytest.skip("no list of real barcodes")
    with file.open(encoding="utf-8", newline="") as lines:
        products = list(csv.DictReader(lines))
    rows = [ItemRow(n, barcode=p["gtin"], name=p["product_name"]) for n, p in enumerate(products, start=2)]
    verdicts = take(shop, *rows)
    wrong = [p["gtin"] for p, v in zip(products, verdicts, strict=True) if v.verdict == "rejected"]
    assert wrong == [p["gtin"] for p in products if p["check_digit"] != "ok"]
    keys = [ItemKey(barcode=p["gtin"]) for p in products if p["check_digit"] == "ok"]
    assert all(found.why == "barcode" for found in resolve_lines(shop.tx, keys).values())


def test_an_item_known_by_code_keeps_its_code_when_another_shares_its_barcode(shop: Shop) -> None:
    create_items(shop.tx, [NewItem("OLD", "Cola", "6928804011142")], doc=shop.doc, valid_from=DAY)
    (verdict,) = take(shop, COLA)
    assert verdict.what == ("new",)
    assert [item.code for item in list_items(shop.tx)] == ["C1", "OLD"]
