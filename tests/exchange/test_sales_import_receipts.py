"""What belongs to one receipt: lines on either side of the day's end, and rows that carry on without day or number."""

from __future__ import annotations

from datetime import date

from tests.shop_files import Shop, line, outcomes


def test_receipt_past_the_days_end_is_one_receipt_of_the_day_it_began(shop: Shop) -> None:
    rows = [
        line("R1", at="2026-01-10 23:59:50", tender="cash", amount_paid="10.00"),
        line("R1", at="2026-01-11 00:00:10", tender="cash", amount_paid="10.00"),
        line("R2", at="2026-01-11 00:05:00", tender="cash"),
    ]
    assert (shop.give(rows).receipts, shop.balance("till_cash", date(2026, 1, 10))) == (2, "10.00")
    assert outcomes(shop.give(rows[::-1], "newest first.csv")) == {"duplicate": 3}
    shop.proven()


def test_receipt_past_a_day_that_ends_late_is_one_receipt(shop: Shop) -> None:
    shop.set("day_ends_at", "04:00")
    rows = [line(at="2026-01-11 03:59:59", tender="cash"), line(at="2026-01-11 04:00:01", tender="cash")]
    assert shop.give(rows).receipts == 1 and shop.balance("till_cash", date(2026, 1, 10)) == "10.00"


def test_equal_numbers_of_two_days_are_two_receipts(shop: Shop) -> None:
    rows = [line(at="2026-01-10 21:30:00", tender="cash"), line(at="2026-01-11 09:00:00", tender="cash")]
    assert shop.give(rows).receipts == 2


CARRIED = """Order,Date,Payment,Item,Quantity,Unit price
1001,2026-01-10 09:00:00,cash,m,1,5.00
,,,n,2,4.50
1002,2026-01-10 09:05:00,wechat,m,3,5.00
1003,2026-01-11 10:00:00,cash,b,1,3.00
,,,m,1,5.00
"""


def test_rows_that_leave_order_and_date_blank_carry_on(shop: Shop) -> None:
    found = shop.give(CARRIED)
    assert (outcomes(found), found.receipts, found.tenders) == ({"accepted": 5}, 3, {"cash": 22, "wechat": 15})
    assert outcomes(shop.give(CARRIED, "again.csv")) == {"duplicate": 5}
    shop.proven()


def test_rows_that_repeat_the_order_and_leave_the_date_blank_carry_on(shop: Shop) -> None:
    repeated = CARRIED.replace("\n,,,n", "\n1001,,,n").replace("\n,,,m", "\n1003,,,m")
    assert shop.give(repeated).receipts == 3


def test_row_without_a_date_that_names_another_receipt_is_rejected(shop: Shop) -> None:
    found = shop.give(CARRIED + "1004,,,m,1,5.00\n")
    assert (outcomes(found), found.problems[0].code) == ({"accepted": 5, "rejected": 1}, "E_DATE")
