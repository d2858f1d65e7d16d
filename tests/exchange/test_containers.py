"""Paths, archives, workbooks: what they stand for, and what is refused."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import sqlite3
import stat
import struct
import sys
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from lstbo.core.errors import BadInput
from lstbo.exchange import containers
from lstbo.exchange.containers import open_sources
from lstbo.exchange.reading import read_sample
from lstbo.exchange.sheets import cell_text

CSV = "receipt_id,sold_at,name,quantity,net\nR1,2026-01-05,cola,1,3.50\n"


def zipped(path: Path, entries: dict[str, bytes], **options: int) -> Path:
    with zipfile.ZipFile(path, "w", options.get("method", zipfile.ZIP_DEFLATED)) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def text_of(path: Path | str) -> str:
    source = open_sources(str(path))[0]
    with source.open() as stream:
        return read_sample(stream, file=source.name).text


def workbook(path: Path, *rows: list[object], title: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_file_is_one_source_with_its_digest(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text(CSV)
    (source,) = open_sources(str(tmp_path / "day.csv"))
    assert (source.name, source.kind, source.size, source.path) == ("day.csv", "text", len(CSV), tmp_path / "day.csv")
    assert source.sha256 == hashlib.sha256(CSV.encode()).hexdigest()
    assert source.read_bytes() == CSV.encode()


def test_a_folder_stands_for_its_tables_in_order_but_not_its_rejects(tmp_path: Path) -> None:
    for name in ("b.csv", "a.CSV", "b.csv.rejects.csv", "day.rejects.csv", ".hidden.csv", "notes.txt", "photo.png"):
        (tmp_path / name).write_text(CSV)
    (tmp_path / "old.csv").mkdir()
    assert [source.name for source in open_sources(str(tmp_path))] == ["a.CSV", "b.csv"]


def test_a_folder_of_text_files_only_stands_for_them(tmp_path: Path) -> None:
    (tmp_path / "bill.txt").write_text(CSV)
    assert [source.name for source in open_sources(str(tmp_path))] == ["bill.txt"]


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        open_sources(str(tmp_path))


def test_a_glob_stands_for_what_it_matches(tmp_path: Path) -> None:
    for name in ("x1.csv", "x2.csv", "x2.rejects.csv", "y.csv"):
        (tmp_path / name).write_text(CSV)
    assert [source.name for source in open_sources(str(tmp_path / "x*.csv"))] == ["x1.csv", "x2.csv"]
    with pytest.raises(BadInput):
        open_sources(str(tmp_path / "z*.csv"))


def test_a_name_with_brackets_is_a_file_and_not_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "day [1].csv").write_text(CSV)
    assert len(open_sources(str(tmp_path / "day [1].csv"))) == 1


def test_rejects_named_themselves_are_read(tmp_path: Path) -> None:
    (tmp_path / "day.rejects.csv").write_text(CSV)
    assert len(open_sources(str(tmp_path / "day.rejects.csv"))) == 1


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CSV.encode())))
    (source,) = open_sources("-")
    assert (source.name, source.read_bytes()) == ("stdin", CSV.encode())


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text(CSV)
    (tmp_path / "link.csv").symlink_to(tmp_path / "day.csv")
    assert text_of(tmp_path / "link.csv") == CSV


def test_what_is_missing_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        open_sources(str(tmp_path / "none.csv"))
    assert str(caught.value.file).endswith("none.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text(CSV)
    (tmp_path / "day.csv").chmod(0)
    with pytest.raises(BadInput):
        open_sources(str(tmp_path / "day.csv"))


def test_pipes_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    started = time.monotonic()
    for name in (str(tmp_path / "pipe.csv"), "/dev/zero", str(tmp_path)):
        with pytest.raises(BadInput):
            open_sources(name)
    assert time.monotonic() - started < 2


def test_a_name_with_control_characters_is_shown_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "-rf \x1b[2J\nday.csv"
    path.write_text(CSV)
    assert open_sources(str(path))[0].name == "-rf [2J day.csv"


def test_databases_are_recognised_by_their_bytes(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "pos.csv").execute("CREATE TABLE t (a)").connection.close()
    duckdb.connect(tmp_path / "book.duckdb").close()
    (tmp_path / "book.csv").write_bytes((tmp_path / "book.duckdb").read_bytes())
    for name in ("pos.csv", "book.csv"):
        with pytest.raises(BadInput) as caught:
            open_sources(str(tmp_path / name))
        assert caught.value.hint


@pytest.mark.parametrize("start", [b"%PDF-1.4", b"\x89PNG\r\n", b"PAR1", b"\x1f\x8b\x08", b"<?xml version='1.0'?>"])
def test_other_files_are_no_tables(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "day.csv").write_bytes(start + b"x" * 100)
    with pytest.raises(BadInput):
        open_sources(str(tmp_path / "day.csv"))


# ---- archives ---------------------------------------------------------------------------------------------------


def test_an_archive_stands_for_its_tables(tmp_path: Path) -> None:
    entries = {"b.csv": b"b" + CSV.encode(), "in/a.csv": CSV.encode(), "__MACOSX/b.csv": b"x", "x.rejects.csv": b"x"}
    sources = open_sources(str(zipped(tmp_path / "day.zip", entries)))
    assert [source.name for source in sources] == ["day.zip/b.csv", "day.zip/in/a.csv"]
    assert sources[1].read_bytes() == CSV.encode()
    assert sources[1].read_bytes() == CSV.encode()


def test_entry_names_without_the_utf8_flag_are_gbk(tmp_path: Path) -> None:
    name = "账单明细.csv"
    path = zipped(tmp_path / "bill.zip", {"abcdefgh.csv": CSV.encode()})
    path.write_bytes(path.read_bytes().replace(b"abcdefgh", name.encode("gbk")[:8]))
    assert open_sources(str(path))[0].name == f"bill.zip/{name}"


def test_an_empty_archive_is_refused(tmp_path: Path) -> None:
    for entries in ({}, {"empty/": b""}):
        with pytest.raises(BadInput):
            open_sources(str(zipped(tmp_path / "day.zip", entries)))


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.csv": CSV.encode()})
    with pytest.raises(BadInput):
        open_sources(str(zipped(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes()})))


@pytest.mark.parametrize("name", ["../../.bashrc", "/etc/passwd", "a/../../b.csv", "..\\b.csv", "C:\\b.csv"])
def test_entries_that_climb_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        open_sources(str(zipped(tmp_path / "day.zip", {name: CSV.encode()})))


def test_a_link_inside_an_archive_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("day.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(BadInput):
        open_sources(str(tmp_path / "day.zip"))


def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"day.csv": b"0" * 50_000_000})
    started = time.monotonic()
    with pytest.raises(BadInput):
        open_sources(str(path))
    assert time.monotonic() - started < 1


def test_a_bomb_whose_directory_lies_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"day.csv": b"0,1\n" * 5_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 20_000_000), struct.pack("<L", 900)))
    with pytest.raises(BadInput):
        open_sources(str(path))


def test_the_running_total_stops_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "day.zip", {"a.csv": os.urandom(3000), "b.csv": os.urandom(3000)}, method=0)
    monkeypatch.setattr(containers, "_Budget", lambda name: _budget(name, 5000))
    with pytest.raises(BadInput):
        open_sources(str(path))


_real_budget = containers._Budget


def _budget(name: str, left: int) -> object:
    return _real_budget(name, left)


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    entries = {f"{at}.csv": b"" for at in range(containers.MAX_ENTRIES + 1)}
    with pytest.raises(BadInput):
        open_sources(str(zipped(tmp_path / "day.zip", entries)))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "day.zip", {"a.csv": os.urandom(5000)})
    data = bytearray(path.read_bytes())
    data[500:520] = bytes(20)
    path.write_bytes(data)
    with pytest.raises(BadInput):
        open_sources(str(path))
    path.write_bytes(data[:2000])
    with pytest.raises(BadInput):
        open_sources(str(path))


# ---- workbooks --------------------------------------------------------------------------------------------------


def test_a_workbook_becomes_lines_whatever_its_name(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "day.xlsx",
        ["My shop"],
        [],
        ["receipt_id", "sold_at", "name", "quantity", "unit_price"],
        ["R1", datetime(2026, 1, 5, 9, 3), "green\ntea, large", 2, 3.1],
        [2, date(2026, 1, 6), 'pipe "5"', 1.0, 0.1 + 0.2],
    )
    path = path.rename(tmp_path / "day.csv")
    lines = text_of(path).split("\n")
    assert lines[0].startswith("My shop")
    assert lines[1] == ""
    assert lines[3] == 'R1,2026-01-05 09:03:00,"green tea, large",2,3.1'
    assert lines[4] == '2,2026-01-06,"pipe ""5""",1,0.3'
    assert open_sources(str(path))[0].kind == "sheet"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((12.0, "12"), (0.1, "0.1"), (1e16, "10000000000000000"), (6901234567892.0, "6901234567892"), (-3.5, "-3.5")),
        *(
            (None, ""),
            (True, "true"),
            (datetime(2026, 1, 5), "2026-01-05"),
            (float("nan"), ""),
            (1e-7, "0.0000001"),
            (3.1 * 3, "9.3"),
        ),
        *((Decimal("1.50"), "1.50"), (datetime(2026, 1, 5, 9, 2, 59, 999990), "2026-01-05 09:03:00")),
    ],
)
def test_typed_cells_become_exact_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_the_first_sheet_that_looks_like_a_table_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["Sales report of my shop"])
    book.create_sheet("Lines").append(["receipt_id", "sold_at", "name", "quantity"])
    book.save(tmp_path / "day.xlsx")
    (source,) = open_sources(str(tmp_path / "day.xlsx"))
    assert source.name == "day.xlsx/Lines"


