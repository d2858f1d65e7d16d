"""Deliveries: the lines of a file become delivery notes, each booked, held or rejected whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lstbo.accounting import lock_period
from lstbo.core.errors import Refused
from lstbo.core.period import Period
from lstbo.exchange import list_batches, list_held
from lstbo.purchasing import enter_bill
from lstbo.storage import Book
from tests.exchange.import_shop import ImportShop, codes, d

HEADER = "document,received_at,supplier,item,barcode,name,quantity,unit_cost,paid_from"
COLA = "LX-1,2026-01-05 08:00,乐享食品,A1,,可乐,24,2.10,"
CRISPS = "LX-1,2026-01-05 08:00,乐享食品,A2,,薯片,10,4.35,"
MILK = "MY-7,2026-01-06 07:30,牧云乳业,A3,,牛奶,12,3.00,cash"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportShop:
    monkeypatch.setenv("LSTBO_NOW", "2026-03-01T10:00")
    return ImportShop(tmp_path)


def test_lines_of_one_note_are_one_document(shop: ImportShop) -> None:
    result = shop.take("purchases", shop.write("p.csv", HEADER, COLA, CRISPS, MILK))
    assert (result.accepted, result.receipts, result.net) == (3, 2, d("129.90"))
    assert result.tenders == {"tab": d("93.90"), "cash": d("36.00")}
    assert shop.stock() == {"A1": (d("24"), d("50.40")), "A2": (d("10"), d("43.50")), "A3": (d("12"), d("36.00"))}
    assert (shop.balance("payables"), shop.balance("till_cash")) == (d("-93.90"), d("-36.00"))


def test_the_same_file_twice_changes_nothing(shop: ImportShop) -> None:
    shop.take("purchases", shop.write("p.csv", HEADER, COLA, CRISPS, MILK))
    before = shop.documents()
    again = shop.take("purchases", shop.write("other name.csv", HEADER, MILK, CRISPS, COLA))
    assert (again.duplicate, again.receipts, again.batch) == (3, 0, None)
    assert shop.documents() == before


def test_what_waits_is_kept_once_however_often_its_file_comes(shop: ImportShop) -> None:
    path = shop.write("p.csv", HEADER, COLA, MILK.replace("3.00", "x"))
    first = shop.take("purchases", path, unknown="hold")
    before = shop.documents()
    again = shop.take("purchases", path, unknown="hold")
    assert first.batch and (again.held, again.rejected, again.batch) == (1, 1, None)
    assert shop.documents() == before
    assert shop.take("purchases", path).accepted == 1


def test_overlapping_files_add_only_new_deliveries(shop: ImportShop) -> None:
    shop.take("purchases", shop.write("a.csv", HEADER, COLA, CRISPS))
    result = shop.take("purchases", shop.write("b.csv", HEADER, COLA, CRISPS, MILK))
    assert (result.duplicate, result.accepted, result.receipts) == (2, 1, 1)


def test_one_bad_line_rejects_its_note_and_no_other(shop: ImportShop) -> None:
    bad = CRISPS.replace("4.35", "4.3.5")
    result = shop.take("purchases", shop.write("p.csv", HEADER, COLA, bad, MILK))
    assert (result.accepted, result.rejected, result.exit_code) == (1, 2, 3)
    assert codes(result) == [(2, "E_NUMBER", ""), (3, "E_NUMBER", "unit_cost")]
    assert "another line" in result.problems[0].message_en


def test_amount_beyond_all_reason_rejects_its_note_and_no_other(shop: ImportShop) -> None:
    absurd = CRISPS.replace("LX-1", "LX-2").replace("10,4.35", "99999999999,99999999999")
    result = shop.take("purchases", shop.write("p.csv", HEADER, COLA, absurd, MILK))
    assert (result.accepted, codes(result)) == (2, [(3, "E_NUMBER", "unit_cost")])


def test_a_damaged_line_rejects_its_note(shop: ImportShop) -> None:
    result = shop.take("purchases", shop.write("p.csv", HEADER, COLA, "LX-1,2026-01-05", MILK))
    assert (result.accepted, result.rejected) == (1, 2)
    assert shop.stock() == {"A3": (d("12"), d("36.00"))}


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("N1,1989-12-31,S,A1,,x,1,1.00,", "E_DATE", "received_at"),
        ("N1,2026-03-03,S,A1,,x,1,1.00,", "E_DATE", "received_at"),
        ("N1,,S,A1,,x,1,1.00,", "E_DATE", "received_at"),
        ("N1,2026-01-05,S,A1,,x,,1.00,", "E_NUMBER", "quantity"),
        ("N1,2026-01-05,S,A1,,x,1.0001,1.00,", "E_NUMBER", "quantity"),
        ("N1,2026-01-05,S,A1,,x,1,,", "E_NUMBER", "unit_cost"),
        ("N1,2026-01-05,S,A1,,x,-1,1.00,", "E_SIGN", "quantity"),
        ("N1,2026-01-05,S,A1,,x,1,-1.00,", "E_SIGN", "unit_cost"),
        ("N1,2026-01-05,S,,,,1,1.00,", "E_ITEM", "item"),
        ("N1,2026-01-05,S,,6.92E+12,x,1,1.00,", "E_GTIN_PRECISION", "barcode"),
        ("N1,2026-01-05,S,A1,,x,1,1.00,beans", "E_TENDER", "paid_from"),
        ("N1,2026-01-05,,A1,,x,1,1.00,", "E_EMPTY", "supplier"),
    ],
)
def test_a_wrong_cell_is_named(shop: ImportShop, line: str, code: str, field: str) -> None:
    result = shop.take("purchases", shop.write("p.csv", HEADER, line))
    assert (codes(result), result.exit_code, result.batch) == ([(2, code, field)], 1, None)


def test_the_amount_of_a_line_may_stand_for_its_unit_cost(shop: ImportShop) -> None:
    lines = ("入库单号,入库日期,供应商,商品编码,商品名称,数量,金额", "R1,2026-01-05,乐享食品,A1,可乐,3,10.00")
    assert shop.take("purchases", shop.write("p.csv", *lines)).accepted == 1
    assert shop.stock() == {"A1": (d("3"), d("10.00"))}


def test_amount_and_unit_cost_that_disagree_are_refused(shop: ImportShop) -> None:
    header = "document,received_at,supplier,item,quantity,unit_cost,net"
    path = shop.write("p.csv", header, "R1,2026-01-05,S,A1,24,3.33,80.00", "R2,2026-01-05,S,A1,24,3.33,90.00")
    assert codes(shop.take("purchases", path)) == [(3, "E_TOTALS", "net")]
    assert shop.stock() == {"A1": (d("24"), d("80.00"))}


def test_a_case_of_24_comes_into_stock_as_24(shop: ImportShop) -> None:
    items = ("item,barcode,pack_barcodes,name,price", "A1,6901234567892,16901234567899:24,可乐,3.00")
    shop.take("items", shop.write("items.csv", *items))
    path = shop.write("p.csv", HEADER, "R1,2026-01-05,S,,16901234567899,,2,50.50,")
    assert shop.take("purchases", path).accepted == 1
    assert shop.stock() == {"A1": (d("48"), d("101.00"))}


def test_an_unknown_item_holds_its_delivery_when_asked(shop: ImportShop) -> None:
    shop.take("items", shop.write("items.csv", "item,name", "A1,可乐"))
    path = shop.write("p.csv", HEADER, COLA, CRISPS)
    result = shop.take("purchases", path, unknown="hold")
    assert (result.held, result.receipts, result.exit_code) == (2, 0, 3)
    assert [(row, code) for row, code, _field in codes(result)] == [(2, "H_SKU_UNKNOWN"), (3, "H_SKU_UNKNOWN")]
    assert shop.stock() == {}
    shop.take("items", shop.write("more.csv", "item,name", "A2,薯片"))
    assert shop.take("purchases", path, unknown="hold").accepted == 2


def test_what_is_held_is_listed_once_however_often_it_came(shop: ImportShop) -> None:
    path = shop.write("p.csv", HEADER, COLA, MILK)
    for _time in range(2):
        shop.take("purchases", path, unknown="hold")
    with Book.open(shop.path) as book, book.read() as tx:
        assert [(held.value, held.rows) for held in list_held(tx)] == [("A1", 1), ("A3", 1)]
        assert [batch.ended for batch in list_batches(tx)] == [""]


def test_a_changed_delivery_is_held_until_the_change_is_accepted(shop: ImportShop) -> None:
    shop.take("purchases", shop.write("p.csv", HEADER, COLA, CRISPS))
    changed = shop.write("q.csv", HEADER, COLA.replace("24", "20"), CRISPS)
    held = shop.take("purchases", changed)
    assert (held.held, held.net, codes(held)[0]) == (2, d("0"), (2, "D_SUPERSEDES", "document"))
    assert shop.stock()["A1"] == (d("24"), d("50.40"))
    done = shop.take("purchases", changed, accept_changes=True)
    assert (done.superseded, done.net) == (2, d("85.50"))
    assert shop.stock()["A1"] == (d("20"), d("42.00"))
    assert shop.balance("payables") == d("-85.50")
    assert shop.take("purchases", changed).duplicate == 2


def test_a_change_to_a_delivery_with_a_bill_stays_held_and_says_why(shop: ImportShop) -> None:
    shop.take("purchases", shop.write("p.csv", HEADER, COLA))
    with Book.open(shop.path) as book, book.write("bill") as tx:
        enter_bill(tx, receipt="LX-1", supplier="乐享食品", amount=d("50.40"), business_date=date(2026, 1, 9))
    changed = shop.write("q.csv", HEADER, COLA.replace("24", "20"), MILK)
    result = shop.take("purchases", changed, accept_changes=True)
    assert (result.held, result.accepted) == (1, 1)
    assert "refers to document" in result.problems[0].suggestion


def test_a_locked_month_holds_the_delivery_until_it_is_accepted(shop: ImportShop) -> None:
    with Book.open(shop.path) as book, book.write("lock") as tx:
        lock_period(tx, Period.parse("2026-01"))
    path = shop.write("p.csv", HEADER, COLA, "N2,2026-02-05,S,A1,,可乐,1,2.00,")
    held = shop.take("purchases", path)
    assert (held.held, held.accepted, codes(held)) == (1, 1, [(2, "H_PERIOD_LOCKED", "received_at")])
    late = shop.take("purchases", path, accept_changes=True)
    assert (late.accepted, late.duplicate, str(late.first_date)) == (1, 1, "2026-02-01")
    assert shop.take("purchases", path).duplicate == 2


def test_goods_sent_back_are_a_return_booked_once(shop: ImportShop) -> None:
    shop.take("purchases", shop.write("p.csv", HEADER, COLA))
    header = HEADER + ",kind"
    path = shop.write("q.csv", header, "T-1,2026-01-09,乐享食品,A1,,,-4,2.10,,退货")
    result = shop.take("purchases", path)
    assert (result.accepted, result.net) == (1, d("-8.40"))
    assert shop.stock() == {"A1": (d("20"), d("42.00"))}
    assert shop.take("purchases", shop.write("r.csv", header, *path.read_text().splitlines()[1:], "")).duplicate == 1
    assert shop.balance("payables") == d("-42.00")


def test_undone_and_imported_again_is_imported_once(shop: ImportShop) -> None:
    path = shop.write("p.csv", HEADER, COLA, CRISPS, MILK)
    first = shop.take("purchases", path)
    stock = shop.stock()
    shop.undo(first.batch)
    assert (shop.stock(), shop.balance("payables")) == ({}, d("0.00"))
    assert shop.take("purchases", path).accepted == 3
    assert (shop.stock(), shop.balance("payables")) == (stock, d("-93.90"))
    with pytest.raises(Refused, match="undone already"):
        shop.undo(first.batch)


def test_undo_is_refused_while_a_bill_points_at_a_delivery(shop: ImportShop) -> None:
    batch = shop.take("purchases", shop.write("p.csv", HEADER, COLA)).batch
    with Book.open(shop.path) as book, book.write("bill") as tx:
        bill = enter_bill(tx, receipt="LX-1", supplier="乐享食品", amount=d("52.00"), business_date=date(2026, 1, 9))
    with pytest.raises(Refused, match=f"Document {bill.doc} refers"):
        shop.undo(batch)


def test_a_corrected_rejects_file_brings_in_the_whole_note(shop: ImportShop) -> None:
    first = shop.take("purchases", shop.write("p.csv", HEADER, COLA, CRISPS.replace("4.35", "4.35x"), MILK))
    rejects = Path(first.rejects_file or "")
    rejects.write_text(rejects.read_text("utf-8-sig").replace("4.35x", "4.35"), encoding="utf-8-sig")
    second = shop.take("purchases", rejects)
    assert (second.rows, second.accepted, second.receipts) == (2, 2, 1)
    assert shop.stock()["A2"] == (d("10"), d("43.50"))
    assert shop.take("purchases", shop.write("whole.csv", HEADER, COLA, CRISPS, MILK)).duplicate == 3


def test_undo_of_an_accepted_change_brings_the_old_delivery_back(shop: ImportShop) -> None:
    first = shop.take("purchases", shop.write("p.csv", HEADER, COLA, CRISPS))
    second = shop.take(
        "purchases", shop.write("q.csv", HEADER, COLA.replace("24,2.10", "20,2.60"), CRISPS), accept_changes=True
    )
    shop.undo(second.batch)
    assert shop.stock() == {"A1": (d("24"), d("50.40")), "A2": (d("10"), d("43.50"))}
    assert shop.balance("payables") == d("-93.90")
    assert shop.take("purchases", shop.write("r.csv", HEADER, COLA, CRISPS)).duplicate == 2
    shop.undo(first.batch)
    assert (shop.stock(), shop.balance("payables")) == ({}, d("0.00"))


def test_undo_of_a_version_in_the_middle_leaves_the_newest_and_then_the_oldest(shop: ImportShop) -> None:
    batches = []
    for number, quantity in enumerate(("24", "20", "7")):
        path = shop.write(f"{number}.csv", HEADER, COLA.replace("24", quantity))
        batches.append(shop.take("purchases", path, accept_changes=True).batch)
    shop.undo(batches[1])
    assert shop.stock()["A1"][0] == d("7")
    shop.undo(batches[2])
    assert shop.stock()["A1"] == (d("24"), d("50.40"))


def test_a_delivery_that_comes_back_to_a_locked_month_posts_on_the_first_open_day(shop: ImportShop) -> None:
    shop.take("purchases", shop.write("p.csv", HEADER, COLA))
    second = shop.take("purchases", shop.write("q.csv", HEADER, COLA.replace("24", "20")), accept_changes=True)
    with Book.open(shop.path) as book, book.write("lock") as tx:
        lock_period(tx, Period.parse("2026-01"))
    shop.undo(second.batch)
    with Book.open(shop.path) as book, book.read() as tx:
        found = tx.rows("SELECT event_date, business_date FROM purchasing.v_receipt")
    assert found == [(date(2026, 1, 5), date(2026, 2, 1))] and shop.stock()["A1"] == (d("24"), d("50.40"))


def test_a_late_delivery_says_on_which_day_it_was_posted(shop: ImportShop) -> None:
    with Book.open(shop.path) as book, book.write("lock") as tx:
        lock_period(tx, Period.parse("2026-01"))
    result = shop.take("purchases", shop.write("p.csv", HEADER, COLA, CRISPS), accept_changes=True)
    assert (result.late, str(result.posted_on)) == (1, "2026-02-01")
