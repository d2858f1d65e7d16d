"""`lstbo lock` and `lstbo unlock`: closing periods."""

from __future__ import annotations

from typing import Annotated

import typer

from lstbo.cli.grammar import lone
from lstbo.cli.posting import entries_of, posted
from lstbo.cli.run import Run
from lstbo.core.language import N_, _
from lstbo.core.period import Period

_PERIOD = typer.Argument(metavar="PERIOD", help=N_("2026-10, 2026-Q3 or 2026."))


@lone(
    "lock",
    N_("Close a period: nothing is posted into it any more.\n\nThe owner may reopen it, unless it is locked --hard."),
    ["lstbo lock 2026-09", "lstbo lock 2026-09 --close", "lstbo lock 2025 --hard --yes"],
    table=True,
    writes=True,
    asks=True,
)
def lock(
    run: Run,
    period: Annotated[str, _PERIOD],
    hard: Annotated[bool, typer.Option("--hard", help=N_("For ever: it can never be reopened."))] = False,
    close: Annotated[
        bool,
        typer.Option("--close", help=N_("Post the closing entries first: income and expense go to the year's profit.")),
    ] = False,
) -> None:
    """Lock every month of a period."""
    from lstbo.accounting import close_period, lock_period

    months = Period.parse(period)
    if hard:
        run.confirm(_("{period} would be locked for ever.").format(period=months), f"lstbo lock {months} --hard")
    with run.writing(f"lock {months}{' --hard' if hard else ''}") as tx:
        doc = (close_period if close else lock_period)(tx, months, hard=hard)
        entries = entries_of(tx, tx.documents) if close else []
    posted(run, doc, _("{period} is locked.").format(period=months), {"period": str(months), "hard": hard}, entries)


@lone(
    "unlock",
    N_("Reopen a period that was not locked for ever.\n\nIt is written down who did it."),
    ["lstbo unlock 2026-09", "lstbo unlock 2026-09 --dry-run"],
    table=True,
    writes=True,
)
def unlock(run: Run, period: Annotated[str, _PERIOD]) -> None:
    """Reopen the months of a period."""
    from lstbo.accounting import reopen_period

    months = Period.parse(period)
    with run.writing(f"unlock {months}") as tx:
        doc = reopen_period(tx, months)
        entries = entries_of(tx, tx.documents)
    posted(run, doc, _("{period} is open again.").format(period=months), {"period": str(months)}, entries)
