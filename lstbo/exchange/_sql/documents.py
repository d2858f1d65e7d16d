"""What a document is, for whoever takes it back. Parameters in, rows out."""

from __future__ import annotations

from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]


def head(tx: Transaction, doc: int) -> Row | None:
    """Return (room, kind, reverses, document that reverses it, title) of a document."""
    return tx.one(
        """SELECT d.room, d.kind, d.reverses, (SELECT min(r.seq) FROM storage.v_document r WHERE r.reverses = d.seq), d.title
           FROM storage.v_document d WHERE d.seq = ?""",
        [doc],
    )


def batch_of(tx: Transaction, doc: int) -> int | None:
    """Return the import batch that was posted as this document."""
    found = tx.scalar("SELECT min(id) FROM exchange.v_batch WHERE doc = ? OR id = ?", [doc, doc])
    return None if found is None else int(found)
