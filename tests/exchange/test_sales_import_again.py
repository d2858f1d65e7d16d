"""The same sales again: whole, in part, under another name, changed, late, undone. Nothing is booked twice."""

from __future__ import annotations

from datetime import date

import pytest

from lstbo.core.errors import Refused
from tests.books import BEER, MILK
from tests.shop_files import HEADER, Shop, codes, line, outcomes

DAY = [
    line(tender="cash"),
    line(),
    line("R2", quantity="3", tender="wechat"),
    line("R3", item="n", unit_price="4.50", tender="现金"),
    line("R4", kind="void"),
]


def test_same_file_again_changes_nothing_at_all(shop: Shop) -> None:
    shop.give(DAY)
    before = shop.content()
    for name, content in (("day.csv", DAY), ("copy of day.csv", DAY), ("newest first.csv", DAY[::-1])):
        found = shop.give(content, name)
        assert outcomes(found) == {"duplicate": 4, "ignored": 1}
        assert (found.batch, found.receipts, found.net, found.tenders, found.first_date) == (None, 0, 0, {}, None)
    assert shop.content() == before


def test_equal_lines_of_one_receipt_are_two_units(shop: Shop) -> None:
    shop.give(DAY)
    assert shop.stock() == {1: "-5", 2: "-1"}
    assert outcomes(shop.give([*DAY, line()], "three.csv")) == {"held": 3, "duplicate": 2, "ignored": 1}


def test_overlapping_file_adds_only_what_is_new(shop: Shop) -> None:
    shop.give(DAY)
    found = shop.give([*DAY[2:4], line("R5", tender="cash")], "next.csv")
    assert outcomes(found) == {"duplicate": 2, "accepted": 1} and (found.receipts, found.net, found.tenders) == (
        1,
        5,
        {"cash": 5},
    )


def test_half_a_file_then_the_whole_one_equals_the_whole(shop: Shop) -> None:
    halves = [shop.give(DAY[:3], "half.csv"), shop.give(DAY, "day.csv")]
    assert [outcomes(found) for found in halves] == [{"accepted": 3}, {"duplicate": 3, "accepted": 1, "ignored": 1}]
    ledger = shop.ledger()
    for found in reversed(halves):
        shop.undo(found.batch)
    assert shop.ledger() == []
    shop.give(DAY, "day again.csv")
    assert shop.ledger() == ledger
    shop.proven()


def test_registers_and_days_number_on_their_own(shop: Shop) -> None:
    rows = [line(register="1"), line(register="2"), line(register="1", at="2026-01-11 09:00:00")]
    assert shop.give(rows).receipts == 3
    assert outcomes(shop.give([*rows, line(register="3")], "more.csv")) == {"duplicate": 3, "accepted": 1}


def test_receipts_without_a_number_are_register_and_second(shop: Shop) -> None:
    rows = [line(""), line("", item="n", unit_price="4.50"), line("", register="2"), line("", at="2026-01-10 09:00:01")]
    assert shop.give(rows).receipts == 3
    assert outcomes(shop.give([*rows, line("", at="2026-01-10 09:00:02")], "more.csv")) == {
        "duplicate": 4,
        "accepted": 1,
    }


def test_sales_with_a_day_only_are_a_day_sheet(shop: Shop) -> None:
    rows = [line("", at="2026-01-10"), line("", at="2026-01-10"), line("", at="2026-01-11")]
    assert shop.give(rows).receipts == 2
    assert outcomes(shop.give(rows[1:], "fewer.csv")) == {"held": 1, "duplicate": 1}
    shop.proven()


CHANGED = [line(tender="cash"), line(), line("R2", quantity="2", tender="wechat"), *DAY[3:]]


def test_changed_receipt_is_held_and_posts_nothing(shop: Shop) -> None:
    shop.give(DAY)
    before = shop.ledger()
    found = shop.give(CHANGED)
    assert outcomes(found) == {"held": 1, "duplicate": 3, "ignored": 1} and codes(found) == [(4, "D_SUPERSEDES")]
    assert shop.ledger() == before and (found.exit_code, found.net) == (3, 0)
    content = shop.content()
    assert outcomes(shop.give(CHANGED)) == outcomes(found) and shop.content() == content


