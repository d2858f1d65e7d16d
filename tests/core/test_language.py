"""The language in force, and catalogues read with and without a compiler."""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from lstbo.core import language as speech
from lstbo.core._po import compile_po, read_po
from lstbo.core.language import N_, _, language, ngettext, set_language


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LSTBO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    set_language(None)
    yield
    set_language(None)


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    po = tmp_path / "zh_CN" / "LC_MESSAGES" / "lstbo.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")
    monkeypatch.setattr(speech, "_LOCALE", tmp_path)
    return po


PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

# a comment
#: somewhere.py
msgid "Stock"
msgstr "库存"

msgid "Two "
"lines, a \"quote\"\n"
msgstr "两行，"
"“引号”\n"

#, fuzzy
msgid "A guess"
msgstr "猜的"

msgid "Not yet"
msgstr ""

msgid "{count} row"
msgid_plural "{count} rows"
msgstr[0] "{count} 行"

msgctxt "month"
msgid "May"
msgstr "五月"
#~ msgid "Gone"
#~ msgstr "没了"
"""


def test_without_any_setting_it_speaks_english() -> None:
    assert language() == "en"


def test_the_most_special_setting_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LSTBO_LANG", "zh")
    assert language() == "zh"
    set_language("en")
    assert language() == "en"


@pytest.mark.parametrize("value", ["zh", "zh_CN.UTF-8", "zh-Hans", "ZH_cn", "zh.UTF-8"])
def test_every_way_to_write_chinese_is_chinese(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", value)
    assert language() == "zh"


def test_the_plain_c_locale_is_english_even_before_lang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert language() == "en"


def test_a_language_it_does_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")


def test_an_unknown_language_in_the_environment_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LSTBO_LANG", "fr")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert language() == "zh"


def test_a_checkout_reads_the_catalogue_as_it_stands(chinese: Path) -> None:
    set_language("zh")
    assert _("Stock") == "库存"
    assert _('Two lines, a "quote"\n') == "两行，“引号”\n"
    assert ngettext("{count} row", "{count} rows", 2) == "{count} 行"


def test_what_is_not_finished_stays_english(chinese: Path) -> None:
    set_language("zh")
    assert [_("A guess"), _("Not yet"), _("Gone"), _("")] == ["A guess", "Not yet", "Gone", ""]


def test_english_needs_no_catalogue() -> None:
    assert [_("Stock"), N_("Stock"), ngettext("row", "rows", 2)] == ["Stock", "Stock", "rows"]


def test_an_installed_program_prefers_the_compiled_catalogue(chinese: Path) -> None:
    chinese.with_suffix(".mo").write_bytes(compile_po(chinese))
    chinese.write_text("not a catalogue", encoding="utf-8")
    set_language("zh")
    assert _("Stock") == "库存"


def test_the_compiled_catalogue_is_what_the_standard_library_reads(chinese: Path) -> None:
    compiled = gettext.GNUTranslations(io.BytesIO(compile_po(chinese)))
    assert compiled.gettext("Stock") == "库存"
    assert compiled.pgettext("month", "May") == "五月"


def test_a_broken_catalogue_names_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "lstbo.po"
    broken.write_text('msgid "Stock"\nmsgstr "库存\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"lstbo\.po:2"):
        read_po(broken)
