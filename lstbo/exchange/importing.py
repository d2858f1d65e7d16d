"""Importing files of any kind: sources, layout, staging outside the lock, one unit of work, rejects, and the queue."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from lstbo.core.errors import BadInput, BookBusy, Refused, Usage
from lstbo.core.language import _, ngettext
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.batches import STANDARD
from lstbo.exchange.containers import Source, open_sources
from lstbo.exchange.corrected import Corrected, corrected_rows
from lstbo.exchange.expenses_import import import_expenses
from lstbo.exchange.items_import import import_item_file
from lstbo.exchange.opening_import import import_opening
from lstbo.exchange.preview import posted_preview
from lstbo.exchange.profiles import show_profile
from lstbo.exchange.purchases_import import import_purchases
from lstbo.exchange.queue import drain_queue, queue_source
from lstbo.exchange.reading import read_sample
from lstbo.exchange.rejects import write_rejects
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.sales_import import import_sales
from lstbo.exchange.sniffing import Layout, Profile, sniff
from lstbo.exchange.staging import StagedFile, stage
from lstbo.sales import TakeBackFirst
from lstbo.storage import Book, Inbox, Transaction, kill_point

Importer = Callable[[Transaction, Source, Layout, StagedFile, ImportOptions], tuple[ImportResult, dict[int, object]]]

IMPORTERS: dict[str, Importer] = {
    "sales": import_sales,
    "purchases": import_purchases,
    "expenses": import_expenses,
    "items": import_item_file,
    "opening": import_opening,
}
QUEUE_AFTER = 2.0


class _NothingNew(Exception):
    """Raised inside a unit of work to roll it back when the file changes nothing."""


def import_files(book: Path, kind: str, paths: Sequence[str], options: ImportOptions) -> list[ImportResult]:
    """Import files into the book at `book` and return one result per table found.

    `kind` is sales, purchases, expenses, items or opening. Files that wait in the queue are taken in first. When the book
    is not to be had in time (2 seconds, or `options.wait`) the files are queued whole, in order. Raises BadInput for a
    single file that cannot be read (one of several is a result that says so), Usage for an unknown kind, BookBusy for a
    trial run on a busy book.
    """
    _known(kind)
    sources = [source for path in paths for source in open_sources(path)]
    with Book.open(book, wait=QUEUE_AFTER if options.wait is None else options.wait, role="import") as opened:
        return _import_all(opened, kind, sources, options)


def import_into(book: Book, kind: str, paths: Sequence[str], options: ImportOptions) -> list[ImportResult]:
    """Do as `import_files` does in a book that is open already: several threads of a program share one.

    Files are queued when the book is not to be had within `book.wait`; `options.wait` has no say. Call it outside of any
    unit of work. Raises as `import_files` does, and Refused for a book that is open for reading only.
    """
    _known(kind)
    if book.read_only:
        raise Refused(book.read_only_reason or _("The book is open for reading only."))
    return _import_all(book, kind, [source for path in paths for source in open_sources(path)], options)


def _known(kind: str) -> None:
    if kind not in IMPORTERS:
        raise Usage(_("There is no import of {kind}.").format(kind=kind))


def _import_all(book: Book, kind: str, sources: Sequence[Source], options: ImportOptions) -> list[ImportResult]:
    notes, busy = _waiting(book) if options.dry_run else take_in_queue(book)
    results: list[ImportResult] = []
    for source in sources:
        try:
            result = None if busy else _import_or_none(book, kind, source, options)
            busy = result is None
            results.append(result if result is not None else _queued(book, kind, source, options))
        except BadInput as fault:
            if len(sources) == 1:
                raise
            results.append(ImportResult(source.name, kind, unreadable=str(fault)))
    if results:
        results[0].notes = notes + results[0].notes
        results[-1].notes += book.warnings
    return results


def _waiting(book: Book) -> tuple[list[str], bool]:
    """Say what will be taken in before a file that is only tried out: nothing is posted by a trial."""
    count = Inbox(book.path).count()
    text = ngettext(
        "{count} file waits in the inbox; it comes first.", "{count} files wait in the inbox; they come first.", count
    )
    return [text.format(count=count)] if count else [], False


def take_in_queue(book: Book) -> tuple[list[str], bool]:
    """Take in the files that wait for the book; return what to say about them, and whether the book was busy."""
    try:
        taken = drain_queue(book, import_source)
    except BookBusy:
        return [], True
    notes = [
        _("{file}, which waited in the inbox, was taken in.").format(file=result.file)
        for result in taken
        if not result.notes or result.batch
    ]
    return notes + [note for result in taken if result.batch is None for note in result.notes], False


def _import_or_none(book: Book, kind: str, source: Source, options: ImportOptions) -> ImportResult | None:
    """Import one table; None when the book is busy and the file is to be queued."""
    try:
        return import_source(book, kind, source, options)
    except BookBusy:
        if options.dry_run:
            raise
        return None


def _queued(book: Book, kind: str, source: Source, options: ImportOptions) -> ImportResult:
    """Queue one table after looking at it: what cannot be read is refused now, not later."""
    rows = 0
    corrected = corrected_rows(source)
    source = corrected.table
    try:
        layout = read_layout(corrected.sample, kind, options.told)
        with book.staged() as path:
            staged = stage(source, layout, path)
        rows = staged.rows + len(staged.bad_rows) + len(staged.ignored)
    except BadInput:
        if not options.profile:  # the profile is in the book; it is asked when the file's turn comes
            raise
    return queue_source(book.path, kind, source, options, rows=rows, rejects=options.rejects or rejects_path(source))


def import_source(book: Book, kind: str, source: Source, options: ImportOptions) -> ImportResult:
    """Import one table into an open book: prepared outside the lock, booked in one unit of work.

    The very file of a batch in force, with nothing held, rejected or changed since, is recognised by its bytes. A
    rejects file stands for the rows it was made of, as they are in it now.
    """
    corrected = corrected_rows(source)
    source = corrected.table
    options = replace(options, profile=options.profile or _profile_before(book, kind, corrected))
    known = _seen_before(book, kind, source, options)
    if known is not None:
        return known
    profile = _saved_profile(book, kind, options.profile)
    if corrected.sample is not corrected.table:
        profile = _as_before(book, kind, corrected.batch, profile)
    layout = read_layout(corrected.sample, kind, told_profile(profile, options.told))
    with book.staged() as path:
        staged = stage(source, layout, path)
        kill_point("after-staging")
        result, raw = _booked(book, kind, source, layout, staged, options)
    if result.problems and not options.dry_run:
        target = options.rejects or rejects_path(source)
        if target is not None:
            # A corrected rejects file is replaced by what is still wrong in it; anybody else's file is left alone.
            mine = options.rejects is not None or corrected.sample is not corrected.table
            batch = str(result.batch or f"{source.sha256[:12]}@{options.profile}".rstrip("@"))
            result.rejects_file = str(write_rejects(target, batch, result.problems, raw, replace=mine))
    return result


def _seen_before(book: Book, kind: str, source: Source, options: ImportOptions) -> ImportResult | None:
    profile = options.profile or STANDARD
    with book.read() as tx:
        found = sql.same_file(tx, kind, source.sha256, profile)
        if found is None or kind == "items" or sql.ended_receipts(tx, found[0]):
            return None
    _batch, booked, held, rejected, ignored, rows, duplicate = found
    if held or rejected or duplicate:  # duplicates stand in other batches, which may have been undone since
        return None
    return ImportResult(source.name, kind, profile=profile, rows=rows, duplicate=booked, ignored=ignored)


def _saved_profile(book: Book, kind: str, name: str) -> Profile | None:
    """Return the profile of this name. Raises NotFound, or Usage when it is for files of another kind."""
    if not name or name == STANDARD:
        return None
    with book.read() as tx:
        profile = show_profile(tx, name)
    if profile.kind != kind:
        raise Usage(_("Profile '{name}' is for {kind}.").format(name=name, kind=profile.kind))
    return profile


def _profile_before(book: Book, kind: str, corrected: Corrected) -> str:
    """Return the profile that the rows of a rejects file came with, "" for any other file."""
    if corrected.batch is None:
        return corrected.profile
    with book.read() as tx:
        found = sql.batch(tx, corrected.batch)
    return str(found[4]) if found is not None and found[0] == kind and found[4] != STANDARD else ""


def _as_before(book: Book, kind: str, batch: int | None, profile: Profile | None) -> Profile | None:
    """Return a profile with what the batch that rejected these rows knew: a few rows do not show it any more.

    The rows come back as they are, whatever encoding and delimiter their file had.
    """
    profile = replace(profile, encoding=None, delimiter=None) if profile else None
    if batch is None:
        return profile
    with book.read() as tx:
        found = sql.batch(tx, batch)
    if found is None or found[0] != kind:
        return profile
    shape = json.loads(found[5])
    before = Profile("", kind, date_order=shape.get("date_order"), decimal_style=shape.get("decimal_style"))
    return told_profile(profile, before)


def told_profile(profile: Profile | None, told: Profile | None) -> Profile | None:
    """Return a profile with what somebody said of the file put before it."""
    if profile is None or told is None:
        return profile or told
    return replace(
        profile,
        columns={**profile.columns, **told.columns},
        date_order=told.date_order or profile.date_order,
        decimal_style=told.decimal_style or profile.decimal_style,
    )


def read_layout(source: Source, kind: str, profile: Profile | None = None) -> Layout:
    """Return how a source is to be read. Raises BadInput when that is not clear enough to go on."""
    encoding = (profile.encoding if profile else None) or source.encoding
    with source.open() as stream:
        sample = read_sample(stream, file=source.name, encoding=encoding)
    layout = sniff(
        sample.text, kind=kind, profile=profile, encoding=sample.encoding, encoding_confidence=sample.confidence
    )
    if layout.confidence < Decimal("0.5"):
        raise BadInput(
            " ".join(layout.problems) or _("It is not clear how to read this file."), _answer(layout), file=source.name
        )
    return layout


def _answer(layout: Layout) -> str:
    """Return how the open questions of a layout can be answered."""
    if [what for what, _question in layout.asks] == ["date_order"]:
        return _("Say it with --date-order dmy or --date-order mdy, or keep it in a profile.")
    if not layout.columns:
        return ""
    return _("Answer it with a profile: lstbo import profiles save --help, then import with --profile NAME.")


def rejects_path(source: Source) -> Path | None:
    """Return where the rejects of a source go: beside the file, or in the current folder for standard input."""
    if source.path is None:
        return (
            Path("stdin.rejects.csv")
            if source.name in ("-", "stdin")
            else Path(Path(source.name.split("/")[0]).name + ".rejects.csv")
        )
    return source.path.with_name(source.path.stem.removesuffix(".rejects") + ".rejects.csv")


def _booked(
    book: Book, kind: str, source: Source, layout: Layout, staged: StagedFile, options: ImportOptions
) -> tuple[ImportResult, dict[int, object]]:
    importer = IMPORTERS[kind]
    while True:
        found: tuple[ImportResult, dict[int, object]] | None = None
        try:
            with book.write(f"import {kind} {source.name}", dry_run=options.dry_run) as tx:
                found = importer(tx, source, layout, staged, options)
                if found[0].batch is None:
                    raise _NothingNew
                if options.dry_run:
                    found[0].preview += posted_preview(tx, found[0].first_date)
        except TakeBackFirst as order:
            importer = partial(import_sales, replaced=order.days)
            continue
        except _NothingNew:
            pass
        assert found is not None
        return found
