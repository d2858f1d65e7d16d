"""The monthly pack for the accountant: the period in figures, statements, trial balance, debts, cash book."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from lstbo.accounting import statement
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.core.period import Period
from lstbo.reports import _sql
from lstbo.reports.cash_book import cash_book
from lstbo.reports.cover import facts_table, figures, figures_data, figures_table, needed, period_state
from lstbo.reports.layout import Pack, Section, Series, Table
from lstbo.reports.owing import ageing, payables_report
from lstbo.reports.packing import make_pack
from lstbo.reports.report import Asked, Report
from lstbo.reports.statements import LETTERS, faults, printed_statement
from lstbo.reports.stock import cost_notes
from lstbo.reports.trial_balance import trial_balance_report
from lstbo.storage import Transaction

_DAYS_DRAWN = 92


def monthly_report(tx: Transaction, asked: Asked) -> Report:
    """Return the pack of a period as a report: the key figures as its table, everything as its sections."""
    seq, chain = _sql.head_of_chain(tx)
    shown = {one.key: one.amount for one in figures(tx, asked)}
    data = {
        "period": asked.period_name,
        "shop": tx.setting("shop_name"),
        "state": period_state(tx, needed(asked)),
        "currency": tx.setting("currency"),
        **{"receipts": str(shown["receipts"]), "net": str(shown["net"]), "profit": str(shown["profit"])},
        "figures": figures_data(tx, asked),
        **{"document": str(seq if asked.known_at is None else min(asked.known_at, seq)), "chain": f"{seq}:{chain}"},
    }
    return Report("monthly", figures_table(tx, asked), data, tuple(_sections(tx, asked)))


def monthly_pack(tx: Transaction, asked: Asked) -> Pack:
    """Return the pack of a period for `paper.render_pack`. Raises Usage without a period."""
    return make_pack(tx, _("Monthly report"), asked, _sections(tx, asked))


def sales_series(tx: Transaction, asked: Asked) -> Series:
    """Return the sales of each day of a period (net, tax included), days without sales at zero; by month when long."""
    net = {row[0]: row[5] for row in _sql.sales_by_day(tx, asked.start, asked.end, asked.known_at)}
    period = needed(asked)
    days = (period.end - period.start).days + 1
    points: list[tuple[str, Decimal]]
    if days > _DAYS_DRAWN:
        months = period.months()
        points = [(str(m), sum((v for day, v in net.items() if m.start <= day <= m.end), ZERO)) for m in months]
        return Series(_("Sales by month"), points)
    each = [period.start + timedelta(days=at) for at in range(days)]
    label = "{0.day}" if days <= 31 else "{0.month}-{0.day}"
    points = [(label.format(day), net.get(day, ZERO)) for day in each]
    return Series(_("Sales by day"), points)


def _sections(tx: Transaction, asked: Asked) -> list[Section]:
    front: list[Section] = [facts_table(tx, asked), figures_table(tx, asked), sales_series(tx, asked)]
    statements = [_flow(tx, "income", asked), _balance_sheet(tx, asked), _flow(tx, "cash-flow", asked)]
    tabs, owed = ageing(tx, asked).table, replace(payables_report(tx, asked).table, own_page=False)
    debts = [table for table in (tabs, owed) if table.rows]
    return [*front, *statements, trial_balance_report(tx, asked).table, *debts, *cash_book(tx, asked).printed]


def _flow(tx: Transaction, which: str, asked: Asked) -> Table:
    """Return the income or cash-flow statement: the period beside the year to date."""
    period = needed(asked)
    found = statement(tx, which, period, asked.known_at, asked.as_of)
    columns = [(_("This period"), found.rows)]
    year = Period.parse(str(period.start.year))
    if period != year:
        to_date = min(period.end, asked.as_of) if asked.as_of else period.end
        columns.append((_("Year to date"), statement(tx, which, year, asked.known_at, to_date).rows))
    broken = faults(tx, {LETTERS[which]: found.rows})
    unknown = cost_notes(tx, asked) if which == "income" else ()
    return printed_statement(tx, found, columns, asked, (*broken, *unknown))


def _balance_sheet(tx: Transaction, asked: Asked) -> Table:
    found = statement(tx, "balance-sheet", asked.period, asked.known_at, asked.as_of)
    columns = ((_("Closing"), found.rows), (_("Year start"), found.comparative))
    return printed_statement(tx, found, columns, asked, faults(tx, {"BS": found.rows}))
