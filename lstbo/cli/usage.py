"""Mistakes in calling a command, in words of our own and in the language in force."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.exceptions import TyperException

from lstbo.core.errors import sentences
from lstbo.core.language import _
from lstbo.core.text import cell

Asked = TyperException
_EXTRA = re.compile(r"unexpected extra arguments?\W*(?:\(s\))?\W*\((.*)\)$")


def explained(fault: Any) -> tuple[str, str]:
    """Return what was wrong with a call, and what to do."""
    ctx = getattr(fault, "ctx", None)
    command = ctx.command_path if ctx is not None else "lstbo"
    hint = _("See: {command} --help").format(command=command)
    return _what(fault, ctx), hint


def did_you_mean(names: str) -> str:
    """Return the question that offers the nearest words."""
    return _("Did you mean {names}?").format(names=names)


def _what(fault: Any, ctx: Any) -> str:
    kind = type(fault).__name__
    param = getattr(fault, "param", None)
    if kind == "NoSuchOption":
        text = _("There is no option {name}.").format(name=cell(fault.option_name))
        near = ", ".join(sorted(fault.possibilities or ()))
        return sentences(text, did_you_mean(near) if near else "")
    if kind == "MissingParameter" and param is not None:
        return _("{name} is missing.").format(name=param.metavar or param.name.upper())
    if isinstance(fault, typer.BadParameter) and param is not None:
        name = param.opts[0] if param.opts[0].startswith("-") else param.metavar or param.name.upper()
        return sentences(_("The value of {name} cannot be used.").format(name=name), _range(param))
    if kind == "BadOptionUsage":
        return _("{name} needs a value.").format(name=cell(fault.option_name))
    if kind == "UsageError" and hasattr(ctx.command, "list_commands") and "No such command" in fault.message:
        names = ", ".join(ctx.command.list_commands(ctx))
        return _("There is no such command. Choose one of: {names}.").format(names=names)
    if kind == "NoArgsIsHelpError":
        return _("Say what to do: {names}.").format(names=", ".join(ctx.command.list_commands(ctx)))
    found = _EXTRA.search(fault.format_message())
    if found:
        return _("There is a word too many: {words}.").format(words=cell(found[1]))
    return cell(fault.format_message())


def _range(param: Any) -> str:
    """Say which whole numbers there may be, when that is known."""
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    if low is None:
        return ""
    if high is None:
        return _("Write a whole number, {low} or more.").format(low=low)
    return _("Write a whole number from {low} to {high}.").format(low=low, high=high)
