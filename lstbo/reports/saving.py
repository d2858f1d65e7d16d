"""Reports as files: PDF, spreadsheet or CSV. Everything is read from one view of the book; the file is made afterwards."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from lstbo.core.errors import Usage
from lstbo.core.files import whole_file
from lstbo.core.language import _, language
from lstbo.core.text import csv_cell
from lstbo.reports.layout import Pack, Table
from lstbo.reports.registry import make_report
from lstbo.reports.report import Asked, Report, records
from lstbo.storage import Transaction

FILE_FORMATS = ("pdf", "xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report that was read and can be written to a file without the book; `pack` is there for a PDF."""

    report: Report
    shop: str
    format: str
    pack: Pack | None = None


def prepare_file(tx: Transaction, name: str, asked: Asked, format: str) -> Prepared:
    """Read what a report file needs. Raises Usage for an unknown report or format, or when something is not said."""
    if format not in FILE_FORMATS:
        raise Usage(_("There is no format called {name}.").format(name=format), ", ".join(FILE_FORMATS))
    report, pack = make_report(tx, name, asked), None
    if format == "pdf":
        from lstbo.reports.packing import report_pack

        pack = report_pack(tx, report, asked)
    return Prepared(report, tx.setting("shop_name"), format, pack)


def save_file(prepared: Prepared, path: Path) -> int:
    """Write a report to a file, whole or not at all, and return the pages of a PDF (0 for the others).

    Raises Refused when the file cannot be written there.
    """
    with whole_file(path) as part:
        if prepared.pack is not None:
            from lstbo.reports.paper import render_pack

            with part.open("wb") as out:
                return render_pack(prepared.pack, out, language=language())
        if prepared.format == "xlsx":
            from lstbo.reports.workbook import write_workbook

            with part.open("wb") as out:
                write_workbook(tables_of(prepared.report), out, shop=prepared.shop)
        else:
            part.write_text(csv_text(prepared.report.table), encoding="utf-8", newline="")
    return 0


def tables_of(report: Report) -> list[Table]:
    """Return the table of a report; of the monthly pack every table."""
    if report.name != "monthly":
        return [report.table]
    return [section for section in report.printed if isinstance(section, Table)]


def csv_text(table: Table) -> str:
    """Return a table for a spreadsheet: UTF-8 with its mark, text that would run as a formula neutralised."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    for row in records(table):
        writer.writerow([csv_cell(value) for value in row.values()])
    return "\ufeff" + out.getvalue()


def free_name(folder: Path, stem: str, format: str) -> Path:
    """Return a file in `folder` that does not stand there yet: income-2026-10.pdf, else income-2026-10 (2).pdf."""
    path, number = folder / f"{stem}.{format}", 1
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{stem} ({number}).{format}"
    return path
