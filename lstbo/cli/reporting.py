"""Making a report and showing it: as a table, as data, or on paper."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lstbo.cli.output import as_csv, as_json, as_text, room_for, write
from lstbo.cli.run import Run
from lstbo.core.errors import Usage
from lstbo.core.language import _, language
from lstbo.core.period import Period

if TYPE_CHECKING:
    from lstbo.reports import Asked, Pack, Report
    from lstbo.storage import Transaction


def show_report(run: Run, name: str, period: str = "", subject: str = "") -> None:
    """Make a report and show it the way the call asked for. Raises Usage, NotFound."""
    chosen = Period.parse(period) if period else None
    if run.format == "pdf":
        _refuse_screen(run)

    def work(tx: Transaction) -> tuple[Report, Pack | None]:
        from lstbo.reports import Asked, make_report, report_pack

        asked: Asked = Asked(chosen, run.as_of, run.knowing(tx), subject)
        report = make_report(tx, name, asked)
        return report, report_pack(tx, report, asked) if run.format == "pdf" else None

    report, pack = run.read(work)
    if pack is not None:
        print_pack(run, pack)
    elif run.format == "json":
        write(run, as_json(report.data))
    elif run.format == "csv":
        write(run, as_csv(report.table))
    else:
        write(run, "\n".join(_texts(run, report)))


def print_pack(run: Run, pack: Pack) -> None:
    """Write a pack as PDF: to the file of -o, whole or not at all, or to stdout."""
    from lstbo.reports import render_pack

    if run.output == "-":
        buffer = io.BytesIO()
        render_pack(pack, buffer, language=language())
        sys.stdout.flush()
        sys.stdout.buffer.write(buffer.getvalue())
        sys.stdout.buffer.flush()
        return
    save_pack(pack, Path(run.output))


def save_pack(pack: Pack, path: Path) -> None:
    """Write a pack as PDF to a file, whole or not at all."""
    from lstbo.core.files import whole_file
    from lstbo.reports import render_pack

    with whole_file(path) as part, part.open("wb") as file:
        render_pack(pack, file, language=language())


def _texts(run: Run, report: Report) -> list[str]:
    """The table of a report; of the monthly pack every table."""
    from lstbo.reports import Table

    tables = [report.table]
    if report.name == "monthly":
        tables = [section for section in report.printed if isinstance(section, Table)]
    return [as_text(table, room_for(run)) for table in tables]


def _refuse_screen(run: Run) -> None:
    if not run.output or (run.output == "-" and sys.stdout.isatty()):
        raise Usage(_("A PDF is no text for a screen."), _("Say where it goes: -o FILE"))
