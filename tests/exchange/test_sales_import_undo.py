"""Undoing batches that replaced receipts: the version that the imports in force left last counts again (R13)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lstbo.accounting import count_till, reverse_document
from lstbo.core.errors import Refused
from tests.books import BEER, MILK
from tests.shop_files import Shop, codes, line, outcomes

FIRST = [
    line(quantity="3", tender="cash"),
    line("R2", quantity="-1", tender="wechat"),
    line("R3", item="b", unit_price="3.33", quantity="2", tender="cash"),
]
SECOND = [
    line(quantity="2", tender="alipay"),
    line("R2", quantity="-2", tender="wechat"),
    line("R3", item="b", unit_price="3.33", quantity="5", tender="cash"),
]
THIRD = [line(quantity="7", tender="cash"), SECOND[1], SECOND[2]]


def test_undo_of_an_accepted_change_brings_the_old_receipts_back(shop: Shop) -> None:
    shop.buy(date(2026, 1, 2), (MILK, "10", "2.03"), (BEER, "10", "1.11"))
    shop.give(FIRST)
    before = shop.ledger()
    second = shop.give(SECOND, "b.csv", accept_changes=True)
    shop.undo(second.batch)
    assert shop.ledger() == before
    shop.proven()
    assert outcomes(shop.give(FIRST, "again.csv")) == {"duplicate": 3}
    assert codes(shop.give(SECOND, "b.csv"))[0] == (2, "D_SUPERSEDES")


def test_undo_of_everything_leaves_nothing_in_any_order(shop: Shop) -> None:
    for backwards in (False, True):
        batches = [shop.give(FIRST), shop.give(SECOND, "b.csv", accept_changes=True)]
        for found in reversed(batches) if backwards else batches:
            shop.undo(found.batch)
        assert shop.ledger() == []
        shop.proven()


def test_undo_in_the_middle_leaves_the_newest_and_then_the_oldest(shop: Shop) -> None:
    shop.give(FIRST)
    first = shop.ledger()
    second = shop.give(SECOND, "b.csv", accept_changes=True)
    third = shop.give(THIRD, "c.csv", accept_changes=True)
    shop.undo(second.batch)
    assert shop.balance("till_cash") == "41.66"
    shop.undo(third.batch)
    assert shop.ledger() == first
    shop.proven()


def test_what_came_back_goes_with_its_own_batch(shop: Shop) -> None:
    first, second = shop.give(FIRST), shop.give(SECOND, "b.csv", accept_changes=True)
    shop.undo(second.batch)
    shop.undo(first.batch)
    assert shop.ledger() == [] and shop.give(FIRST).accepted == 3


def test_what_comes_back_to_a_locked_month_posts_on_the_first_open_day(shop: Shop) -> None:
    shop.give(FIRST)
    second = shop.give(SECOND, "b.csv", accept_changes=True)
    shop.lock("2026-01")
    january = shop.balance("sales", date(2026, 1, 31))
    shop.undo(second.batch)
    assert shop.balance("sales", date(2026, 1, 31)) == january and shop.balance("till_cash") == "21.66"
    shop.proven()


def test_unknown_items_wait_again_when_their_receipt_comes_back(shop: Shop) -> None:
    shop.give([line(name="gum", tender="smile")], unknown="hold")
    second = shop.give([line(name="gum", quantity="2", tender="cash")], "b.csv", unknown="hold", accept_changes=True)
    shop.undo(second.batch)
    assert (shop.balance("sales_unmapped"), shop.balance("tender_unmapped")) == ("-4.95", "5.00")
    shop.map("gum", "m")
    shop.map("smile", "wechat", "tender")
    assert (shop.balance("sales_unmapped"), shop.balance("wallet.wechat"), shop.stock()) == ("0.00", "5.00", {1: "-1"})
    shop.proven()


def test_what_was_mapped_stays_mapped_when_its_receipt_comes_back(shop: Shop) -> None:
    shop.give([line(name="gum", tender="smile")], unknown="hold")
    shop.map("gum", "m")
    shop.map("smile", "wechat", "tender")
    before = shop.ledger()
    second = shop.give([line(quantity="2", tender="cash")], "b.csv", accept_changes=True)
    shop.undo(second.batch)
    assert shop.ledger() == before
    shop.proven()


def test_overlapping_file_is_booked_again_when_the_batch_it_leant_on_is_undone(shop: Shop) -> None:
    first = shop.give(FIRST[:2])
    shop.give(FIRST, "all.csv")
    shop.undo(first.batch)
    assert outcomes(shop.give(FIRST, "all.csv")) == {"accepted": 2, "duplicate": 1}


def count(shop: Shop, day: int, counted: str) -> int:
    with shop.book.write("count") as tx:
        return count_till(tx, business_date=date(2026, 1, day), counted=Decimal(counted)).doc


def test_cash_that_was_counted_since_is_not_undone_before_the_count(shop: Shop) -> None:
    for counted in ("20.00", "21.66"):  # short by 1.66, and to the fen
        batch = shop.give(FIRST).batch
        done = count(shop, 10, counted)
        with pytest.raises(Refused, match=f"Document {done} counted the cash of 2026-01-10"):
            shop.undo(batch)
        with shop.book.write("recount") as tx:
            reverse_document(tx, done)
        shop.undo(batch)
        assert shop.ledger() == []


def test_counts_of_earlier_days_and_other_money_do_not_hold_an_undo(shop: Shop) -> None:
    first, second = shop.give(FIRST), shop.give([line("R9", tender="wechat")], "b.csv")
    count(shop, 9, "0.00")
    shop.undo(first.batch)
    count(shop, 31, "0.00")
    shop.undo(second.batch)
    assert shop.ledger() == []
