"""What a cell shows: exact widths, whole figures, and nothing a terminal would obey."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.core.language import set_language
from lstbo.widgets import (
    ASCII,
    UNICODE,
    cell,
    date_text,
    glyphs,
    money_text,
    percent_text,
    plain,
    price_text,
    quantity_text,
    safe_text,
    use_glyphs,
    value_cell,
    width_of,
)
from tests.widgets.evil import EVIL

CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("text", EVIL)
def test_an_evil_text_is_drawn_in_exactly_its_cells(text: str) -> None:
    for width in (1, 2, 3, 7, 40):
        drawn = cell(text, width)
        assert width_of(drawn) == width
        assert not CONTROLS & {unicodedata.category(letter) for letter in drawn}


@given(st.text(), st.integers(min_value=0, max_value=30))
def test_any_text_fills_its_cells_exactly(text: str, width: int) -> None:
    assert width_of(cell(text, width)) == width
    assert not CONTROLS & {unicodedata.category(letter) for letter in cell(text, width)}


def test_markup_in_a_name_is_only_text() -> None:
    content = plain("[@click=app.quit]点我[/]\n[/]")
    assert content.plain == "[@click=app.quit]点我[/]\n[/]"
    assert not content.spans


def test_a_cut_text_says_so_and_halves_no_character() -> None:
    assert cell("可口可乐限量版", 9) == "可口可.. "
    assert cell("可口可乐限量版", 10) == "可口可乐.."
    assert cell("可口", 1) == " "
    assert cell("ab", 2) == "ab"


def test_texts_stand_left_and_figures_right() -> None:
    assert cell("可乐", 6) == "可乐  "
    assert cell("可乐", 6, "right") == "  可乐"
    assert value_cell(Decimal("12.5"), "money", 8) == "   12.50"
    assert value_cell("see note", "money", 10) == "  see note"


def test_an_emoji_family_becomes_people_every_terminal_draws_alike() -> None:
    assert safe_text("👨\u200d👩\u200d👧") == "👨👩👧"
    assert safe_text("e" + "\u0301" * 9) == "é\u0301\u0301"


def test_money_is_grouped_and_loses_the_commas_first() -> None:
    assert money_text(Decimal("-1234567.5")) == "-1,234,567.50"
    assert money_text(Decimal("1234567.50"), 12) == "1,234,567.50"
    assert money_text(Decimal("1234567.50"), 11) == "1234567.50"
    assert money_text(None) == ""
    assert (money_text(Decimal("-0.00")), money_text(Decimal("-0.001"))) == ("0.00", "0.00")


@pytest.mark.parametrize(
    ("lang", "width", "text"),
    [("zh", 8, "123.46万"), ("zh", 6, "123万"), ("en", 5, "1.23M"), ("en", 2, "1M"), ("en", 1, "#")],
)
def test_money_that_does_not_fit_is_said_shorter(lang: str, width: int, text: str) -> None:
    set_language(lang)
    assert money_text(Decimal("1234567.50"), width) == text


@given(st.decimals(-(10**15), 10**15, places=2), st.integers(min_value=1, max_value=24))
def test_money_never_misses_a_digit_of_what_it_says(amount: Decimal, width: int) -> None:
    text = money_text(amount, width)
    assert width_of(text) <= width
    if text.strip("#") and text[-1].isdigit():
        assert Decimal(text.replace(",", "")) == amount


def test_quantities_prices_and_ratios_show_what_matters() -> None:
    assert quantity_text(Decimal("12.500")) == "12.5"
    assert quantity_text(Decimal("-1200.000")) == "-1,200"
    assert quantity_text(0) == "0"
    assert price_text(Decimal("3.1000")) == "3.10"
    assert price_text(Decimal("3.1234")) == "3.1234"
    assert percent_text(Decimal("0.423")) == "42.3%"
    assert percent_text(Decimal("0.423"), 4) == "42%"


def test_days_lose_the_year_before_the_day() -> None:
    assert date_text(date(2026, 10, 31)) == "2026-10-31"
    assert date_text(date(2026, 10, 31), 7) == "10-31"
    assert date_text(datetime(2026, 10, 31, 9, 5), 16) == "2026-10-31 09:05"
    assert date_text(datetime(2026, 10, 31, 9, 5), 12) == "2026-10-31"


def test_no_character_of_a_table_has_an_uncertain_width() -> None:
    for chosen in (UNICODE, ASCII):
        letters = chosen.mark + chosen.rising + chosen.falling + chosen.cut
        assert not [letter for letter in letters if unicodedata.east_asian_width(letter) not in ("N", "Na")]
    assert "".join([*ASCII.columns, *ASCII.bars, ASCII.base, ASCII.band, ASCII.negative, ASCII.mark]).isascii()


def test_the_plain_set_is_taken_up_at_once() -> None:
    use_glyphs(ASCII)
    assert glyphs().mark == "*"
