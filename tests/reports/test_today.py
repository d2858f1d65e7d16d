"""One day at the till beside the weekday before, and what asks for attention."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from lstbo.accounting import Entry, Posting, ensure_party, post_entry
from lstbo.exchange import ImportOptions, import_files
from lstbo.reports import attention, day_figures
from lstbo.storage import Book, Transaction
from tests.small_shop import found

HEAD = "receipt_id,sold_at,kind,item,name,quantity,unit_price,net,tender\n"


def test_a_day_says_what_was_taken_how_it_was_paid_and_when(tx: Transaction) -> None:
    day = day_figures(tx, date(2026, 2, 1)).takings

    assert (day.receipts, day.net, day.discount) == (2, Decimal("33.00"), Decimal("0.50"))
    assert dict(day.tenders) == {"cash": Decimal("27.00"), "wechat": Decimal("6.00")}
    assert day.hours == ((9, Decimal("23.00")), (10, Decimal("10.00")))


def test_tenders_and_rounding_add_up_to_the_net(tx: Transaction) -> None:
    day = day_figures(tx, date(2026, 2, 2)).takings

    assert day.net == Decimal("-4.80")
    assert sum(amount for _how, amount in day.tenders) + day.rounding == day.net


def test_a_day_without_sales_is_zero_and_names_the_last_day_with_some(tx: Transaction) -> None:
    figures = day_figures(tx, date(2026, 2, 20))

    assert (figures.takings.receipts, figures.takings.net) == (0, Decimal("0.00"))
    assert figures.newest == date(2026, 2, 2)


def test_the_same_weekday_before_and_the_usual_one_stand_beside_a_day(tx: Transaction) -> None:
    figures = day_figures(tx, date(2026, 2, 8))

    assert figures.before.net == Decimal("33.00")
    assert figures.usual == Decimal("33.00")
    assert figures.run[-8:-5] == (
        (date(2026, 2, 1), Decimal("33.00")),
        (date(2026, 2, 2), Decimal("-4.80")),
        (date(2026, 2, 3), Decimal("0.00")),
    )


def test_nothing_known_yet_at_a_moment_counts(tx: Transaction) -> None:
    assert day_figures(tx, date(2026, 2, 1), known_at=1).takings.receipts == 0


def test_a_day_says_how_many_items_it_sold_without_a_cost(tx: Transaction) -> None:
    assert day_figures(tx, date(2026, 2, 1)).takings.uncosted == 1
    assert day_figures(tx, date(2026, 2, 20)).takings.uncosted == 0


def test_lines_of_unknown_items_and_items_sold_beyond_stock_ask_for_attention(tmp_path: Path) -> None:
    book = tmp_path / "shop.duckdb"
    found(book).close()
    sales = tmp_path / "sales.csv"
    sales.write_text(HEAD + "R1,2026-02-01 09:00,sale,X1,糖,2,3.00,6.00,cash\n", "utf-8")
    import_files(book, "sales", [str(sales)], ImportOptions(unknown="hold"))
    sales.write_text(HEAD + "R2,2026-02-01 09:30,sale,X2,茶,1,4.00,4.00,cash\n", "utf-8")
    import_files(book, "sales", [str(sales)], ImportOptions())

    with Book.open(book, read_only=True) as opened, opened.read() as tx:
        asked = {one.code: (one.count, one.amount) for one in attention(tx, date(2026, 2, 1))}

    assert asked["items_unknown"] == (1, Decimal("6.00"))
    assert asked["oversold"][0] == 1
    assert asked["items_new"][0] == 1


def test_the_usual_weekday_is_rounded_half_up(tmp_path: Path) -> None:
    book = tmp_path / "shop.duckdb"
    found(book).close()
    sales = tmp_path / "sales.csv"
    rows = "R1,2026-02-01 09:00,sale,X1,糖,1,1.00,1.00,cash\nR2,2026-02-08 09:00,sale,X1,糖,1,1.01,1.01,cash\n"
    sales.write_text(HEAD + rows, "utf-8")
    import_files(book, "sales", [str(sales)], ImportOptions())

    with Book.open(book, read_only=True) as opened, opened.read() as tx:
        assert day_figures(tx, date(2026, 2, 15)).usual == Decimal("1.01")


def test_what_customers_owe_is_not_lessened_by_what_others_paid_ahead(tmp_path: Path) -> None:
    with found(tmp_path / "shop.duckdb") as book, book.write("tabs") as tx:
        doc = tx.document("sales", "batch", business_date=date(2026, 2, 1))
        for name, amount in (("wang", "100.00"), ("li", "-40.00")):
            tab = Posting("tabs", Decimal(amount), ensure_party(tx, "customer", name, doc=doc))
            sold = Posting("sales", -Decimal(amount))
            post_entry(tx, Entry(date(2026, 2, 1), "sale", "tab", (tab, sold), cash_flow="1"), doc=doc)
        asked = {one.code: (one.count, one.amount) for one in attention(tx, date(2026, 2, 1))}

    assert asked["tabs"] == (1, Decimal("100.00"))
