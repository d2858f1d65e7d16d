"""The anchor: the last acknowledged document, kept outside the book, so that a book that fell back shows.

Written after COMMIT and before the unit of work returns, compared each time the book is opened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lstbo.core import clock
from lstbo.core.errors import IntegrityFailed
from lstbo.core.language import _
from lstbo.storage import audit
from lstbo.storage.place import beside, write_durably


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last document that was acknowledged: its number, its link of the chain, and when (ISO, local)."""

    seq: int
    chain: str
    at: str = ""


def write(path: Path, seq: int, chain: str) -> None:
    """Put down the head of the chain of the book at `path`; it is on the disk when this returns."""
    record = {"seq": seq, "chain": chain, "at": clock.now().isoformat(timespec="seconds")}
    write_durably(beside(path, ".anchor"), json.dumps(record).encode())


def read(path: Path) -> Anchor | None:
    """Return the anchor of the book at `path`, or None when there is none that can be read."""
    return read_file(beside(path, ".anchor"))


def read_file(file: Path) -> Anchor | None:
    """Return the anchor in this file, or None when there is none that can be read."""
    try:
        record = json.loads(file.read_text("utf-8"))
        return Anchor(int(record["seq"]), str(record["chain"]), str(record["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def version(path: Path) -> str:
    """Return a token that differs after every document that is posted; empty when there is no anchor."""
    known = read(path)
    return f"{known.seq}-{known.chain[:16]}" if known else ""


def holds(connection: duckdb.DuckDBPyConnection, anchor: Anchor) -> bool:
    """Return whether the document of the anchor is in the chain of the open book."""
    if anchor.seq == 0:
        return anchor.chain == audit.ROOT
    row = connection.execute("SELECT chain FROM storage.audit WHERE seq = ?", [anchor.seq]).fetchone()
    return row is not None and row[0] == anchor.chain


def compare(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Compare the open book with its anchor and return a warning, empty when all is well.

    Raises IntegrityFailed when acknowledged documents are missing from the book.
    """
    anchor = read(path)
    if anchor is None:
        text = _("{file} has no anchor: whether its last documents are all there cannot be told.")
        return text.format(file=path.name)
    if not holds(connection, anchor):
        seq, _chain = audit.head(connection)
        raise IntegrityFailed(
            _("{file} lost work: document {last} was acknowledged on {day}, the book ends at {seq} or differs.").format(
                file=path.name, last=anchor.seq, day=anchor.at, seq=seq
            ),
            _("Nothing was changed. Run: lstbo recover, or restore a backup with: lstbo restore"),
        )
    return ""
