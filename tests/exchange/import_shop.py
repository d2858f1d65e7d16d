"""A book to import into, and files written in one line: what the tests of row imports share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from lstbo.accounting import account_balance
from lstbo.exchange import ImportOptions, ImportResult, import_files, undo_batch
from lstbo.inventory import stock_on_hand
from lstbo.shop import Founding, found_book
from lstbo.storage import Book
from tests.promises import keep_the_promises


class ImportShop:
    """A shop's book in a folder of its own; `write` makes a file, `take` imports it."""

    def __init__(self, folder: Path, template: str = "cn-small") -> None:
        self.folder = folder
        self.path = folder / "shop.duckdb"
        with Book.create(self.path) as book, book.write("init") as tx:
            found_book(tx, Founding("福满多", template=template), business_date=date(2026, 1, 1))

    def write(self, name: str, *lines: str) -> Path:
        """Write a file of these lines."""
        path = self.folder / name
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return path

    def take(self, kind: str, path: Path, **options: object) -> ImportResult:
        """Import one file and return its result; the outcomes always add up."""
        chosen = replace(ImportOptions(business_date=date(2026, 1, 1)), **options)  # type: ignore[arg-type]
        result = import_files(self.path, kind, [str(path)], chosen)[0]
        counts = (result.accepted, result.duplicate, result.superseded, result.held, result.rejected, result.ignored)
        assert result.rows == sum(counts)
        return result

    def undo(self, batch: int | None) -> int:
        """Take a batch back."""
        assert batch is not None
        with Book.open(self.path) as book, book.write("undo") as tx:
            return undo_batch(tx, batch)

    def balance(self, account: str) -> Decimal:
        """The balance of an account by role, debit +; the book keeps its promises whenever it is asked."""
        with Book.open(self.path) as book, book.read() as tx:
            keep_the_promises(tx)
            return account_balance(tx, account).balance

    def stock(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Item code -> (quantity, value)."""
        with Book.open(self.path) as book, book.read() as tx:
            return {line.code: (line.quantity, line.value) for line in stock_on_hand(tx) if line.quantity}

    def documents(self) -> int:
        """How many documents the book holds."""
        with Book.open(self.path) as book, book.read() as tx:
            return tx.seq_at(date(9999, 12, 30))


def d(text: str) -> Decimal:
    """Short for Decimal."""
    return Decimal(text)


def codes(result: ImportResult) -> list[tuple[int, str, str]]:
    """(row, code, field) of a result's problems."""
    return [(found.row, found.code, found.field) for found in result.problems]
