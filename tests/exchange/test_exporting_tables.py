"""Tables for other programs: whole, exact, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from lstbo.core.errors import Refused
from lstbo.core.text import csv_cell
from lstbo.exchange.exporting import TABLES, export_csv, export_parquet, export_sqlite
from lstbo.exchange.tables_workbook import export_xlsx
from lstbo.storage import Book
from tests.small_shop import EVIL, add_item, evil_names, found, january


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with found(tmp_path / "shop.duckdb") as book:
        january(book)
        evil_names(book)
        yield book


def rows(text: bytes) -> list[dict[str, str]]:
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_csv_holds_every_table_and_the_journal_balances(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        names = export_csv(tx, tmp_path / "out", staging=book.staging)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted(names)
    journal = rows((tmp_path / "out" / "journal.csv").read_bytes())
    assert sum(Decimal(row["debit"]) for row in journal) == sum(Decimal(row["credit"]) for row in journal) != 0
    assert rows((tmp_path / "out" / "stock.csv").read_bytes())[0]["value"] == "250.00"


def test_csv_goes_into_a_zip_when_so_named(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        export_csv(tx, tmp_path / "out.zip", staging=book.staging)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert sorted(archive.namelist()) == sorted(f"{table}.csv" for table in TABLES)
        assert len(rows(archive.read("parties.csv"))) == 15


def test_a_spreadsheet_runs_no_name_as_a_formula(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        export_csv(tx, tmp_path / "out", staging=book.staging)
    names = [row["name"] for row in rows((tmp_path / "out" / "parties.csv").read_bytes())]
    assert names[2:4] == ['"; DROP TABLE posting; --', "'=cmd|' /C calc'!A0"]


def test_the_engine_guards_cells_as_csv_cell_does(book: Book, tmp_path: Path) -> None:
    texts = [*EVIL, "-12.50", "+3", "-1-1", "@a", "0012", "=1", "-", "+1.2.3", "- 5"]
    with book.write() as tx:
        for number, text in enumerate(texts, 101):
            add_item(tx, number, text, 1)
    with book.read() as tx:
        export_csv(tx, tmp_path / "out", staging=book.staging)
    names = [row["name"] for row in rows((tmp_path / "out" / "items.csv").read_bytes())]
    assert names[1:] == [csv_cell(text) for text in texts]


def test_parquet_keeps_the_exact_types(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        export_parquet(tx, tmp_path / "out", staging=book.staging)
    found = duckdb.sql(f"SELECT sum(debit), min(date) FROM '{tmp_path}/out/journal.parquet'").fetchall()[0]
    assert found == (Decimal("11550.00") + sum(Decimal(f"{n}.01") for n in range(1, 14)), date(2026, 1, 2))


def test_sqlite_keeps_money_as_exact_text(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        export_sqlite(tx, tmp_path / "out.db", staging=book.staging)
    with sqlite3.connect(tmp_path / "out.db") as database:
        found = database.execute("SELECT debit, typeof(debit), document, party FROM journal LIMIT 1").fetchone()
        assert found == ("10000.00", "text", 2, None)
        assert database.execute("SELECT count(*) FROM parties").fetchone() == (15,)


def test_a_workbook_holds_every_table_with_numbers_as_numbers(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        export_xlsx(tx, tmp_path / "out.xlsx", staging=book.staging)
    made = load_workbook(tmp_path / "out.xlsx")
    assert made.sheetnames == list(TABLES)
    heads, *lines = made["journal"].iter_rows(values_only=True)
    debit, credit = (sum(Decimal(str(line[heads.index(side)])) for line in lines) for side in ("debit", "credit"))
    assert debit == credit != 0 and lines[0][1] == datetime(2026, 1, 2)
    assert all(cell.data_type != "f" for row in made["parties"].iter_rows() for cell in row)


def test_a_table_too_long_for_a_sheet_goes_on_on_the_next(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lstbo.exchange.tables_workbook.MOST_ROWS", 10)
    with book.read() as tx:
        export_xlsx(tx, tmp_path / "out.xlsx", staging=book.staging)
    made = load_workbook(tmp_path / "out.xlsx")
    assert made["parties"].max_row == 11 and made["parties 2"].max_row == 6


def test_nothing_stays_in_the_staging_folder(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        export_sqlite(tx, tmp_path / "out.db", staging=book.staging)
        export_xlsx(tx, tmp_path / "out.xlsx", staging=book.staging)
        export_parquet(tx, tmp_path / "out", staging=book.staging)
    assert list(book.staging.iterdir()) == []


def test_a_link_in_the_folder_is_not_followed(book: Book, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "out" / "journal.csv").symlink_to(tmp_path / "precious")
    with book.read() as tx, pytest.raises(Refused):
        export_csv(tx, tmp_path / "out", staging=book.staging)
    assert (tmp_path / "precious").read_text() == "mine"
