"""`lstbo stock`: what is on the shelf, what it is worth, how it came about."""

from __future__ import annotations

from typing import Annotated

import typer

from lstbo.cli.grammar import command, noun
from lstbo.cli.reporting import show_report
from lstbo.cli.run import Run
from lstbo.core.language import N_

stock = noun(N_("What is on the shelf, what it is worth, how it came about."))


@command(
    stock,
    "list",
    N_("List what is in stock, with cost, value and price."),
    ["lstbo stock list", "lstbo stock list --json", "lstbo stock list --as-of 2026-09-30 --format csv"],
    paper=True,
)
def list_stock(run: Run) -> None:
    """List what is in stock."""
    show_report(run, "stock-list")


@command(
    stock,
    "card",
    N_("Show every movement of one item with what was there after it."),
    ["lstbo stock card 6901234567892", "lstbo stock card A17 --period 2026-10"],
    paper=True,
)
def show_card(
    run: Run,
    item: Annotated[str, typer.Argument(metavar="ITEM", help=N_("Its code, barcode, alias or exact name."))],
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help=N_("2026-10, 2026-Q3 or 2026."))] = "",
) -> None:
    """Show the card of one item."""
    show_report(run, "stock-card", period, item)


@command(
    stock,
    "value",
    N_("Show what the stock is worth, by category or by item."),
    ["lstbo stock value", "lstbo stock value --by item", "lstbo stock value --as-of 2026-06-30 --json"],
    paper=True,
)
def show_value(
    run: Run,
    by: Annotated[str, typer.Option("--by", metavar="category|item", help=N_("How to group it."))] = "category",
) -> None:
    """Show the value of the stock."""
    show_report(run, "stock-value", subject=by)
