"""A book as an older version of the program left it."""

from __future__ import annotations

from pathlib import Path

from lstbo.storage import Transaction, anchor, audit, migration
from lstbo.storage.connection import connect
from tests.storage.posting import post_in


def older_book(path: Path, *, steps: int, documents: int = 1) -> None:
    """Make a book that has been through the first `steps` (at least 3) migrations only."""
    path.parent.mkdir(exist_ok=True)
    connection = connect(path)
    migration.apply(connection, migration.migrations()[:steps])
    for _ in range(documents):
        tx = Transaction(connection, audit.Chain(connection), writable=True)
        connection.execute("BEGIN")
        post_in(tx, 2, title="2")
        tx.seal()
        connection.execute("COMMIT")
    seq, chain = audit.head(connection)
    connection.close()
    anchor.write(path, seq, chain)
