"""The parts of the shell that need no terminal: keys of one's own, preferences, themes, the languages' order."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding

from lstbo.core.language import language, prefer_language, set_language
from lstbo.screens import choose_theme, place_of_digit, read_keys
from lstbo.screens.preferences import Preferences, load_preferences, save_preferences
from lstbo.widgets import key_name
from lstbo.widgets.glyphs import ASCII, UNICODE, use_glyphs

KNOWN = ("page.search", "page.new", "app.help")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('page.search = "5"', "digits belong to the scanner."),
        ('page.search = "escape"', "'escape' cannot be given away."),
        ('page.search = "ctrl++f"', "'ctrl++f' is not a key."),
        ('page.serch = "s"', "there is no such action; F1 lists them."),
        ("page.search = 7", 'write a key in quotes, such as "ctrl+f".'),
        ('page.new = "s"\npage.search = "s"', "'s' is given twice."),
    ],
)
def test_a_bad_key_is_named_in_plain_words(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(text)
    assert read_keys(file, KNOWN).faults == (f"keys.toml, page.search: {fault}".replace("page.search", _first(text)),)


def _first(text: str) -> str:
    return text.splitlines()[-1].partition(" ")[0]


def test_good_keys_are_taken_also_for_pages_that_were_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('page.search = "ctrl+f, f3"\nstock.price = "ctrl+w"\n')
    assert dict(read_keys(file, KNOWN).keys) == {"page.search": "ctrl+f,f3", "stock.price": "ctrl+w"}


def test_a_file_of_keys_that_is_no_toml_is_told_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_bytes(b"\xff\xfe page = [")
    own = read_keys(file, KNOWN)
    assert (dict(own.keys), len(own.faults)) == ({}, 1)


@pytest.mark.parametrize(
    ("environment", "preferred", "theme"),
    [
        ({"COLORTERM": "truecolor"}, "", "lstbo-dark"),
        ({"COLORTERM": "24bit", "COLORFGBG": "0;15"}, "", "lstbo-light"),
        ({"TERM": "linux"}, "", "ansi-dark"),
        ({"TERM": "xterm", "COLORFGBG": "0;default;15"}, "", "ansi-light"),
        ({"COLORTERM": "truecolor"}, "contrast", "lstbo-contrast"),
        ({"LSTBO_THEME": "light"}, "contrast", "lstbo-light"),
        ({"LSTBO_THEME": "pink"}, "", "ansi-dark"),
    ],
)
def test_the_theme_suits_the_terminal_unless_somebody_chose(environment, preferred, theme) -> None:
    assert choose_theme(environment, preferred) == theme


def test_preferences_come_back_and_a_broken_file_counts_as_none(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert save_preferences(Preferences("zh", "contrast"))
    assert load_preferences() == Preferences("zh", "contrast")
    (tmp_path / "lstbo" / "settings.toml").write_text("language = [")
    assert load_preferences() == Preferences()


def test_a_language_asked_for_goes_before_the_one_preferred(monkeypatch) -> None:
    monkeypatch.delenv("LSTBO_LANG", raising=False)
    set_language("en")
    prefer_language("zh")
    assert language() == "en"
    set_language(None)
    prefer_language("zh")
    assert language() == "zh"
    set_language(None)


@pytest.mark.parametrize(("digit", "page"), [("2", "today"), ("4", "stock"), ("0", "setup"), ("7", None)])
def test_a_digit_means_the_page_of_its_f_key(digit, page) -> None:
    assert place_of_digit(digit) == page


@pytest.mark.parametrize(("chosen", "written"), [(UNICODE, "← →"), (ASCII, "<- ->")])
def test_the_arrow_keys_are_written_as_arrows_and_not_as_signs_to_type(chosen, written) -> None:
    use_glyphs(chosen)
    assert key_name(Binding("right", "view(1)", "View", key_display="< >")) == written
    use_glyphs(UNICODE)
