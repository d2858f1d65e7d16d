"""A new book with the layouts of the shop's scale, and one unit of work on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from lstbo.catalog import seed_patterns
from lstbo.storage import Book, Transaction

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Shop:
    """A unit of work and the document it books under."""

    tx: Transaction
    doc: int


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with Book.create(tmp_path / "shop.duckdb") as book, book.write(command="test") as tx:
        seed_patterns(tx)
        yield Shop(tx, tx.document("catalog", "items", business_date=DAY))
