"""Importing files of any kind: sources, layout, staging outside the lock, one unit of work, rejects, and the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from lstbo.core.errors import BadInput, Usage
from lstbo.core.language import _
from lstbo.exchange.containers import Source, open_sources
from lstbo.exchange.reading import read_sample
from lstbo.exchange.rejects import write_rejects
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.sales_import import import_sales
from lstbo.exchange.sniffing import Layout, sniff
from lstbo.exchange.staging import StagedFile, stage
from lstbo.storage import Book, Transaction, kill_point

Importer = Callable[[Transaction, Source, Layout, StagedFile, ImportOptions], tuple[ImportResult, dict[int, object]]]

IMPORTERS: dict[str, Importer] = {"sales": import_sales}
QUEUE_AFTER = 2.0


class _NothingNew(Exception):
    """Raised inside a unit of work to roll it back when the file changes nothing."""


def import_files(book: Path, kind: str, paths: Sequence[str], options: ImportOptions) -> list[ImportResult]:
    """Import files into the book at `book` and return one result per table found.

    `kind` is sales, purchases, expenses, items or opening. Raises BadInput for a file that cannot be read, Usage for an unknown kind.
    """
    if kind not in IMPORTERS:
        raise Usage(_("There is no import of {kind}.").format(kind=kind))
    sources = [source for path in paths for source in open_sources(path)]
    with Book.open(book, wait=QUEUE_AFTER if options.wait is None else options.wait, role="import") as opened:
        return [import_source(opened, kind, source, options) for source in sources]


def import_source(book: Book, kind: str, source: Source, options: ImportOptions) -> ImportResult:
    """Import one table into an open book: prepared outside the lock, booked in one unit of work."""
    layout = read_layout(source, kind)
    with book.staged() as path:
        staged = stage(source, layout, path)
        kill_point("after-staging")
        result, raw = _booked(book, kind, source, layout, staged, options)
    if result.problems and not options.dry_run:
        target = options.rejects or rejects_path(source)
        if target is not None:
            write_rejects(target, str(result.batch or source.sha256[:12]), result.problems, raw)
            result.rejects_file = str(target)
    return result


def read_layout(source: Source, kind: str) -> Layout:
    """Return how a source is to be read. Raises BadInput when that is not clear enough to go on."""
    with source.open() as stream:
        sample = read_sample(stream, file=source.name, encoding=source.encoding)
    layout = sniff(sample.text, kind=kind, encoding=sample.encoding, encoding_confidence=sample.confidence)
    if layout.confidence < Decimal("0.5"):
        raise BadInput(" ".join(layout.problems) or _("It is not clear how to read this file."), file=source.name)
    return layout


def rejects_path(source: Source) -> Path | None:
    """Return where the rejects of a source go: beside the file, or in the current folder for standard input."""
    if source.path is None:
        return Path("stdin.rejects.csv") if source.name in ("-", "stdin") else Path(Path(source.name.split("/")[0]).name + ".rejects.csv")
    return source.path.with_name(source.path.stem + ".rejects.csv")


def _booked(
    book: Book, kind: str, source: Source, layout: Layout, staged: StagedFile, options: ImportOptions
) -> tuple[ImportResult, dict[int, object]]:
    found: tuple[ImportResult, dict[int, object]] | None = None
    try:
        with book.write(f"import {kind} {source.name}", dry_run=options.dry_run) as tx:
            found = IMPORTERS[kind](tx, source, layout, staged, options)
            if found[0].batch is None:
                raise _NothingNew
    except _NothingNew:
        pass
    assert found is not None
    return found