def test_a_formula_gives_its_stored_value_and_is_never_run(tmp_path: Path) -> None:
    path = workbook(tmp_path / "day.xlsx", ["receipt_id", "sold_at", "net"], ["R1", "2026-01-05", "=1+1"])
    assert "=1+1" not in text_of(path)
    assert "2\n" not in text_of(path)


def test_a_workbook_in_an_archive_is_read(tmp_path: Path) -> None:
    book = workbook(tmp_path / "day.xlsx", ["receipt_id", "sold_at", "net"], ["R1", "2026-01-05", 2])
    path = zipped(tmp_path / "day.zip", {"day.xlsx": book.read_bytes()})
    assert [source.kind for source in open_sources(str(path))] == ["sheet"]


def test_a_workbook_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    book = workbook(tmp_path / "day.xlsx", ["receipt_id", "sold_at", "net"])
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * 60_000_000)
    started = time.monotonic()
    with pytest.raises(BadInput):
        open_sources(str(book))
    assert time.monotonic() - started < 1


def test_a_workbook_with_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    book = workbook(tmp_path / "day.xlsx", ["receipt_id", "sold_at", "net"], ["R1", "x", 2])
    with zipfile.ZipFile(book) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    entries[sheet] = evil + entries[sheet].replace(b"<v>2</v>", b"<v>&e;</v>")
    zipped(book, entries)
    with contextlib.suppress(BadInput):
        assert "root:" not in text_of(book)


