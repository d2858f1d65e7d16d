"""Making a report and showing it: as a table, as data, as a spreadsheet, or on paper."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from lstbo.cli.output import as_json, as_text, room_for, saved, write
from lstbo.cli.run import BINARY, Run
from lstbo.core.errors import Usage
from lstbo.core.language import _, language
from lstbo.core.period import Period

if TYPE_CHECKING:
    from lstbo.reports import Asked, Pack, Report, Table
    from lstbo.storage import Transaction


def show_report(run: Run, name: str, period: str = "", subject: str = "") -> None:
    """Make a report and show it the way the call asked for. Raises Usage, NotFound."""
    chosen = Period.parse(period) if period else None
    if run.format in BINARY:
        _refuse_screen(run)

    def work(tx: Transaction) -> tuple[Report, Pack | None, str]:
        from lstbo.reports import Asked, make_report, report_pack

        asked: Asked = Asked(chosen, run.as_of, run.knowing(tx), subject)
        report = make_report(tx, name, asked)
        return report, report_pack(tx, report, asked) if run.format == "pdf" else None, tx.setting("shop_name")

    report, pack, shop = run.read(work)
    if pack is not None:
        _hand_out(run, lambda out: _print(pack, out))
    elif run.format == "xlsx":
        _hand_out(run, lambda out: _fill(report, out, shop))
    elif run.format == "json":
        write(run, as_json(report.data))
    elif run.format == "csv":
        from lstbo.reports import csv_text

        write(run, csv_text(report.table))
    else:
        write(run, "\n".join(as_text(table, room_for(run)) for table in tables_of(report)))


def save_pack(pack: Pack, path: Path) -> None:
    """Write a pack as PDF to a file, whole or not at all."""
    from lstbo.core.files import whole_file

    with whole_file(path) as part, part.open("wb") as file:
        _print(pack, file)


def tables_of(report: Report) -> list[Table]:
    """Return the table of a report; of the monthly pack every table."""
    from lstbo.reports import Table

    if report.name != "monthly":
        return [report.table]
    return [section for section in report.printed if isinstance(section, Table)]


def _print(pack: Pack, out: BinaryIO) -> int:
    from lstbo.reports import render_pack

    return render_pack(pack, out, language=language())


def _fill(report: Report, out: BinaryIO, shop: str) -> int:
    from lstbo.reports import write_workbook

    write_workbook(tables_of(report), out, shop=shop)
    return 0


def _hand_out(run: Run, make: Callable[[BinaryIO], int]) -> None:
    """Write a binary file: to the file of -o, whole or not at all, or to stdout."""
    if run.output != "-":
        from lstbo.core.files import whole_file

        with whole_file(Path(run.output)) as part, part.open("wb") as file:
            pages = make(file)
        saved(run, pages)
        return
    buffer = io.BytesIO()
    make(buffer)
    sys.stdout.flush()
    sys.stdout.buffer.write(buffer.getvalue())
    sys.stdout.buffer.flush()


def _refuse_screen(run: Run) -> None:
    if not run.output or (run.output == "-" and sys.stdout.isatty()):
        text = (
            _("A PDF is no text for a screen.") if run.format == "pdf" else _("A spreadsheet is no text for a screen.")
        )
        raise Usage(text, _("Say where it goes: -o FILE"))
