"""Staging: one record per line, and an account of every line that is none."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstbo.core.errors import BadInput
from lstbo.exchange import staging
from lstbo.exchange.containers import open_sources
from lstbo.exchange.reading import UnreadableFile, read_sample
from lstbo.exchange.sniffing import Layout, sniff
from lstbo.exchange.staging import SEPARATOR, StagedFile, stage

HEADER = "receipt_id,sold_at,name,quantity,net\n"
GOOD = "R{0},2026-01-05 09:00:00,cola,1,3.50\n"

Stage = Callable[..., StagedFile]


@pytest.fixture
def staged(tmp_path: Path) -> Stage:
    """Stage a text (or bytes) as sales and return the result."""

    def run(content: str | bytes, layout: Layout | None = None) -> StagedFile:
        path = tmp_path / "day.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        source = open_sources(str(path))[0]
        if layout is None:
            with source.open() as stream:
                sample = read_sample(stream, file=source.name)
            layout = sniff(sample.text, kind="sales", encoding=sample.encoding)
        return stage(source, layout, tmp_path / "staged")

    return run


def records(result: StagedFile) -> list[list[str]]:
    lines = result.path.read_text("utf-8").split("\n")
    assert lines.pop() == ""
    found = [line.split(SEPARATOR) for line in lines]
    assert len(found) == result.rows
    assert all(len(cells) == result.columns + result.numbered for cells in found)
    return found


def numbers(result: StagedFile) -> list[int]:
    """The physical line of every record."""
    if result.numbered:
        return [int(cells[0]) for cells in records(result)]
    return [result.first_line + at for at in range(result.rows)]


def cells(result: StagedFile) -> list[list[str]]:
    return [row[1:] if result.numbered else row for row in records(result)]


def bad(result: StagedFile) -> list[tuple[int, str]]:
    return [(row.line, row.code) for row in result.bad_rows]


def test_a_clean_file_needs_no_line_numbers(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1) + GOOD.format(2))
    assert (result.numbered, result.first_line, result.rows, result.columns) == (False, 2, 2, 5)
    assert records(result)[1] == ["R2", "2026-01-05 09:00:00", "cola", "1", "3.50"]


def test_the_staged_file_is_private(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1))
    assert stat.S_IMODE(os.stat(result.path).st_mode) == 0o600


def test_only_lines_after_the_header_are_staged(staged: Stage) -> None:
    result = staged("My shop\nfrom 2026-01-01\n\n" + HEADER + GOOD.format(1))
    assert (result.rows, numbers(result)) == (1, [5])


def test_a_header_without_rows_is_a_day_without_sales(staged: Stage) -> None:
    result = staged(HEADER)
    assert (result.rows, result.bad_rows, result.ignored) == (0, [], [])


def test_blank_lines_are_no_rows_but_count_as_lines(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1) + "\n  \n,,,,\n" + GOOD.format(2))
    assert (numbers(result), result.bad_rows) == ([2, 6], [])


def test_a_blank_last_line_changes_nothing(staged: Stage) -> None:
    assert staged(HEADER + GOOD.format(1) + "\n\n").numbered is False


def test_a_short_and_a_long_row_are_reported_with_their_lines(staged: Stage) -> None:
    result = staged(
        HEADER + GOOD.format(1) + "R2,2026-01-05\n" + GOOD.format(3) + "R4,2026-01-05,a,b,1,2\n" + GOOD.format(5)
    )
    assert numbers(result) == [2, 4, 6]
    assert bad(result) == [(3, "E_ROW_WIDTH"), (5, "E_ROW_WIDTH")]
    assert result.bad_rows[1][2:] == (6, 5, "R4,2026-01-05,a,b,1,2")


def test_empty_cells_beyond_the_header_are_harmless(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1).replace("\n", ",,\n") + GOOD.format(2))
    assert (result.rows, result.bad_rows) == (2, [])


def test_a_last_row_cut_off_is_an_error_and_not_a_footer(staged: Stage) -> None:
    assert bad(staged(HEADER + GOOD.format(1) + "R2,2026-01")) == [(3, "E_ROW_WIDTH")]


def test_an_unquoted_comma_in_a_name_damages_its_own_row_only(staged: Stage) -> None:
    result = staged(HEADER + "R1,2026-01-05,nuts, salted,1,3.50\n" + GOOD.format(2))
    assert (numbers(result), bad(result)) == ([3], [(2, "E_ROW_WIDTH")])


def test_quotes_delimiters_and_doubled_quotes_come_out_as_meant(staged: Stage) -> None:
    result = staged(HEADER + 'R1,"2026-01-05","nuts, ""salted""",1,3.50\n' + GOOD.format(2))
    assert cells(result)[0][2] == 'nuts, "salted"'
    assert result.numbered is False


def test_a_quote_inside_a_field_is_an_ordinary_character(staged: Stage) -> None:
    result = staged(HEADER + 'R1,2026-01-05,pipe 5" long,1,3.50\nR2,2026-01-05,"5" pipe",1,3.50\n')
    assert [row[2] for row in cells(result)] == ['pipe 5" long', '5" pipe']


