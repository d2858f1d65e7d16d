"""Losses, own use, opened packs."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lstbo.core.errors import BadInput, NotFound, Refused
from lstbo.inventory import WASTE, Loss, open_pack, post_losses, post_waste, reverse_stock_document, stock_on_hand
from lstbo.purchasing import receive_goods
from lstbo.storage import Transaction
from tests.books import BEER, CASE, MILK, NOODLES, balances, day, delivery, sell

ROLE = {"own_use": "drawings", "spoilage": "waste_spoilage"}


@pytest.mark.parametrize("reason", WASTE)
def test_every_reason_has_an_account_of_its_own(tx: Transaction, reason: str) -> None:
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "2.00")))
    loss = post_waste(tx, item=MILK, quantity=D(3), reason=reason, business_date=day(4), memo="back shelf")
    assert loss.cost == D("6.00")
    assert balances(tx, ["inventory", ROLE.get(reason, f"waste_{reason}")]) == ["14.00", "6.00"]


def test_several_losses_are_one_document_with_a_cost_per_reason(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "2.00"), (NOODLES, "5", "1.00")))
    losses = [Loss(MILK, D(1), "expired"), Loss(NOODLES, D(2), "expired"), Loss(MILK, D(1), "own_use")]
    result = post_losses(tx, losses, business_date=day(4))
    assert result.by_reason == {"expired": D("4.00"), "own_use": D("2.00")}
    assert balances(tx, ["inventory", "waste_expired", "drawings"]) == ["19.00", "4.00", "2.00"]


def test_what_the_owner_takes_home_is_no_expense(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "2.00")))
    post_waste(tx, item=MILK, quantity=D(1), reason="own_use", business_date=day(4))
    assert tx.scalar("SELECT sum(amount) FROM accounting.v_posting WHERE account LIKE '5%'") is None


def test_goods_of_unknown_cost_are_lost_for_nothing_yet(tx: Transaction) -> None:
    assert post_waste(tx, item=MILK, quantity=D(1), reason="expired", business_date=day(4)).cost == 0
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "2.00")))
    assert balances(tx, ["waste_expired"]) == ["2.00"]


def test_losses_that_make_no_sense_are_refused(tx: Transaction) -> None:
    wrong: list[tuple[list[Loss], type]] = [
        ([], BadInput),
        ([Loss(MILK, D(0), "expired")], BadInput),
        ([Loss(MILK, D(-1), "expired")], BadInput),
        ([Loss(MILK, D(1), "sale")], Refused),
        ([Loss(99, D(1), "expired")], NotFound),
    ]
    for losses, error in wrong:
        with pytest.raises(error):
            post_losses(tx, losses, business_date=day(4))


def test_a_loss_reversed_is_back_with_all_its_later_cost(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(2), (MILK, "10", "2.00")))
    loss = post_waste(tx, item=MILK, quantity=D(3), reason="expired", business_date=day(4))
    receive_goods(tx, delivery("A0", day(1), (MILK, "10", "4.00")))
    reverse_stock_document(tx, loss.doc)
    assert balances(tx, ["inventory", "waste_expired"]) == ["60.00", "0.00"]
    with pytest.raises(Refused):
        reverse_stock_document(tx, loss.doc)


def test_an_opened_case_hands_its_value_to_the_cans(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(2), (CASE, "3", "50.01")))
    assert open_pack(tx, item=CASE, quantity=D(1), into=BEER, pieces=D(24), business_date=day(4)).value == D("50.01")
    assert [(x.name, x.quantity, x.value) for x in stock_on_hand(tx)] == [
        ("beer", D("24.000"), D("50.01")),
        ("case of beer", D("2.000"), D("100.02")),
    ]
    assert balances(tx, ["inventory"]) == ["150.03"]


def test_opening_a_case_heals_cans_sold_too_early(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(2), (CASE, "1", "48.00")))
    sell(tx, day(3), (BEER, "6"))
    open_pack(tx, item=CASE, quantity=D(1), into=BEER, pieces=D(24), business_date=day(4))
    assert balances(tx, ["inventory", "cogs", "cost_adjustment"]) == ["36.00", "0.00", "12.00"]


def test_an_opened_case_keeps_its_value_when_older_goods_turn_up(tx: Transaction) -> None:
    receive_goods(tx, delivery("A1", day(2), (CASE, "1", "48.00")))
    pack = open_pack(tx, item=CASE, quantity=D(1), into=BEER, pieces=D(24), business_date=day(4))
    receive_goods(tx, delivery("A0", day(1), (CASE, "1", "52.00")))
    assert [x.value for x in stock_on_hand(tx)] == [D("48.00"), D("52.00")]
    reverse_stock_document(tx, pack.doc)
    assert [x.value for x in stock_on_hand(tx)] == [D("0.00"), D("100.00")]


def test_a_case_is_not_opened_into_itself(tx: Transaction) -> None:
    with pytest.raises(Refused):
        open_pack(tx, item=CASE, quantity=D(1), into=CASE, pieces=D(24), business_date=day(4))
