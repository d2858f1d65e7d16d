"""What one call was asked: which book, which dates, how to show things; and the ways to open the book."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lstbo.core.errors import LstboError, Refused, Usage
from lstbo.core.language import _
from lstbo.core.text import cell

if TYPE_CHECKING:
    from lstbo.storage import Book, Transaction

FORMATS = ("table", "json", "csv")
BINARY = ("xlsx", "pdf")
WAIT = Decimal(10)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command line.

    `format` is table, json, csv, xlsx or pdf; `wait` None means the usual time; `chosen` says that --book named the
    book; `ascii_only` is for the terminal's pages.
    """

    path: Path
    read_only: bool = False
    as_of: date | None = None
    known_at: date | None = None
    wait: Decimal | None = None
    format: str = "table"
    output: str = ""
    dry_run: bool = False
    yes: bool = False
    chosen: bool = False
    ascii_only: bool = False

    @classmethod
    def under(cls, ctx: Any, given: dict[str, Any]) -> Run:
        """Return the call as `given` here and, where nothing was given here, at the nouns before. Raises Usage."""
        run: Run = ctx.obj if isinstance(ctx.obj, Run) else cls(default_book())
        if given.get("lang"):
            speak(given["lang"])
        if given.get("book"):
            run = replace(run, path=Path(given["book"]).expanduser(), chosen=True)
        run = replace(
            run,
            read_only=run.read_only or bool(given.get("read_only")),
            as_of=day(given["as_of"]) if given.get("as_of") else run.as_of,
            known_at=day(given["known_at"]) if given.get("known_at") else run.known_at,
            wait=_seconds(given["wait"]) if given.get("wait") else run.wait,
            format=_format(given),
            output=given.get("output") or "",
            dry_run=bool(given.get("dry_run")),
            yes=bool(given.get("yes")),
            ascii_only=run.ascii_only or bool(given.get("ascii_only")),
        )
        ctx.obj = run
        return run

    @property
    def seconds(self) -> Any:
        """How long to wait for the book."""
        return float(WAIT if self.wait is None else self.wait)

    @contextmanager
    def open(self, *, role: str = "lstbo") -> Iterator[Book]:
        """Open the book, for reading only when the call says so; says on stderr what should be known about it."""
        from lstbo.storage import Book

        with Book.open(self.path, read_only=self.read_only, wait=self.seconds, role=role) as book:
            yield book
            for warning in book.warnings:
                note(warning)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give one consistent view of the book."""
        with self.open() as book, book.read() as tx:
            self.banner(book)
            self._say_waiting()
            yield tx

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Return `work(tx)` on one consistent view; it steps aside for others and starts again when it takes long."""
        with self.open() as book:
            answer = book.run_read(work)
            self.banner(book)
            self._say_waiting()
            return answer

    @contextmanager
    def writing(self, command: str) -> Iterator[Transaction]:
        """Give one unit of work: committed at the end, or rolled back whole after a dry run. Raises Refused."""
        if self.read_only:
            raise Refused(_("The book is open for reading only."), _("Leave out --read-only."))
        with self.open() as book:
            self._take_in_queue(book)
            with book.write(command, dry_run=self.dry_run) as tx:
                yield tx

    def _take_in_queue(self, book: Book) -> None:
        """Take in the files that came while the book was in use, before newer work."""
        from lstbo.storage import Inbox

        if self.dry_run or not Inbox(self.path).count():
            return
        from lstbo.exchange import take_in_queue

        for text in take_in_queue(book)[0]:
            note(text)

    def _say_waiting(self) -> None:
        """Say that files wait which what is shown does not hold yet; reading itself writes nothing to the book."""
        from lstbo.storage import Inbox

        try:
            count = Inbox(self.path).count()
        except LstboError as fault:  # what is shown is right without it
            note(str(fault))
            return
        if count:
            text = _("Files that wait for the book: {count}. The next command that writes takes them in.")
            note(text.format(count=count))

    def banner(self, book: Book) -> None:
        """Say that a backup is shown instead of the book, and how old it is."""
        if book.source == "backup":
            hours = int(book.age.total_seconds() // 3600)
            note(_("The book is in use: this is the last tested backup, {hours} h old.").format(hours=hours))

    def knowing(self, tx: Transaction) -> int | None:
        """Return the last document that counts for --known-at; None = all."""
        return None if self.known_at is None else tx.seq_at(self.known_at)

    def confirm(self, question: str, command: str) -> None:
        """Ask before something that cannot be undone. Raises Usage in a script without --yes, Refused for a no."""
        if self.yes or self.dry_run:
            return
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise Usage(question, _("To do it in a script, add --yes: {command} --yes").format(command=command))
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in ("y", "yes", "是", "好"):
            raise Refused(_("Nothing was changed."))


def default_book() -> Path:
    """Return the book that is meant when none is named: LSTBO_BOOK, else the user's data folder."""
    named = os.environ.get("LSTBO_BOOK")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("lstbo", appauthor=False) / "shop.duckdb"


def speak(code: str) -> None:
    """Speak this language from now on. Raises Usage for one lstbo does not know."""
    from lstbo.core.language import set_language

    try:
        set_language(code)
    except ValueError:
        raise Usage(_("lstbo does not speak '{code}'.").format(code=cell(code)), _("Choose en or zh.")) from None


def day(text: str) -> date:
    """Read a date as 2026-10-31. Raises Usage."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Usage(_("'{text}' is not a date.").format(text=cell(text)), _("Write it like 2026-10-31.")) from None


def note(text: str) -> None:
    """Say something on stderr that is not data."""
    print(cell(text), file=sys.stderr)


def _seconds(text: str) -> Decimal:
    try:
        seconds = Decimal(text)
    except InvalidOperation:
        seconds = Decimal(-1)
    if not (seconds.is_finite() and 0 <= seconds <= 86400):
        raise Usage(_("'{text}' is not a number of seconds.").format(text=cell(text)), _("Write it like 30."))
    return seconds


def _format(given: dict[str, Any]) -> str:
    chosen = "json" if given.get("json") else given.get("format_") or ""
    known = (*FORMATS, *BINARY) if "output" in given else FORMATS
    if chosen and chosen not in known:
        raise Usage(
            _("'{text}' is not a format here.").format(text=cell(chosen)),
            _("Choose one of: {words}.").format(words=", ".join(known)),
        )
    if not chosen:
        chosen = (given.get("output") or "").rpartition(".")[2].lower()
    return chosen if chosen in known else "table"
