"""How a line of a file finds its item."""

from __future__ import annotations

import time
from decimal import Decimal

from lstbo.catalog import (
    ItemKey,
    NewItem,
    Resolution,
    add_alias,
    add_barcode,
    create_items,
    create_unknown,
    item_by_id,
    list_items,
    resolve_lines,
)
from tests.catalog.conftest import DAY, Shop

COLA = NewItem(code="C1", name="Cola 330ml", barcode="6928804011142")


def make(shop: Shop, *items: NewItem) -> list[int]:
    ids = create_items(shop.tx, items, doc=shop.doc, valid_from=DAY)
    return [ids[item] for item in items]


def find(shop: Shop, item: str = "", barcode: str = "", name: str = "", profile: str = "") -> Resolution:
    key = ItemKey(item, barcode, name)
    return resolve_lines(shop.tx, [key], profile)[key]


def test_an_item_is_found_by_its_code_first(shop: Shop) -> None:
    cola, tea = make(shop, COLA, NewItem(code="T1", name="Tea"))
    assert find(shop, "T1", "6928804011142", "Cola 330ml") == Resolution(tea, Decimal(1), None, "item")
    assert find(shop, "C1").item_id == cola


def test_every_way_of_writing_a_barcode_finds_the_item(shop: Shop) -> None:
    (cola, upc) = make(shop, COLA, NewItem(code="U1", name="Soup", barcode="036000291452"))
    for written in ("6928804011142", " 6928804011142\t", "６９２８８０４０１１１４２", "106928804011142"):
        assert find(shop, barcode=written).item_id == cola, written
    for written in ("36000291452", "0036000291452", "36000291452.0"):
        assert find(shop, barcode=written).item_id == upc, written


def test_a_case_counts_as_its_pieces(shop: Shop) -> None:
    (cola,) = make(shop, COLA)
    add_barcode(shop.tx, cola, "16928804011149", doc=shop.doc, pack_quantity=Decimal(24))
    assert find(shop, barcode="16928804011149") == Resolution(cola, Decimal(24), None, "barcode")
    assert find(shop, "C1", "16928804011149") == Resolution(cola, Decimal(24), None, "item")


def test_a_barcode_in_the_item_column_is_understood(shop: Shop) -> None:
    (cola,) = make(shop, COLA)
    assert find(shop, item="106928804011142").item_id == cola


def test_an_alias_counts_for_its_profile_before_the_ones_for_all(shop: Shop) -> None:
    cola, tea = make(shop, COLA, NewItem(code="T1", name="Tea"))
    add_alias(shop.tx, "", "drink", tea, shop.doc)
    add_alias(shop.tx, "pos", "drink", cola, shop.doc)
    assert find(shop, name="drink").item_id == tea
    assert find(shop, name=" drink ", profile="pos") == Resolution(cola, Decimal(1), None, "alias")


def test_a_name_is_compared_cleaned_and_without_case(shop: Shop) -> None:
    (cola,) = make(shop, COLA)
    assert find(shop, name=" COLA \u202e 330ML ").why == "name"
    assert find(shop, item="cola 330ml").item_id == cola


def test_of_equal_names_the_oldest_item_is_meant(shop: Shop) -> None:
    first, _second = make(shop, NewItem(code="A", name="Bag"), NewItem(code="B", name="Bag"))
    assert find(shop, name="Bag").item_id == first


def test_an_unknown_code_is_not_taken_for_an_item_of_the_same_name_with_another_code(shop: Shop) -> None:
    make(shop, NewItem(code="A", name="Bag"))
    assert find(shop, item="B", name="Bag") == Resolution(None, Decimal(1), None, "unknown")


def test_a_code_is_taken_for_an_item_that_so_far_had_only_the_name(shop: Shop) -> None:
    (bag,) = make(shop, NewItem(name="Bag"))
    assert find(shop, item="B", name="bag").item_id == bag


def test_a_scale_label_finds_its_item_whatever_its_check_digit(shop: Shop) -> None:
    (apples,) = make(shop, NewItem(code="00123", name="Apples"))
    found = find(shop, barcode="2200123015000")
    assert (found.item_id, found.why) == (apples, "pattern")
    assert found.weighed is not None and (found.weighed.meaning, found.weighed.value) == ("weight", Decimal("1.500"))


def test_labels_nobody_knows_make_one_item_per_number_on_the_label(shop: Shop) -> None:
    keys = [ItemKey("", f"2200123{grams:05d}0", "Pears") for grams in (500, 750, 1250)]
    made = create_unknown(shop.tx, resolve_lines(shop.tx, keys), doc=shop.doc, valid_from=DAY)
    assert len({found.item_id for found in made.values()}) == 1
    assert [(item.code, item.name) for item in list_items(shop.tx)] == [("00123", "Pears")]


def test_codes_that_look_like_labels_but_have_different_names_are_items_of_their_own(shop: Shop) -> None:
    keys = [ItemKey("", "2200123000017", "Bowl"), ItemKey("", "2200123000024", "Plate")]
    made = create_unknown(shop.tx, resolve_lines(shop.tx, keys), doc=shop.doc, valid_from=DAY)
    assert len({found.item_id for found in made.values()}) == 2


def test_unknown_lines_become_new_items_and_are_known_afterwards(shop: Shop) -> None:
    keys = [ItemKey("X9"), ItemKey("", "4006381333931", "Pen"), ItemKey("", "", "Carrier bag")]
    made = create_unknown(shop.tx, resolve_lines(shop.tx, keys), doc=shop.doc, valid_from=DAY)
    items = [item_by_id(shop.tx, found.item_id or 0) for found in made.values()]
    assert [(item.code, item.name, item.status) for item in items] == [
        ("X9", "X9", "new"),
        ("4006381333931", "Pen", "new"),
        ("Carrier bag", "Carrier bag", "new"),
    ]
    again = resolve_lines(shop.tx, keys)
    assert [found.item_id for found in again.values()] == [item.id for item in items]


def test_five_thousand_lines_are_found_in_a_moment(shop: Shop) -> None:
    keys = [ItemKey(f"I{number}", f"69{number:010d}", f"Item {number}") for number in range(5000)]
    create_unknown(shop.tx, resolve_lines(shop.tx, keys), doc=shop.doc, valid_from=DAY)
    start = time.perf_counter()
    found = resolve_lines(shop.tx, keys)
    assert time.perf_counter() - start < 1.5  # 0.15 s measured; slow machines are busy machines
    assert len({hit.item_id for hit in found.values()}) == 5000
