"""`lstbo accounts`: the chart of accounts and its balances."""

from __future__ import annotations

from typing import Annotated

import typer

from lstbo.cli.grammar import command, noun
from lstbo.cli.output import amount, as_json, records, show, write
from lstbo.cli.run import Run
from lstbo.core.language import N_, _

accounts = noun(N_("The chart of accounts and its balances."))


@command(
    accounts,
    "list",
    N_("List the chart of accounts with the roles that documents post to."),
    ["lstbo accounts list", "lstbo accounts list --json"],
    table=True,
)
def list_accounts(run: Run) -> None:
    """List the chart of accounts."""
    from lstbo.accounting import book_chart
    from lstbo.cli.tables import chart_table

    with run.reading() as tx:
        table = chart_table(run, list(book_chart(tx)))
    data = [row | {"roles": str(row["roles"]).split()} for row in records(table)]
    show(run, table, data)


@command(
    accounts,
    "balance",
    N_("Show the balance of one account, by its role or code (debit +)."),
    ["lstbo accounts balance till_cash", "lstbo accounts balance 1405 --as-of 2026-10-31 --json"],
    table=True,
)
def show_balance(
    run: Run,
    account: Annotated[str, typer.Argument(metavar="ROLE_OR_CODE", help=N_("See: lstbo accounts list"))],
) -> None:
    """Show the balance of one account."""
    from lstbo.accounting import account_balance
    from lstbo.reports import Column, Table

    with run.reading() as tx:
        found = account_balance(tx, account, run.as_of, run.knowing(tx))
    if run.format == "json":
        facts = {"account": found.account, "name": found.name, "balance": found.balance, "as_of": found.as_of}
        write(run, as_json(facts))
    elif run.format == "csv":
        columns = [
            Column("account", ""),
            Column("name", ""),
            Column("balance", "", "money"),
            Column("as_of", "", "date"),
        ]
        show(run, Table("", columns, [[found.account, found.name, found.balance, found.as_of]]))
    else:
        day = "  " + _("as of {day}").format(day=found.as_of.isoformat()) if found.as_of else ""
        write(run, f"{found.account} {found.name}  {amount(found.balance)}{day}\n")
