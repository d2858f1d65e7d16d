"""Text from outside: cleaned when it comes in, and once more where it is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.core.text import LIMIT, cell, clean_text, csv_cell, csv_uncell

ESC = "\x1b"
HOSTILE = st.text(st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ("cola [/]", "cola [/]"),
        ("[bold red]特价[/]", "[bold red]特价[/]"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("[link=file:///etc/passwd]x[/link]", "[link=file:///etc/passwd]x[/link]"),
        (f"{ESC}]52;c;cGFzcw==\x07", "]52;c;cGFzcw=="),
        (f"{ESC}]0;PWNED\x07", "]0;PWNED"),
        (f"{ESC}[2J{ESC}[H", "[2J[H"),
        ("\x9b31m red \x9d0;t\x9c", "31m red 0;t"),
        ("9.99\b\b\b\b1.00 real\rFAKE", "9.991.00 real FAKE"),
    ],
)
def test_the_nine_evil_names_are_harmless_and_keep_what_is_seen(hostile: str, kept: str) -> None:
    assert clean_text(hostile) == kept
    assert cell(hostile) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  two \n\t blanks  ", "two blanks"),
        ("a\u2028b\u2029c\u3000d\x85e", "a b c d e"),
        ("pay \u202e05.2\u2066 now", "pay 05.2 now"),
        ("\ufeffname", "name"),
        ("broken \ud800 half", "broken half"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("NUL\x00 byte", "NUL byte"),
        ("", ""),
    ],
)
def test_what_is_invisible_or_turns_text_round_goes(text: str, kept: str) -> None:
    assert clean_text(text) == kept


def test_a_megabyte_is_cut_short() -> None:
    assert len(clean_text("名" * 1_000_000)) == LIMIT
    assert clean_text("a" * 199 + " b") == "a" * 199


@given(HOSTILE)
def test_cleaned_text_is_safe_and_cleaning_it_again_changes_nothing(text: str) -> None:
    plain = clean_text(text)
    assert clean_text(plain) == plain
    assert len(plain) <= LIMIT
    assert not any(unicodedata.category(mark) in ("Cc", "Cs") for mark in plain)
    assert not set(plain) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
    assert unicodedata.is_normalized("NFC", plain)


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "@SUM(1)", "+1+1", "\t=1", "-1+2", "=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert csv_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["-12.50", "+3", "12", "cola", "-0.001", ""])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert csv_cell(text) == text


def test_nothing_is_an_empty_cell() -> None:
    assert csv_cell(None) == ""


@given(st.text(st.sampled_from("'=+-@\t1a."), max_size=8) | st.text())
def test_a_quoted_cell_reads_back_as_it_was(text: str) -> None:
    assert csv_uncell(csv_cell(text)) == text
    assert not csv_cell(text).startswith(("=", "@", "\t", "\r"))
