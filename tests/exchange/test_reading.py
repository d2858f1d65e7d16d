"""Encodings, lines and cells."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.exchange.reading import (
    SAMPLE_BYTES,
    UnreadableFile,
    detect_encoding,
    physical_lines,
    read_cells,
    read_sample,
    split_cells,
    utf8_blocks,
)

TEXT = "小票号,销售时间,商品名称,数量,金额\nR1,2026-01-05,可口可乐,1,3.50\nR2,2026-01-05,康师傅绿茶,2,6.00\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_chinese_exports_are_decoded(encoding: str) -> None:
    sample = read_sample(io.BytesIO(TEXT.encode(encoding)))
    assert sample.text == TEXT
    assert sample.confidence >= Decimal("0.9")


def test_big5_is_told_from_gb18030_by_its_header_words() -> None:
    text = "單號,日期,商品名稱,數量,金額\nR1,2026-01-05,可口可樂,1,3.50\n"
    assert read_sample(io.BytesIO(text.encode("big5"))).text == text


def test_western_accents_are_windows_1252() -> None:
    text = "Receipt,Date,Item name,Qty,Total\n1,2026-01-05,Café crème,1,3.50 €\n"
    sample = read_sample(io.BytesIO(text.encode("cp1252")))
    assert (sample.text, sample.encoding) == (text, "cp1252")


def test_english_headers_over_chinese_names_in_gbk_are_decoded() -> None:
    text = "receipt_id,sold_at,name,quantity,net\n" + "R1,2026-01-05,可口可乐,1,3.50\nR1,2026-01-05,牛肉面,1,3\n" * 5
    sample = read_sample(io.BytesIO(text.encode("gbk")))
    assert sample.text == text


def test_bytes_without_a_known_word_are_a_guess() -> None:
    sample = read_sample(io.BytesIO("甲,乙\n丙,丁\n".encode("gbk")))
    assert sample.confidence < Decimal("0.5")
    assert sample.notes


def test_gb18030_far_below_an_ascii_beginning_is_found() -> None:
    start = b"receipt_id,sold_at,name,quantity,net\n" + b"R1,2026-01-05,cola,1,3.50\n" * (SAMPLE_BYTES // 20)
    data = start + "R2,2026-01-05,可口可乐,1,3.50\nR3,2026-01-05,牛肉方便面,1,3\n".encode("gb18030") * 20
    assert read_sample(io.BytesIO(data)).encoding == "gb18030"


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_cut_off_inside_a_character_is_named_with_its_byte(cut: int) -> None:
    whole = (TEXT + "R3,2026-01-05,面").encode()
    with pytest.raises(UnreadableFile) as caught:
        read_sample(io.BytesIO(whole[:-cut]))
    assert (caught.value.code, caught.value.offset, caught.value.row) == ("E_ENCODING", len(whole) - 3, 4)


def test_gb18030_cut_off_inside_a_character_is_named_with_its_byte() -> None:
    whole = (TEXT * 3 + "R3,2026-01-05,面").encode("gb18030")
    with pytest.raises(UnreadableFile) as caught:
        read_sample(io.BytesIO(whole[:-1]))
    assert (caught.value.code, caught.value.offset) == ("E_ENCODING", len(whole) - 2)


def test_two_encodings_in_one_file_are_named_with_the_byte() -> None:
    data = TEXT.encode() * 5 + "R3,2026-01-05,面,1,1\n".encode("gbk")
    with pytest.raises(UnreadableFile) as caught:
        read_sample(io.BytesIO(data))
    assert caught.value.offset == len(TEXT.encode() * 5) + 14


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_sample(io.BytesIO(data))


def test_a_nul_in_ordinary_text_is_no_utf16() -> None:
    assert detect_encoding(b"receipt_id,name\nR1,a\x00b\n" * 20) == ("utf-8", Decimal(1))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 64])
def test_blocks_never_break_a_character(encoding: str, size: int) -> None:
    blocks = list(utf8_blocks(io.BytesIO(TEXT.encode(encoding)), encoding, size=size))
    assert b"".join(blocks).decode() == TEXT
    assert all(block.decode() for block in blocks)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_bad_byte_is_named_by_its_offset_whatever_the_block(encoding: str) -> None:
    data = TEXT.encode(encoding) + b"ab\xff\xff,c\n"
    for size in (7, 64, 4096):
        with pytest.raises(UnreadableFile) as caught:
            list(utf8_blocks(io.BytesIO(data), encoding, size=size))
        assert (caught.value.offset, caught.value.row) == (len(TEXT.encode(encoding)) + 2, 4)


def test_all_line_ends_end_a_line() -> None:
    assert physical_lines("a\r\nb\nc\rd\n\ne") == ["a", "b", "c", "d", "", "e"]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("a,b,,", ["a", "b", "", ""]),
        ('a,"b,c",d', ["a", "b,c", "d"]),
        ('"a""b",""', ['a"b', ""]),
        ('a, "b,c" ,d', ["a", "b,c", "d"]),
        ('5" pipe,3', ['5" pipe', "3"]),
        ('"5" pipe",3', ['5" pipe', "3"]),
        ('"open,3', ['"open', "3"]),
        ("", [""]),
    ],
)
def test_cells_survive_damaged_quotes(line: str, cells: list[str]) -> None:
    assert split_cells(line, ",") == cells


def test_a_quote_left_open_is_noticed() -> None:
    assert read_cells('a,"b', ",") == (["a", '"b'], True)
    assert read_cells('a,"b"', ",") == (["a", "b"], False)


@given(st.text(max_size=60), st.sampled_from([",", "\t", ";", "|"]))
def test_no_line_breaks_the_cell_reader(line: str, delimiter: str) -> None:
    assert len(split_cells(line, delimiter)) <= line.count(delimiter) + 1


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        sample = read_sample(io.BytesIO(data))
    except UnreadableFile as error:
        assert error.code in ("E_ENCODING", "E_HEADER")
        return
    list(utf8_blocks(io.BytesIO(data), sample.encoding))
