from __future__ import annotations

import io
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstbo.accounting.chart import load_chart
from lstbo.accounting.statements import LedgerFigures, evaluate, load_form
from lstbo.reports.forms import statement_table
from lstbo.reports.layout import Cell, Column, FormHead, Pack, Section, Series, Styled, Table
from lstbo.reports.paper import render_pack
from lstbo.reports.paper.bars import scale
from lstbo.reports.paper.grid import PAD, natural_widths, set_table, settle_widths
from lstbo.reports.paper.numbers import shown
from lstbo.reports.paper.type import Typesetter, face, wrap

EVIL = "<img src='/etc/passwd'/> <a href=\"http://localhost:9/\">x</a> &amp; </para>"
COLUMNS = [Column("date", "日期", "date"), Column("memo", "摘要", width=3), Column("amount", "金额", "money")]

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


def pack(*sections: Section) -> Pack:
    return Pack("月报", "小明便利店", "2026-10", sections, "anchor 1204")


def cash_book(*rows: tuple[Cell, ...], **options: object) -> Table:
    return Table("现金日记账", COLUMNS, rows, **options)  # type: ignore[arg-type]


def pdf(*sections: Section, language: str = "zh") -> bytes:
    out = io.BytesIO()
    render_pack(pack(*sections), out, language=language)
    return out.getvalue()


