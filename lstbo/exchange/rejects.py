"""The rejects file: every row that was not booked, with the reason in both languages and the row itself.

It opens in a spreadsheet and is imported again after editing: `raw_json` holds the row, column by column.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from lstbo.core.disk_words import why_not
from lstbo.core.errors import BadInput, Problem
from lstbo.core.language import _
from lstbo.core.text import csv_cell

COLUMNS = (
    "batch_id",
    "row_no",
    "receipt_ext_id",
    "severity",
    "code",
    "field",
    "value",
    "message_zh",
    "message_en",
    "suggestion",
    "raw_json",
)


def write_rejects(
    path: Path, batch: str, problems: Sequence[Problem], raw: Mapping[int, object], *, replace: bool = False
) -> Path:
    """Write the problems to `path`, whole or not at all (UTF-8 with BOM), and return the file written.

    `raw` gives the row as read, by row number. A file that is there with other rows may hold somebody's corrections: then,
    unless `replace`, the next free name is taken (shop.2.rejects.csv). Raises BadInput when the file cannot be written.
    """
    text = _text(batch, problems, raw)
    target = path if replace else _free(path, text)
    _write(target, text)
    return target


def _free(path: Path, text: str) -> Path:
    number, target = 1, path
    while target.is_file() and _rows(target.read_text("utf-8-sig", "replace")) != _rows(text):
        number += 1
        target = path.with_name(f"{path.name.removesuffix('.rejects.csv')}.{number}.rejects.csv")
    return target


def _rows(text: str) -> list[list[str]]:
    """Return the rows without their batch, which differs from run to run."""
    return [row[1:] for row in csv.reader(io.StringIO(text))]


def _text(batch: str, problems: Sequence[Problem], raw: Mapping[int, object]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for problem in problems:
        row = json.dumps(raw.get(problem.row, []), ensure_ascii=False)
        fields = (
            problem.receipt,
            problem.severity,
            problem.code,
            problem.field,
            problem.value,
            problem.message_zh,
            problem.message_en,
            problem.suggestion,
        )
        writer.writerow([batch, problem.row, *(csv_cell(value) for value in fields), row])
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.part")
    try:
        with open(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600), "wb"
        ) as out:
            out.write(b"\xef\xbb\xbf" + text.encode("utf-8"))
        temporary.replace(path)
    except OSError as fault:
        temporary.unlink(missing_ok=True)
        raise BadInput(
            _("The rejects file cannot be written: {reason}.").format(reason=why_not(fault)),
            _("Choose another place with --rejects."),
            file=path.name,
        ) from None


def is_rejects(header: Sequence[str]) -> bool:
    """Return whether a header is that of a rejects file."""
    return tuple(name.strip().lstrip("\ufeff") for name in header) == COLUMNS


def rows_again(text: str, delimiter: str = ",") -> tuple[list[str], list[list[str]], list[int]]:
    """Return header, rows and their row numbers of the original file, taken from the `raw_json` of an edited rejects file.

    Rows named twice (by several problems) come once. Raises BadInput when no row says which columns it has.
    """
    header: list[str] = []
    found: dict[int, object] = {}
    for number, row in enumerate(
        csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter), 2
    ):
        try:
            raw = json.loads(row["raw_json"] or "[]")
            at = int(row["row_no"])
        except (ValueError, TypeError):
            raise BadInput(
                _("This row of the rejects file cannot be read."),
                _("Leave the column raw_json as it was written."),
                row=number,
            ) from None
        found.setdefault(at, raw)
        if isinstance(raw, dict):
            header += [name for name in raw if name not in header]
    if not header:
        raise BadInput(
            _("The rejects file does not say which columns its rows have."),
            _("Correct the original file and import that."),
        )
    rows = [
        [str(raw.get(name, "")) for name in header]
        if isinstance(raw, dict)
        else [str(cell) for cell in raw]
        if isinstance(raw, list)
        else []
        for raw in found.values()
    ]
    return header, rows, list(found)
