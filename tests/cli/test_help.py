"""Help: every command says what it does and how it is called; asking for it loads nothing heavy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from lstbo.cli.root import COMMANDS, root_command
from lstbo.core.language import set_language
from lstbo.reports import REPORTS
from tests.command import Terminal


def commands() -> Iterator[tuple[str, Any]]:
    """Every command of the tree with the words that call it."""
    import typer

    root = root_command()
    todo: list[tuple[str, Any]] = [("", root)]
    while todo:
        words, command = todo.pop()
        yield words, command
        if hasattr(command, "list_commands"):
            ctx = typer.Context(command)
            todo += [(f"{words} {name}".strip(), command.get_command(ctx, name)) for name in command.list_commands(ctx)]


ALL = dict(commands())
LEAVES = sorted(words for words, command in ALL.items() if not hasattr(command, "list_commands"))


@pytest.mark.parametrize("words", sorted(ALL))
def test_every_command_has_a_page_of_help(lstbo: Terminal, words: str) -> None:
    said = lstbo(*words.split(), "--help")
    assert (said.exit_code, said.err) == (0, "")
    assert "Usage\n" in said.out and "--book FILE" in said.out and "Show this page" in said.out


@pytest.mark.parametrize("words", LEAVES)
def test_every_command_says_what_it_does_and_shows_an_example(lstbo: Terminal, words: str) -> None:
    page = lstbo(*words.split(), "--help").out
    assert re.match(r"[A-Z].+([.]|\.\.\.)\n", page)
    examples = re.findall(r"^  \$ (.+)$", page, re.MULTILINE)
    assert examples and all(f"lstbo {words}" in line or f" {words}" in line for line in examples)


@pytest.mark.parametrize("words", LEAVES)
def test_every_option_and_argument_is_explained(words: str) -> None:
    params = [p for p in ALL[words].params if p.name not in ("install_completion", "show_completion")]
    assert [p.name for p in params if not p.help] == []


@pytest.mark.parametrize("words", LEAVES)
def test_the_options_of_every_example_exist(words: str) -> None:
    known = {name for param in ALL[words].params for name in param.opts}
    for line in ALL[words].epilog.splitlines():
        call = line.partition(" | hledger")[0].partition("lstbo")[2]
        assert {word for word in re.findall(r"(?<= )--?[a-z][\w-]*", call)} <= known


@pytest.mark.parametrize("words", LEAVES)
def test_a_wrong_flag_is_a_sentence_and_exit_2(lstbo: Terminal, words: str) -> None:
    said = lstbo(*words.split(), "--no-such-flag")
    assert (said.exit_code, said.out) == (2, "")
    assert said.err.count("\n") == 1 and "--no-such-flag" in said.err and "--help" in said.err


def test_the_front_page_repeats_what_the_commands_say() -> None:
    for name, place in COMMANDS.items():
        assert (ALL[name].help or "").splitlines()[0] == place.help, name


def test_the_reports_are_those_the_room_offers() -> None:
    offered = {words.split()[1] for words in LEAVES if words.startswith("report ")}
    assert offered == set(REPORTS)


def test_help_speaks_chinese_where_it_is_translated(lstbo: Terminal) -> None:
    from lstbo.core.language import _

    set_language("zh")
    said = _("Make a new book for a shop.")
    set_language(None)
    assert said in lstbo("--lang", "zh", "--help").out


def test_a_command_that_is_not_there_names_the_nearest(lstbo: Terminal) -> None:
    said = lstbo("stok", "list")
    assert (said.exit_code, said.out) == (2, "")
    assert said.err == "There is no command 'stok'. Did you mean stock? See: lstbo --help\n"


def test_a_noun_alone_says_what_it_can_do(lstbo: Terminal) -> None:
    said = lstbo("journal")
    assert said.exit_code == 2
    assert said.err == "Say what to do: list, show, post, reverse. See: lstbo journal --help\n"


@pytest.mark.parametrize("words", [(), ("stock",), ("stock", "list")])
def test_the_version_is_told_anywhere(lstbo: Terminal, words: tuple[str, ...]) -> None:
    assert lstbo(*words, "--version").out.startswith("lstbo 0.")


def test_completion_offers_commands_without_loading_them(lstbo: Terminal) -> None:
    env = {"_LSTBO_COMPLETE": "complete_bash", "COMP_WORDS": "lstbo st", "COMP_CWORD": "1"}
    said = lstbo(env=env)
    assert said.out.split() == ["stock"]
