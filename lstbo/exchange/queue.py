"""Files that came while the book was busy: queued whole beside the book, taken in by the next process that holds it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path

from lstbo.core.errors import BookBusy, IntegrityFailed, LstboError
from lstbo.core.language import _
from lstbo.exchange.containers import Source
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.sniffing import Profile
from lstbo.storage import Book, Inbox, SpooledBatch

ImportOne = Callable[[Book, str, Source, ImportOptions], ImportResult]


def queue_source(
    book: Path, kind: str, source: Source, options: ImportOptions, *, rows: int, rejects: Path | None
) -> ImportResult:
    """Put a file into the queue; it is on the disk when this returns."""
    chosen = {
        "profile": options.profile,
        "unknown": options.unknown,
        "accept_changes": options.accept_changes,
        "business_date": options.business_date.isoformat() if options.business_date else "",
        "rejects": str(rejects.absolute()) if rejects else "",
        "encoding": source.encoding or "",
        "sha256": source.sha256,
        "source": source.kind,
        "told": asdict(options.told) if options.told else {},
    }
    Inbox(book).put(SpooledBatch.of(kind, source.name, source.read_bytes(), chosen))
    note = _(
        "The book is in use: {file} waits in the inbox; the next command that writes to the book takes it in."
    ).format(file=source.name)
    return ImportResult(source.name, kind, rows=rows, queued=True, notes=[note])


def drain_queue(book: Book, import_one: ImportOne) -> list[ImportResult]:
    """Take in what waits, in order of arrival, each file in its own unit of work; return the results.

    A file that is refused is put aside beside the book, so that the queue goes on, and its result says where.
    """
    results: list[ImportResult] = []
    inbox = Inbox(book.path)
    for batch in inbox.pending():
        chosen = json.loads(batch.options)
        source = Source(
            batch.file,
            chosen["sha256"],
            chosen["source"],
            len(batch.payload),
            None,
            chosen["encoding"] or None,
            partial(io.BytesIO, batch.payload),
        )
        options = ImportOptions(
            chosen["profile"],
            chosen["unknown"],
            chosen["accept_changes"],
            rejects=Path(chosen["rejects"]) if chosen["rejects"] else None,
            business_date=date.fromisoformat(chosen["business_date"]) if chosen["business_date"] else None,
            told=Profile(**chosen["told"]) if chosen.get("told") else None,
        )
        try:
            results.append(import_one(book, batch.kind, source, options))
            inbox.remove(batch)
        except (BookBusy, IntegrityFailed):
            raise
        except LstboError as refusal:
            kept = inbox.put_aside(batch)
            note = _("{file} waited in the inbox and was refused: {why} It is kept as {kept}.").format(
                file=batch.file, why=refusal, kept=kept.name
            )
            results.append(ImportResult(batch.file, batch.kind, notes=[note]))
    return results
