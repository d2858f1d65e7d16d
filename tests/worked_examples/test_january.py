"""One month of a small shop, worked out by hand to the fen, in both costings.

     average                                          first in, first out
 1   opening: till 500, bank 3000, tab 50, milk 10 at 2.00 = 20; capital 3570
 3   A1 from Wang on credit: milk 20 at 2.30 = 46, noodles 30 at 1.00 = 30
 4   sold milk 12, noodles 5 for 82.50 cash
       milk 30 = 66.00, 12 cost 26.40; noodles 5.00     10 at 2.00 + 2 at 2.30 = 24.60; noodles 5.00
 6   sold beer 10 for 30 by wechat; there is none: cost 0 so far
 7   sold milk 4 for 20 on Zhang's tab
       18 = 39.60, 4 cost 8.80                          4 at 2.30 = 9.20
 8   bought beer 24 at 1.80 = 43.20, paid by wechat
       -10 + 24 = 14 = 25.20; 18.00 to adjustment       the same
 9   a milk comes back, 5.00 returned in cash
       14 = 30.80, 1 comes in at 2.20                   14 = 32.20, 1 comes in at 2.30
10   milk 2 expired
       15 = 33.00, 2 cost 4.40                          2 at 2.30 = 4.60
11   the owner takes noodles 3 home: 3.00
12   the bill for A1 is 79.80, 3.80 dearer: milk 2.30, noodles 1.50
       milk 13 of 20 there: 1.50 (1.495); noodles 22 of 30: 1.10; on hand 2.60, variance 1.20
14   milk 3 back to Wang
       13 = 30.10, 3 at 6.95                            13 = 31.40, 3 at 7.25
16   Wang is paid 70 from the bank and lets off 1.00
18   sold milk 6 for 30 cash
       10 = 23.15, 6 cost 13.89, 4 = 9.26 left          9 = 21.73 first, 6 cost 14.49, 4 = 9.66 left
20   a note of the 5th turns up: A0 from Li, milk 10 at 2.75 = 27.50. What follows the 5th is costed anew:
       7: 28 = 67.10, 4 cost 9.59 (+0.79)               9.20 as before
      10: 25 = 59.71, 2 cost 4.78 (+0.38)               4.60 as before
      12: the bill's 1.50 stays                         spread over three layers: 0.78, 0.65, 0.07
      14: the return's 6.95 stays                       the return's 7.25 stays, 3 of the layer are 7.10: 0.15 adjusted
      18: 20 = 49.48, 6 cost 14.84 (+0.95)              9 = 21.28 first, 6 cost 14.19 (-0.30)
     milk 14 = 34.64                                    milk 14 = 37.61
21   Zhang pays 30 cash.  22  the till should hold 637.50, it holds 636.00.  25  rent 800 from the bank.  31  locked.
"""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import pytest

from lstbo.accounting import (
    OpeningBalance,
    count_till,
    lock_period,
    post_expense,
    post_tab_payment,
    tab_balance,
    tab_party,
    trial_balance,
)
from lstbo.core.errors import PeriodLocked
from lstbo.core.period import Period
from lstbo.inventory import Opening, OpeningStock, post_opening, post_waste, stock_on_hand, stock_value
from lstbo.purchasing import (
    ReturnLine,
    enter_bill,
    pay_supplier,
    payables,
    receive_goods,
    return_to_supplier,
    reverse_purchase,
)
from lstbo.storage import Book, Transaction
from tests.books import BEER, MILK, NOODLES, balances, day, delivery, new_book, sell
from tests.promises import keep_the_promises

JANUARY = Period.parse("2026-01")
BY_COSTING = {
    "average": {
        "1405.01": "82.94",
        "2202.01": "-29.35",
        "5401.01": "53.63",
        "5401.03": "18.00",
        "5711.03": "4.78",
    },
    "fifo": {
        "1405.01": "85.91",
        "2202.01": "-29.05",
        "5401.01": "50.69",
        "5401.03": "17.85",
        "5711.03": "4.60",
    },
}
IN_BOTH = {
    "1001.01": "636.00",
    "1002.01": "2130.00",
    "1012.02": "-13.20",
    "1122.01": "40.00",
    "3001.01": "-3570.00",
    "3104.10": "3.00",
    "5001.01": "-157.50",
    "5401.04": "1.20",
    "5601.01": "800.00",
    "5603.03": "-1.00",
    "5711.05": "1.50",
}


def first_half(tx: Transaction) -> None:
    """From the opening to the bill."""
    money = (
        OpeningBalance("till_cash", D(500)),
        OpeningBalance("bank", D(3000)),
        OpeningBalance("tabs", D(50), "张三"),
    )
    post_opening(tx, Opening(money, (OpeningStock(MILK, D(10), D("2.00")),)), business_date=day(1))
    receive_goods(tx, delivery("A1", day(3), (MILK, "20", "2.30"), (NOODLES, "30", "1.00")))
    sell(tx, day(4), (MILK, "12"), (NOODLES, "5"), takings="82.50")
    sell(tx, day(6), (BEER, "10"), takings="30.00", into="wallet.wechat")
    sell(tx, day(7), (MILK, "4"), takings="20.00", customer=tab_party(tx, "张三"))
    receive_goods(tx, delivery("B1", day(8), (BEER, "24", "1.80"), supplier="Beer & Co", paid_from="wechat"))
    sell(tx, day(9), (MILK, "-1"), takings="-5.00")
    post_waste(tx, item=MILK, quantity=D(2), reason="expired", business_date=day(10))
    post_waste(tx, item=NOODLES, quantity=D(3), reason="own_use", business_date=day(11))
    enter_bill(tx, receipt="A1", supplier="Wang", amount=D("79.80"), business_date=day(12), number="F-77")


