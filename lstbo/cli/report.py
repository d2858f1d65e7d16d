"""`lstbo report`: statements, ledgers and lists by name."""

from __future__ import annotations

from typing import Annotated

import typer

from lstbo.cli.grammar import command, noun
from lstbo.cli.reporting import show_report
from lstbo.cli.run import Run
from lstbo.core.language import N_

report = noun(N_("Statements, ledgers and lists; the accountant's monthly PDF."))

_PERIOD = Annotated[str, typer.Option("--period", metavar="PERIOD", help=N_("2026-10, 2026-Q3 or 2026."))]
_ACCOUNT = Annotated[str, typer.Argument(metavar="ROLE_OR_CODE", help=N_("See: lstbo accounts list"))]
_ITEM = Annotated[str, typer.Argument(metavar="ITEM", help=N_("Its code, barcode, alias or exact name."))]
_BY = Annotated[str, typer.Option("--by", metavar="category|item", help=N_("How to group it."))]

# Reports about the whole book: the help of each, and how it is called.
_WHOLE = {
    "trial-balance": (N_("Opening, turnover and closing of every account."), "--period 2026-10"),
    "balance-sheet": (N_("What the shop has and owes."), "--period 2026-Q3"),
    "income": (N_("What the shop earned."), "--period 2026-10 -o income.pdf"),
    "cash-flow": (N_("Where the money came from and went."), "--period 2026"),
    "journal": (N_("Every entry in order."), "--period 2026-10 --format csv"),
    "day-book": (N_("What each day sold and how it was paid."), "--period 2026-10"),
    "cash-book": (N_("The till, the wallets and the bank, line by line."), "--period 2026-10"),
    "stock-list": (N_("What is on the shelf."), "--format csv -o stock.csv"),
    "margins": (N_("What each item leaves after its cost."), "--period 2026-10 -o margins.xlsx"),
    "ageing": (N_("What customers owe on their tabs, and since when."), "--as-of 2026-10-31"),
    "payables": (N_("What suppliers are owed, and by when."), "--as-of 2026-10-31 --json"),
    "monthly": (N_("The accountant's pack, as a PDF."), "--period 2026-10 -o october.pdf"),
}


def _add(name: str, help: str, example: str) -> None:
    @command(report, name, help, [f"lstbo report {name}", f"lstbo report {name} {example}"], paper=True)
    def make(run: Run, period: _PERIOD = "") -> None:
        show_report(run, name, period)


for _name, (_help, _example) in _WHOLE.items():
    _add(_name, _help, _example)


@command(
    report,
    "ledger",
    N_("The postings of one account."),
    ["lstbo report ledger till_cash --period 2026-10", "lstbo report ledger 1405 --json"],
    paper=True,
)
def ledger(run: Run, account: _ACCOUNT, period: _PERIOD = "") -> None:
    """Show the ledger of one account."""
    show_report(run, "ledger", period, account)


@command(
    report,
    "stock-value",
    N_("What the stock is worth."),
    ["lstbo report stock-value", "lstbo report stock-value --by item --as-of 2026-09-30"],
    paper=True,
)
def stock_value(run: Run, by: _BY = "category", period: _PERIOD = "") -> None:
    """Show the value of the stock."""
    show_report(run, "stock-value", period, by)


@command(
    report,
    "stock-card",
    N_("How one item came and went."),
    ["lstbo report stock-card 6901234567892 --period 2026-10"],
    paper=True,
)
def stock_card(run: Run, item: _ITEM, period: _PERIOD = "") -> None:
    """Show the card of one item."""
    show_report(run, "stock-card", period, item)
