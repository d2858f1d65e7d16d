"""Making a book file, for `init` and `demo`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lstbo.accounting import book_chart
from lstbo.cli.run import Run
from lstbo.core import clock
from lstbo.core.errors import NotFound, Refused, Usage
from lstbo.core.language import _
from lstbo.shop import Founding, found_book
from lstbo.storage import Book, beside


@dataclass(frozen=True, slots=True)
class Made:
    """A new book: its founding document, the shop's name, its currency and the number of accounts."""

    doc: int
    name: str
    currency: str
    accounts: int


def refuse_existing(run: Run) -> None:
    """Raise Refused when something stands where the book would be made."""
    if run.path.exists() or run.path.is_symlink():
        raise Refused(_("{file} exists already.").format(file=run.path.name), _("Choose another name with --book."))


def make_book(run: Run, founding: Founding, *, business_date: date | None = None) -> Made:
    """Make the book at `run.path`; on a dry run it is made and taken away again.

    Raises Refused when the file exists, Usage for a template there is not.
    """
    refuse_existing(run)
    try:
        with Book.create(run.path, wait=run.seconds, role="init") as book, book.write("init") as tx:
            doc = found_book(tx, founding, business_date=business_date or clock.today())
            made = Made(doc, tx.setting("shop_name"), tx.setting("currency"), len(tuple(book_chart(tx))))
    except BaseException as fault:
        _take_away(run.path)
        if isinstance(fault, NotFound):
            raise Usage(fault.message, fault.hint) from None
        raise
    if run.dry_run:
        _take_away(run.path)
    return made


def _take_away(path: Path) -> None:
    """Remove a book that was made by this very call, and what lies beside it."""
    for suffix in ("", ".wal", ".lock", ".want", ".anchor"):
        beside(path, suffix).unlink(missing_ok=True)
