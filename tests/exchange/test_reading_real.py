"""Real exports, where they are at hand (LSTBO_REAL_DATA, or a folder shared/data beside the checkout)."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from lstbo.exchange.containers import open_sources
from lstbo.exchange.reading import read_sample
from lstbo.exchange.sniffing import Layout, sniff
from lstbo.exchange.staging import SEPARATOR, StagedFile, stage

REAL = Path(os.environ.get("LSTBO_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="no real data at hand")


def taken(name: str, kind: str, out: Path) -> tuple[Layout, StagedFile, list[list[str]]]:
    source = open_sources(str(REAL / name))[0]
    with source.open() as stream:
        sample = read_sample(stream, file=source.name)
    layout = sniff(sample.text, kind=kind, encoding=sample.encoding, encoding_confidence=sample.confidence)
    result = stage(source, layout, out / "staged")
    rows = [line.split(SEPARATOR)[result.numbered :] for line in result.path.read_text("utf-8").split("\n")[:-1]]
    return layout, result, rows


@pytest.mark.parametrize("day", ["2010-12-01", "2010-12-02"])
def test_a_day_of_a_british_wholesaler_is_read_cell_by_cell(day: str, tmp_path: Path) -> None:
    layout, result, rows = taken(f"uci_online_retail/{day}.csv", "sales", tmp_path)
    raw = list(csv.reader(io.StringIO((REAL / f"uci_online_retail/{day}.csv").read_text("utf-8"))))
    assert list(layout.header) == raw[0]
    assert [[cell.strip() for cell in row] for row in rows] == [[cell.strip() for cell in row] for row in raw[1:]]
    assert (result.bad_rows, result.ignored, result.numbered, layout.problems) == ([], [], False, ())
    found = {name: layout.header[at] for name, at in layout.columns.items()}
    assert found == {
        "receipt_id": "InvoiceNo",
        "item": "StockCode",
        "name": "Description",
        "quantity": "Quantity",
        "sold_at": "InvoiceDate",
        "unit_price": "UnitPrice",
    }


def test_a_bakery_with_one_row_per_unit_is_read(tmp_path: Path) -> None:
    layout, result, rows = taken("breadbasket/BreadBasket_DMS.csv", "sales", tmp_path)
    assert (result.rows, result.bad_rows, result.numbered) == (21293, [], False)
    assert set(layout.columns) == {"sold_date", "sold_time", "receipt_id", "name"}
    assert rows[-1] == ["2017-04-09", "15:04:24", "9684", "Smoothies"]


@pytest.mark.parametrize(
    ("name", "header_line", "count"),
    [
        ("cn_bills/alipay/example-alipay-records.csv", 24, 10),
        ("cn_bills/mt/example-mt-records.csv", 19, 29),
        ("cn_bills/wechat/example-wechat-records.csv", 16, 27),
    ],
)
def test_payment_bills_are_found_under_their_preamble(name: str, header_line: int, count: int, tmp_path: Path) -> None:
    layout, result, _rows = taken(name, "expenses", tmp_path)
    assert layout.header_line == header_line
    assert {"date", "amount", "paid_from"} <= set(layout.columns)
    assert result.bad_rows == []
    assert result.rows == count


def test_a_wechat_bill_as_a_workbook_is_read(tmp_path: Path) -> None:
    layout, result, _rows = taken("cn_bills/wechat/example-wechat-records.xlsx", "expenses", tmp_path)
    assert (layout.header_line, result.bad_rows) == (17, [])
    assert result.rows == 27
