"""Changes of single items: each is a document, is refused when nothing would change, and can be taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lstbo.catalog import (
    NewItem,
    barcodes_of,
    change_price,
    change_status,
    create_items,
    first_items,
    item_by_id,
    learn_barcode,
    price_on,
    set_price,
    statuses,
    take_back_change,
)
from lstbo.core.errors import BadInput, Refused
from tests.catalog.conftest import DAY, Shop

LATER = date(2026, 4, 1)


def _two(shop: Shop) -> tuple[int, int]:
    cola = NewItem(code="A1", name="cola", barcode="6928804011142", price=Decimal("3.00"))
    rice = NewItem(code="A2", name="rice")
    made = create_items(shop.tx, [cola, rice], doc=shop.doc, valid_from=DAY)
    return made[cola], made[rice]


def test_a_price_holds_from_its_day_and_says_what_was_before(shop: Shop) -> None:
    cola, _rice = _two(shop)
    change = change_price(shop.tx, cola, Decimal("3.50"), valid_from=LATER)
    assert (change.items[0].before, change.items[0].after) == (Decimal("3.0000"), Decimal("3.5000"))
    assert price_on(shop.tx, cola, DAY) == Decimal("3.00") and price_on(shop.tx, cola, LATER) == Decimal("3.50")
    assert change.document == shop.doc + 1


def test_a_price_it_has_already_is_refused(shop: Shop) -> None:
    cola, _rice = _two(shop)
    with pytest.raises(Refused, match="already"):
        change_price(shop.tx, cola, Decimal("3.00"), valid_from=LATER)


def test_a_price_taken_back_is_again_the_one_before(shop: Shop) -> None:
    cola, _rice = _two(shop)
    change = change_price(shop.tx, cola, Decimal("3.50"), valid_from=LATER)
    back = take_back_change(shop.tx, change)
    assert price_on(shop.tx, cola, LATER) == Decimal("3.00")
    assert back.items[0].after == Decimal("3.0000") and back.document == change.document + 1


def test_a_first_price_is_not_taken_back(shop: Shop) -> None:
    _cola, rice = _two(shop)
    change = change_price(shop.tx, rice, Decimal("6.00"), valid_from=DAY)
    with pytest.raises(Refused, match="no price before"):
        take_back_change(shop.tx, change)


def test_a_price_changed_again_since_is_not_taken_back(shop: Shop) -> None:
    cola, _rice = _two(shop)
    change = change_price(shop.tx, cola, Decimal("3.50"), valid_from=LATER)
    set_price(shop.tx, cola, Decimal("4.00"), valid_from=LATER, doc=change.document + 1)
    with pytest.raises(Refused, match="again since"):
        take_back_change(shop.tx, change)


def test_a_status_is_changed_for_many_and_taken_back_for_each(shop: Shop) -> None:
    cola, rice = _two(shop)
    change_status(shop.tx, [rice], "active")
    change = change_status(shop.tx, [cola, rice], "dead")
    assert statuses(shop.tx) == {cola: "dead", rice: "dead"}
    assert [(one.name, one.before) for one in change.items] == [("cola", "new"), ("rice", "active")]
    take_back_change(shop.tx, change)
    assert statuses(shop.tx) == {cola: "new", rice: "active"}


def test_a_status_all_have_already_is_refused(shop: Shop) -> None:
    cola, _rice = _two(shop)
    with pytest.raises(Refused):
        change_status(shop.tx, [cola], "new")
    with pytest.raises(BadInput):
        change_status(shop.tx, [cola], "sold")


def test_a_barcode_is_learnt_with_its_pack_and_taken_back(shop: Shop) -> None:
    _cola, rice = _two(shop)
    change = learn_barcode(shop.tx, rice, "6901028001458", Decimal(10))
    assert barcodes_of(shop.tx, rice) == [("6901028001458", Decimal("10.000"))]
    take_back_change(shop.tx, change)
    assert barcodes_of(shop.tx, rice) == []


def test_a_barcode_of_another_item_is_refused_with_its_name(shop: Shop) -> None:
    _cola, rice = _two(shop)
    with pytest.raises(Refused, match="cola"):
        learn_barcode(shop.tx, rice, "6928804011142")


def test_a_barcode_the_item_has_is_refused(shop: Shop) -> None:
    cola, _rice = _two(shop)
    with pytest.raises(Refused, match="already"):
        learn_barcode(shop.tx, cola, "06928804011142")


def test_the_first_items_come_by_name(shop: Shop) -> None:
    cola, rice = _two(shop)
    assert [item.id for item in first_items(shop.tx, 5)] == [cola, rice]
    assert [item.name for item in first_items(shop.tx, 1)] == ["cola"]
    assert item_by_id(shop.tx, cola).status == "new"
