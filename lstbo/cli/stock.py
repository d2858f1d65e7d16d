"""`lstbo stock`: what is on the shelf, what it is worth, how it came about."""

from __future__ import annotations

from typing import Annotated

import typer

from lstbo.cli.grammar import command, noun
from lstbo.cli.output import show
from lstbo.cli.periods import period_of
from lstbo.cli.run import Run
from lstbo.core.language import N_, _

stock = noun(N_("What is on the shelf, what it is worth, how it came about."))


@command(
    stock,
    "list",
    N_("List what is in stock, with cost, value and price."),
    ["lstbo stock list", "lstbo stock list --json", "lstbo stock list --as-of 2026-09-30 --format csv"],
    table=True,
)
def list_stock(
    run: Run,
    everything: Annotated[bool, typer.Option("--all", help=N_("Also items that never moved."))] = False,
) -> None:
    """List what is in stock."""
    from lstbo.cli.tables import stock_data, stock_table
    from lstbo.inventory import stock_on_hand

    with run.reading() as tx:
        lines = stock_on_hand(tx, run.as_of, run.knowing(tx), all_items=everything)
    show(run, stock_table(lines), stock_data(lines))


@command(
    stock,
    "card",
    N_("Show every movement of one item with what was there after it."),
    ["lstbo stock card 6901234567892", "lstbo stock card A17 --period 2026-10"],
    table=True,
)
def show_card(
    run: Run,
    item: Annotated[str, typer.Argument(metavar="ITEM", help=N_("Its code, barcode, alias or exact name."))],
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help=N_("2026-10, 2026-Q3 or 2026."))] = "",
) -> None:
    """Show the card of one item."""
    from lstbo.catalog import item_by_code
    from lstbo.cli.tables import card_table
    from lstbo.inventory import stock_card

    chosen = period_of(period)
    with run.reading() as tx:
        found = item_by_code(tx, item)
        start = chosen.start if chosen else None
        end = min(filter(None, (chosen.end if chosen else None, run.as_of)), default=None)
        lines = stock_card(tx, found.id, start, end, run.knowing(tx))
    title = f"{found.code} {found.name}" + (f", {chosen}" if chosen else "")
    show(run, card_table(lines, title))


@command(
    stock,
    "value",
    N_("Show what the stock is worth, by category or by item."),
    ["lstbo stock value", "lstbo stock value --by item", "lstbo stock value --as-of 2026-06-30 --json"],
    table=True,
)
def show_value(
    run: Run,
    by: Annotated[str, typer.Option("--by", metavar="category|item", help=N_("How to group it."))] = "category",
) -> None:
    """Show the value of the stock."""
    from lstbo.cli.tables import value_table
    from lstbo.inventory import stock_value

    with run.reading() as tx:
        lines = stock_value(tx, run.as_of, run.knowing(tx), by=by)
    show(run, value_table(lines, _("Category") if by == "category" else _("Item")))
