"""`lstbo check`: does the book keep its promises?"""

from __future__ import annotations

from lstbo.cli.grammar import lone
from lstbo.cli.output import as_json, show, write
from lstbo.cli.run import Run
from lstbo.cli.words import CHECKS, told
from lstbo.core.language import N_, _


@lone(
    "check",
    N_("Prove that the book keeps its promises.\n\nThe exit code is 5 when one is broken."),
    ["lstbo check", "lstbo check --json"],
    table=True,
)
def check(run: Run) -> int:
    """Check every promise of the book."""
    from lstbo.proof import check_book
    from lstbo.reports import Column, Table
    from lstbo.storage import anchor_of

    with run.reading() as tx:
        report = check_book(tx, anchor_of(run.path))
    if run.format == "json":
        write(run, as_json(report.to_json()))
    else:
        columns = [Column("name", _("Promise")), Column("ok", _("Kept")), Column("detail", _("Detail"), width=4)]
        kept = {True: _("ok"), False: _("FAULT")} if run.format == "table" else {True: "true", False: "false"}
        rows = [[told(run, CHECKS, one.name), kept[one.ok], one.detail] for one in report.checks]
        show(run, Table("", columns, rows))
    return 0 if report.ok else 5
