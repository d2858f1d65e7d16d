"""People read words in their language; programs read codes that never change."""

from __future__ import annotations

import re

import pytest

from lstbo.cli.words import CHECKS, FINDINGS, SEVERITIES
from tests.command import Terminal


@pytest.mark.parametrize("call", ["check", "doctor", "accounts list", "import batches", "import sales sales.csv --dry-run"])
def test_a_chinese_table_has_no_codes(shop: Terminal, call: str) -> None:
    shop("import", "sales", "sales.csv")
    out = shop("--lang", "zh", *call.split()).out
    codes = r"entries-balance|audit-chain|warning|\bmodes\b|\basset\b|\bposting\b|standard|\bcash\b|(?<![.])\bwechat\b"
    assert re.findall(codes, out) == []


@pytest.mark.parametrize(("call", "code"), [("check", "audit-chain"), ("doctor", "modes"), ("accounts list", "asset")])
def test_data_keeps_the_codes_in_any_language(shop: Terminal, call: str, code: str) -> None:
    assert f",{code}," in shop("--lang", "zh", *call.split(), "--format", "csv").out.replace("\n", "\n,")
    assert f'"{code}"' in shop("--lang", "zh", *call.split(), "--json").out


def test_there_is_a_word_for_every_check_and_finding(shop: Terminal) -> None:
    assert {row["name"] for row in shop("check", "--json").json["checks"]} <= set(CHECKS)
    found = shop("doctor", "--json").json
    assert {row["code"] for row in found} <= set(FINDINGS) and {row["severity"] for row in found} <= set(SEVERITIES)


def test_what_waits_says_why_in_words_and_in_codes_for_programs(shop: Terminal) -> None:
    shop("import", "sales", "sales.csv", "--unknown", "hold")
    assert "商品未建档" in shop("--lang", "zh", "import", "held").out
    assert "H_SKU_UNKNOWN" in shop("--lang", "zh", "import", "held", "--format", "csv").out


def test_one_is_one(shop: Terminal) -> None:
    shop.write("one.csv", "receipt_id,sold_at,item,quantity,unit_price,tender\nO1,2026-02-01 09:00,A1,1,10.00,cash\n")
    said = shop("import", "sales", "one.csv").out
    assert "one.csv: 1 row = 1 accepted" in said and "1 receipt: gross 10.00" in said
