"""How commands are declared: every one takes the options that hold everywhere, and says how it is used.

`noun` makes a group, `command` puts a command into it, `lone` makes a command that stands alone. The function of a
command takes a `Run` first, then its own arguments; `paper`, `table` and `writes` say which common options it has.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from lstbo.cli.help_text import write_help
from lstbo.cli.run import Run
from lstbo.cli.values import read_plainly
from lstbo.core.language import N_

EVERYWHERE = N_("Everywhere")
Work = Callable[..., int | None]
_HERE = inspect.Parameter.KEYWORD_ONLY


def _show_version(wanted: bool) -> None:
    if wanted:
        from lstbo import __version__

        typer.echo(f"lstbo {__version__}")
        raise typer.Exit


def _option(*names: str, help: str, **more: Any) -> Any:
    return typer.Option(*names, help=help, show_default=False, **more)


def _everywhere(name: str, help: str, metavar: str = "", **more: Any) -> Any:
    kind: Any = str | None if metavar else bool
    option = _option(name, help=help, metavar=metavar or None, rich_help_panel=EVERYWHERE, **more)
    return Annotated[kind, option]


_GLOBAL: dict[str, Any] = {
    "book": _everywhere("--book", N_("The book (or LSTBO_BOOK)."), "FILE"),
    "lang": _everywhere("--lang", N_("The language (or LSTBO_LANG, LANG)."), "en|zh"),
    "read_only": _everywhere("--read-only", N_("Only look: nothing is written.")),
    "as_of": _everywhere("--as-of", N_("Count nothing dated after this day."), "DATE"),
    "known_at": _everywhere("--known-at", N_("Count nothing posted after this day."), "DATE"),
    "wait": _everywhere("--wait", N_("How long to wait for the book (10)."), "SECONDS"),
    "version": _everywhere("--version", N_("Show the version and stop."), is_eager=True, callback=_show_version),
}
_ALONE: dict[str, Any] = {
    "ascii_only": _everywhere("--ascii", N_("Draw the terminal's pages with plain characters only.")),
}
_TABLE: dict[str, Any] = {
    "format_": Annotated[str | None, _option("--format", metavar="table|json|csv", help=N_("How to show it."))],
    "json": Annotated[bool, _option("--json", help=N_("Short for --format json."))],
}
_PAPER: dict[str, Any] = {
    "format_": Annotated[
        str | None, _option("--format", metavar="table|json|csv|xlsx|pdf", help=N_("How to show it."))
    ],
    "json": _TABLE["json"],
    "output": Annotated[
        str | None, _option("-o", "--output", metavar="FILE", help=N_("Write it to a file; - is stdout."))
    ],
}
_WRITES: dict[str, Any] = {
    "dry_run": Annotated[bool, _option("--dry-run", help=N_("Show what would be posted; post nothing."))]
}
_ASKS: dict[str, Any] = {"yes": Annotated[bool, _option("--yes", "-y", help=N_("Do not ask."))]}


class Command(TyperCommand):
    """A command whose help is a page of our own: translated, plain, with examples."""

    def __init__(self, name: str | None, *, params: list[Any] | None = None, **more: Any) -> None:
        read_plainly(params or [])
        super().__init__(name, params=params, **more)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help."""
        option = super().get_help_option(ctx)
        read_plainly([option] if option else [])
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        write_help(self, ctx, formatter)


class Group(TyperGroup):
    """A noun with its commands."""

    def __init__(self, *, params: list[Any] | None = None, **more: Any) -> None:
        read_plainly(params or [])
        super().__init__(params=params, **more)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help."""
        option = super().get_help_option(ctx)
        read_plainly([option] if option else [])
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        write_help(self, ctx, formatter)


def noun(help: str, *, cls: type[TyperGroup] = Group, alone: Work | None = None, **more: Any) -> typer.Typer:
    """Return a group of commands; `alone` runs when no command is given, else its help is shown."""
    app = typer.Typer(
        cls=cls, no_args_is_help=alone is None, rich_markup_mode=None, **({"add_completion": False} | more)
    )

    def start(ctx: typer.Context, **given: Any) -> int | None:
        run = Run.under(ctx, given)
        return alone(run) if alone and ctx.invoked_subcommand is None else None

    _sign(start, [("ctx", typer.Context)], _GLOBAL | (_ALONE if alone else {}))
    app.callback(help=help, invoke_without_command=alone is not None)(start)
    return app


def command(app: typer.Typer, name: str, help: str, examples: Sequence[str], **kind: bool) -> Callable[[Work], Work]:
    """Put a function into `app` as the command `name`.

    `table` gives it --format and --json, `paper` also -o, `writes` --dry-run, `asks` --yes. Its arguments are marked
    with `Annotated` and its first one is the `Run`. It returns an exit code, or None for 0.
    """
    options = _GLOBAL | (_PAPER if kind.get("paper") else _TABLE if kind.get("table") else {})
    options |= (_WRITES if kind.get("writes") else {}) | (_ASKS if kind.get("asks") else {})

    def register(work: Work) -> Work:
        own = list(inspect.signature(work, eval_str=True).parameters.values())[1:]

        def start(ctx: typer.Context, **given: Any) -> int | None:
            run = Run.under(ctx, {key: given.pop(key) for key in options if key in given})
            return work(run, **given)

        _sign(start, [("ctx", typer.Context)], options, own)
        app.command(name, cls=Command, help=help, epilog="\n".join(examples))(start)
        return work

    return register


def lone(name: str, help: str, examples: Sequence[str], **kind: bool) -> Callable[[Work], typer.Typer]:
    """Make a command that stands alone: `lstbo backup`. See `command`."""

    def register(work: Work) -> typer.Typer:
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        command(app, name, help, examples, **kind)(work)
        return app

    return register


def _sign(
    start: Callable[..., Any],
    first: list[tuple[str, Any]],
    options: dict[str, Any],
    own: Sequence[inspect.Parameter] = (),
) -> None:
    """Give a wrapper the signature that Typer reads."""
    parameters = [inspect.Parameter(name, _HERE, annotation=kind) for name, kind in first]
    parameters += [parameter.replace(kind=_HERE) for parameter in own]
    for name, kind in options.items():
        default = None if "None" in str(kind) else False
        parameters.append(inspect.Parameter(name, _HERE, annotation=kind, default=default))
    start.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    start.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
