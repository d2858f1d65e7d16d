"""What Ctrl+P finds: every name a page, a view, a report or an action has, and how it is typed in pinyin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pypinyin import lazy_pinyin

from lstbo.core.language import set_language
from lstbo.screens.choices import Choice, matching, standing_choices
from lstbo.screens.pinyin_words import PINYIN


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    yield
    set_language(None)


@pytest.mark.parametrize(
    ("speech", "typed", "first"),
    [
        ("zh", "利润表", "利润表"),
        ("zh", "lrb", "利润表"),
        ("zh", "lirun", "利润表"),
        ("zh", "月度", "月度报表册"),
        ("zh", "yuebao", "月度报表册"),
        ("zh", "备份", "备份"),
        ("zh", "草稿", "草稿：没写完的单子"),
        ("zh", "backups", "备份"),
        ("zh", "income statement", "利润表"),
        ("zh", "现金日记账", "现金日记账"),
        ("en", "trial", "Trial balance"),
        ("en", "waiting", "Waiting"),
        ("en", "theme contrast", "High contrast"),
        ("en", "language", "English / 中文"),
        ("en", "report cash-flow", "Cash-flow statement"),
    ],
)
def test_every_name_finds_it(speech: str, typed: str, first: str) -> None:
    set_language(speech)
    assert matching(standing_choices(), typed)[0].label == first


def test_the_pinyin_by_hand_is_what_the_library_says() -> None:
    set_language("zh")
    chinese = {name for one in standing_choices() for name in (one.label, *one.also) if _is_chinese(name)}
    assert {name: _pinyin(name) for name in chinese} == PINYIN


def test_a_word_that_nothing_has_finds_nothing() -> None:
    choice = Choice("Quit", "action", "", lambda app: None, ("Exit",))
    assert matching([choice], "exit now") == []


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def _pinyin(text: str) -> str:
    return " ".join(" ".join(lazy_pinyin("".join(one if one.isalnum() else " " for one in text))).split())
