"""Workbooks, read back with another library."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl

from lstbo.reports import Column, Table, write_workbook

COLUMNS = [Column("on", "日期", "date"), Column("memo", "摘要"), Column("amount", "金额", "money")]


def table(*rows: Any, title: str = "账 · 2026-10", **more: Any) -> Table:
    return Table(title, COLUMNS, rows, **more)


def opened(*tables: Table) -> Any:
    out = io.BytesIO()
    write_workbook(tables, out, shop="福满多")
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def test_a_sheet_has_the_title_the_headings_the_rows_and_the_totals() -> None:
    row = (date(2026, 10, 1), "进货", Decimal("-1234.50"))
    sheet = opened(table(row, totals=(None, "合计", Decimal("-1234.50")), notes=["成本未知"])).active
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found == [
        ["账 · 2026-10", None, None],
        ["日期", "摘要", "金额"],
        [datetime(2026, 10, 1), "进货", -1234.5],
        [None, "合计", -1234.5],
        ["成本未知", None, None],
    ]
    assert sheet.freeze_panes == "A3" and sheet["C3"].number_format.startswith("#,##0.00")


def test_text_that_looks_like_a_formula_or_a_number_stays_text() -> None:
    sheet = opened(table((None, "=1+1", None), (None, "6901234567892", None), (None, "http://x", None))).active
    assert [(sheet[f"B{at}"].value, sheet[f"B{at}"].data_type) for at in (3, 4, 5)] == [
        ("=1+1", "s"), ("6901234567892", "s"), ("http://x", "s"),
    ]  # fmt: skip


def test_sheets_have_names_a_spreadsheet_accepts() -> None:
    names = opened(table(title="a/b:c*d?[e]"), table(title="长" * 60), table(title="长" * 60)).sheetnames
    assert names[0] == "a b c d  e" and len(set(names)) == 3 and all(len(name) <= 31 for name in names)


def test_the_same_tables_give_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for out in (first, second):
        write_workbook([table((date(2026, 10, 1), "x", Decimal(1)))], out)
    assert first.getvalue() == second.getvalue()
