"""`lstbo demo`: a throw-away book of the sample shop, made from its files as a shop would make it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lstbo.cli.grammar import lone
from lstbo.cli.output import amount, as_text, room_for, show_facts
from lstbo.cli.run import Run, note
from lstbo.cli.sample import make_sample
from lstbo.cli.terminal import has_terminal, open_terminal
from lstbo.core.errors import IntegrityFailed, Refused
from lstbo.core.language import N_, _
from lstbo.core.period import Period

if TYPE_CHECKING:
    from lstbo.reports import Report


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demonstration shows of its book: the last day, the month around it, and where the PDF is."""

    day: dict[str, Any]
    month: Report
    pdf: Path
    promises: int


@lone(
    "demo",
    N_("Make a throw-away book of the sample shop.\n\nIt is checked, and its last day and month are shown."),
    ["lstbo demo", "lstbo demo --months 2 --no-tui", "lstbo demo --book try.duckdb"],
    table=True,
)
def demo(
    run: Run,
    months: Annotated[
        int, typer.Option("--months", metavar="N", min=1, max=36, help=N_("How long it traded (12)."))
    ] = 12,
    no_tui: Annotated[bool, typer.Option("--no-tui", help=N_("Only make the book."))] = False,
    ascii_only: Annotated[
        bool, typer.Option("--ascii", help=N_("Draw the terminal's pages with plain characters only."))
    ] = False,
) -> int:
    """Make the demonstration."""
    if run.read_only:
        raise Refused(_("A demonstration writes a book."), _("Leave out --read-only."))
    run = replace(run, ascii_only=run.ascii_only or ascii_only)
    look = has_terminal() and not no_tui and run.format == "table"
    if run.chosen:
        _make(run, months, quiet=look)
        return _look_around(run) if look else 0
    folder = Path(tempfile.mkdtemp(prefix="lstbo-demo-"))
    run = replace(run, path=folder / "demo.duckdb")
    try:
        _make(run, months, quiet=look)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return _look_around(run) if look else 0


def _make(run: Run, months: int, *, quiet: bool) -> None:
    """Make the book and check it; say what is in it unless its pages are opened anyway."""
    card = make_sample(run, months, note)
    shown = _look(run, date.fromisoformat(card["last_day"]))
    if not quiet:
        _tell(run, card, shown)


def _look_around(run: Run) -> int:
    """Open the pages of the book; when they are left, say where it is and how to come back."""
    code = open_terminal(run)
    lines = [
        _("The book of the sample shop: {file}").format(file=run.path),
        _("Open it again: lstbo --book {file}").format(file=run.path),
    ]
    show_facts(run, {"book": str(run.path)}, lines)
    return code


def _look(run: Run, last: date) -> Shown:
    """Check the book, make the monthly PDF, and read the last day and month."""
    from lstbo.cli.reporting import save_pack
    from lstbo.proof import check_book
    from lstbo.reports import Asked, make_report, monthly_pack
    from lstbo.storage import anchor_of

    note(_("Checking every promise of the book ..."))
    asked = Asked(Period.of_month(last))
    with run.reading() as tx:
        checked = check_book(tx, anchor_of(run.path))
        days = make_report(tx, "day-book", asked).data
        month = make_report(tx, "income", asked)
        pack = monthly_pack(tx, asked)
    if not checked.ok:
        broken = ", ".join(one.name for one in checked.checks if not one.ok)
        raise IntegrityFailed(_("The book breaks a promise: {names}.").format(names=broken), _("See: lstbo check"))
    pdf = run.path.with_name(f"{run.path.stem}-{asked.period}.pdf")
    save_pack(pack, pdf)
    day = next((row for row in _rows(days) if row.get("date") == last.isoformat()), {})
    return Shown(day, month, pdf, len(checked.checks))


def _rows(data: object) -> list[dict[str, Any]]:
    found = data.get("rows", []) if isinstance(data, dict) else data
    return list(found) if isinstance(found, list) else []


def _tell(run: Run, card: dict[str, Any], shown: Shown) -> None:
    from lstbo.reports import plain

    facts = {"book": str(run.path), "pdf": str(shown.pdf), "name": card["name"], "ok": True}
    facts |= {"first_day": card["first_day"], "last_day": card["last_day"], "day": shown.day, "month": shown.month.data}
    table = shown.month.table
    filled = [row for row in table.rows if any(isinstance(plain(value), Decimal) and plain(value) for value in row[2:])]
    text = as_text(replace(table, rows=filled), room_for(run), plain_only=True)
    lines = [
        _("{name}, {first} to {last}").format(name=card["name"], first=card["first_day"], last=card["last_day"]),
        "",
        _("The last day: {receipts} receipts, {net}").format(
            receipts=shown.day.get("receipts", 0), net=amount(Decimal(str(shown.day.get("net", "0"))))
        ),
        "",
        *text.splitlines(),
        "",
        _("{count} promises checked, all kept.").format(count=shown.promises),
        _("The accountant's pack of the month: {file}").format(file=shown.pdf),
        _("Look around: lstbo --book {file} stock list").format(file=run.path),
    ]
    show_facts(run, facts, lines)
