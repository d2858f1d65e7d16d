"""Asking at a terminal what a file does not say: shows how it would be read, and puts the open question."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from lstbo.cli.output import as_text
from lstbo.cli.run import Run, note
from lstbo.core.errors import LstboError, Refused
from lstbo.core.language import _
from lstbo.core.text import cell

if TYPE_CHECKING:
    from lstbo.exchange import Profile, Understood

_SHOWN = 3
_PATIENCE = 3
_DAY, _MONTH = ("d", "day", "dmy", "日", "日期"), ("m", "month", "mdy", "月", "月份")
_DECIMAL, _THOUSANDS = ("d", "decimal", "小数", "小数点"), ("t", "thousands", "千分位")


def settle_questions(run: Run, kind: str, files: Sequence[str], name: str, told: Profile) -> Profile:
    """Return `told` with what was answered about files that leave a question open; in a script, as it is.

    Raises Refused when no usable answer is given; nothing was posted then.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return told
    from lstbo.exchange import show_profile, told_profile

    saved = None
    if name:
        with suppress(LstboError), run.reading() as tx:
            saved = show_profile(tx, name)
    for file in files:
        if ".rejects." in file or file == "-":
            continue
        while (found := _in_doubt(file, told_profile(saved, told) or told)) is not None:
            _preview(found)
            what, question = found.layout.asks[0]
            told = _answered(found, what, question, told)
    return told


def _in_doubt(file: str, profile: Profile) -> Understood | None:
    """Return the first table of a file that an answer would make readable; what cannot be opened is not our business."""
    from lstbo.exchange import test_profile

    with suppress(LstboError):
        for found in test_profile(file, profile):
            if found.layout.confidence < Decimal("0.5") and found.layout.asks:
                return found
    return None


def _preview(found: Understood) -> None:
    """Show on stderr the first rows as they would be read, under the file's own headings."""
    from lstbo.reports import Column, Table

    layout = found.layout
    columns = [Column(name, f"{layout.header[at]} = {name}") for name, at in layout.columns.items()]
    rows = [[row.get(name, "") for name in layout.columns] for row in found.rows[:_SHOWN]]
    title = _("{file}: this is how it would be read.").format(file=found.file)
    sys.stderr.write(as_text(Table(title, columns, rows), shutil.get_terminal_size().columns) if columns else title)


def _answered(found: Understood, what: str, question: str, told: Profile) -> Profile:
    if what == "date_order":
        order = _choose(f"{question} [d/m]", {**dict.fromkeys(_DAY, "dmy"), **dict.fromkeys(_MONTH, "mdy")})
        note(_("To be asked no more: --date-order {order}").format(order=order))
        return replace(told, date_order=order)
    if what == "decimal_style":
        style = _choose(f"{question} [d/t]", {**dict.fromkeys(_DECIMAL, ","), **dict.fromkeys(_THOUSANDS, ".")})
        return replace(told, decimal_style=style)
    heads = [head for head in found.layout.header if head]
    for number, head in enumerate(heads, 1):
        note(f"  {number}  {head}")
    choices = {head.lower(): head for head in heads} | {str(at): head for at, head in enumerate(heads, 1)}
    return replace(told, columns={**told.columns, what: _choose(f"{question} [1-{len(heads)}]", choices)})


def _choose(question: str, choices: dict[str, str]) -> str:
    """Ask until one of the choices is given, a few times at most. Raises Refused."""
    for _attempt in range(_PATIENCE):
        sys.stderr.write(f"{cell(question)} ")
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:
            break
        chosen = choices.get(answer.strip().lower())
        if chosen is not None:
            return chosen
    raise Refused(_("Without an answer the file cannot be read; nothing was posted."))
