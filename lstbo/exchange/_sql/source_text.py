"""Statements on the kept text of sources."""

from __future__ import annotations

from lstbo.storage import Transaction


def insert_source_text(tx: Transaction, sha256: str, doc: int) -> None:
    """Put down what the blocks of a source come to, so that a change in them shows."""
    tx.execute(
        "INSERT INTO exchange.source_text SELECT ?, coalesce((SELECT kept FROM exchange.v_source WHERE sha256 = ?), ''), ?",
        [sha256, sha256, doc],
    )
