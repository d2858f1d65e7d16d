"""New items, many at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lstbo.catalog import NewItem, barcodes_of, create_items, item_by_code, item_by_id, list_items, price_on
from tests.catalog.conftest import DAY, Shop


def test_an_item_keeps_all_it_was_given(shop: Shop) -> None:
    new = NewItem("C1", "可口可乐", "6928804011142", "饮料", "瓶", Decimal("3.50"), Decimal("2.1"), "vat13", 7, 365)
    number = create_items(shop.tx, [new], doc=shop.doc, valid_from=DAY, status="active")[new]
    item = item_by_id(shop.tx, number)
    assert (item.code, item.name, item.category, item.unit, item.status) == ("C1", "可口可乐", "饮料", "瓶", "active")
    assert (item.tax_code, item.supplier, item.shelf_life_days) == ("vat13", 7, 365)
    assert item.reference_cost == Decimal("2.1000")
    assert price_on(shop.tx, number, DAY) == Decimal("3.5000")
    assert price_on(shop.tx, number, date(2026, 3, 1)) == Decimal("3.5000")


def test_equal_codes_make_one_item_with_the_gaps_filled(shop: Shop) -> None:
    news = [NewItem("85123A"), NewItem("85123A", "Lantern"), NewItem("85123A", "Lantern, damaged")]
    ids = create_items(shop.tx, news, doc=shop.doc, valid_from=DAY)
    assert len(set(ids.values())) == 1
    assert [item.name for item in list_items(shop.tx)] == ["Lantern"]


def test_a_code_that_is_taken_is_that_item(shop: Shop) -> None:
    first, second = NewItem("A", "Bag"), NewItem("A", "Sack")
    ids = create_items(shop.tx, [first], doc=shop.doc, valid_from=DAY)
    assert create_items(shop.tx, [second], doc=shop.doc, valid_from=DAY)[second] == ids[first]


def test_a_name_that_is_a_code_already_gets_a_number(shop: Shop) -> None:
    create_items(shop.tx, [NewItem("Bag", "Paper bag, big")], doc=shop.doc, valid_from=DAY)
    create_items(shop.tx, [NewItem(name="Bag")], doc=shop.doc, valid_from=DAY)
    assert [item.code for item in list_items(shop.tx)] == ["Bag (2)", "Bag"]


def test_a_line_with_only_a_name_is_the_item_with_a_code_of_the_same_file(shop: Shop) -> None:
    only_name, coded = NewItem(name="Milk"), NewItem("M1", "Milk")
    ids = create_items(shop.tx, [only_name, coded], doc=shop.doc, valid_from=DAY)
    assert ids[only_name] == ids[coded]


def test_a_barcode_alone_is_the_code_and_the_name(shop: Shop) -> None:
    create_items(shop.tx, [NewItem(barcode="４００６３８１３３３９３１")], doc=shop.doc, valid_from=DAY)
    item = item_by_code(shop.tx, "4006381333931")
    assert (item.code, item.name) == ("4006381333931", "4006381333931")
    assert barcodes_of(shop.tx, item.id) == [("4006381333931", Decimal(1))]
