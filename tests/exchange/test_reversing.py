"""Taking back documents of every room through one door."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.accounting import close_period, post_expense
from lstbo.core.errors import NotFound, PeriodLocked, Refused
from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.exchange import take_back
from lstbo.inventory import post_waste
from lstbo.purchasing import receive_goods
from lstbo.storage import Transaction
from tests.books import MILK, balances, day, delivery, tx
from tests.exchange.import_shop import ImportShop

__all__ = ["tx"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language(None)


def stocked(tx: Transaction) -> int:
    return receive_goods(tx, delivery("D1", day(3), (MILK, "10", "3.00"))).doc


def test_money_is_taken_back(tx: Transaction) -> None:
    rent = post_expense(tx, business_date=day(5), account="rent", amount=Decimal(300), paid_from="till_cash").doc
    take_back(tx, rent)
    assert balances(tx, ["rent", "till_cash"]) == ["0.00", "0.00"]


def test_goods_are_taken_back(tx: Transaction) -> None:
    stocked(tx)
    lost = post_waste(tx, item=MILK, quantity=Decimal(2), reason="expired", business_date=day(4)).doc
    assert balances(tx, ["inventory"]) == ["24.00"]
    take_back(tx, lost)
    assert balances(tx, ["inventory"]) == ["30.00"]


def test_a_delivery_is_taken_back(tx: Transaction) -> None:
    take_back(tx, stocked(tx))
    assert balances(tx, ["inventory", "payables", "grni"]) == ["0.00", "0.00", "0.00"]


def test_a_document_is_taken_back_once_and_a_reversal_never(tx: Transaction) -> None:
    first = stocked(tx)
    back = take_back(tx, first)
    with pytest.raises(Refused, match=f"was reversed by document {back}"):
        take_back(tx, first)
    with pytest.raises(Refused, match="is itself a reversal"):
        take_back(tx, back)


def test_what_cannot_be_taken_back_says_what_to_do_instead(tx: Transaction) -> None:
    with pytest.raises(Refused, match="A book is founded once"):
        take_back(tx, 1)
    with pytest.raises(NotFound, match="no document 99"):
        take_back(tx, 99)


def test_a_reversal_goes_to_the_first_open_day_unless_a_locked_one_is_asked_for(tx: Transaction) -> None:
    rent = post_expense(tx, business_date=day(5), account="rent", amount=Decimal(300), paid_from="till_cash").doc
    locked = close_period(tx, Period.parse("2026-01"))
    with pytest.raises(PeriodLocked):
        take_back(tx, rent, business_date=day(6))
    with pytest.raises(Refused, match="Reopen the period"):
        take_back(tx, locked)
    take_back(tx, rent)
    assert balances(tx, ["till_cash"], day(31)) == ["-300.00"]
    assert balances(tx, ["till_cash"], day(1, 2)) == ["0.00"]


def test_an_import_is_taken_back_whole(tmp_path: Path) -> None:
    from lstbo.storage import Book

    shop = ImportShop(tmp_path)
    shop.take("sales", shop.write("day.csv", "receipt_id,sold_at,item,name,quantity,net,tender", *(
        f"R{number},2026-01-05 09:00:00,A1,milk,1,5.00,cash" for number in (1, 2)
    )))  # fmt: skip
    assert shop.balance("till_cash") == 10
    with Book.open(shop.path) as book, book.write("undo") as unit:
        take_back(unit, 2)
    assert shop.balance("till_cash") == 0
