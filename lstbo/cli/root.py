"""The front page of the command line: which commands there are. A command's module is loaded when it is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from lstbo.cli.grammar import Group, noun
from lstbo.cli.overview import overview
from lstbo.cli.values import read_plainly
from lstbo.core.errors import sentences
from lstbo.core.language import N_, _
from lstbo.core.text import cell

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command is found: its panel of the help, its module, its name there, and its one-line help."""

    panel: str
    module: str
    name: str
    help: str


_START, _BOOKS, _KEEP = N_("Begin"), N_("Goods and books"), N_("Keep it safe")
COMMANDS: dict[str, Place] = {
    "init": Place(_START, "init", "init", N_("Make a new book for a shop.")),
    "demo": Place(_START, "demo", "demo", N_("Make a throw-away book of the sample shop.")),
    "import": Place(_START, "imports", "imports", N_("Take in files: sales, purchases, expenses, items, opening.")),
    "stock": Place(_BOOKS, "stock", "stock", N_("What is on the shelf, what it is worth, how it came about.")),
    "journal": Place(_BOOKS, "journal", "journal", N_("The double-entry journal: look, post, reverse.")),
    "accounts": Place(_BOOKS, "accounts", "accounts", N_("The chart of accounts and its balances.")),
    "report": Place(_BOOKS, "report", "report", N_("Statements, ledgers and lists; the accountant's monthly PDF.")),
    "export": Place(_BOOKS, "export", "export", N_("Hand the book to other programs.")),
    "explain": Place(_BOOKS, "explain", "explain", N_("Open a figure: down to the row of the file it came from.")),
    "check": Place(_KEEP, "check", "check", N_("Prove that the book keeps its promises.")),
    "backup": Place(_KEEP, "keeping", "backup", N_("Copy the book, and test that the copy can be restored.")),
    "restore": Place(_KEEP, "keeping", "restore", N_("Put a backup in the place of the book.")),
    "recover": Place(_KEEP, "keeping", "recover", N_("Save what can be saved of a damaged book.")),
    "doctor": Place(_KEEP, "keeping", "doctor", N_("Look at the file, its backups and what waits.")),
    "lock": Place(_KEEP, "locks", "lock", N_("Close a period: nothing is posted into it any more.")),
    "unlock": Place(_KEEP, "locks", "unlock", N_("Reopen a period that was not locked for ever.")),
}

EXAMPLES = (
    "lstbo demo",
    "lstbo init --name 福满多便利店",
    "lstbo import sales pos.csv",
    "lstbo report trial-balance --period 2026-10",
)


class Root(Group):
    """The commands of lstbo, loaded one by one."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command, or return None when there is none of this name."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        app = getattr(import_module(f"lstbo.cli.{place.module}"), place.name)
        return get_command(app)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command a call means. Raises a usage error that names the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            text = _("There is no command '{name}'.").format(name=cell(args[0]))
            near = get_close_matches(args[0], COMMANDS)
            ctx.fail(sentences(text, _("Did you mean {names}?").format(names=", ".join(near)) if near else ""))
        return super().resolve_command(ctx, args)

    def summaries(self) -> list[tuple[str, str, str]]:
        """Return panel, name and help of every command, without loading any."""
        return [(place.panel, name, place.help) for name, place in COMMANDS.items()]


app = noun(
    N_("The books and the stock of one small shop, kept in one file."),
    cls=Root,
    alone=overview,
    add_completion=True,
)


def root_command() -> TyperGroup:
    """Return the whole command line."""
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    command.epilog = "\n".join(EXAMPLES)
    read_plainly(command.params)  # those of completion came later
    return command


def run_command(args: Sequence[str]) -> int:
    """Run a call and return its exit code. Raises KeyboardInterrupt when it was interrupted."""
    try:
        code = root_command().main(args=list(args), prog_name="lstbo", standalone_mode=False)
    except typer.Exit as asked:
        code = asked.exit_code
    except typer.Abort:
        code = INTERRUPTED
    except SystemExit as stop:  # completion answers this way, and Typer when the reader of a pipe went away
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        code = stop.code
    if code == INTERRUPTED:  # Typer answers Ctrl-C so
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0
