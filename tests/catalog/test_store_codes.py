"""Labels of the shop's own scale."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lstbo.catalog import (
    CodePattern,
    StoreCode,
    add_pattern,
    patterns,
    read_store_code,
    seed_patterns,
    set_pattern_active,
)
from lstbo.catalog.store_codes import LAYOUTS
from lstbo.core.errors import BadInput
from tests.catalog.conftest import Shop


@pytest.mark.parametrize(
    ("prefix", "meaning", "code", "item", "value"),
    [
        ("21", "price", "2100123012343", "00123", "12.34"),
        ("22", "weight", "2200123015006", "00123", "1.500"),
        ("20", "weight", "2000001023105", "2000001", "2.310"),
        ("26", "price", "260012301234015000", "00123", "12.34"),
        ("26", "weight", "260012301234015000", "00123", "1.500"),
        ("1", "price", "1000001000000", "000001", "0.00"),
        ("28", "quantity", "2800007000124", "00007", "12"),
    ],
)
def test_a_layout_cuts_item_and_value_out(prefix: str, meaning: str, code: str, item: str, value: str) -> None:
    chosen = [
        CodePattern(p.prefix, p.length, p.item_from, p.item_length, p.value_from, p.value_length, p.decimals, p.meaning)
        for p in LAYOUTS
        if (p.prefix, p.meaning, p.length) == (prefix, meaning, len(code))
    ][:1]
    assert read_store_code(chosen, code) == StoreCode(item, meaning, Decimal(value))


def test_a_new_book_reads_the_unmistakable_layouts(shop: Shop) -> None:
    assert read_store_code(shop.tx, "2100123012343") == StoreCode("00123", "price", Decimal("12.34"))
    assert read_store_code(shop.tx, "2200123015006") == StoreCode("00123", "weight", Decimal("1.500"))
    assert read_store_code(shop.tx, "2000001023105") is None
    assert read_store_code(shop.tx, "6928804011142") is None
    assert read_store_code(shop.tx, "ABC") is None


def test_a_wrong_check_digit_does_not_matter(shop: Shop) -> None:
    for last in "0123456789":
        assert read_store_code(shop.tx, "210012301234" + last) is not None


def test_a_shop_switches_layouts_and_adds_its_own(shop: Shop) -> None:
    number = add_pattern(shop.tx, CodePattern("29", 13, 3, 4, 7, 6, 3, "weight"))
    assert read_store_code(shop.tx, "2912340015009") == StoreCode("1234", "weight", Decimal("1.500"))
    set_pattern_active(shop.tx, number, False)
    assert read_store_code(shop.tx, "2912340015009") is None


def test_a_layout_must_fit_into_its_code(shop: Shop) -> None:
    with pytest.raises(BadInput):
        add_pattern(shop.tx, CodePattern("29", 13, 3, 5, 9, 6, 2, "price"))
    with pytest.raises(BadInput):
        add_pattern(shop.tx, CodePattern("29", 13, 3, 5, 8, 5, 2, "colour"))


def test_seeding_twice_changes_nothing(shop: Shop) -> None:
    seed_patterns(shop.tx)
    assert len(patterns(shop.tx)) == len(LAYOUTS)
