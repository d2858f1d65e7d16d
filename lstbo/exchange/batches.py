"""Batches: what one import leaves in the book, what is still held of it, and how it is taken back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lstbo.accounting import first_open_day, refuse_counted, reverse_document
from lstbo.core import clock
from lstbo.core.errors import NotFound, Problem, Refused
from lstbo.core.language import N_, _, language
from lstbo.exchange._sql import batches as batch_sql
from lstbo.exchange.codes import CODES, severity
from lstbo.exchange.containers import Source
from lstbo.exchange.results import COUNTS, ImportOptions, ImportResult
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.source_text import keep_source
from lstbo.inventory import reverse_stock_document
from lstbo.purchasing import batch_receipts, bring_back_receipts, reverse_receipts
from lstbo.sales import undo_sales
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


def problem_of(
    code: str, row: int, field: str = "", value: str = "", receipt: str = "", *, own: bool = True
) -> Problem:
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
    """Write the batch, its problems and the text of its source.

    Earlier batches of this file that posted nothing are replaced by it.
    """
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


def known_to_wait(tx: Transaction, source: Source, result: ImportResult) -> bool:
    """Return whether the newest batch of this very file waits for just what this run found: nothing new to keep."""
    earlier = batch_sql.same_file(tx, result.kind, source.sha256, result.profile)
    waiting = sorted((problem.row, problem.code) for problem in result.problems)
    return earlier is not None and batch_sql.waiting_rows(tx, earlier[0]) == waiting


_NEXT = {
    "H_PERIOD_LOCKED": N_(
        "To book what lies in a locked month on the first open day, import the file again with --accept-changes; "
        "to book it on its own day, reopen the month first: lstbo unlock"
    ),
    "D_SUPERSEDES": N_("To replace what is in the books, import the file again with --accept-changes."),
}


def next_steps(codes: Iterable[str]) -> list[str]:
    """Return what to do about rows held for these codes, a sentence each."""
    return [_(text) for code, text in _NEXT.items() if code in set(codes)]


def late_day(tx: Transaction, docs: Sequence[int]) -> date | None:
    """Return the first open day when documents that take others back were posted then, as their own days are locked."""
    open_day = first_open_day(tx)
    return open_day if batch_sql.moved(tx, docs, open_day) else None


def summary(problems: list[Problem]) -> list[str]:
    """Return one line per code (how often, what it means, and the first row), then what to do about what is held."""
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.code, problem)
    counts = Counter(problem.code for problem in problems)
    text = _("{code}: {count} ({message}; row {row})")
    lines = [
        text.format(code=code, count=count, message=_message(first[code]), row=first[code].row)
        for code, count in counts.most_common()
    ]
    return lines + next_steps(counts)


def _message(problem: Problem) -> str:
    return problem.message_zh if language() == "zh" else problem.message_en


def list_batches(tx: Transaction) -> list[Batch]:
    """Return every import of this book, the newest first."""
    return [Batch(*(*row[:-1], json.loads(row[-1]))) for row in batch_sql.batches(tx)]


def list_held(tx: Transaction) -> list[HeldRows]:
    """Return what waits, grouped by what it waits for. A file imported again counts once, as it stands now."""
    return [HeldRows(*row) for row in batch_sql.held_problems(tx)]


def undo_batch(tx: Transaction, batch: int) -> int:
    """Take a batch back (R13) and return the document that says so; its keys are free for the next import.

    What it booked is reversed on its own day, or on the first open day when that is locked; items it made stay. What it
    had replaced counts again. Raises NotFound for no such batch; Refused for one taken back already, for items, and
    while a later document points at it: a bill, a count of the cash, an opening that took value out.
    """
    found = batch_sql.batch(tx, batch)
    if found is None:
        raise NotFound(
            _("There is no batch {number}.").format(number=batch), _("See them with: lstbo import batches")
        )
    kind, ended = found[0], found[-1]
    if ended:
        raise Refused(_("Batch {number} was undone already.").format(number=batch))
    if kind == "items":
        raise Refused(
            _("Items are kept: batch {number} cannot be undone.").format(number=batch),
            _("Correct names and prices with a new file."),
        )
    before = len(tx.documents)
    doc = _take_back(tx, batch, kind, found[2])
    refuse_counted(tx, tx.documents[before:], since=batch)
    batch_sql.end_batch(tx, batch, "undone", doc)
    return doc


def _take_back(tx: Transaction, batch: int, kind: str, file: str) -> int:
    """Reverse what a batch booked and return the last document of it, or one that only ends the batch."""
    if kind == "sales" and batch_sql.posted_receipts(tx, batch):
        return undo_sales(tx, batch)
    docs = batch_sql.row_docs(tx, batch)
    if kind == "purchases":
        docs += batch_receipts(tx, batch)
        made = reverse_receipts(tx, docs) if docs else []
        bring_back_receipts(tx, batch, batch_sql.undone(tx))
    elif kind == "expenses":
        made = [reverse_document(tx, doc) for doc in docs]
    else:
        made = [reverse_stock_document(tx, doc) for doc in docs]
    title = _("Undo of batch {number}").format(number=batch)
    return made[-1] if made else tx.document("exchange", "undo", business_date=clock.today(), title=f"{title}: {file}")


def _json(raw: object) -> str:
    return json.dumps(raw, ensure_ascii=False)
