"""`lstbo backup`, `restore`, `recover` and `doctor`: keeping the book safe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lstbo.cli.grammar import lone
from lstbo.cli.output import show, show_facts
from lstbo.cli.run import Run
from lstbo.cli.words import FINDINGS, SEVERITIES, told
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import N_, _

if TYPE_CHECKING:
    from lstbo.storage import Jump


@lone(
    "backup",
    N_("Copy the book, and test that the copy can be restored."),
    ["lstbo backup", "lstbo backup --json"],
    table=True,
)
def backup(run: Run) -> None:
    """Take a backup and test it."""
    if run.read_only:
        raise Refused(_("A backup writes beside the book."), _("Leave out --read-only."))
    with run.open(role="backup") as book:
        made = book.take_backup()
    facts = {"file": str(made.file), "document": made.seq, "chain": made.chain, "sha256": made.sha256}
    facts |= {"size": made.size, "taken_at": made.taken_at, "tested_at": made.tested_at}
    line = _("Backup {file}: {size} bytes, up to document {number}, restored to a scratch file and checked.")
    show_facts(run, facts, [line.format(file=made.file, size=made.size, number=made.seq)])


@lone(
    "restore",
    N_("Put a backup in the place of the book.\n\nThe backup is proved first; the present file is kept aside."),
    ["lstbo restore shop.duckdb.backups/shop-20261031T200000-000412-1f2e3d4c5b6a.duckdb", "lstbo restore latest --yes"],
    table=True,
    writes=True,
    asks=True,
)
def restore(
    run: Run,
    backup: Annotated[str, typer.Argument(metavar="BACKUP", help=N_("A backup file, or: latest"))],
) -> None:
    """Restore a backup."""
    from lstbo.storage import restore as put_back

    _must_write(run)
    source = _newest(run.path) if backup == "latest" else Path(backup)
    found = put_back(run.path, source, wait=run.seconds)
    if not run.dry_run:
        run.confirm(f"{source.name}: {_told(found)}", f"lstbo restore {backup}")
        found = put_back(run.path, source, yes=True, wait=run.seconds)
    _jumped(run, found, str(source))


@lone(
    "recover",
    N_(
        "Save what can be saved of a damaged book.\n\nThe damaged files are kept aside; what is missing is shown first."
    ),
    ["lstbo recover --dry-run", "lstbo recover --yes"],
    table=True,
    writes=True,
    asks=True,
)
def recover(run: Run) -> None:
    """Recover a damaged book."""
    from lstbo.storage import recover as save_what_is_left

    _must_write(run)
    found = save_what_is_left(run.path, wait=run.seconds)
    if found.cut_at is None and found.lost == 0:
        show_facts(run, _facts(found, str(run.path)), [_("The book is in order; nothing was changed.")])
        return
    if not run.dry_run:
        run.confirm(_told(found), "lstbo recover")
        found = save_what_is_left(run.path, yes=True, wait=run.seconds)
    _jumped(run, found, str(run.path))


@lone(
    "doctor",
    N_("Look at the file, its backups and what waits.\n\nNothing is changed."),
    ["lstbo doctor", "lstbo doctor --json"],
    table=True,
)
def doctor(run: Run) -> int:
    """Look at the book and what lies beside it."""
    from lstbo.reports import Column, Table
    from lstbo.storage import doctor as examine

    if not run.path.exists():
        raise NotFound(_("There is no book at {file}.").format(file=run.path), _("Make one with: lstbo init"))
    found = examine(run.path, wait=run.seconds if run.wait is not None else 2.0)
    columns = [
        Column("severity", _("Severity")),
        Column("code", _("What")),
        Column("message", _("Found"), width=4),
        Column("hint", _("To do"), width=2),
    ]
    rows = [
        [told(run, SEVERITIES, one.severity), told(run, FINDINGS, one.code), one.message, one.hint] for one in found
    ]
    data = [{"severity": one.severity, "code": one.code, "message": one.message, "hint": one.hint} for one in found]
    show(run, Table("", columns, rows), data)
    return 5 if any(one.severity == "error" for one in found) else 0


def _must_write(run: Run) -> None:
    if run.read_only:
        raise Refused(_("The book is open for reading only."), _("Leave out --read-only."))


def _newest(path: Path) -> Path:
    from lstbo.storage import newest_tested

    found = newest_tested(path)
    if found is None:
        raise NotFound(
            _("There is no tested backup of {file}.").format(file=path.name), _("Name one: lstbo restore FILE")
        )
    return found.file


def _told(found: Jump) -> str:
    if found.lost is None:
        return _("The book would end at document {number}; what is lost cannot be told.").format(number=found.seq)
    if not found.lost:
        return _("The book would end at document {number}; nothing is lost.").format(number=found.seq)
    return _("The book would end at document {number}; {lost} acknowledged documents would be missing.").format(
        number=found.seq, lost=found.lost
    )


def _facts(found: Jump, source: str) -> dict[str, object]:
    return {
        **{"source": source, "last_document": found.seq, "chain": found.chain, "lost": found.lost},
        **{"cut_at": found.cut_at, "aside": None if found.aside is None else str(found.aside)},
        "document": found.doc,
    }


def _jumped(run: Run, found: Jump, source: str) -> None:
    if found.doc is None:
        lines = [_("Dry run, nothing was changed."), _told(found)]
    else:
        text = _("Document {number}: the book now ends where {file} ended, at document {last}.")
        lines = [
            text.format(number=found.doc, file=source, last=found.seq),
            _("The files from before are kept in {folder}.").format(folder=found.aside),
        ]
    show_facts(run, _facts(found, source), lines)
