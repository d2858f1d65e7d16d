"""Looking up, searching and changing single items; prices with history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lstbo.catalog import (
    NewItem,
    add_alias,
    add_barcode,
    create_items,
    item_by_code,
    list_items,
    placeholder_item,
    price_history,
    price_on,
    prices_for,
    search_items,
    set_price,
    set_status,
)
from lstbo.core.errors import BadInput, NotFound, Refused
from tests.catalog.conftest import DAY, Shop


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    names = ["可口可乐330ml", "朝日啤酒500ml", "重庆小面", "100% 果汁", "100度 果汁", "牛奶_全脂", "White [/] lantern"]
    news = [NewItem(f"I{number}", name) for number, name in enumerate(names, start=1)]
    create_items(shop.tx, [*news, NewItem("I9", "Tea", "6928804011142")], doc=shop.doc, valid_from=DAY)
    return shop


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("kkkl", ["I1"]),
        ("kekoukele", ["I1"]),
        ("crpj", ["I2"]),
        ("zrpj", ["I2"]),
        ("cqxm", ["I3"]),
        ("啤酒", ["I2"]),
        ("LANTERN", ["I7"]),
        ("lantern white", ["I7"]),
        ("[/]", ["I7"]),
        ("0%", ["I4"]),
        ("奶_", ["I6"]),
        ("\\", []),
        ("11142", ["I9"]),
        ("i9", ["I9"]),
        ("'; DROP TABLE catalog.item; --", []),
        ("", []),
    ],
)
def test_a_search_finds_what_people_type(stocked: Shop, text: str, codes: list[str]) -> None:
    assert [hit.item.code for hit in search_items(stocked.tx, text)] == codes


@pytest.mark.parametrize(("text", "rank"), [("6928804011142", 0), ("106928804011142", 0), ("11142", 6), ("tea", 1)])
def test_a_whole_barcode_ranks_before_its_last_digits(stocked: Shop, text: str, rank: int) -> None:
    assert [(hit.item.code, hit.rank) for hit in search_items(stocked.tx, text)] == [("I9", rank)]


def test_dead_items_come_last_and_the_limit_holds(stocked: Shop) -> None:
    set_status(stocked.tx, item_by_code(stocked.tx, "I4").id, "dead")
    assert [hit.item.code for hit in search_items(stocked.tx, "100")] == ["I5", "I4"]
    assert len(search_items(stocked.tx, "100", limit=1)) == 1


def test_an_item_is_meant_by_code_barcode_alias_or_name(stocked: Shop) -> None:
    tea = item_by_code(stocked.tx, "I9")
    add_alias(stocked.tx, "", "brew", tea.id, stocked.doc)
    for text in ("6928804011142", "106928804011142", "brew", " TEA "):
        assert item_by_code(stocked.tx, text) == tea
    with pytest.raises(NotFound, match="nothing like it"):
        item_by_code(stocked.tx, "nothing like it")


def test_an_alias_means_one_item(stocked: Shop) -> None:
    tea, cola = item_by_code(stocked.tx, "I9").id, item_by_code(stocked.tx, "I1").id
    add_alias(stocked.tx, "pos", "brew", tea, stocked.doc)
    add_alias(stocked.tx, "pos", "brew", tea, stocked.doc)
    with pytest.raises(Refused):
        add_alias(stocked.tx, "pos", "brew", cola, stocked.doc)


def test_a_barcode_is_given_once_and_stands_for_one_number_of_units(stocked: Shop) -> None:
    tea = item_by_code(stocked.tx, "I9").id
    assert add_barcode(stocked.tx, tea, "16928804011149", doc=stocked.doc, pack_quantity=Decimal(6))
    assert not add_barcode(stocked.tx, tea, "16928804011149", doc=stocked.doc, pack_quantity=Decimal(6))
    with pytest.raises(Refused):
        add_barcode(stocked.tx, tea, "16928804011149", doc=stocked.doc)
    with pytest.raises(BadInput):
        add_barcode(stocked.tx, tea, "", doc=stocked.doc)


def test_a_status_is_one_of_four_words(stocked: Shop) -> None:
    tea = item_by_code(stocked.tx, "I9").id
    set_status(stocked.tx, tea, "run-out")
    assert [item.code for item in list_items(stocked.tx, status="run-out")] == ["I9"]
    with pytest.raises(BadInput):
        set_status(stocked.tx, tea, "gone")


def test_a_price_counts_from_its_day_and_the_older_ones_stay(stocked: Shop) -> None:
    tea, may, june = item_by_code(stocked.tx, "I9").id, date(2026, 5, 1), date(2026, 6, 1)
    assert set_price(stocked.tx, tea, Decimal("2.5"), valid_from=may, doc=stocked.doc)
    assert set_price(stocked.tx, tea, Decimal("2.8"), valid_from=june, doc=stocked.doc)
    assert not set_price(stocked.tx, tea, Decimal("2.80"), valid_from=date(2026, 7, 1), doc=stocked.doc)
    assert price_on(stocked.tx, tea, date(2026, 5, 31)) == Decimal("2.5")
    assert price_on(stocked.tx, tea, june) == Decimal("2.8")
    assert price_on(stocked.tx, tea, date(2026, 4, 30)) == Decimal("2.5")  # the first price also holds before its day
    assert [(span.valid_from, span.valid_to) for span in price_history(stocked.tx, tea)] == [(may, june), (june, None)]


def test_prices_of_many_items_and_days_come_at_once(stocked: Shop) -> None:
    tea, cola = item_by_code(stocked.tx, "I9").id, item_by_code(stocked.tx, "I1").id
    set_price(stocked.tx, tea, Decimal("2.5"), valid_from=DAY, doc=stocked.doc)
    wanted = [(tea, DAY), (tea, date(2026, 3, 1)), (cola, DAY)]
    assert prices_for(stocked.tx, wanted) == {(tea, DAY): Decimal("2.5"), (tea, date(2026, 3, 1)): Decimal("2.5")}


def test_a_negative_price_is_refused(stocked: Shop) -> None:
    with pytest.raises(BadInput):
        set_price(stocked.tx, item_by_code(stocked.tx, "I9").id, Decimal("-0.01"), valid_from=DAY, doc=stocked.doc)


def test_a_category_has_one_placeholder_and_lists_leave_it_out(stocked: Shop) -> None:
    first = placeholder_item(stocked.tx, "饮料", stocked.doc, business_date=DAY)
    assert placeholder_item(stocked.tx, "饮料", stocked.doc, business_date=DAY) == first
    assert placeholder_item(stocked.tx, "", stocked.doc, business_date=DAY) != first
    assert len(list_items(stocked.tx)) == 8
    assert search_items(stocked.tx, "饮料") == []
