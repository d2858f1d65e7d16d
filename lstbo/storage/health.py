"""The doctor: what an owner should know about the book's file and what lies beside it. It changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from lstbo.core import clock
from lstbo.core.errors import LstboError
from lstbo.core.language import _
from lstbo.storage import anchor, lock, staging
from lstbo.storage.backups import newest_tested
from lstbo.storage.book import Book
from lstbo.storage.inbox import Inbox
from lstbo.storage.place import Reserve, beside, free_bytes, require_local, size_of

OLD_BACKUP = timedelta(days=7)
_BIG_LOG = 64_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at. `severity` is ok, note, warning or error; `code` a stable English word."""

    severity: str
    code: str
    message: str
    hint: str = ""


def doctor(path: Path, *, wait: float = 2.0) -> list[Finding]:
    """Look at the book at `path` and at the files beside it. Never raises for what it finds; that is a finding."""
    found = [*_place(path), *_modes(path), *_space(path), *_engine(), *_holder(path)]
    found += [*_backups(path), *_inbox(path), *_leftovers(path), *_inside(path, wait)]
    return found


def _place(path: Path) -> Iterator[Finding]:
    try:
        require_local(path)
    except LstboError as fault:
        yield Finding("error", "network", fault.message, fault.hint)


def _modes(path: Path) -> Iterator[Finding]:
    if os.name != "posix":
        return
    files = [beside(path, suffix) for suffix in ("", ".wal", ".lock", ".want", ".anchor", ".inbox.sqlite")]
    open_ones = [file.name for file in files if file.exists() and file.stat().st_mode & 0o077]
    if open_ones:
        names = ", ".join(open_ones)
        yield Finding(
            "warning", "modes", _("Others may read: {names}.").format(names=names), _("Run: chmod 600 on them.")
        )
    elif path.parent.stat().st_mode & 0o022:
        yield Finding("warning", "modes", _("Others may write to the folder {name}.").format(name=path.parent.name))
    else:
        yield Finding("ok", "modes", _("Only you may read the book."))


def _space(path: Path) -> Iterator[Finding]:
    rule, free = Reserve(), free_bytes(path)
    needed = max(rule.floor, rule.times * size_of(path))
    text = _("{free} MB free; new work needs {needed} MB.").format(
        free=free // 1_000_000, needed=-(-needed // 1_000_000)
    )
    yield Finding("ok" if free >= 2 * needed else "warning" if free >= needed else "error", "space", text)
    wal = beside(path, ".wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size > _BIG_LOG:
        text = _("The write-ahead log has {size} MB.").format(size=size // 1_000_000)
        yield Finding("warning", "log", text, _("Close every program that uses the book; it is folded in."))
    elif size and not lock.in_use(path):
        yield Finding("note", "log", _("The last program did not end properly; its work is read in at the next start."))


def _engine() -> Iterator[Finding]:
    good = duckdb.__version__.startswith("2.0.")
    text = _("Database engine DuckDB {version}.").format(version=duckdb.__version__)
    yield Finding("ok" if good else "warning", "engine", text, "" if good else _("This version of lstbo wants 2.0."))


def _holder(path: Path) -> Iterator[Finding]:
    if lock.in_use(path):
        yield Finding("note", "holder", lock.busy(path).message)


def _backups(path: Path) -> Iterator[Finding]:
    last = newest_tested(path)
    if last is None:
        yield Finding("warning", "backup", _("There is no tested backup."), _("Run: lstbo backup"))
        return
    days = last.age().days
    text = _("The last backup whose restore was tested is {days} days old (document {seq}).").format(
        days=days, seq=last.seq
    )
    old = last.age() > OLD_BACKUP
    yield Finding("warning" if old else "ok", "backup", text, _("Run: lstbo backup") if old else "")


def _inbox(path: Path) -> Iterator[Finding]:
    try:
        count = Inbox(path).count()
    except LstboError as fault:
        yield Finding("error", "inbox", fault.message, fault.hint)
        return
    if count:
        text = _("{count} files wait in the inbox.").format(count=count)
        yield Finding("note", "inbox", text, _("The next import takes them in."))


def _leftovers(path: Path) -> Iterator[Finding]:
    found = staging.leftovers(path)
    if found:
        text = _("{count} staging files were left by programs that were killed.").format(count=len(found))
        yield Finding("note", "staging", text, _("They are removed when the book is opened next."))


def _inside(path: Path, wait: float) -> Iterator[Finding]:
    try:
        with Book.open(path, read_only=True, wait=wait, role="doctor") as book:
            if book.source == "backup":
                return
            with book.read() as tx:
                last: datetime | None = tx.scalar("SELECT max(posted_at) FROM storage.document")
            warnings = book.warnings
    except LstboError as fault:
        severity = "note" if fault.exit_code == 4 else "error"
        yield Finding(severity, "book", fault.message, fault.hint)
        return
    known = anchor.read(path)
    for warning in warnings:
        yield Finding("warning", "anchor", warning)
    if known is not None:
        text = _("The book holds every acknowledged document, up to {seq}.").format(seq=known.seq)
        yield Finding("ok", "anchor", text)
    if last is not None and last > clock.now():
        text = _("The clock of this computer is behind: the last document was posted {moment}.").format(
            moment=last.isoformat(" ", "minutes")
        )
        yield Finding("warning", "clock", text, _("Set the clock."))
