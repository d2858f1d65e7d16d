"""Copies of a book's file, made by a process of their own, and checks that a copy is a whole book."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lstbo.core.errors import IntegrityFailed, Refused
from lstbo.core.language import _
from lstbo.storage import anchor, audit, migration, staging, states
from lstbo.storage.connection import connect
from lstbo.storage.place import beside, free_bytes

_SCRIPT = Path(__file__).with_name("_copy_file.py")
_SPARE = 10_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A copy that was opened and checked: its last document and link, and how many documents it holds."""

    seq: int
    chain: str
    documents: int
    holds: bool = True


def copy_file(source: Path, target: Path) -> str:
    """Copy a file byte by byte in another process, durably, and return its sha256. Raises Refused."""
    if free_bytes(target) < source.stat().st_size + _SPARE:
        text = _("There is not enough room for a copy of {file}.")
        raise Refused(text.format(file=source.name), _("Make room first."))
    command = [sys.executable, "-I", "-S", str(_SCRIPT), str(source), str(target)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if run.returncode != 0:
        target.unlink(missing_ok=True)
        lines = run.stderr.strip().splitlines() or [""]
        raise Refused(_("{file} could not be copied: {reason}.").format(file=source.name, reason=lines[-1][:200]))
    return run.stdout.strip()


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """Give the name for a scratch copy of the book at `path`; it is removed at the end, with what lies beside it."""
    place = staging.folder(path) / f"{os.getpid()}-{secrets.token_hex(6)}.duckdb"
    try:
        yield place
    finally:
        for suffix in ("", ".wal", ".anchor"):
            beside(place, suffix).unlink(missing_ok=True)


def check_copy(copy: Path, expected: anchor.Anchor | None = None, *, called: str = "") -> Checked:
    """Open a copy for reading and prove it whole: a book, its chain unbroken; say whether it holds `expected`.

    `called` is the name of what was copied, for the sentence when it is no book. Raises IntegrityFailed naming what
    does not fit.
    """
    connection = connect(copy, read_only=True, called=called)
    try:
        migration.pending(connection)
        breaks = audit.verify(connection) + states.changed(connection)
        seq, chain = audit.head(connection)
        row = connection.execute("SELECT count(*) FROM storage.document").fetchone()
        checked = Checked(seq, chain, int(row[0]) if row else 0, expected is None or anchor.holds(connection, expected))
    finally:
        connection.close()
    if breaks or checked.documents != seq:
        raise IntegrityFailed(
            _("The copy does not check out: document {seq} ({why}), {count} faults in all.").format(
                seq=breaks[0].seq if breaks else seq, why=breaks[0].why if breaks else "missing", count=len(breaks) or 1
            ),
            _("Run: lstbo check"),
        )
    return checked
