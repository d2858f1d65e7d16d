"""Importing from the command line: one object or a list, exit codes, stdin, strange names, a busy book, held rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstbo.storage import Book
from tests.command import Terminal

HEADER = "receipt_id,sold_at,item,name,quantity,unit_price,tender\n"
GOOD = HEADER + "S1,2026-02-01 09:00:00,A1,,1,10.00,cash\n"
WRONG = HEADER + "S2,2026-02-02 09:00:00,A1,,many,10.00,cash\n"


def test_one_file_is_one_object_with_every_field_promised(shop: Terminal) -> None:
    said = shop("import", "sales", "sales.csv", "--json")
    assert said.exit_code == 0
    assert list(said.json) == [
        *("batch", "file", "profile", "rows", "accepted", "duplicate", "superseded", "held", "rejected", "ignored"),
        *("receipts", "first_date", "last_date", "gross", "discount", "refunds", "tax", "net", "tenders"),
        "rejects_file",
    ]
    assert (said.json["net"], said.json["tenders"]["cash"]) == ("25.50", "20.00")


def test_several_files_are_a_list(shop: Terminal) -> None:
    shop.write("more.csv", GOOD)
    said = shop("import", "sales", "sales.csv", "more.csv", "--json")
    assert [one["file"] for one in said.json] == ["sales.csv", "more.csv"]


def test_a_folder_is_a_list_without_its_rejects(shop: Terminal) -> None:
    (shop.folder / "days").mkdir()
    shop.write("days/1.csv", GOOD)
    shop.write("days/2.csv", WRONG)
    shop.write("days/2.rejects.csv", "x\n")
    said = shop("import", "sales", "days", "--json")
    assert [one["rows"] for one in said.json] == [1, 1] and said.exit_code == 3


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (WRONG, 1), (GOOD + WRONG.splitlines()[1] + "\n", 3)])
def test_the_exit_code_says_whether_all_was_booked(shop: Terminal, text: str, code: int) -> None:
    shop.write("day.csv", text)
    assert shop("import", "sales", "day.csv").exit_code == code


def test_standard_input_is_a_file_like_any_other(shop: Terminal) -> None:
    assert shop("import", "sales", "-", "--json", stdin=GOOD).json["net"] == "10.00"


def test_a_dry_run_changes_nothing(shop: Terminal) -> None:
    said = shop("import", "sales", "sales.csv", "--dry-run", "--json")
    assert (said.exit_code, said.json["accepted"], said.json["dry_run"]) == (0, 2, True)
    assert shop("import", "batches", "--json").json == []


def test_a_dry_run_shows_the_days_and_the_first_entries(shop: Terminal) -> None:
    said = shop("import", "sales", "sales.csv", "--dry-run")
    assert "2026-01-21: " in said.out and " 2026-01-21 Sales 35.50" in said.out
    assert "Dry run: nothing was posted." in said.out


def test_a_name_with_blanks_quotes_and_chinese(shop: Terminal) -> None:
    shop.write("十月 'pos' [1].csv", GOOD)
    assert shop("import", "sales", "十月 'pos' [1].csv", "--json").json["file"] == "十月 'pos' [1].csv"


def test_a_busy_book_queues_the_file_and_the_next_import_takes_it(shop: Terminal) -> None:
    shop.write("more.csv", GOOD)
    with Book.open(shop.folder / "shop.duckdb") as book, book.write("hold"):
        said = shop("import", "sales", "more.csv", "--wait", "0.1", "--json")
    assert said.exit_code == 0
    assert said.json["queued"] is True and said.json["file"] == "more.csv"
    shop("import", "sales", "sales.csv")
    assert shop("accounts", "balance", "till_cash", "--json").json["balance"] == "430.00"


def test_what_is_held_can_be_mapped(shop: Terminal) -> None:
    held = shop("import", "sales", "sales.csv", "--unknown", "hold", "--json")
    assert (held.exit_code, held.json["held"]) == (3, 1)
    assert [row["value"] for row in shop("import", "held", "--json").json] == ["新来的茶"]
    assert shop("import", "map", "新来的茶", "A1").exit_code == 0
    assert shop("import", "held", "--json").json == []


def test_the_rejects_file_goes_where_it_is_told(shop: Terminal) -> None:
    shop.write("day.csv", WRONG)
    said = shop("import", "sales", "day.csv", "--rejects", "left.csv", "--json")
    assert said.json["rejects_file"] == "left.csv" and (shop.folder / "left.csv").exists()


@pytest.mark.parametrize("kind", ["sales", "purchases", "expenses", "items", "opening"])
def test_a_file_of_nothing_is_a_sentence(shop: Terminal, kind: str) -> None:
    shop.write("nothing.csv", b"")
    said = shop("import", kind, "nothing.csv")
    assert (said.exit_code, said.out) == (1, "")
    assert said.err.startswith("nothing.csv: ") and said.err.count("\n") == 1


def test_a_saved_profile_reads_what_nobody_could_guess(shop: Terminal) -> None:
    shop.write("odd.csv", "Q;Z;K\n3;12,50;A1\n")
    columns = ("--column", "quantity=Q", "--column", "net=Z", "--column", "item=K")
    assert shop("import", "profiles", "save", "odd", *columns, "--decimal", ",", "--json").json["document"] > 1
    assert shop("import", "profiles", "show", "odd", "--json").json["columns"]["net"] == "Z"


def test_a_file_that_cannot_be_read_says_what_of_the_others_was_booked(shop: Terminal) -> None:
    shop.write("a.csv", GOOD)
    shop.write("b.csv", b"\x00\x01\x02")
    said = shop("import", "sales", "a.csv", "b.csv")
    assert said.exit_code in (1, 3) and "b.csv" in said.err
    booked = shop("import", "batches", "--json").json
    assert bool(booked) == (said.exit_code == 3)


def test_undo_prints_its_document(shop: Terminal) -> None:
    batch = shop("import", "sales", "sales.csv", "--json").json["batch"]
    said = shop("import", "undo", batch, "--yes", "--json")
    assert said.json["batch"] == batch and said.json["document"] > batch
    assert Path(shop.folder / "shop.duckdb").exists()


def test_an_item_made_from_a_sale_keeps_its_unit(shop: Terminal) -> None:
    shop.write("units.csv", "receipt_id,sold_at,name,quantity,unit,unit_price\nU1,2026-02-03 09:00,散装米,1.5,kg,6\n")
    assert shop("import", "sales", "units.csv").exit_code == 0
    assert {row["name"]: row["unit"] for row in shop("stock", "list", "--json").json}["散装米"] == "kg"


def test_undo_looks_before_it_asks(shop: Terminal) -> None:
    said = shop("import", "undo", "99")
    assert (said.exit_code, said.err) == (1, "There is no batch 99. See them with: lstbo import batches\n")
    batch = shop("import", "sales", "sales.csv", "--json").json["batch"]
    said = shop("import", "undo", batch)
    assert said.exit_code == 2
    assert said.err.startswith(f"Batch {batch} would be taken back: sales.csv, 2 rows. To do it in a script, add --yes")


UNCLEAR = "receipt_id,sold_at,item,quantity,unit_price\nD1,03/02/2026,A1,1,10.00\n"


def test_a_script_is_told_the_question_and_the_option_that_answers_it(shop: Terminal) -> None:
    shop.write("unclear.csv", UNCLEAR)
    said = shop("import", "sales", "unclear.csv")
    assert (said.exit_code, said.out) == (1, "")
    assert "begin with the day or the month?" in said.err and "--date-order dmy" in said.err


@pytest.mark.parametrize(("order", "day"), [("dmy", "2026-02-03"), ("mdy", "2026-03-02")])
def test_the_order_of_dates_can_be_given(shop: Terminal, order: str, day: str) -> None:
    shop.write("unclear.csv", UNCLEAR)
    assert shop("import", "sales", "unclear.csv", "--date-order", order, "--json").json["first_date"] == day
    assert shop("import", "sales", "unclear.csv", "--date-order", "day").exit_code == 2


def test_the_order_of_dates_is_kept_while_a_file_waits(shop: Terminal) -> None:
    shop.write("unclear.csv", UNCLEAR)
    with Book.open(shop.folder / "shop.duckdb") as book, book.write("hold"):
        said = shop("import", "sales", "unclear.csv", "--date-order", "dmy", "--wait", "0.1", "--json")
    assert said.json["queued"] is True
    shop("import", "sales", "sales.csv")
    assert [row["date"] for row in shop("report", "day-book", "--period", "2026-02", "--json").json["rows"]] == [
        "2026-02-03"
    ]


@pytest.mark.parametrize("rows", ["1;2026-02-03;A1;1;1o\n", "1;2026-02-03;A1;1;1o\n2;2026-02-03;A1;1;12\n"])
def test_a_mended_rejects_file_needs_no_profile(shop: Terminal, rows: str) -> None:
    columns = "--column receipt_id=Nr --column sold_at=Wann --column item=Was --column quantity=Q --column net=Z"
    shop("import", "profiles", "save", "odd", *columns.split(), "--delimiter", ";", "--encoding", "gb18030")
    shop.write("odd.csv", ("Nr;Wann;Was;Q;Z\n" + rows).encode("gb18030"))
    first = shop("import", "sales", "odd.csv", "--profile", "odd", "--json").json
    assert first["rejected"] == 1
    rejects = shop.folder / first["rejects_file"]
    rejects.write_text(rejects.read_text("utf-8-sig").replace('""1o""', '""10""'), "utf-8-sig")
    again = shop("import", "sales", rejects.name, "--json")
    assert (again.json["accepted"], again.json["profile"], again.json["net"]) == (1, "odd", "10.00"), again.err
    shop.write("odd.csv", ("Nr;Wann;Was;Q;Z\n" + rows.replace("1o", "10")).encode("gb18030"))
    assert shop("import", "sales", "odd.csv", "--profile", "odd", "--json").json["accepted"] == 0