def test_every_change_of_content_is_seen(shop: Shop) -> None:
    changes: list[dict[str, str]] = [
        {"quantity": "2"},
        {"unit_price": "4.99"},
        {"item": "n"},
        {"tender": "alipay"},
        {"discount": "0.50"},
        {"amount_paid": "4.90"},
        {"kind": "refund", "quantity": "-1"},
    ]
    shop.give([line(f"R{number}", tender="wechat") for number in range(len(changes))])
    found = shop.give([line(f"R{number}", **{"tender": "wechat", **change}) for number, change in enumerate(changes)])
    assert codes(found) == [(number + 2, "D_SUPERSEDES") for number in range(len(changes))]


def test_accepted_change_reverses_the_old_and_posts_the_new(shop: Shop) -> None:
    shop.buy(date(2026, 1, 2), (MILK, "10", "2.00"))
    shop.give(DAY)
    found = shop.give(CHANGED, accept_changes=True)
    assert outcomes(found) == {"superseded": 1, "duplicate": 3, "ignored": 1}
    assert (found.receipts, found.net, found.tenders) == (1, 10, {"wechat": 10})
    assert shop.stock() == {1: "6", 2: "-1"}
    assert (
        shop.balance("wallet.wechat"),
        shop.balance("till_cash"),
        shop.balance("cogs"),
        shop.balance("inventory"),
    ) == ("10.00", "14.50", "8.00", "12.00")
    before = shop.content()
    assert outcomes(shop.give(CHANGED, "twice.csv", accept_changes=True)) == {"duplicate": 4, "ignored": 1}
    assert shop.content() == before
    shop.proven()


def test_tab_of_another_customer_is_a_change(shop: Shop) -> None:
    wang, li = (f"{HEADER},customer\n{line(tender='tab')},{name}\n" for name in ("Wang", "Li"))
    shop.give(wang)
    assert outcomes(shop.give(li, "b.csv")) == {"held": 1} and outcomes(shop.give(wang + "\n", "c.csv")) == {
        "duplicate": 1
    }
    assert outcomes(shop.give(li, "b.csv", accept_changes=True)) == {"superseded": 1}
    owed = """SELECT y.name, sum(p.amount)::VARCHAR FROM accounting.v_posting p
              JOIN accounting.v_party y ON y.id = p.party GROUP BY 1 ORDER BY 1"""
    assert shop.rows(owed) == [("Li", "5.00"), ("Wang", "0.00")]
    shop.proven()


def test_accepted_change_is_reversed_on_its_own_day(shop: Shop) -> None:
    shop.give(DAY)
    shop.give(CHANGED, accept_changes=True)
    assert shop.rows("SELECT DISTINCT business_date FROM accounting.v_posting") == [(date(2026, 1, 10),)]
    assert shop.rows("SELECT why, count(*) FROM sales.receipt_end GROUP BY 1") == [("superseded", 1)]


def test_locked_month_is_held_until_accepted_and_then_posts_on_the_first_open_day(shop: Shop) -> None:
    shop.lock("2026-01")
    late = [
        line(at="2026-01-31 10:00:00", tender="cash"),
        line("R2", at="2026-02-01 10:00:00", tender="cash"),
        line("R3", at="2025-12-31 10:00:00", tender="cash"),
    ]
    found = shop.give(late)
    assert outcomes(found) == {"held": 2, "accepted": 1} and codes(found) == [
        (2, "H_PERIOD_LOCKED"),
        (4, "H_PERIOD_LOCKED"),
    ]
    found = shop.give(late, accept_changes=True)
    assert outcomes(found) == {"duplicate": 1, "accepted": 2} and found.first_date == date(2025, 12, 31)
    assert shop.rows("SELECT DISTINCT business_date FROM sales.receipt") == [(date(2026, 2, 1),)]
    assert shop.rows("SELECT min(event_date) FROM sales.receipt") == [(date(2025, 12, 31),)]
    assert outcomes(shop.give(late, "again.csv", accept_changes=True)) == {"duplicate": 3}
    shop.proven()


