"""The page that --help shows: what it does, how it is called, its options, and examples; in the language in force."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from lstbo.core.language import N_, _

_HELP = N_("Show this page and stop.")
_COMPLETION = {
    "install_completion": N_("Install completion for the shell you use."),
    "show_completion": N_("Show the completion script, to copy or change it."),
}
_WIDEST = 30


def write_help(command: Any, ctx: Any, formatter: Any) -> None:
    """Write the help of a command or group to a formatter."""
    sections = [_said(command.help), _usage(command, ctx)]
    if hasattr(command, "list_commands"):
        sections += _commands(command, ctx)
    sections += _parameters(command, ctx)
    if command.epilog:
        examples = "\n".join(f"  $ {line}" for line in command.epilog.splitlines())
        sections.append(_("Examples") + "\n" + examples)
    formatter.write("\n\n".join(section for section in sections if section) + "\n")


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def two_columns(rows: Iterable[tuple[str, str]]) -> str:
    """Return rows of a word and what it means, aligned."""
    listed = list(rows)
    left = min(_WIDEST, max((width_of(word) for word, _meaning in listed), default=0))
    lines = []
    for word, meaning in listed:
        gap = " " * (left - width_of(word) + 2) if width_of(word) <= left else "\n" + " " * (left + 4)
        lines.append(f"  {word}{gap}{meaning}".rstrip())
    return "\n".join(lines)


def _said(text: str | None) -> str:
    return _(text) if text else ""


def _usage(command: Any, ctx: Any) -> str:
    words = [ctx.command_path]
    if hasattr(command, "list_commands"):
        words += [_("COMMAND"), "..."]
    else:
        words += [_argument(param) for param in command.params if param.param_type_name == "argument"]
    return _("Usage") + "\n  " + " ".join([*words, _("[OPTIONS]")])


def _argument(param: Any) -> str:
    name = str(param.metavar or param.name.upper())
    name += "..." if param.nargs == -1 and not name.endswith("...") else ""
    return name if param.required else f"[{name}]"


def _commands(group: Any, ctx: Any) -> list[str]:
    """Return a section per panel of a group; the root knows its help texts without loading the commands."""
    summaries: list[tuple[str, str, str]]
    if hasattr(group, "summaries"):
        summaries = group.summaries()
    else:
        found = [(name, group.get_command(ctx, name)) for name in group.list_commands(ctx)]
        summaries = [(N_("Commands"), name, one.help or "") for name, one in found]
    panels: dict[str, list[tuple[str, str]]] = {}
    for panel, name, text in summaries:
        panels.setdefault(panel, []).append((name, _said(text).split("\n")[0]))
    return [f"{_(panel)}\n{two_columns(rows)}" for panel, rows in panels.items()]


def _parameters(command: Any, ctx: Any) -> list[str]:
    panels: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            panels.setdefault(N_("Arguments"), []).append((_argument(param), _said(param.help)))
        elif not param.hidden:
            everywhere = param.name in ("help", *_COMPLETION) or param.rich_help_panel
            panel = N_("Everywhere") if everywhere else N_("Options")
            panels.setdefault(panel, []).append((_names(param), _meaning(param)))
    order = ("Arguments", "Options", "Everywhere")
    return [f"{_(panel)}\n{two_columns(panels[panel])}" for panel in order if panel in panels]


def _names(param: Any) -> str:
    names = ", ".join(sorted(param.opts, key=len))
    if param.is_flag or param.name in _COMPLETION:
        return names
    return f"{names} {param.metavar or param.name.upper()}"


def _meaning(param: Any) -> str:
    if param.name == "help":
        return _(_HELP)
    return _said(_COMPLETION.get(param.name) or param.help)
