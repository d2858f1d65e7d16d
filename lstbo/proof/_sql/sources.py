"""Kept sources whose text is not what it was when it was kept."""

from __future__ import annotations

from typing import Any

from lstbo.storage import Transaction

FIRST = 3
Row = tuple[Any, ...]


def changed_sources(tx: Transaction) -> tuple[int, list[Row]]:
    """Return how many kept sources differ from what was put down of them, and the first: (document, file)."""
    rows = tx.rows(
        """SELECT count(*) OVER (), coalesce(t.doc, 0), coalesce(b.file, s.sha256)
           FROM exchange.source_text t FULL JOIN exchange.v_source s ON s.sha256 = t.sha256
           LEFT JOIN exchange.v_batch b ON b.id = t.doc
           WHERE coalesce(s.kept, '') IS DISTINCT FROM t.kept ORDER BY 2 LIMIT ?""",
        [FIRST],
    )
    return (int(rows[0][0]), [row[1:] for row in rows]) if rows else (0, [])
