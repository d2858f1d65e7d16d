"""Batches: what one import leaves in the book, what is still held of it, and how it is taken back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lstbo.core.errors import Problem
from lstbo.core.language import _
from lstbo.exchange._sql import batches as batch_sql
from lstbo.exchange.codes import CODES, severity
from lstbo.exchange.containers import Source
from lstbo.exchange.results import COUNTS, ImportOptions, ImportResult
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.source_text import keep_source
from lstbo.storage import Transaction

STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: its file, outcomes in rows, when it was posted, and why it is in force no longer ("" = it is).

    `result` is the object the import gave back.
    """

    id: int
    kind: str
    file: str
    profile: str
    rows: int
    accepted: int
    duplicate: int
    superseded: int
    held: int
    rejected: int
    ignored: int
    ended: str
    posted_at: datetime
    result: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HeldRows:
    """Rows of a batch that wait for the same thing: an unknown item or tender, an accepted change, an open month."""

    batch: int
    file: str
    code: str
    value: str
    field: str
    rows: int
    receipts: int


def problem_of(code: str, row: int, field: str = "", value: str = "", receipt: str = "", *, own: bool = True) -> Problem:
    """Return a problem with the messages of its code; `own` False means another line of the receipt is at fault."""
    known = CODES.get(code)
    zh, en, suggestion = (known.zh, known.en, known.suggestion) if known else (code, code, "")
    if not own:
        zh, en = f"同一小票的另一行有问题：{zh}", f"another line of this receipt: {en}"
    return Problem(severity(code), code, row, field, value, en, zh, suggestion, receipt)


def record(
    tx: Transaction,
    source: Source,
    layout: Layout,
    options: ImportOptions,
    result: ImportResult,
    raw: Mapping[int, object],
    *,
    doc: int,
) -> None:
    """Write the batch, its problems and the text of its source; batches of this file that posted nothing are replaced."""
    for earlier in batch_sql.held_only(tx, result.kind, source.sha256):
        batch_sql.end_batch(tx, earlier, "replaced", doc)
    counts = [getattr(result, name) for name in COUNTS]
    shape = {
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "header_line": layout.header_line,
        "header": list(layout.header),
        "columns": dict(layout.columns),
        "date_order": layout.date_order,
        "decimal_style": layout.decimal_style,
    }
    chosen = {"unknown": options.unknown, "accept_changes": options.accept_changes}
    batch_sql.insert_batch(
        tx,
        [
            *(doc, doc, result.kind, source.name, source.sha256, result.profile),
            *(json.dumps(shape, ensure_ascii=False), json.dumps(chosen), result.rows, *counts),
            json.dumps(result.to_json(), ensure_ascii=False),
        ],
    )
    batch_sql.insert_problems(
        tx,
        (
            (doc, p.row, p.receipt, p.severity, p.code, p.field, p.value, _json(raw.get(p.row, [])), doc)
            for p in result.problems
        ),
    )
    keep_source(tx, source, layout.encoding, batch=doc)


def summary(problems: list[Problem]) -> list[str]:
    """Return one line per code: how often, what it means, and the first row."""
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.code, problem)
    counts = Counter(problem.code for problem in problems)
    return [
        f"{code}: {count} ({first[code].message_en}; {_('row')} {first[code].row})"
        for code, count in counts.most_common()
    ]


def list_batches(tx: Transaction) -> list[Batch]:
    """Return every import of this book, the newest first."""
    return [Batch(*row[:13], result=json.loads(row[13])) for row in batch_sql.batches(tx)]


def list_held(tx: Transaction) -> list[HeldRows]:
    """Return what waits, grouped by what it waits for. A file imported again counts once, as it stands now."""
    return [HeldRows(*row) for row in batch_sql.held_problems(tx)]


def _json(raw: object) -> str:
    return json.dumps(raw, ensure_ascii=False)
