"""Price lists: a verdict per row, numbers read as files write them, suppliers made on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lstbo.accounting import list_parties
from lstbo.catalog import item_by_code, price_on
from lstbo.core.errors import Refused
from lstbo.storage import Book
from tests.exchange.import_shop import ImportShop, codes, d

HEADER = "item,barcode,pack_barcodes,name,category,unit,price,cost,tax_code,supplier,shelf_life_days"
COLA = "A1,6901234567892,16901234567899:24,可乐,饮料,瓶,3.00,2.10,,乐享食品,270"
MILK = "A2,,,牛奶,乳品,盒,¥5.50,4.00,,牧云乳业,21"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportShop:
    monkeypatch.setenv("LSTBO_NOW", "2026-03-01T10:00")
    return ImportShop(tmp_path)


def test_items_come_with_price_category_and_supplier(shop: ImportShop) -> None:
    result = shop.take("items", shop.write("i.csv", HEADER, COLA, MILK))
    assert (result.accepted, result.receipts, result.net) == (2, 0, d("0"))
    with Book.open(shop.path) as book, book.read() as tx:
        milk = item_by_code(tx, "A2")
        assert (milk.name, milk.category, milk.shelf_life_days, milk.status) == ("牛奶", "乳品", 21, "active")
        assert price_on(tx, milk.id, date(2026, 1, 1)) == d("5.50")
        assert [party.name for party in list_parties(tx, "supplier")] == ["乐享食品", "牧云乳业"]


def test_every_change_is_shown_before_and_after(shop: ImportShop) -> None:
    path = shop.write("i.csv", HEADER, COLA)
    shown = shop.take("items", path, dry_run=True)
    assert [line for line in shown.preview if "A1 可乐" in line and "Row 2" in line]
    assert shop.take("items", path).accepted == 1
    dearer = shop.take("items", shop.write("j.csv", HEADER, COLA.replace("3.00", "3.20")))
    assert dearer.preview == ["Row 2: A1 可乐 changes: price."]


def test_the_same_list_twice_changes_nothing(shop: ImportShop) -> None:
    path = shop.write("i.csv", HEADER, COLA, MILK)
    shop.take("items", path)
    before = shop.documents()
    assert shop.take("items", path).duplicate == 2
    assert shop.documents() == before


def test_an_older_list_sets_the_prices_back(shop: ImportShop) -> None:
    old = shop.write("i.csv", HEADER, COLA)
    shop.take("items", old)
    shop.take("items", shop.write("j.csv", HEADER, COLA.replace("3.00", "3.20")))
    assert shop.take("items", old).accepted == 1


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("A1,,,x,,,3.0.0,,,,", "E_NUMBER", "price"),
        ("A1,,,x,,,-3,,,,", "E_SIGN", "price"),
        ("A1,,,x,,,3,,,,1.5", "E_NUMBER", "shelf_life_days"),
        ("A1,6.92E+12,,x,,,3,,,,", "E_GTIN_PRECISION", "barcode"),
        ("A1,6901234567893,,x,,,3,,,,", "E_GTIN_CHECK", "barcode"),
        (",,,,饮料,,3,,,,", "E_EMPTY", "item"),
    ],
)
def test_a_wrong_row_is_rejected_alone(shop: ImportShop, line: str, code: str, field: str) -> None:
    result = shop.take("items", shop.write("i.csv", HEADER, line, MILK))
    assert (codes(result), result.accepted) == ([(2, code, field)], 1)


def test_a_chinese_list_with_decimal_commas_is_read(shop: ImportShop) -> None:
    lines = ("商品编码;商品名称;零售价;进价", "A1;可乐;3,25;2,10", "A2;牛奶;5,50;4,05")
    assert shop.take("items", shop.write("i.csv", *lines)).accepted == 2
    with Book.open(shop.path) as book, book.read() as tx:
        assert price_on(tx, item_by_code(tx, "A1").id, date(2026, 1, 1)) == d("3.25")


def test_items_are_kept(shop: ImportShop) -> None:
    batch = shop.take("items", shop.write("i.csv", HEADER, COLA)).batch
    with pytest.raises(Refused, match="Items are kept"):
        shop.undo(batch)


def test_a_corrected_row_is_taken_from_the_rejects_file(shop: ImportShop) -> None:
    first = shop.take("items", shop.write("i.csv", HEADER, COLA.replace("3.00", "3.o0"), MILK))
    rejects = Path(first.rejects_file or "")
    rejects.write_text(rejects.read_text("utf-8-sig").replace("3.o0", "3.00"), encoding="gb18030")
    second = shop.take("items", rejects)
    assert (second.rows, second.accepted, second.preview) == (1, 1, ["Row 2: A1 可乐 is new."])