def test_change_of_a_locked_day_moves_to_the_first_open_day(shop: Shop) -> None:
    shop.give(DAY)
    shop.lock("2026-01")
    assert codes(shop.give(CHANGED)) == [(4, "D_SUPERSEDES")]
    january = shop.balance("sales", date(2026, 1, 31))
    found = shop.give(CHANGED, accept_changes=True)
    assert outcomes(found)["superseded"] == 1
    assert shop.balance("sales", date(2026, 1, 31)) == january and shop.stock() == {1: "-4", 2: "-1"}
    shop.proven()


def test_import_undo_import_equals_one_import(shop: Shop) -> None:
    shop.buy(date(2026, 1, 2), (MILK, "4", "2.00"), (BEER, "10", "1.00"))
    rows = [
        *DAY,
        line("R7", kind="refund", item="b", quantity="-2", unit_price="3", net="-6", tender="cash"),
        line("R8", name="new thing", item="", tender="tab"),
    ]
    first = shop.give(rows)
    ledger = shop.ledger()
    undo = shop.undo(first.batch)
    assert shop.rows(f"SELECT reverses FROM storage.document WHERE seq = {undo}") == [(first.batch,)]
    assert shop.balance("sales") == shop.balance("cogs") == shop.balance("till_cash") == "0.00" and shop.stock() == {
        1: "4",
        3: "10",
    }
    shop.proven()
    again = shop.give(rows)
    assert outcomes(again) == outcomes(first) and again.to_json() | {"batch": 0} == first.to_json() | {"batch": 0}
    assert shop.ledger() == ledger
    shop.proven()


def test_undoing_twice_is_refused(shop: Shop) -> None:
    batch = shop.give(DAY).batch
    shop.undo(batch)
    with pytest.raises(Refused):
        shop.undo(batch)


def test_batch_that_waits_in_the_books_can_be_undone_after_its_file_came_again(shop: Shop) -> None:
    shop.lock("2025-12")
    rows = [line(tender="smile"), line("R2", at="2025-12-10 09:00:00", tender="cash")]
    first = shop.give(rows)
    assert outcomes(first) == {"held": 2}
    assert outcomes(shop.give(rows, accept_changes=True)) == {"duplicate": 1, "accepted": 1}
    shop.undo(first.batch)
    assert (shop.balance("tender_unmapped"), shop.balance("till_cash")) == ("0.00", "5.00")
    shop.proven()


def test_undo_of_a_locked_batch_posts_on_the_first_open_day(shop: Shop) -> None:
    shop.buy(date(2026, 1, 2), (MILK, "10", "2.00"))
    batch = shop.give(DAY).batch
    shop.lock("2026-01")
    january = (shop.balance("sales", date(2026, 1, 31)), shop.balance("inventory", date(2026, 1, 31)))
    shop.undo(batch)
    assert (shop.balance("sales", date(2026, 1, 31)), shop.balance("inventory", date(2026, 1, 31))) == january
    assert (shop.balance("sales"), shop.balance("inventory"), shop.stock()) == ("0.00", "20.00", {1: "10"})
    assert shop.rows("SELECT max(business_date) FROM accounting.v_posting") == [(date(2026, 2, 1),)]
    shop.proven()


def test_trial_run_leaves_the_book_as_it_was(shop: Shop) -> None:
    before = shop.content()
    found = shop.give([*DAY, line("R9", quantity="x")], dry_run=True)
    assert (found.accepted, found.net, found.rejects_file) == (4, 29.5, None)
    assert shop.content() == before and shop.give(DAY).accepted == 4


def test_receipts_in_any_order_are_the_same_receipts(shop: Shop) -> None:
    shop.give(HEADER + "\n" + "\n".join([DAY[0], DAY[2], DAY[1], DAY[3]]) + "\n")
    assert outcomes(shop.give(DAY)) == {"duplicate": 4, "ignored": 1}
