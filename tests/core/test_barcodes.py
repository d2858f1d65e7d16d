"""Barcodes: one key for every way of writing, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.core.barcodes import (
    barcode_key,
    check_digit_ok,
    code_problem,
    code_variants,
    gtin_key,
    is_in_store,
    normalise_code,
)

with (Path(__file__).parent / "barcode_vectors.csv").open(encoding="utf-8", newline="") as _lines:
    VECTORS = list(csv.DictReader(_lines))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["code"])
def test_the_vectors_hold(vector: dict[str, str]) -> None:
    code, valid, in_store = vector["code"], vector["valid"] == "1", vector["kind"].startswith("in-store")
    assert is_in_store(code) == in_store
    assert (code_problem(code) is None) == valid
    if not in_store:
        assert check_digit_ok(code) == valid
        assert gtin_key(code) == (code.zfill(14) if valid else None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("６９２８８０４０１１１４２", "6928804011142"),
        ("69288\u200b0401\u200d1142\ufeff", "6928804011142"),
        ("\u00a06928804011142\t", "6928804011142"),
        ("'6928804011142", "6928804011142"),
        ("`6928804011142", "6928804011142"),
        ("6 928804 011142", "6928804011142"),
        ("978-7-111-21382-6", "9787111213826"),
        ("٦٩٠١", "6901"),
        ("17850.0", "17850"),
        ("6.928804011142E+12", "6928804011142"),
        ("AB-12 x", "AB-12 x"),
        ("2024-001", "2024-001"),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_it_was_meant(written: str, meant: str) -> None:
    assert normalise_code(written) == meant


@pytest.mark.parametrize(
    ("code", "variants"),
    [
        ("106928804011142", ["106928804011142", "6928804011142"]),
        ("102900001000009", ["102900001000009", "2900001000009"]),
        ("36000291452", ["36000291452", "036000291452", "0036000291452"]),
        ("036000291452", ["036000291452", "0036000291452"]),
        ("0036000291452", ["0036000291452", "036000291452"]),
        ("6928804011142", ["6928804011142"]),
        ("12345", ["12345"]),
        ("85123A", ["85123A"]),
    ],
)
def test_a_code_may_stand_for_others(code: str, variants: list[str]) -> None:
    assert code_variants(code) == variants


def test_all_variants_share_one_key() -> None:
    for code in ("6928804011142", "106928804011142", "06928804011142"):
        assert barcode_key(code) == "06928804011142"
    for code in ("36000291452", "036000291452", "0036000291452", "00036000291452"):
        assert barcode_key(code) == "00036000291452"
    assert barcode_key("2000001023109") == "2000001023109"
    assert barcode_key("X-1") == "X-1"


def test_a_case_has_another_key_than_its_piece() -> None:
    assert barcode_key("16928804011149") != barcode_key("6928804011142")


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("6928804011143", "E_GTIN_CHECK"),
        ("6.92117E+12", "E_GTIN_PRECISION"),
        ("7E+12", "E_GTIN_PRECISION"),
        ("69\x0028804011142", "E_ENCODING"),
        ("69\x1b]0;x\x0728804011142", "E_ENCODING"),
        ("2000001023109", None),
        ("2000003035003", None),
        ("0212345678901", None),
        ("15056E1", None),
        ("12345", None),
        ("", None),
    ],
)
def test_what_cannot_be_a_code_is_refused_with_its_reason(code: str, problem: str | None) -> None:
    assert code_problem(code) == problem


@pytest.mark.parametrize("code", ["2000001023109", "0412345678904", "212345678901", "02012345678901", "01234565"])
def test_codes_of_the_shop_itself_are_known_by_their_prefix(code: str) -> None:
    assert is_in_store(code)


@pytest.mark.parametrize("code", ["6928804011142", "036000291452", "96385074", "PLU20", "20", "9771671216007"])
def test_other_codes_are_not_the_shops_own(code: str) -> None:
    assert not is_in_store(code)


@given(st.text())
def test_reading_a_code_twice_changes_nothing(text: str) -> None:
    once = normalise_code(text)
    assert normalise_code(once) == once
    assert barcode_key(once) == barcode_key(text)


def test_real_barcodes_have_a_key_exactly_when_their_check_digit_is_right(real_data: Path) -> None:
    file = real_data / "off_barcodes_cn" / "products_69_489_471.csv"
    if not file.is_file():
        pytest.skip("no list of real barcodes")
    with file.open(encoding="utf-8", newline="") as lines:
        for product in csv.DictReader(lines):
            assert (gtin_key(product["gtin"]) is not None) == (product["check_digit"] == "ok"), product
