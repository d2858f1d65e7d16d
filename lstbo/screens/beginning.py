"""Making the book of a first run: found it, and put what is in the till into it, in one unit of work or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Beginning:
    """The answers of a first run. `cash` is what lies in the till, in the currency of the book (ISO code)."""

    name: str
    template: str
    currency: str
    cash: Decimal


def begin_book(path: Path, answers: Beginning, *, business_date: date) -> None:
    """Make the book at `path`. Nothing stays behind when that fails.

    Raises Refused when the file exists or its folder cannot be used, NotFound for an unknown chart.
    """
    from lstbo.accounting import OpeningBalance
    from lstbo.inventory import Opening, post_opening
    from lstbo.shop import Founding, found_book
    from lstbo.storage import Book

    was_there = path.exists()
    try:
        with Book.create(path, role="first run") as book, book.write("init") as tx:
            found_book(tx, Founding(answers.name, answers.template, answers.currency), business_date=business_date)
            if answers.cash:
                opening = Opening((OpeningBalance("till_cash", answers.cash),))
                post_opening(tx, opening, business_date=business_date)
    except BaseException:
        if not was_there:
            take_away(path)
        raise


def take_away(path: Path) -> None:
    """Remove a book that was made a moment ago, and what lies beside it."""
    from lstbo.storage import beside

    for suffix in ("", ".wal", ".lock", ".want", ".anchor"):
        beside(path, suffix).unlink(missing_ok=True)
