"""The first page of the monthly pack: whose books, how far they are settled, and the period in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from lstbo.accounting import TrialBalance, book_chart, locked_months, statement, trial_balance
from lstbo.core.errors import Usage
from lstbo.core.language import N_, _
from lstbo.core.money import ZERO, money
from lstbo.core.period import Period
from lstbo.reports import _sql
from lstbo.reports.layout import Cell, Column, Styled, Table
from lstbo.reports.report import Asked, as_data
from lstbo.reports.stock import cost_notes
from lstbo.reports.words import period_text
from lstbo.storage import Transaction

_STATES = {
    "open": N_("open: figures may still change"),
    "partly": N_("partly locked: figures may still change"),
    "soft": N_("locked; the owner may reopen it"),
    "hard": N_("locked for ever"),
}
_COUNTS = ("days", "receipts")
_COST_LINE = 2  # cost of sales, in every form of the income statement


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure of a period and of the one before; `before` is None where there was no book yet."""

    key: str
    label: str
    amount: Decimal
    before: Decimal | None


def facts_table(tx: Transaction, asked: Asked) -> Table:
    """Return whose books these are, for which period, whether it is locked, and how far they go."""
    seq, chain = _sql.head_of_chain(tx)
    period = needed(asked)
    shown = (
        (_("Shop"), tx.setting("shop_name")),
        (_("Period"), period_text(period)),
        (_("State"), _(_STATES[period_state(tx, period)])),
        (_("Currency"), tx.setting("currency")),
        (_("Last document"), f"{seq if asked.known_at is None else min(asked.known_at, seq):,}"),
        (_("Head of the audit chain"), f"{seq}:{chain}"),
    )
    columns = (Column("what", _("What"), width=1), Column("value", _("Detail"), width=3))
    return Table(_("Monthly report"), columns, [(Styled(label, bold=True), value) for label, value in shown])


def figures_table(tx: Transaction, asked: Asked) -> Table:
    """Return the key figures as a table: this period beside the one before."""
    period = needed(asked)
    columns = (
        Column("figure", _("Figure"), width=3),
        Column("amount", period_text(period), "money"),
        Column("before", period_text(_previous(period)), "money"),
    )
    rows: list[tuple[Cell, ...]] = [
        (one.label, _written(one.key, one.amount), _written(one.key, one.before)) for one in figures(tx, asked)
    ]
    return Table(_("The period in figures"), columns, rows, None, cost_notes(tx, asked), own_page=False)


def figures_data(tx: Transaction, asked: Asked) -> list[dict[str, object]]:
    """Return the key figures as JSON shows them."""
    return [
        {"figure": one.key, "name": one.label, "amount": as_data(one.amount), "before": as_data(one.before)}
        for one in figures(tx, asked)
    ]


def figures(tx: Transaction, asked: Asked) -> list[Figure]:
    """Return the key figures of a period: what was sold and earned in it, what was there at its end.

    Owed to suppliers is positive; the others are as the ledgers sign them. Raises Usage without a period.
    """
    period = needed(asked)
    earlier = Asked(_previous(period), None, asked.known_at)
    now, before = _sold(tx, asked), _sold(tx, earlier)
    balance = trial_balance(tx, period, asked.known_at, asked.as_of)
    began = bool(before["receipts"]) or any(row.opening for row in balance.rows)
    labels = {
        "days": _("Days with sales"),
        "receipts": _("Receipts"),
        "average": _("Average receipt"),
        "net": _("Sales, tax included"),
        "tax": _("of which tax"),
        "cost": _("Cost of goods sold"),
        "other_cost": _("Other cost of sales"),
        "margin": _("Margin"),
        "profit": _("Net profit"),
    }
    found = [Figure(key, label, now[key], before[key] if began else None) for key, label in labels.items()]
    return found + _held(tx, balance, began)


def needed(asked: Asked) -> Period:
    """Return the period asked for. Raises Usage without one."""
    if asked.period is None:
        raise Usage(_("Which month?"), "lstbo report monthly --period 2026-10 -o october.pdf")
    return asked.period


def period_state(tx: Transaction, period: Period) -> str:
    """Return open, partly, soft or hard: how far the months of a period are locked."""
    locked = locked_months(tx)
    states = {locked.get(month.start.year * 100 + month.start.month, "open") for month in period.months()}
    return states.pop() if len(states) == 1 else "partly"


def _previous(period: Period) -> Period:
    """Return the month, quarter or year just before."""
    last = period.start - timedelta(days=1)
    if len(period.name) == 4:
        return Period.parse(f"{last.year:04d}")
    return Period.parse(f"{last.year:04d}-Q{(last.month + 2) // 3}") if "Q" in period.name else Period.of_month(last)


def _sold(tx: Transaction, asked: Asked) -> Mapping[str, Decimal]:
    span = (asked.start, asked.end, asked.known_at)
    days = _sql.sales_by_day(tx, *span)
    net, tax = (sum((row[at] for row in days), ZERO) for at in (5, 6))
    cost = sum((amount for _day, amount in _sql.cost_by_day(tx, *span)), ZERO)
    receipts = sum(row[1] for row in days)
    income = statement(tx, "income", asked.period, asked.known_at, asked.as_of)
    stated = next((row.amount for row in income.rows if row.line == _COST_LINE), None) or ZERO
    return {
        "days": Decimal(len(days)),
        "receipts": Decimal(receipts),
        "average": money(net / receipts) if receipts else ZERO,
        **{"net": net, "tax": tax, "cost": cost, "other_cost": stated - cost, "margin": net - tax - cost},
        "profit": income.rows[-1].amount or ZERO,
    }


def _held(tx: Transaction, balance: TrialBalance, began: bool) -> list[Figure]:
    """What was there at the end: money, goods, what customers owe, what is owed to suppliers."""
    chart = book_chart(tx)
    groups = (
        ("cash", _("Money in till, wallets and bank"), chart.cash_codes(), 1),
        ("stock", _("Stock at cost"), chart.posting_codes(chart.role("inventory").code), 1),
        ("tabs", _("Owed by customers"), chart.posting_codes(chart.role("tabs").code), 1),
        ("payables", _("Owed to suppliers"), chart.posting_codes(chart.role("payables").code), -1),
    )
    found = []
    for key, label, codes, sign in groups:
        rows = [row for row in balance.rows if row.account in codes]
        closing, opening = (sum((getattr(row, name) for row in rows), ZERO) for name in ("closing", "opening"))
        found.append(Figure(key, label, closing * sign + ZERO, opening * sign + ZERO if began else None))
    return found


def _written(key: str, value: Decimal | None) -> Cell:
    """Counts are whole numbers among the money."""
    return f"{value:,.0f}" if key in _COUNTS and value is not None else value