@pytest.mark.parametrize("data", [b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook"])
def test_a_broken_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "day.xls").write_bytes(data + b"x" * 2000)
    with pytest.raises(BadInput):
        open_sources(str(tmp_path / "day.xls"))


def test_a_page_called_xls_is_read_as_its_table(tmp_path: Path) -> None:
    page = (
        "<html><head><style>td {x: y}</style></head><body><table><tr><td>导航</td></tr></table>"
        "<table border=1><tr><th colspan=2>小票号</th><th>销售时间</th><th>金额</th></tr>"
        "<tr><td>R1</td><td></td><td>2026-01-05<br>09:00</td><td>a &amp; b, <b>3</b>.50</td></tr></table></body></html>"
    )
    (tmp_path / "day.xls").write_bytes(page.encode("gbk"))
    assert text_of(tmp_path / "day.xls") == '小票号,,销售时间,金额\nR1,,2026-01-05 09:00,"a & b, 3.50"\n'


def database(path: Path, *statements: str) -> Path:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def test_the_table_of_a_database_that_looks_like_one_of_a_shop_is_read(tmp_path: Path) -> None:
    path = database(
        tmp_path / "till.db",
        "CREATE TABLE settings (k TEXT, v TEXT)", "INSERT INTO settings VALUES ('a', 'b')",
        "CREATE TABLE lines (receipt_id TEXT, item TEXT, quantity REAL, net REAL, photo BLOB)",
        "INSERT INTO lines VALUES ('R1', '糖', 1.5, 4.5, x'00ff'), ('R2', '茶', 2, NULL, NULL)",
    )  # fmt: skip
    (source,) = open_sources(str(path))
    assert source.name == "till.db/lines"
    assert text_of(path) == "receipt_id,item,quantity,net,photo\nR1,糖,1.5,4.5,\nR2,茶,2,,\n"


def test_a_database_in_write_ahead_mode_is_read(tmp_path: Path) -> None:
    path = database(
        tmp_path / "till.db", "PRAGMA journal_mode=WAL", "CREATE TABLE t (item TEXT, net REAL)",
        "INSERT INTO t VALUES ('a', 1)",
    )  # fmt: skip
    assert text_of(path) == "item,net\na,1\n"


def test_a_damaged_or_empty_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(b"SQLite format 3\x00" + b"junk" * 500)
    for path in (tmp_path / "bad.db", database(tmp_path / "none.db", "CREATE TABLE t (a)")):
        with pytest.raises(BadInput):
            open_sources(str(path))


def test_one_bad_file_in_a_folder_does_not_hide_the_others(tmp_path: Path) -> None:
    for name, data in (("a.csv", b"item\n1\n"), ("b.csv", b"\x89PNG\r\n\x1a\n"), ("c.csv", b"item\n2\n")):
        (tmp_path / name).write_bytes(data)
    first, bad, last = open_sources(str(tmp_path))
    assert (first.read_bytes(), last.read_bytes()) == (b"item\n1\n", b"item\n2\n")
    with pytest.raises(BadInput):
        bad.open()