def second_half(tx: Transaction) -> None:
    """From the return to the 18th."""
    return_to_supplier(tx, supplier="Wang", lines=[ReturnLine(MILK, D(3))], business_date=day(14))
    pay_supplier(tx, supplier="Wang", amount=D(70), discount=D(1), paid_from="bank", business_date=day(16))
    sell(tx, day(18), (MILK, "6"), takings="30.00")


def the_end(tx: Transaction) -> None:
    """The late note, and the rest."""
    receive_goods(tx, delivery("A0", day(5), (MILK, "10", "2.75"), supplier="Li"))
    post_tab_payment(tx, business_date=day(21), customer="张三", amount=D(30), paid_into="cash")
    count_till(tx, business_date=day(22), counted=D("636.00"))
    post_expense(tx, business_date=day(25), account="房租", amount=D(800), paid_from="银行")
    lock_period(tx, JANUARY)


@pytest.fixture(params=["average", "fifo"])
def costing(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def january(tmp_path: Path, costing: str) -> Book:
    """The month, booked in three sittings."""
    book = new_book(tmp_path, costing=costing)
    for sitting in (first_half, second_half, the_end):
        with book.write(sitting.__name__) as tx:
            sitting(tx)
    return book


def test_the_trial_balance_is_the_one_worked_out_by_hand(january: Book, costing: str) -> None:
    with january, january.read() as tx:
        keep_the_promises(tx)
        found = {row.account: str(row.closing) for row in trial_balance(tx, JANUARY).rows}
    assert {code: amount for code, amount in found.items() if amount != "0.00"} == IN_BOTH | BY_COSTING[costing]


def test_the_stock_is_the_one_worked_out_by_hand(january: Book, costing: str) -> None:
    milk = {"average": D("34.64"), "fifo": D("37.61")}[costing]
    with january, january.read() as tx:
        lines = [(line.name, line.quantity, line.value, line.last_sold) for line in stock_on_hand(tx, day(31))]
        assert sum(v.value for v in stock_value(tx, day(31))) == D(BY_COSTING[costing]["1405.01"])
    assert lines == [
        ("beer", D(14), D("25.20"), day(6)),
        ("milk", D(14), milk, day(18)),
        ("noodles", D(22), D("23.10"), day(4)),
    ]


def test_the_books_still_show_what_was_known_before_the_late_note(january: Book, costing: str) -> None:
    milk = {"average": D("9.26"), "fifo": D("9.66")}[costing]
    with january, january.read() as tx:
        before = tx.scalar("SELECT max(seq) FROM storage.document WHERE command = 'second_half'")
        assert stock_on_hand(tx, day(31), before, items=[MILK])[0].value == milk
        assert [p.name for p in payables(tx, day(31), before)] == ["Wang"]


def test_the_ledgers_of_people_add_up_to_their_accounts(january: Book, costing: str) -> None:
    wang = {"average": D("1.85"), "fifo": D("1.55")}[costing]
    with january, january.read() as tx:
        assert tab_balance(tx, tab_party(tx, "张三")) == D("40.00")
        assert [(p.name, p.owed) for p in payables(tx)] == [("Li", D("27.50")), ("Wang", wang)]


def test_costs_by_day_are_the_ones_worked_out_by_hand(january: Book, costing: str) -> None:
    milk = {
        "average": [(4, "-26.40"), (7, "-9.59"), (18, "-14.84")],
        "fifo": [(4, "-24.60"), (7, "-9.20"), (18, "-14.19")],
    }[costing]
    with january, january.read() as tx:
        found = tx.rows(
            "SELECT business_date, sum(amount) FROM inventory.stock_value WHERE item = ? AND reason = 'sale'"
            " GROUP BY business_date ORDER BY business_date",
            [MILK],
        )
    assert [(on.day, str(amount)) for on, amount in found] == milk


def test_a_locked_january_is_corrected_in_february(january: Book, costing: str) -> None:
    milk = {"average": D("7.14"), "fifo": D("10.81")}[costing]
    with january, january.write("later") as tx:
        note = tx.scalar("SELECT doc FROM purchasing.receipt WHERE number = 'A0'")
        with pytest.raises(PeriodLocked):
            receive_goods(tx, delivery("A3", day(30), (MILK, "1", "2.00")))
        locked = balances(tx, ["inventory", "cogs", "payables"], day(31))
        reverse_purchase(tx, note)
        assert balances(tx, ["inventory", "cogs", "payables"], day(31)) == locked
        (line,) = stock_on_hand(tx, day(1, 2), items=[MILK])
        assert (line.quantity, line.value) == (D(4), milk)
        assert [p.name for p in payables(tx)] == ["Wang"]
        keep_the_promises(tx)
