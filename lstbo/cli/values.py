"""Reading the words of a call as text and whole numbers, without loading a validation library for it."""

from __future__ import annotations

from typing import Any, get_args, get_origin

import typer


class Plain:
    """Reads values of the kinds our commands take: text, lists of text, whole numbers, flags."""

    def __init__(self, number: bool) -> None:
        self.number = number

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a value as the command takes it. Raises a usage error for a number that is none or out of range."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if not self.number or isinstance(value, int):
            return value
        low, high = getattr(param, "min", None), getattr(param, "max", None)
        text = str(value)
        if not text.isascii() or not text.lstrip("-").isdecimal() or len(text) > 18:
            raise typer.BadParameter(text, ctx=ctx, param=param)
        number = int(text)
        if (low is not None and number < low) or (high is not None and number > high):
            raise typer.BadParameter(text, ctx=ctx, param=param)
        return number


def read_plainly(params: list[Any]) -> None:
    """Let these parameters read their values by `Plain` where their kind allows it."""
    for param in params:
        described = getattr(param, "type_descriptor", None)
        kinds = _kinds(getattr(described, "annotation", None))
        if kinds and kinds <= {str, int, bool, list, type(None)}:
            reader = Plain(int in kinds)
            param.get_runtime_param = lambda reader=reader: reader


def _kinds(annotation: Any) -> set[Any]:
    """The plain kinds an annotation is made of: `list[str] | None` is list, str and None."""
    if annotation is None:
        return set()
    origin, args = get_origin(annotation), get_args(annotation)
    if not args:
        return {annotation}
    found = {list} if origin is list else set()
    for arg in args:
        found |= _kinds(arg)
    return found
