"""The reports that can be asked for by name: `lstbo report NAME`. Only the one that is asked for is loaded."""

from __future__ import annotations

from lstbo.core.errors import Usage
from lstbo.core.language import N_, _
from lstbo.reports.report import Asked, Report, ReportSpec
from lstbo.storage import Transaction

_ALL = (
    ReportSpec(
        "trial-balance", N_("Opening, turnover and closing of every account"), "trial_balance:trial_balance_report"
    ),
    ReportSpec("balance-sheet", N_("What the shop has and owes"), "statements:balance_sheet"),
    ReportSpec("income", N_("What the shop earned"), "statements:income_statement"),
    ReportSpec("cash-flow", N_("Where the money came from and went"), "statements:cash_flow"),
    ReportSpec("ledger", N_("The postings of one account"), "books:ledger_report", "account"),
    ReportSpec("journal", N_("Every entry in order"), "books:journal_report"),
    ReportSpec("day-book", N_("What each day sold and how it was paid"), "day_book:day_book"),
    ReportSpec("cash-book", N_("The till, the wallets and the bank, line by line"), "cash_book:cash_book"),
    ReportSpec("stock-list", N_("What is on the shelf"), "stock:stock_list"),
    ReportSpec("stock-value", N_("What the stock is worth"), "stock:stock_value_report"),
    ReportSpec("stock-card", N_("How one item came and went"), "stock:stock_card_report", "item"),
    ReportSpec("margins", N_("What each item leaves after its cost"), "day_book:margins"),
    ReportSpec("ageing", N_("What customers owe on their tabs, and since when"), "owing:ageing"),
    ReportSpec("payables", N_("What suppliers are owed, and by when"), "owing:payables_report"),
    ReportSpec("monthly", N_("The accountant's pack, as a PDF"), "monthly:monthly_report"),
)
REPORTS: dict[str, ReportSpec] = {spec.name: spec for spec in _ALL}


def make_report(tx: Transaction, name: str, asked: Asked) -> Report:
    """Make a report by its name. Raises Usage for an unknown one, or without the account, item or period it needs."""
    spec = REPORTS.get(name)
    if spec is None:
        raise Usage(_("There is no report called {name}.").format(name=name), ", ".join(REPORTS))
    return spec.make(tx, asked)
