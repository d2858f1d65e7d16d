"""Small documents for tests of storage: a journal entry with postings, written as a room would write it."""

from __future__ import annotations

from datetime import date

from lstbo.storage import Book, Transaction

DAY = date(2026, 10, 1)


def post_in(tx: Transaction, lines: int = 2, *, title: str = "") -> int:
    """Post one balanced entry inside a unit and return its document."""
    doc = tx.document("accounting", "voucher", business_date=DAY, title=title)
    tx.execute(
        "INSERT INTO accounting.journal_entry VALUES (?, 202610, ?, ?, 'voucher', 'rent', ?, NULL)",
        [doc, doc, DAY, doc],
    )
    tx.execute(
        "INSERT INTO accounting.posting "
        "SELECT ?, n, '1001', CASE WHEN n % 2 = 0 THEN 10.00 ELSE -10.00 END, NULL, '', '', 'line ' || n, ? "
        "FROM range(1, ?) t(n)",
        [doc, doc, lines + 1],
    )
    return doc


def post(book: Book, lines: int = 2, *, title: str = "") -> int:
    """Post one balanced entry as a unit of its own and return its document."""
    with book.write("test") as tx:
        return post_in(tx, lines, title=title)


def documents(book: Book) -> int:
    """How many documents the book holds."""
    with book.read() as tx:
        return int(tx.scalar("SELECT count(*) FROM storage.document"))