def text_of(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "pack.pdf"
    path.write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout


@needs_pdftotext
def test_the_figures_on_paper_can_be_read_back(tmp_path: Path) -> None:
    rows = [(date(2026, 10, 1), "进货 可口可乐 330ml", Decimal("-123456789012.34")), (date(2026, 10, 2), "售货", 0)]
    found = text_of(pdf(cash_book(*rows, totals=("", "合计", Decimal("1234.5")))), tmp_path)
    for wanted in (
        "小明便利店",
        "2026-10-01",
        "进货 可口可乐 330ml",
        "−123,456,789,012.34",
        "0.00",
        "1,234.50",
        "合计",
    ):
        assert wanted in found


@needs_pdftotext
def test_markup_is_printed_as_it_was_written(tmp_path: Path) -> None:
    table = Table(EVIL, [Column("memo", EVIL)], [[EVIL]], notes=[EVIL])
    found = text_of(pdf(table, Series(EVIL, [("<b>1</b>", Decimal(5))])), tmp_path)
    assert found.count("<img src='/etc/passwd'/>") == 5
    assert "&amp;" in found and "<b>1</b>" in found


def test_rendering_opens_no_file_and_no_network() -> None:
    script = f"""
import io, sys
from lstbo.reports.layout import Column, Pack, Table
from lstbo.reports.paper import render_pack
def go(text):
    render_pack(Pack(text, text, text, [Table(text, [Column("a", text)], [[text]], notes=[text])], text),
                io.BytesIO(), language="zh")
go("warm up")
seen = []
watched = ("open", "socket", "urllib")
sys.addaudithook(lambda event, args: seen.append(event) if event.split(".")[0] in watched else None)
go({EVIL!r})
sys.stdout.write(",".join(seen))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_the_same_pack_gives_the_same_bytes_in_another_process() -> None:
    script = """
import hashlib, io, sys
from decimal import Decimal
from lstbo.reports.layout import Column, Pack, Series, Table
from lstbo.reports.paper import render_pack
table = Table("账", [Column("a", "摘要"), Column("b", "金额", "money")], [["售货", Decimal("1.50")]])
for _ in range(2):
    out = io.BytesIO()
    render_pack(Pack("月报", "店", "2026-10", [table, Series("日", [("1", Decimal(3))])]), out, language="zh")
    sys.stdout.write(hashlib.sha256(out.getvalue()).hexdigest() + "\\n")
"""
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout for _ in range(2)]
    assert len(set(b"".join(runs).split())) == 1


def test_reportlab_is_loaded_only_when_a_pdf_is_made() -> None:
    script = "import sys, lstbo.reports.paper, lstbo.reports.forms; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@needs_pdftotext
def test_every_page_repeats_the_headings_and_says_which_of_how_many_it_is(tmp_path: Path) -> None:
    rows = [(date(2026, 10, 1), f"第{n}笔", Decimal(n)) for n in range(120)]
    pages = text_of(pdf(cash_book(*rows)), tmp_path).split("\f")[:-1]
    assert len(pages) == 3
    assert all("摘要" in page and f"第 {at} 页，共 3 页" in page for at, page in enumerate(pages, 1))
    assert "现金日记账（续）" in pages[1] and "第119笔" in pages[2]


@needs_pdftotext
def test_a_character_the_font_lacks_is_marked_and_listed(tmp_path: Path) -> None:
    found = text_of(pdf(cash_book((None, "汽水😀\u200d特价", None))), tmp_path)
    assert "汽水〓特价" in found
    assert "U+1F600 GRINNING FACE" in found


@needs_pdftotext
def test_a_statement_carries_the_heading_of_its_form(tmp_path: Path) -> None:
    chart = load_chart("cn-small")
    figures = LedgerFigures(chart, [("1001.01", None, Decimal("70.00")), ("3001.01", None, Decimal("-70.00"))])
    form = load_form("bs-cn")
    head = FormHead(form.number, "小明便利店", "2026年10月31日", "CNY")
    table = statement_table(form, [("期末余额", evaluate(form, figures))], language="zh", head=head)
    found = text_of(pdf(table), tmp_path)
    for wanted in (
        "会小企01表",
        "编制单位：小明便利店",
        "2026年10月31日",
        "单位：元",
        "负债和所有者权益（或股东权益）总计",
    ):
        assert wanted in found
    assert found.count("70.00") == 6
    assert "0.00" not in found.replace("70.00", "")


def test_a_balance_sheet_puts_both_totals_on_its_last_line() -> None:
    form = load_form("bs-cn")
    rows = evaluate(form, LedgerFigures(load_chart("cn-small"), []))
    table = statement_table(form, [("Closing", rows)], language="en", head=FormHead("", "", ""))
    last = table.rows[-1]
    assert [last[0], last[1]] == [Styled("Total assets", True, 0), 30]
    assert [last[3], last[4]] == [Styled("Total liabilities and equity", True, 0), 53]


def test_every_section_has_a_bookmark() -> None:
    data = pdf(cash_book(), Series("每日销售", [("1", Decimal(2))]))
    assert data.count(b"/Dest [") == 2


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("-1234567.5"), "money", "−1,234,567.50"), (Decimal("0"), "money", "0.00"),
        (Decimal("1.500"), "quantity", "1.5"), (Decimal("-3.000"), "quantity", "−3"),
        (Decimal("1000"), "quantity", "1,000"),
        (date(2026, 10, 3), "date", "2026-10-03"), (None, "money", ""), (7, "int", "7"), ("-", "text", "-"),
    ],
)  # fmt: skip
def test_a_value_is_written_by_the_kind_of_its_column(value: object, kind: str, text: str) -> None:
    assert shown(value, kind) == text  # type: ignore[arg-type]


def test_a_zero_is_empty_on_a_statement() -> None:
    assert shown(Decimal("0.00"), "money", blank_zero=True) == ""


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(WORDS, st.decimals(-(10**15), 10**15, places=2), WORDS), max_size=4), heading=WORDS)
def test_nothing_is_wider_than_its_column_and_no_character_is_lost(
    rows: list[tuple[str, Decimal, str]], heading: str
) -> None:
    columns = [Column("a", heading), Column("b", heading, "money"), Column("c", "c", width=2)]
    setter = Typesetter()
    table = Table("t", columns, rows)
    widths = settle_widths(columns, natural_widths(table, setter), 511.0)
    assert abs(sum(widths) - 511.0) < 0.01
    grid = set_table(table, widths, setter)
    for row in [grid.head, *grid.rows]:
        for cell, width in zip(row.cells, widths, strict=True):
            if cell is not None:
                room = width - 2 * PAD - cell.indent + 0.01
                assert all(face(cell.bold).width(line, cell.size) <= room or len(line) == 1 for line in cell.lines)
    printed = "".join(line for row in grid.rows for cell in row.cells if cell is not None for line in cell.lines)
    wanted = "".join(setter.pdf_text(part) for a, b, c in rows for part in (a, shown(b, "money"), c))
    assert sorted(printed.replace(" ", "")) == sorted(wanted.replace(" ", ""))


def test_a_long_name_wraps_between_words_and_before_no_comma() -> None:
    assert wrap("Payment to the supplier", 60.0, face(), 8.5) == ["Payment to", "the supplier"]
    lines = wrap("一二三四五六，七八", face().width("一二三四五六", 8.5), face(), 8.5)
    assert lines == ["一二三四五", "六，七八"]


def test_a_cell_taller_than_a_page_goes_over_pages() -> None:
    columns = [Column(f"c{n}", "x", "money") for n in range(7)]
    row: list[Cell] = ["长" * 1000, *[Decimal("123456789012.34")] * 7]
    out = io.BytesIO()
    assert render_pack(pack(Table("t", [Column("m", "摘要"), *columns], [row])), out, language="en") > 1


def test_the_scale_of_a_chart_starts_at_zero_and_covers_losses() -> None:
    assert scale(Decimal("812.30"), Decimal("3984.72")) == [0, 1000, 2000, 3000, 4000]
    assert scale(Decimal("-60"), Decimal("420"))[0] == Decimal("-100")
    assert scale(Decimal(0), Decimal(0)) == [0, 1]


@pytest.mark.parametrize(
    "points", [[], [("1", Decimal(0))], [("1", Decimal("-5"))], [(str(n), Decimal(n)) for n in range(400)]]
)
def test_any_series_can_be_drawn(points: list[tuple[str, Decimal]]) -> None:
    assert pdf(Series("日销售", points)).startswith(b"%PDF")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_pack_and_an_empty_table_are_a_page(language: str) -> None:
    assert render_pack(pack(), io.BytesIO(), language=language) == 1
    assert render_pack(pack(cash_book()), io.BytesIO(), language=language) == 1
