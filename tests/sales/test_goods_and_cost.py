"""What a sale does to goods and their cost, with either costing; the promises are checked after each test."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from lstbo.inventory import stock_on_hand
from tests.books import BEER, MILK, NOODLES, day
from tests.shop_files import Shop, line, new_shop, outcomes


def fifo(shop: Shop) -> bool:
    with shop.book.read() as tx:
        return tx.setting("costing") == "fifo"


def money(shop: Shop, *roles: str) -> tuple[str, ...]:
    return tuple(shop.balance(role) for role in roles)


def another(shop: Shop) -> Shop:
    """A second, empty shop with the same costing."""
    folder = shop.folder / "another"
    folder.mkdir()
    return new_shop(folder, costing="fifo" if fifo(shop) else "average")


def test_cost_of_sales_follows_the_costing(shop: Shop) -> None:
    shop.buy(day(2), (MILK, "10", "2.00"))
    shop.buy(day(3), (MILK, "10", "3.00"), number="A2")
    shop.give([line(quantity="12", tender="cash")])
    assert money(shop, "cogs", "inventory") == (("26.00", "24.00") if fifo(shop) else ("30.00", "20.00"))


def test_return_comes_back_at_the_cost_of_its_day(shop: Shop) -> None:
    shop.buy(day(2), (MILK, "10", "2.00"))
    shop.give([line(quantity="4")])
    shop.give(
        [line("R9", at="2026-01-11 10:00:00", kind="refund", quantity="-1", net="-5.00", tender="cash")], "refund.csv"
    )
    assert money(shop, "cogs", "inventory", "till_cash") == ("6.00", "14.00", "-5.00") and shop.stock() == {1: "7"}


def test_return_of_something_never_bought_costs_nothing(shop: Shop) -> None:
    shop.give([line(kind="refund", quantity="-2", net="-10.00", tender="cash")])
    assert money(shop, "cogs", "inventory") == ("0.00", "0.00") and shop.stock() == {1: "2"}


def test_oversold_goods_heal_when_they_arrive(shop: Shop) -> None:
    shop.buy(day(2), (MILK, "2", "2.00"))
    found = shop.give([line(quantity="5", tender="cash")])
    assert outcomes(found) == {"accepted": 1} and shop.stock() == {1: "-3"}
    shop.buy(day(12), (MILK, "10", "3.00"), number="A2")
    assert shop.stock() == {1: "7"} and money(shop, "inventory") == ("21.00",)
    with shop.book.read() as tx:
        assert [str(found.value) for found in stock_on_hand(tx)] == ["21.00"]


def test_sales_before_purchases_give_the_books_of_purchases_before_sales(shop: Shop) -> None:
    rows = [
        line(at=f"2026-01-{number:02} 10:00:00", quantity=str(number % 4 + 1), tender="cash") for number in range(5, 20)
    ]
    shop.give(rows)
    shop.buy(day(4), (MILK, "30", "2.00"))
    shop.buy(day(10), (MILK, "30", "2.50"), number="A2")
    late = shop.balance("cogs"), shop.balance("inventory"), shop.balance("cost_adjustment")
    fresh = another(shop)
    fresh.buy(day(4), (MILK, "30", "2.00"))
    fresh.buy(day(10), (MILK, "30", "2.50"), number="A2")
    fresh.give(rows)
    assert late == (fresh.balance("cogs"), fresh.balance("inventory"), fresh.balance("cost_adjustment"))
    assert fresh.ledger() == shop.ledger()
    fresh.book.close()


def test_files_in_any_order_give_the_same_books(shop: Shop) -> None:
    parts = {
        "a.csv": [
            line(at="2026-01-10 09:00:00", quantity="3", tender="cash"),
            line("R2", quantity="-1", item="b", unit_price="3", at="2026-01-10 11:00:00"),
        ],
        "b.csv": [
            line(at="2026-01-11 09:00:00", quantity="4", tender="cash"),
            line("R2", item="b", unit_price="3", at="2026-01-11 11:00:00"),
        ],
        "c.csv": [line(at="2026-01-12 09:00:00", quantity="5", tender="cash")],
    }
    shop.buy(day(2), (MILK, "9", "2.03"), (BEER, "9", "1.11"))
    shop.buy(day(11), (MILK, "9", "2.51"), (BEER, "3", "1.37"), number="A2")
    ledgers = []
    for order in list(permutations(parts))[::3]:
        batches = [shop.give(parts[name], name).batch for name in order]
        ledgers.append(shop.ledger())
        for batch in batches:
            shop.undo(batch)
    assert all(ledger == ledgers[0] for ledger in ledgers)


def test_undo_gives_the_goods_their_value_back(shop: Shop) -> None:
    shop.buy(day(2), (MILK, "10", "2.01"), (NOODLES, "3", "1.00"))
    shop.buy(day(9), (MILK, "5", "3.33"), number="A2")
    before = shop.ledger()
    found = shop.give(
        [
            line(quantity="7"),
            line("R2", item="n", unit_price="4.50", quantity="5"),
            line("R3", quantity="-2"),
            line("R4", at="2026-01-12 08:00:00", quantity="9"),
        ]
    )
    shop.undo(found.batch)
    assert shop.ledger() == before


def test_sales_of_one_day_make_one_entry_and_one_movement_per_item(shop: Shop) -> None:
    shop.give([line(f"R{number}", tender="cash") for number in range(30)] + [line("X", register="2", tender="cash")])
    assert shop.scalar("SELECT count(*) FROM accounting.journal_entry") == 2
    assert shop.rows("SELECT register, quantity::VARCHAR FROM inventory.stock_movement ORDER BY 1") == [
        ("", "-30.000"),
        ("2", "-1.000"),
    ]


def test_day_that_ends_after_midnight(shop: Shop) -> None:
    shop.set("day_ends_at", "04:00")
    found = shop.give(
        [
            line(at="2026-01-10 23:59:00", tender="cash"),
            line("R2", at="2026-01-11 03:59:59", tender="cash"),
            line("R3", at="2026-01-11 04:00:00", tender="cash"),
        ]
    )
    assert (found.first_date, found.last_date) == (date(2026, 1, 10), date(2026, 1, 11))
    assert (shop.balance("till_cash", day(10)), shop.balance("till_cash", day(11))) == ("10.00", "15.00")
    assert (
        shop.scalar("SELECT max(event_time)::VARCHAR FROM sales.receipt WHERE business_date = '2026-01-10'")
        == "2026-01-11 03:59:59"
    )
    assert outcomes(shop.give([line("R2", at="2026-01-11 03:59:59", tender="cash")], "again.csv")) == {"duplicate": 1}


def test_tab_belongs_to_its_customer(shop: Shop) -> None:
    header = "receipt_id,sold_at,kind,item,quantity,unit_price,tender,customer"
    rows = [
        f"{number},2026-01-10 09:00:00,sale,m,{number},5.00,{tender},{name}"
        for number, tender, name in (
            (1, "tab", "Wang"),
            (2, "赊账", "Li"),
            (3, "tab:10;cash:5", "Wang"),
            (4, "tab", ""),
        )
    ]
    found = shop.give("\n".join([header, *rows]) + "\n")
    assert (found.tenders, shop.balance("tabs")) == ({"tab": 45, "cash": 5}, "45.00")
    names = shop.rows(
        """SELECT y.name, sum(p.amount)::VARCHAR FROM accounting.v_posting p JOIN accounting.party y ON y.id = p.party
           GROUP BY 1 ORDER BY 2 DESC"""
    )
    assert [amount for _name, amount in names] == ["20.00", "15.00", "10.00"] and [
        name for name, _amount in names[1:]
    ] == ["Wang", "Li"]
