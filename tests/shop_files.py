"""A shop that imports files: short ways to write a standard sales file, import it and look at the books afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from lstbo.accounting import account_balance, lock_period
from lstbo.core.period import Period
from lstbo.exchange import ImportOptions, ImportResult, map_held, undo_batch
from lstbo.exchange.containers import open_sources
from lstbo.exchange.importing import import_source
from lstbo.exchange.results import COUNTS
from lstbo.purchasing import receive_goods
from lstbo.storage import Book
from tests.books import delivery, new_book
from tests.promises import keep_the_promises

HEADER = (
    "receipt_id,sold_at,register,cashier,kind,item,barcode,name,quantity,unit_price,discount,tax_code,net,tender,amount_paid"
)
FIELDS = HEADER.split(",")
BOOK_TABLES = (
    "storage.document",
    "accounting.journal_entry",
    "accounting.posting",
    "inventory.stock_movement",
    "inventory.stock_value",
    "sales.receipt",
    "sales.receipt_line",
    "sales.tender",
    "sales.receipt_tax",
    "sales.receipt_end",
    "sales.held",
    "exchange.batch",
    "exchange.problem",
    "catalog.item",
)


def line(receipt: str = "R1", at: str = "2026-01-10 09:00:00", **cells: str) -> str:
    """Return one line of a standard file; one milk at 5.00 unless told otherwise."""
    values = {"receipt_id": receipt, "sold_at": at, "item": "m", "quantity": "1", "unit_price": "5.00"} | cells
    if "item" not in cells and {"barcode", "name"} & set(cells):
        values["item"] = ""
    return ",".join(values.get(name, "") for name in FIELDS)


@dataclass
class Shop:
    """A book and the folder its files are written to."""

    book: Book
    folder: Path

    def give(self, content: Iterable[str] | str | bytes, name: str = "day.csv", **options: object) -> ImportResult:
        """Write a file (lines get the standard header) and import it."""
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(
                content if isinstance(content, str) else "\n".join([HEADER, *content]) + "\n", encoding="utf-8"
            )
        return self.take(path, **options)

    def take(self, path: Path, **options: object) -> ImportResult:
        """Import a file that is there; its rows and its money must add up, whatever came of it."""
        (source,) = open_sources(str(path))
        found = import_source(self.book, "sales", source, ImportOptions(**options))  # type: ignore[arg-type]
        adds_up(found)
        return found

    def buy(self, on: date, *lines: tuple[int, str, str], number: str = "A1") -> None:
        """Take in goods: (item, quantity, unit cost)."""
        with self.book.write("buy") as tx:
            receive_goods(tx, delivery(number, on, *lines))

    def undo(self, batch: int | None) -> int:
        """Undo a batch."""
        assert batch is not None
        with self.book.write("undo") as tx:
            return undo_batch(tx, batch)

    def map(self, text: str, target: str, kind: str = "item") -> int:
        """Say what a text means."""
        with self.book.write("map") as tx:
            return map_held(tx, text, target, kind=kind)

    def lock(self, period: str) -> None:
        """Lock a period."""
        with self.book.write("lock") as tx:
            lock_period(tx, Period.parse(period))

    def set(self, name: str, value: str) -> None:
        """Change a setting."""
        with self.book.write("setting") as tx:
            tx.set_setting(name, value, doc=tx.document("storage", "setting", business_date=date(2026, 1, 1)))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the book."""
        with self.book.read() as tx:
            return tx.rows(sql)

    def scalar(self, sql: str) -> object:
        """Ask the book for one value."""
        return self.rows(sql)[0][0]

    def balance(self, role: str, as_of: date | None = None) -> str:
        """Return the balance of a role, debit +."""
        with self.book.read() as tx:
            return str(account_balance(tx, role, as_of=as_of).balance)

    def stock(self) -> dict[int, str]:
        """Return the quantity of each item."""
        found = self.rows("SELECT item, sum(quantity)::VARCHAR FROM inventory.stock_movement GROUP BY item ORDER BY item")
        numbers = {int(str(item)): Decimal(str(quantity)) for item, quantity in found}
        return {item: str(quantity.normalize() + 0) for item, quantity in numbers.items() if quantity}

    def ledger(self) -> list[tuple[object, ...]]:
        """Return what the books say in the end: money per account, party and day, goods and value per item and day."""
        sums = (
            ("account, party", "amount", "accounting.v_posting"),
            ("item", "quantity", "inventory.stock_movement"),
            ("item", "amount", "inventory.stock_value"),
        )
        found: list[tuple[object, ...]] = []
        for keys, value, relation in sums:
            found += self.rows(
                f"""SELECT {keys}, business_date, sum({value})::VARCHAR FROM {relation}
                    GROUP BY ALL HAVING sum({value}) <> 0 ORDER BY ALL"""
            )
        return found

    def content(self) -> list[object]:
        """Return a digest of every table that a repeated import must leave alone."""
        return [self.rows(f"SELECT count(*), sum(hash(t)::HUGEINT)::VARCHAR FROM {name} t") for name in BOOK_TABLES]

    def proven(self) -> None:
        """Fail unless every promise of the book is kept."""
        from lstbo.proof import check_book

        with self.book.read() as tx:
            keep_the_promises(tx)
            report = check_book(tx)
        assert report.ok, [check for check in report.checks if not check.ok]


def new_shop(folder: Path, **founding: str) -> Shop:
    """Return a shop with the five items of tests.books and nothing sold yet."""
    return Shop(new_book(folder, **founding), folder)


def adds_up(found: ImportResult) -> None:
    """Rows and money of a result add up."""
    assert found.rows == sum(getattr(found, name) for name in COUNTS)
    assert found.gross - found.discount - found.refunds == found.net
    assert sum(found.tenders.values(), Decimal(0)) == found.net


def outcomes(found: ImportResult) -> dict[str, int]:
    """Return the counts that are not zero."""
    return {name: getattr(found, name) for name in COUNTS if getattr(found, name)}


def codes(found: ImportResult) -> list[tuple[int, str]]:
    """Return (row, code) of each problem."""
    return [(problem.row, problem.code) for problem in found.problems]
