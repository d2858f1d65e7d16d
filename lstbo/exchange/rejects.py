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


def write_rejects(path: Path, batch: str, problems: Sequence[Problem], raw: Mapping[int, object]) -> None:
    """Write the problems to `path`, whole or not at all (UTF-8 with BOM). `raw` gives the row as read, by row number.

    Raises BadInput when the file cannot be written.
    """
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
    temporary = path.with_name(f".{path.name}.part")
    try:
        with open(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600), "wb"
        ) as out:
            out.write(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))
        temporary.replace(path)
    except OSError as fault:
        temporary.unlink(missing_ok=True)
        raise BadInput(
            _("The rejects file cannot be written: {reason}.").format(reason=fault.strerror or ""),
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
