"""The rejects file: every row that was not booked, why, in two languages, and the row itself to correct and import again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from lstbo.exchange import ImportResult
from lstbo.exchange.codes import CODES
from tests.shop_files import FIELDS, Shop, line, outcomes

COLUMNS = [
    "batch_id",
    "row_no",
    "receipt_ext_id",
    "severity",
    "code",
    "field",
    "value",
    "message_zh",
    "message_en",
    "suggestion",
    "raw_json",
]
ROWS = [
    line(),
    line("R2", quantity="x"),
    line("R2", item="n", unit_price="4.50"),
    line("R3", name="gum", item="", unit_price=""),
    "R4,cut off",
    line("R5", tender="smile"),
]


def rejects(found: ImportResult) -> list[dict[str, str]]:
    assert found.rejects_file is not None
    with open(found.rejects_file, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_columns_and_encoding_are_those_that_were_promised(shop: Shop) -> None:
    found = shop.give(ROWS)
    content = Path(str(found.rejects_file)).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert Path(str(found.rejects_file)).name == "day.rejects.csv"


def test_every_problem_row_is_there_with_its_reason_and_its_text(shop: Shop) -> None:
    found = shop.give(ROWS)
    assert outcomes(found) == {"accepted": 1, "rejected": 3, "held": 2}
    rows = rejects(found)
    assert [
        (row["row_no"], row["receipt_ext_id"], row["severity"], row["code"], row["field"], row["value"]) for row in rows
    ] == [
        ("3", "R2", "error", "E_NUMBER", "quantity", "x"),
        ("4", "R2", "error", "E_NUMBER", "", ""),
        ("5", "R3", "held", "H_PRICE_UNKNOWN", "unit_price", ""),
        ("6", "", "error", "E_ROW_WIDTH", "", "2 / 15"),
        ("7", "R5", "held", "H_TENDER_UNKNOWN", "tender", "smile"),
    ]
    assert {row["batch_id"] for row in rows} == {str(found.batch)}
    assert json.loads(rows[0]["raw_json"]) == dict(zip(FIELDS, line("R2", quantity="x").split(","), strict=True))
    assert json.loads(rows[3]["raw_json"]) == ["R4", "cut off"]
    assert all(row["message_zh"] and row["message_en"] and row["message_zh"] != row["message_en"] for row in rows)


def test_every_code_speaks_both_languages() -> None:
    assert all(code.zh and code.en and not code.zh.isascii() and code.en.isascii() for code in CODES.values())


def test_corrected_rejects_are_imported_as_the_rows_they_were(shop: Shop) -> None:
    first = shop.give(ROWS[:4])
    path = Path(str(first.rejects_file))
    text = (
        path.read_text(encoding="utf-8-sig")
        .replace('""quantity"": ""x""', '""quantity"": ""2""')
        .replace('""unit_price"": """"', '""unit_price"": ""1.50""')
    )
    path.write_text(text, encoding="utf-8-sig")
    found = shop.take(path)
    assert outcomes(found) == {"accepted": 3} and (str(found.net), found.receipts) == ("16.00", 2)
    corrected = [ROWS[0], line("R2", quantity="2"), ROWS[2], line("R3", name="gum", item="", unit_price="1.50")]
    assert outcomes(shop.give(corrected, "corrected.csv")) == {"duplicate": 4}
    shop.proven()


def test_file_without_problems_leaves_no_rejects(shop: Shop) -> None:
    assert shop.give([line()]).rejects_file is None and not list(shop.folder.glob("*.rejects.csv"))


def test_rejects_go_where_they_are_wanted(shop: Shop) -> None:
    wanted = shop.folder / "problems.csv"
    assert shop.give(ROWS, rejects=wanted).rejects_file == str(wanted) and wanted.exists()


def test_problems_stay_in_the_book(shop: Shop) -> None:
    found = shop.give(ROWS)
    kept = shop.rows(f"SELECT row_no, code FROM exchange.problem WHERE batch = {found.batch} ORDER BY row_no")
    assert kept == [(problem.row, problem.code) for problem in found.problems]


def test_corrections_somebody_made_are_not_written_over(shop: Shop) -> None:
    rows = [line("R1", quantity="x"), line("R2")]
    first = Path(str(shop.give(rows).rejects_file))
    first.write_text(first.read_text("utf-8-sig").replace('""x""', '""1""').replace('"x"', '"1"'), "utf-8")
    mended = first.read_bytes()
    second = Path(str(shop.give(rows).rejects_file))
    assert (second.name, first.read_bytes()) == (first.name.replace(".rejects", ".2.rejects"), mended)
