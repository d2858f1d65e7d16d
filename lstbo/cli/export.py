"""`lstbo export`: the book for other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from lstbo.cli.grammar import command, noun
from lstbo.cli.run import Run, note
from lstbo.core.errors import Refused, Usage
from lstbo.core.language import N_, _, ngettext

export = noun(N_("Hand the book to other programs."))
_FILE = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help=N_("Where to; - is stdout."))]
_FOLDER = Annotated[str, typer.Option("-o", "--output", metavar="FOLDER", help=N_("Where to."))]
_PLACE = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help=N_("Where to."))]


@command(
    export,
    "hledger",
    N_("Write the journal for hledger."),
    ["lstbo export hledger -o shop.journal", "lstbo export hledger | hledger -f- balance"],
)
def export_hledger(run: Run, output: _FILE = "-") -> None:
    """Write the journal for hledger."""
    from lstbo.exchange import export_hledger as save
    from lstbo.exchange import write_hledger as write

    _journal(run, output, write, save)


@command(export, "beancount", N_("Write the journal for beancount."), ["lstbo export beancount -o shop.beancount"])
def export_beancount(run: Run, output: _FILE = "-") -> None:
    """Write the journal for beancount."""
    from lstbo.exchange import export_beancount as save
    from lstbo.exchange import write_beancount as write

    _journal(run, output, write, save)


@command(
    export,
    "csv",
    N_("Write every table as CSV for spreadsheets, into a folder or a .zip."),
    ["lstbo export csv -o tables", "lstbo export csv -o tables.zip"],
)
def export_csv(run: Run, output: _FOLDER) -> None:
    """Write every table as CSV."""
    from lstbo.exchange import export_csv as save

    _tables(run, output, save)


@command(
    export, "parquet", N_("Write every table as a Parquet file into a folder."), ["lstbo export parquet -o tables"]
)
def export_parquet(run: Run, output: _FOLDER) -> None:
    """Write every table as Parquet."""
    from lstbo.exchange import export_parquet as save

    _tables(run, output, save)


@command(export, "sqlite", N_("Write every table into one SQLite file."), ["lstbo export sqlite -o shop.sqlite"])
def export_sqlite(run: Run, output: _PLACE) -> None:
    """Write every table into one SQLite file."""
    from lstbo.exchange import export_sqlite as save

    _tables(run, output, save)


@command(
    export, "xlsx", N_("Write every table into one workbook, a sheet each."), ["lstbo export xlsx -o tables.xlsx"]
)
def export_xlsx(run: Run, output: _PLACE) -> None:
    """Write every table into one workbook."""
    from lstbo.exchange import export_xlsx as save

    _tables(run, output, save)


@command(
    export,
    "everything",
    N_("Write the whole book in every form into one folder: journals, tables, reports."),
    ["lstbo export everything -o handover"],
)
def export_everything(run: Run, output: _FOLDER) -> None:
    """Write journals, tables and reports into one folder."""
    from lstbo.core.files import whole_file
    from lstbo.exchange import export_beancount, export_csv, export_hledger, export_sqlite, export_xlsx
    from lstbo.reports import REPORTS, Asked, make_report, write_workbook

    _refuse_cut(run, output)
    folder = Path(output)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as fault:
        raise Refused(_("{file} cannot be written.").format(file=folder.name), _("Choose another folder.")) from fault
    with run.open() as book:
        run.banner(book)
        staging: Any = book.staging
        with book.read() as tx:
            export_hledger(tx, folder / "book.journal")
            export_beancount(tx, folder / "book.beancount")
            export_csv(tx, folder / "tables", staging=staging)
            export_sqlite(tx, folder / "book.sqlite", staging=staging)
            export_xlsx(tx, folder / "tables.xlsx", staging=staging)
            names = [name for name, spec in REPORTS.items() if not spec.subject and name != "monthly"]
            tables = [make_report(tx, name, Asked()).table for name in names]
            with whole_file(folder / "reports.xlsx") as part, part.open("wb") as file:
                write_workbook(tables, file, shop=tx.setting("shop_name"))
    written = "book.journal, book.beancount, book.sqlite, tables/, tables.xlsx, reports.xlsx"
    note(_("In {folder}: {names}.").format(folder=output, names=written))


def _refuse_cut(run: Run, output: str) -> None:
    """Refuse what several files cannot do: a stream, or the book as of a day."""
    if output == "-":
        raise Usage(_("Several tables do not fit into one stream."), _("Name a place: -o FILE"))
    if run.as_of or run.known_at:
        raise Usage(_("Tables are exported as they are today."), _("Leave out --as-of and --known-at."))


def _journal(run: Run, output: str, write: Callable[..., int], save: Callable[..., int]) -> None:
    with run.reading() as tx:
        known_at = run.knowing(tx)
        if output == "-":
            count = write(tx, sys.stdout, as_of=run.as_of, known_at=known_at)
        else:
            count = save(tx, Path(output), as_of=run.as_of, known_at=known_at)
    if output != "-":
        note(ngettext("{count} entry in {file}.", "{count} entries in {file}.", count).format(count=count, file=output))


def _tables(run: Run, output: str, save: Callable[..., list[str]]) -> None:
    _refuse_cut(run, output)
    with run.open() as book:
        run.banner(book)
        staging: Any = book.staging
        with book.read() as tx:
            names = save(tx, Path(output), staging=staging)
    note(ngettext("{count} table in {file}.", "{count} tables in {file}.", len(names)).format(count=len(names), file=output))
