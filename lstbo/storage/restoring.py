"""Restore a backup, recover a damaged book: the new file is proved first, the old one kept, the jump a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lstbo.core import clock
from lstbo.core.errors import IntegrityFailed, LstboError, NotFound, Refused
from lstbo.core.language import _
from lstbo.storage import anchor
from lstbo.storage.aside import swap
from lstbo.storage.book import Book
from lstbo.storage.connection import connect
from lstbo.storage.copying import Checked, check_copy, copy_file, scratch
from lstbo.storage.lock import BookLock
from lstbo.storage.place import beside, make_private_folder, require_local

_POSITION = re.compile(r"byte position (\d+)")
_CUTS = 100


@dataclass(frozen=True, slots=True)
class Jump:
    """What a restore or a recovery did, or would do.

    `seq` and `chain` are the last document of the new file; `lost` counts acknowledged documents it does not hold
    (None when there is no anchor to tell). `cut_at` is the byte the log was cut at. `aside` is where the old files
    are kept and `doc` the document that records the jump; both None while nothing was done.
    """

    seq: int
    chain: str
    lost: int | None
    cut_at: int | None = None
    aside: Path | None = None
    doc: int | None = None


def restore(
    path: Path, backup: Path, *, yes: bool = False, wait: float = 10.0, shown: Jump | None = None
) -> Jump:
    """Put a backup in the place of the book, after proving it on a scratch copy; the present file is kept aside.

    Without `yes` nothing is done and the answer says what would be lost; so it is when that is not what was `shown` to
    whoever said yes, because something was posted since. Raises NotFound, IntegrityFailed, BookBusy.
    """
    if not backup.is_file():
        raise NotFound(_("There is no backup at {file}.").format(file=backup))
    if path.exists() and backup.resolve() == path.resolve():
        raise Refused(_("{file} is the book itself.").format(file=path.name), _("Name a backup."))
    with _exclusive(path, wait), scratch(path) as place:
        copy_file(backup, place)
        checked = _proved(path, backup, place)
        jump = _found(path, checked)
        if not yes or shown not in (None, jump):
            return jump
        aside = _replace(path, place, checked, "restore")
    return _logged(path, jump, aside, "restore", backup.name, wait)


def recover(path: Path, *, yes: bool = False, wait: float = 10.0) -> Jump:
    """Save what can be saved of a book whose log is damaged or missing; the damaged files are kept aside.

    The log of a copy is cut at the byte the engine names, until the copy opens; then its chain is proved. Without
    `yes` nothing is done and the answer says what is missing. A book that is in order is left alone (lost 0, no
    document). Raises NotFound, IntegrityFailed (no prefix of it can be saved: restore a backup), BookBusy.
    """
    if not path.is_file():
        raise NotFound(_("There is no book at {file}.").format(file=path), _("Run: lstbo restore"))
    with _exclusive(path, wait), scratch(path) as place:
        copy_file(path, place)
        if beside(path, ".wal").exists():
            copy_file(beside(path, ".wal"), beside(place, ".wal"))
        cut_at = _cut(place, path.name)
        checked = check_copy(place, anchor.read(path), called=path.name)
        jump = _found(path, checked, cut_at)
        if not yes or (cut_at is None and jump.lost == 0):
            return jump
        aside = _replace(path, place, checked, "recover")
    return _logged(path, jump, aside, "recover", path.name, wait)


@contextmanager
def _exclusive(path: Path, wait: float) -> Iterator[None]:
    require_local(path)
    make_private_folder(path.parent)
    lock = BookLock(path, "restore")
    lock.acquire(wait)
    try:
        yield
    finally:
        lock.release()


def _proved(path: Path, backup: Path, place: Path) -> Checked:
    try:
        return check_copy(place, anchor.read(path), called=backup.name)
    except IntegrityFailed as fault:
        raise IntegrityFailed(
            _("{file} cannot be restored: {reason}").format(file=backup.name, reason=fault.message),
            _("Nothing was changed. Name another backup, or: lstbo restore latest"),
        ) from fault


def _cut(place: Path, called: str) -> int | None:
    """Cut the log of the copy until the engine opens it, and fold it into the file; return the byte of the cut.

    A log that is damaged where the engine names no byte cannot be used at all: it is cut at 0.
    """
    cut_at: int | None = None
    wal = beside(place, ".wal")
    for _round in range(_CUTS):
        try:
            connection = connect(place, called=called)
        except LstboError as fault:
            if not wal.exists():
                raise
            position = _POSITION.search(str(fault.__cause__))
            cut_at = int(position[1]) if position and int(position[1]) < wal.stat().st_size else 0
            if cut_at == 0:
                wal.unlink()
            else:
                with wal.open("r+b") as log:
                    log.truncate(cut_at)
            continue
        try:
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        return cut_at
    raise IntegrityFailed(_("{file} cannot be saved.").format(file=called), _("Run: lstbo restore"))


def _found(path: Path, checked: Checked, cut_at: int | None = None) -> Jump:
    known = anchor.read(path)
    if known is None:
        return Jump(checked.seq, checked.chain, None, cut_at)
    return Jump(checked.seq, checked.chain, 0 if checked.holds else max(1, known.seq - checked.seq), cut_at)


def _replace(path: Path, place: Path, checked: Checked, why: str) -> Path:
    aside = swap(path, place, why)
    anchor.write(path, checked.seq, checked.chain)
    return aside


def _logged(path: Path, jump: Jump, aside: Path, kind: str, source: str, wait: float) -> Jump:
    """Open the new book and write down that it jumped: from which acknowledged document to which."""
    before = anchor.read_file(aside / beside(path, ".anchor").name)
    came = f"{before.seq} {before.chain[:12]}" if before else "?"
    title = f"{source}: {came} -> {jump.seq} {jump.chain[:12]}"
    with Book.open(path, wait=wait, role=kind) as book, book.write(command=kind) as tx:
        doc = tx.document("storage", kind, business_date=clock.today(), title=title[:200])
    return Jump(jump.seq, jump.chain, jump.lost, jump.cut_at, aside, doc)
