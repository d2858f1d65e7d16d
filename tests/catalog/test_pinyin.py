"""How Chinese names can be typed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lstbo.catalog.pinyin import search_words


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("可口可乐330ml", "kekoukele330ml", "kkkl330ml"),
        ("重庆小面", "chongqingxiaomian", "cqxm"),
        ("银耳", "yiner", "ye"),
        ("长城", "changcheng", "cc"),
        ("六个核桃", "liugehetao", "lght"),
        ("绿茶 (大)", "lvchada", "lcd"),
        ("White lantern", "", ""),
        ("", "", ""),
    ],
)
def test_the_usual_reading_comes_from_whole_phrases(name: str, pinyin: str, initials: str) -> None:
    words = search_words(name)
    assert (words.pinyin, words.initials) == (pinyin, initials)


@pytest.mark.parametrize(("name", "typed"), [("朝日啤酒", "crpj"), ("呷哺呷哺", "xbxb"), ("重庆小面", "zqxm")])
def test_other_readings_are_found_too(name: str, typed: str) -> None:
    assert typed in search_words(name).search.split()


def test_a_name_of_many_readings_stays_small() -> None:
    assert len(search_words("重长行乐朝单" * 6).search.split()) <= 33


def test_signs_and_rare_characters_do_no_harm() -> None:
    assert search_words("𠮷野家[/]\u3000😀").initials.endswith("yj")


def test_pinyin_is_loaded_for_chinese_names_only() -> None:
    code = "import sys; from lstbo.catalog.pinyin import search_words; search_words('Tea')"
    code += "; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
