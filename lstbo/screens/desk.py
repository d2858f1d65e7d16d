"""The desk: what every page of the terminal shares. It holds the book, opens it when it is first needed, and answers
from which day on figures count. Nothing here draws."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lstbo.core import clock
from lstbo.core.errors import Refused
from lstbo.core.language import _

if TYPE_CHECKING:
    from lstbo.storage import Book, Transaction


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shop:
    """What the top line says of the shop: its name and the currency of its book (ISO code)."""

    name: str
    currency: str


class Desk:
    """The open book and what was asked of every page. Its methods are for worker threads; they may wait for the book.

    `as_of` counts nothing dated later (None = everything), `known_at` nothing posted after that day.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        wait: float = 10.0,
        as_of: date | None = None,
        known_at: date | None = None,
        ascii_only: bool = False,
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.wait = wait
        self.as_of = as_of
        self.known_at = known_at
        self.ascii_only = ascii_only
        self.shop: Shop | None = None
        self.first_version = ""  # of the book just before it was opened
        self._book: Book | None = None
        self._opening = threading.Lock()

    @property
    def day(self) -> date:
        """The day pages look at: `as_of`, else today."""
        return self.as_of or clock.today()

    @property
    def exists(self) -> bool:
        """Whether there is a book at all; if not, the first run makes one."""
        return self.path.is_file()

    @property
    def opened(self) -> Book | None:
        """The book if it was opened already; never opens it."""
        return self._book

    def book(self) -> Book:
        """Return the book, opened at the first call. Raises NotFound, BookBusy, IntegrityFailed."""
        with self._opening:
            if self._book is None:
                from lstbo.storage import Book, version_of

                self.first_version = version_of(self.path)
                self._book = Book.open(self.path, read_only=self.read_only, wait=self.wait, hold=True, role="terminal")
            return self._book

    def read(self, work: Callable[[Transaction], T], cancelled: threading.Event | None = None) -> T:
        """Return `work(tx)` on one consistent view of the book; it may be run again after a hand-over.

        Raises Cancelled soon after another thread has set `cancelled`.
        """

        def whole(tx: Transaction) -> T:
            if self.shop is None:
                self.shop = Shop(tx.setting("shop_name"), tx.setting("currency"))
            return work(tx)

        return self.book().run_read(whole, cancelled=cancelled)

    def knowing(self, tx: Transaction) -> int | None:
        """Return the last document that counts when figures are asked for as they were known; None = all."""
        return None if self.known_at is None else tx.seq_at(self.known_at)

    def write(self, command: str, work: Callable[[Transaction], T], *, dry_run: bool = False) -> T:
        """Return `work(tx)` of one unit of work, on the disk when this returns. Raises Refused when only looking."""
        book = self.writable(dry_run=dry_run)
        with book.write(command, dry_run=dry_run) as tx:
            return work(tx)

    def writable(self, *, dry_run: bool = False) -> Book:
        """Return the book to post to, after the files that wait in the inbox are taken in (not for a dry run).

        Raises Refused when it is only looked at, or as of an earlier day: what is posted would not be seen.
        """
        if self.read_only:
            raise Refused(_("The book is open for reading only."), _("Start lstbo without --read-only."))
        day = self.known_at or self.as_of
        if day is not None:
            said = _("You look at the book as of {day}. Nothing is posted from there.").format(day=day.isoformat())
            hint = _("Press F2, then a, leave the day empty and press Enter; then post.")
            raise Refused(said, _("Start lstbo without --known-at.") if self.known_at else hint)
        book = self.book()
        if not dry_run:
            self._take_in_queue(book)
        return book

    def step_aside(self, then: Callable[[], None]) -> None:
        """Close the file because the process is to be stopped, then call `then`."""
        if self._book is None:
            then()
        else:
            self._book.step_aside(then)

    def close(self) -> None:
        """Close the book and let others in."""
        with self._opening:
            if self._book is not None:
                self._book.close()
                self._book = None

    def apart(self, work: Callable[[Path], T]) -> T:
        """Return `work(path)`, done with the book closed here; whoever wants it meanwhile waits.

        For work on the file as a whole that opens it by itself: a restore, the doctor.
        """
        with self._opening:
            if self._book is None:
                return work(self.path)
            book = self._book
        with book.away() as path:
            return work(path)

    def _take_in_queue(self, book: Book) -> None:
        """Take in the files that came while the book was in use, before newer work."""
        from lstbo.storage import Inbox

        if Inbox(self.path).count():
            from lstbo.exchange import take_in_queue

            take_in_queue(book)
