"""The monthly pack for the accountant: cover, income statement, balance sheet, sales by day, cash book."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from lstbo.accounting import locked_months, statement
from lstbo.core.errors import Usage
from lstbo.core.language import N_, _
from lstbo.core.money import ZERO
from lstbo.core.period import Period
from lstbo.reports import _sql
from lstbo.reports.cash_book import cash_book
from lstbo.reports.layout import Column, Pack, Section, Series, Styled, Table
from lstbo.reports.packing import make_pack
from lstbo.reports.report import Asked, Report
from lstbo.reports.statements import faults, printed_statement
from lstbo.reports.stock import cost_notes
from lstbo.reports.words import period_text
from lstbo.storage import Transaction

_DAYS_DRAWN = 92
_STATES = {
    "open": N_("open: figures may still change"),
    "partly": N_("partly locked: figures may still change"),
    "soft": N_("locked; the owner may reopen it"),
    "hard": N_("locked for ever"),
}


def monthly_report(tx: Transaction, asked: Asked) -> Report:
    """Return the pack of a period as a report: the cover as its table, everything as its sections."""
    cover = _cover(tx, asked)
    facts: dict[str, object] = {key: value for key, _label, value in _facts(tx, asked)}
    data = {"period": asked.period_name, **facts, "state": _state(tx, _needed(asked))}
    return Report("monthly", cover, data, tuple(_sections(tx, asked, cover)))


def monthly_pack(tx: Transaction, asked: Asked) -> Pack:
    """Return the pack of a period for `paper.render_pack`. Raises Usage without a period."""
    cover = _cover(tx, asked)
    return make_pack(tx, _("Monthly report"), asked, _sections(tx, asked, cover))


def sales_series(tx: Transaction, asked: Asked) -> Series:
    """Return the sales of each day of a period (net, tax included), days without sales at zero; by month when long."""
    net = {row[0]: row[5] for row in _sql.sales_by_day(tx, asked.start, asked.end, asked.known_at)}
    period = _needed(asked)
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


def _sections(tx: Transaction, asked: Asked, cover: Table) -> list[Section]:
    money = cash_book(tx, asked).printed
    return [cover, _income(tx, asked), _balance_sheet(tx, asked), sales_series(tx, asked), *money]


def _needed(asked: Asked) -> Period:
    if asked.period is None:
        raise Usage(_("Which month?"), "lstbo report monthly --period 2026-10 -o october.pdf")
    return asked.period


def _cover(tx: Transaction, asked: Asked) -> Table:
    columns = (Column("what", _("What"), width=1), Column("value", _("Detail"), width=3))
    shown = [(Styled(label, bold=True), value) for _key, label, value in _facts(tx, asked)]
    return Table(_("Monthly report"), columns, shown, None, cost_notes(tx, asked))


def _facts(tx: Transaction, asked: Asked) -> list[tuple[str, str, str]]:
    period = _needed(asked)
    seq, chain = _sql.head_of_chain(tx)
    income = statement(tx, "income", period, asked.known_at, asked.as_of)
    days = _sql.sales_by_day(tx, asked.start, asked.end, asked.known_at)
    return [
        ("shop", _("Shop"), tx.setting("shop_name")),
        ("month", _("Period"), period_text(period)),
        ("state", _("State"), _(_STATES[_state(tx, period)])),
        ("currency", _("Currency"), tx.setting("currency")),
        ("receipts", _("Receipts"), str(sum(row[1] for row in days))),
        ("net", _("Sales, tax included"), str(sum((row[5] for row in days), ZERO))),
        ("profit", _("Net profit"), str(income.rows[-1].amount or ZERO)),
        ("document", _("Last document"), str(seq if asked.known_at is None else min(asked.known_at, seq))),
        ("chain", _("Head of the audit chain"), f"{seq}:{chain}"),
    ]


def _state(tx: Transaction, period: Period) -> str:
    locked = locked_months(tx)
    states = {locked.get(month.start.year * 100 + month.start.month, "open") for month in period.months()}
    return states.pop() if len(states) == 1 else "partly"


def _income(tx: Transaction, asked: Asked) -> Table:
    period = _needed(asked)
    found = statement(tx, "income", period, asked.known_at, asked.as_of)
    columns = [(_("This period"), found.rows)]
    year = Period.parse(str(period.start.year))
    if period != year:
        to_date = min(period.end, asked.as_of) if asked.as_of else period.end
        columns.append((_("Year to date"), statement(tx, "income", year, asked.known_at, to_date).rows))
    return printed_statement(tx, found, columns, asked, (*faults(tx, {"IS": found.rows}), *cost_notes(tx, asked)))


def _balance_sheet(tx: Transaction, asked: Asked) -> Table:
    found = statement(tx, "balance-sheet", asked.period, asked.known_at, asked.as_of)
    columns = ((_("Closing"), found.rows), (_("Year start"), found.comparative))
    return printed_statement(tx, found, columns, asked, faults(tx, {"BS": found.rows}))