def test_a_newline_inside_quotes_becomes_a_blank(staged: Stage) -> None:
    result = staged(HEADER + 'R1,2026-01-05,"green\ntea",1,3.50\n' + GOOD.format(2))
    assert cells(result)[0][2] == "green tea"
    assert numbers(result) == [2, 4]


def test_an_unbalanced_quote_swallows_no_good_row(staged: Stage) -> None:
    rows = "".join(GOOD.format(at) for at in range(3, 40))
    result = staged(HEADER + GOOD.format(1) + 'R2,2026-01-05,"cola,1,3.50\n' + rows)
    assert result.rows == 39
    assert cells(result)[1][2] == '"cola'


def test_two_unbalanced_quotes_do_not_marry(staged: Stage) -> None:
    rows = 'R2,2026-01-05,"cola,1,3.50\n' + GOOD.format(3) + 'R4,2026-01-05,tea",1,3.50\n' + GOOD.format(5)
    result = staged(HEADER + GOOD.format(1) + rows)
    assert (result.rows, numbers(result)) == (5, [2, 3, 4, 5, 6])


def test_an_open_quote_at_the_end_of_a_piece_waits_for_its_close(
    staged: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_SMALLEST_PIECE", 64)
    many = "".join(f'R{at},2026-01-05,"two\nlines {at}",1,3.50\n' for at in range(200))
    result = staged(HEADER + many)
    assert (result.rows, result.bad_rows) == (200, [])
    assert numbers(result) == [2 + 2 * at for at in range(200)]


def test_a_row_with_nul_is_rejected_with_its_line(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1) + "R2,2026-01-05,a\x00b,1,3.50\n" + GOOD.format(3))
    assert (numbers(result), bad(result)) == ([2, 4], [(3, "E_ENCODING")])


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a\x1b]52;c;eA==\x07b", "a]52;c;eA==b"),
        ("\x9b31mred\x9c", "31mred"),
        ("9.99\b\b\b\b1.00", "9.991.00"),
        ("a\u202eb\u2066c", "abc"),
        ("a\ufeffb", "ab"),
        ("a\x1fb", "ab"),
        ("a\u2028b", "a b"),
        ("real\rFAKE", "real FAKE"),
        ("x\x7fy", "xy"),
    ],
)
def test_control_and_direction_characters_are_taken_out_and_counted(staged: Stage, name: str, clean: str) -> None:
    result = staged(HEADER + GOOD.format(1) + f"R2,2026-01-05,{name},1,3.50\n" + GOOD.format(3))
    assert cells(result)[1][2] == clean
    assert result.cleaned == len([one for one in name if not (one.isprintable())])
    assert (result.rows, result.numbered) == (3, False)


def test_tabs_around_and_inside_cells_become_blanks(staged: Stage) -> None:
    result = staged(HEADER + "R1\t,2026-01-05,ice\ttea,1,3.50\n")
    assert [cell.strip() for cell in cells(result)[0]][:3] == ["R1", "2026-01-05", "ice tea"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_understood(staged: Stage, end: str) -> None:
    result = staged((HEADER + GOOD.format(1) + GOOD.format(2)).replace("\n", end))
    assert (result.rows, numbers(result), cells(result)[0][4]) == (2, [2, 3], "3.50")


def test_mixed_line_ends_are_understood(staged: Stage) -> None:
    text = HEADER + GOOD.format(1).replace("\n", "\r\n") + GOOD.format(2).replace("\n", "\r") + GOOD.format(3)
    assert (staged(text).rows, staged(text).bad_rows) == (3, [])


@pytest.mark.parametrize(
    "line",
    ["合计,,,12,45.00", "Total,,,12,45.00", "小计：,,,1,2", ",,Total,,45.00", "合计 3笔,,,,", "Grand Total,45.00"],
)
def test_rows_of_totals_are_ignored(staged: Stage, line: str) -> None:
    result = staged(HEADER + GOOD.format(1) + line + "\n" + GOOD.format(2))
    assert [(row.line, row.code) for row in result.ignored] == [(3, "I_TOTAL_ROW")]
    assert (numbers(result), result.bad_rows) == ([2, 4], [])


def test_a_product_called_total_is_a_row(staged: Stage) -> None:
    result = staged(
        "name,sold_at,receipt_id,quantity,net,tender\nTotal,2026-01-05,R1,1,3.50,\nSum 41,2026-01-05,R1,1,3,\n"
    )
    assert (result.rows, result.ignored) == (2, [])


def test_a_header_repeated_in_the_file_is_ignored(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1) + HEADER + GOOD.format(2))
    assert [(row.line, row.code) for row in result.ignored] == [(3, "I_PREAMBLE")]
    assert numbers(result) == [2, 4]


def test_two_exports_glued_together_lose_only_text(staged: Stage) -> None:
    one = "某某便利店\n" + HEADER + GOOD.format(1) + "#合计：1笔\n导出时间：2026-01-06\n"
    result = staged(one + one.replace("R1", "R2"))
    assert (result.rows, result.bad_rows, result.footer) == (2, [], 5)


