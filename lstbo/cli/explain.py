"""`lstbo explain`: any figure, opened down to the rows of the files it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lstbo.cli.grammar import lone
from lstbo.cli.output import show_facts
from lstbo.cli.periods import period_of
from lstbo.cli.run import Run
from lstbo.core.errors import Usage
from lstbo.core.language import N_, _

if TYPE_CHECKING:
    from lstbo.proof import Explanation
    from lstbo.storage import Transaction


@lone(
    "explain",
    N_("Open a figure: down to the row of the file it came from."),
    [
        "lstbo explain income:1 --period 2026-10",
        "lstbo explain till_cash --as-of 2026-10-31",
        "lstbo explain 202610-003",
        "lstbo explain item:6901234567892 --json",
    ],
    table=True,
)
def explain(
    run: Run,
    figure: Annotated[
        str,
        typer.Argument(
            metavar="FIGURE", help=N_("A statement line, account, voucher, document:N, receipt:ID or item:CODE.")
        ),
    ],
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help=N_("2026-10, 2026-Q3 or 2026."))] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=N_("How many parts at each step (5)."))] = 5,
) -> None:
    """Open a figure."""
    from lstbo.proof import explain as open_figure

    if run.format == "csv":
        raise Usage(_("A tree does not fit into a CSV."), _("Choose table or json."))
    chosen = period_of(period)

    def work(tx: Transaction) -> Explanation:
        return open_figure(tx, figure, period=chosen, as_of=run.as_of, known_at=run.knowing(tx), limit=limit)

    found = run.read(work)
    show_facts(run, found.to_json(), found.lines())
