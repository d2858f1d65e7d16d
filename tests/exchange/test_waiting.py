"""What waits, compared and accepted; importing into a book that is open; the first look at a file."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.catalog import barcodes_of, item_by_code, price_on
from lstbo.core.errors import Refused
from lstbo.exchange import (
    ImportOptions,
    accept_held,
    compare_held,
    import_into,
    list_batches,
    look_at,
    map_to_new_item,
    waiting,
)
from lstbo.storage import Book
from tests.small_shop import found

HEAD = "receipt_id,sold_at,name,quantity,unit_price,net,tender,amount_paid\n"
FIRST = HEAD + "7,2026-01-03 10:00,Tea,1,4.00,4.00,cash,4.00\n"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A founded book that stays open."""
    monkeypatch.setenv("LSTBO_NOW", "2026-01-31T18:00")
    found(tmp_path / "shop.duckdb").close()
    return Book.open(tmp_path / "shop.duckdb", hold=True)


def file(book: Book, text: str, name: str = "till.csv") -> str:
    path = book.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    return str(path)


def take_in(book: Book, text: str, **options: object) -> object:
    return import_into(book, "sales", [file(book, text)], ImportOptions(**options))[0]  # type: ignore[arg-type]


def test_a_file_goes_into_a_book_that_this_program_has_open_while_it_is_read(book: Book) -> None:
    entered, leave = threading.Event(), threading.Event()

    def read_slowly() -> None:
        with book.read() as tx:
            tx.one("SELECT 1")
            entered.set()
            leave.wait(20)

    reader = threading.Thread(target=read_slowly)
    reader.start()
    entered.wait(20)
    result = take_in(book, FIRST)
    leave.set()
    reader.join()
    assert (result.accepted, result.queued) == (1, False)  # type: ignore[attr-defined]
    book.close()


def test_a_book_opened_for_reading_takes_nothing_in(book: Book) -> None:
    book.close()
    with Book.open(book.path, read_only=True) as looked, pytest.raises(Refused):
        import_into(looked, "sales", [file(book, FIRST)], ImportOptions())


def test_unknown_items_wait_together_with_their_money(book: Book) -> None:
    take_in(book, FIRST + "8,2026-01-04 10:00,Tea,2,4.00,8.00,cash,8.00\n", unknown="hold")
    with book.read() as tx:
        found = waiting(tx)
    assert [(one.code, one.text, one.parts, one.amount) for one in found] == [
        ("H_SKU_UNKNOWN", "Tea", 2, Decimal("12.00"))
    ]
    book.close()


def test_a_new_item_takes_what_waited_under_its_name(book: Book) -> None:
    take_in(book, FIRST, unknown="hold")
    with book.write("map") as tx:
        map_to_new_item(tx, "Tea")
    with book.read() as tx:
        assert waiting(tx) == []
        assert tx.scalar("SELECT count(*) FROM catalog.item WHERE name = 'Tea'") == 1
    book.close()


def test_a_changed_receipt_stands_beside_the_one_in_the_books(book: Book) -> None:
    take_in(book, FIRST)
    changed = take_in(book, FIRST.replace("1,4.00,4.00,cash,4.00", "2,4.00,8.00,cash,8.00"))
    with book.read() as tx:
        (one,) = compare_held(tx, changed.batch, "D_SUPERSEDES")  # type: ignore[attr-defined]
    assert (one.number, one.booked, one.filed) == ("7", Decimal("4.00"), Decimal("8.00"))
    book.close()


def test_accepting_reads_the_kept_text_again_also_when_the_file_is_gone(book: Book) -> None:
    take_in(book, FIRST)
    changed = take_in(book, FIRST.replace("1,4.00,4.00,cash,4.00", "2,4.00,8.00,cash,8.00"))
    book.path.with_name("till.csv").unlink()
    tried = accept_held(book, changed.batch, dry_run=True)  # type: ignore[attr-defined]
    done = accept_held(book, changed.batch)  # type: ignore[attr-defined]
    with book.read() as tx:
        assert waiting(tx) == []
        assert tx.scalar("SELECT sum(net) FROM sales.v_receipt") == Decimal("8.00")
        assert list_batches(tx)[0].superseded == 1
    assert (tried.superseded, done.superseded) == (1, 1)
    book.close()


@pytest.mark.parametrize(
    ("text", "kind", "sure"),
    [
        (FIRST, "sales", True),
        ("date,amount,category\n2026-01-02,3.00,Rent\n", "expenses", False),
        ("item,name,price,cost,unit\nA,Tea,4.00,3.00,pc\n", "items", True),
        ("received_at,supplier,name,quantity,unit_cost\n2026-01-02,Wang,Tea,5,3.00\n", "purchases", True),
    ],
)
def test_a_file_is_taken_for_what_its_columns_fit(tmp_path: Path, text: str, kind: str, sure: bool) -> None:
    path = tmp_path / "some.csv"
    path.write_text(text, encoding="utf-8")
    look = look_at(str(path))
    assert (look.kind, look.sure, look.ready) == (kind, sure, True)
    assert look.first.lines == (2,)


def test_what_waits_under_a_barcode_shows_the_files_name_and_becomes_an_item_with_barcode_and_price(book: Book) -> None:
    head = HEAD.replace("name,", "name,barcode,")
    take_in(book, head + "7,2026-01-03 10:00,中华香烟硬,6901234500050,1,45.00,45.00,cash,45.00\n", unknown="hold")
    with book.write("map") as tx:
        (held,) = waiting(tx)
        assert (held.text, held.name) == ("6901234500050", "中华香烟硬")
        map_to_new_item(tx, "6901234500050")
    with book.read() as tx:
        item = item_by_code(tx, "6901234500050")
        assert item is not None and item.name == "中华香烟硬"
        assert barcodes_of(tx, item.id) == [("6901234500050", Decimal(1))]
        assert price_on(tx, item.id, date(2026, 1, 31)) == Decimal("45.0000")
    book.close()


def test_a_name_that_was_typed_goes_before_the_files(book: Book) -> None:
    take_in(book, FIRST, unknown="hold")
    with book.write("map") as tx:
        map_to_new_item(tx, "Tea", name="Green tea")
        assert tx.scalar("SELECT name FROM catalog.item WHERE name LIKE '%tea'") == "Green tea"
    book.close()


def test_a_way_of_paying_with_a_letter_too_many_is_not_taken_for_a_card(book: Book) -> None:
    result = take_in(book, FIRST.replace("cash", "云闪付X"))
    assert result.held == 1  # type: ignore[attr-defined]
    book.close()


def test_a_file_of_something_else_is_called_foreign(book: Book) -> None:
    look = look_at(file(book, "姓名,电话,生日\n张三,138,1990-1-1\n"))
    assert look.foreign and not look.ready
    assert look.first.layout.header == ("姓名", "电话", "生日")
    book.close()