def test_footers_are_no_rows(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1) + "#---结束---\n#收入合计：18笔，共14989.00元\nPrinted by till 3,,,,\n")
    assert (result.rows, result.bad_rows, result.footer) == (1, [], 3)


def test_values_behind_back_ticks_may_hold_commas(staged: Stage) -> None:
    result = staged(HEADER + "`R1,`2026-01-05,`nuts, salted,`1,`3.50\n")
    assert cells(result) == [["R1", "2026-01-05", "nuts, salted", "1", "3.50"]]


def test_an_empty_column_in_front_stays_where_it_is(staged: Stage) -> None:
    result = staged(",receipt_id,sold_at,name,quantity,net\n,R1,2026-01-05,cola,1,3.50\n")
    assert cells(result) == [["", "R1", "2026-01-05", "cola", "1", "3.50"]]


def test_columns_a_header_only_promises_are_filled_with_nothing(staged: Stage) -> None:
    result = staged(HEADER.replace("\n", ",\n") + GOOD.format(1))
    assert (result.columns, result.bad_rows, cells(result)[0][5]) == (6, [], "")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
def test_other_encodings_arrive_as_utf8(staged: Stage, encoding: str) -> None:
    text = "小票号,销售时间,商品名称,数量,金额\n" + "R1,2026-01-05 09:00:00,可口可乐𠮷,1,3.50\n" * 3
    result = staged(text.encode(encoding))
    assert (result.rows, cells(result)[2][2]) == (3, "可口可乐𠮷")


def test_a_byte_that_is_not_the_encoding_is_named_with_its_place(staged: Stage, tmp_path: Path) -> None:
    start = (HEADER + GOOD.format(1) * 30_000).encode()
    with pytest.raises(UnreadableFile) as caught:
        staged(start + "R2,2026-01-05,可乐".encode() + b"\xff\xfe,1,3.50\n" + GOOD.format(3).encode())
    assert (caught.value.code, caught.value.offset) == ("E_ENCODING", len(start) + 20)
    assert not (tmp_path / "staged").exists()


def test_a_line_longer_than_any_record_is_cut_out(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1) + "x" * 9_000_000 + "\n" + GOOD.format(3))
    assert (numbers(result), bad(result)) == ([2, 4], [(3, "E_ROW_LONG")])
    assert len(result.bad_rows[0].raw) <= 2000


def test_a_million_commas_are_one_bad_row(staged: Stage) -> None:
    result = staged(HEADER + GOOD.format(1) + "x" + ",1" * 500_000 + "\n" + GOOD.format(3))
    assert (numbers(result), bad(result)) == ([2, 4], [(3, "E_ROW_WIDTH")])


def test_a_file_that_is_nearly_all_damage_is_refused(staged: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MAX_BAD_ROWS", 100)
    layout = sniff(HEADER, kind="sales")
    with pytest.raises(BadInput):
        staged(HEADER + "a,b\n" * 500, layout)


def test_nothing_is_written_through_a_link(staged: Stage, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keep")
    (tmp_path / "staged").symlink_to(precious)
    with pytest.raises(OSError):
        staged(HEADER + GOOD.format(1))
    assert precious.read_text() == "keep"


_CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.text('ab",\n 合计#Total', max_size=20)), max_size=30))
def test_every_line_is_accounted_for_whatever_is_damaged(tmp_path_factory: pytest.TempPathFactory, lines) -> None:
    path = tmp_path_factory.mktemp("stage") / "day.csv"
    body = "".join(GOOD.format(at) if good else text.replace("\n", "") + "\n" for at, (good, text) in enumerate(lines))
    path.write_text(HEADER + body, "utf-8", newline="")
    result = stage(open_sources(str(path))[0], sniff(HEADER, kind="sales"), path.with_suffix(".staged"))
    staged_good = {row[0] for row in cells(result)}
    assert {f"R{at}" for at, (good, _text) in enumerate(lines) if good} <= staged_good
    known = sorted([*numbers(result), *[row.line for row in result.bad_rows], *[row.line for row in result.ignored]])
    assert len(set(known)) == len(known)
    assert all(2 <= line <= 1 + len(lines) for line in known)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=20))
def test_well_formed_csv_comes_out_cell_by_cell(tmp_path_factory: pytest.TempPathFactory, pairs) -> None:
    path = tmp_path_factory.mktemp("stage") / "day.csv"
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in pair] for pair in pairs]
    text = "".join(f"R1,2026-01-05,{one},{two},3.50\n" for one, two in quoted if not _odd(one + two))
    path.write_text(HEADER + text, "utf-8", newline="")
    result = stage(open_sources(str(path))[0], sniff(HEADER, kind="sales"), path.with_suffix(".staged"))
    wanted = [list(pair) for pair, marks in zip(pairs, quoted, strict=True) if not _odd("".join(marks))]
    assert [[cell.strip() for cell in row[2:4]] for row in cells(result)] == [
        [c.strip() for c in row] for row in wanted
    ]


def _odd(text: str) -> bool:
    return not text.isprintable() or "  " in text
