"""Every text the program shows exists in Chinese, finished, with the same values in it."""

from __future__ import annotations

import ast
import re
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from lstbo.core._po import compile_po
from tests.architecture.house import PACKAGE, modules, none_of

CHINESE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "lstbo.po"
VALUES = re.compile(r"\{[^{}]*\}|%\(\w+\)\w|%[sd]")


def test_every_message_of_the_code_is_in_the_catalogue() -> None:
    known = {_first(message.id) for message in _chinese() if message.id}
    found = {(f"lstbo/{file}:{line}", _first(text)) for file, line, text, *_rest in extract_from_dir(str(PACKAGE))}
    missing = [f"{place} {text!r}" for place, text in found if text not in known]
    none_of(missing, "Not in the catalogue; run `make messages`, then translate:")


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    unfinished = [m for m in _chinese() if m.id and (m.fuzzy or not all(_forms(m.string)))]
    complaints = [f"{_first(m.id)!r} {'fuzzy' if m.fuzzy else 'empty'}" for m in unfinished]
    none_of(complaints, "Not translated in zh_CN/lstbo.po:")


def test_translations_carry_the_same_values() -> None:
    complaints = [
        f"{_first(message.id)!r} -> {form!r}"
        for message in _chinese()
        if message.id
        for form in _forms(message.string)
        if form and set(VALUES.findall(form)) != set(VALUES.findall(_forms(message.id)[-1]))
    ]
    none_of(complaints, "A value in braces got lost or renamed:")


def test_values_are_filled_in_after_the_translation() -> None:
    complaints = [
        f"{module.at(call)} {ast.unparse(call)[:60]}"
        for module in modules()
        for call, name in module.calls()
        if name in ("_", "N_", "ngettext")
        for text in call.args[:2]
        if isinstance(text, ast.JoinedStr | ast.BinOp) or ".format(" in ast.unparse(text)
    ]
    none_of(complaints, 'Write _("... {name} ...").format(name=...):')


def test_our_compiler_reads_the_catalogue_as_babel_does(tmp_path) -> None:
    compiled = tmp_path / "lstbo.mo"
    compiled.write_bytes(compile_po(CHINESE))
    with compiled.open("rb") as file:
        ours = {_first(m.id): _forms(m.string) for m in read_mo(file) if m.id}
    assert ours == {_first(m.id): _forms(m.string) for m in _chinese() if m.id and m.string and not m.fuzzy}


@cache
def _chinese() -> Catalog:
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def _forms(text) -> list[str]:
    return list(text) if isinstance(text, tuple | list) else [text]


def _first(text) -> str:
    return _forms(text)[0]
