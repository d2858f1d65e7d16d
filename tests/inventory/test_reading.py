"""Reading the stock: list, value, card, and the goods whose cost nobody knows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal as D

import pytest

from lstbo.catalog import set_price
from lstbo.core.errors import Usage
from lstbo.inventory import (
    Movement,
    StockValue,
    move_stock,
    post_waste,
    stock_card,
    stock_on_hand,
    stock_value,
    uncosted,
)
from lstbo.purchasing import receive_goods
from lstbo.storage import Transaction
from tests.books import BEER, MILK, NOODLES, balances, day, delivery, sell


@pytest.fixture
def shop(tx: Transaction) -> Transaction:
    """Milk 10 at 2.00 and 10 at 3.00, 4 sold; noodles 3 at 1.00; beer sold without any."""
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "2.00"), (NOODLES, "3", "1.00")))
    sell(tx, day(3), (MILK, "4"), (BEER, "6"))
    receive_goods(tx, delivery("A2", day(5), (MILK, "10", "3.00")))
    return tx


def test_the_list_shows_what_is_there_and_what_it_cost(shop: Transaction) -> None:
    beer, milk, noodles = stock_on_hand(shop)
    assert (milk.code, milk.barcode, milk.category, milk.unit) == ("m", "6928804011142", "dairy", "box")
    assert (milk.quantity, milk.unit_cost, milk.value) == (D("16.000"), D("2.6250"), D("42.00"))
    assert (milk.price, milk.last_sold) == (D("5.0000"), day(3))
    assert (beer.quantity, beer.unit_cost, beer.value) == (D("-6.000"), None, D("0.00"))
    assert (noodles.last_sold, noodles.barcode) == (None, "")


def test_the_list_as_of_a_day_leaves_the_later_out(shop: Transaction) -> None:
    milk = stock_on_hand(shop, day(2))[0]
    assert (milk.quantity, milk.value, milk.last_sold) == (D("10.000"), D("20.00"), None)


def test_sold_out_goods_keep_their_last_cost(shop: Transaction) -> None:
    sell(shop, day(6), (MILK, "20"))
    milk = stock_on_hand(shop, items=[MILK])[0]
    assert (milk.quantity, milk.unit_cost, milk.value) == (D("-4.000"), D("3.0000"), D("-12.00"))


def test_the_list_of_all_items_shows_those_that_never_moved(shop: Transaction) -> None:
    assert [line.name for line in stock_on_hand(shop, all_items=True)] == [
        "beer",
        "case of beer",
        "milk",
        "noodles",
        "rice",
    ]
    assert [line.name for line in stock_on_hand(shop, items=[NOODLES])] == ["noodles"]


def test_the_price_is_the_one_of_the_day(shop: Transaction) -> None:
    doc = shop.document("catalog", "price", business_date=day(4))
    set_price(shop, MILK, D("6.00"), valid_from=day(4), doc=doc)
    assert stock_on_hand(shop, day(3), items=[MILK])[0].price == D("5.0000")
    assert stock_on_hand(shop, day(4), items=[MILK])[0].price == D("6.0000")
    assert stock_on_hand(shop, items=[MILK])[0].price == D("6.0000")


def test_the_value_adds_up_to_the_account_by_item_and_by_category(shop: Transaction) -> None:
    assert [(v.name, v.items, v.value) for v in stock_value(shop)] == [
        ("dairy", 1, D("42.00")),
        ("dry", 1, D("3.00")),
        ("drinks", 1, D("0.00")),
    ]
    assert stock_value(shop, by="item")[0] == StockValue("milk", 1, D("16.000"), D("42.00"))
    assert str(sum(v.value for v in stock_value(shop))) == balances(shop, ["inventory"])[0] == "45.00"
    with pytest.raises(Usage):
        stock_value(shop, by="colour")


def test_the_card_carries_quantity_and_value_forward(shop: Transaction) -> None:
    lines = stock_card(shop, MILK, day(3), day(5))
    assert [(x.what, x.quantity_in, x.quantity_out, x.quantity, x.money, x.value) for x in lines] == [
        ("brought_forward", D(0), D(0), D(10), D(0), D(20)),
        ("sale", D(0), D(4), D(6), D(-8), D(12)),
        ("purchase", D(10), D(0), D(16), D(30), D(42)),
    ]


def test_the_card_shows_money_that_moved_without_goods(shop: Transaction) -> None:
    receive_goods(shop, delivery("A0", day(1), (MILK, "10", "5.00")))
    assert [(x.what, x.quantity_out, x.money) for x in stock_card(shop, MILK, day(3), day(4))][2] == (
        "sale",
        D(0),
        D("-6.00"),
    )


def test_goods_that_left_without_ever_coming_have_an_unknown_cost(shop: Transaction) -> None:
    assert [(item.name, item.quantity) for item in uncosted(shop)] == [("beer", D("6.000"))]
    assert uncosted(shop, day(2)) == []
    receive_goods(shop, delivery("B1", day(9), (BEER, "24", "2.00")))
    assert uncosted(shop) == []
    assert [item.name for item in uncosted(shop, day(8))] == ["beer"]


def test_last_sold_is_when_it_happened_not_where_it_posted(tx: Transaction) -> None:
    doc = tx.document("sales", "batch", business_date=day(1, 2))
    move_stock(tx, [Movement(MILK, D(-1), "sale", day(1, 2), event_time=datetime(2026, 1, 30, 9))], doc=doc)
    assert stock_on_hand(tx)[0].last_sold == day(30)


def test_waste_is_no_sale(tx: Transaction) -> None:
    post_waste(tx, item=MILK, quantity=D(1), reason="expired", business_date=day(3))
    assert stock_on_hand(tx)[0].last_sold is None
