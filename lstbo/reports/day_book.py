"""The day book: what each day sold, how it was paid, what it cost and what was left; and margins by item."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lstbo.accounting import tender_name, tenders
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.reports import _sql
from lstbo.reports.layout import Cell, Column, Table
from lstbo.reports.report import Asked, Report, as_data, records
from lstbo.reports.stock import cost_notes
from lstbo.reports.words import titled
from lstbo.storage import Transaction

_FIGURES = ("receipts", "gross", "discount", "refunds", "net", "tax", "cost", "margin", "rounding")


def day_book(tx: Transaction, asked: Asked) -> Report:
    """Return one row per business day: receipts, gross - discount - refunds = net, tax, cost, margin, and each tender.

    Margin is net less tax less cost. The tenders and the rounding add up to net.
    """
    span = (asked.start, asked.end, asked.known_at)
    cost: dict[date, Decimal] = {day: amount for day, amount in _sql.cost_by_day(tx, *span)}
    paid: dict[tuple[date, str], Decimal] = {(on, how): amount for on, how, amount in _sql.tenders_by_day(tx, *span)}
    methods = sorted({method for _day, method in paid}, key=[tender.tender for tender in tenders()].index)
    rows: list[list[Cell]] = []
    for day, receipts, gross, discount, refunds, net, tax, rounding in _sql.sales_by_day(tx, *span):
        spent = cost.get(day, ZERO)
        figures: list[Cell] = [day, receipts, gross, discount, refunds, net, tax, spent, net - tax - spent]
        rows.append([*figures, *(paid.get((day, method), ZERO) for method in methods), rounding])
    table = Table(
        titled(_("Day book"), asked), _columns(methods), rows, _totals(rows), cost_notes(tx, asked), blank_zero=True
    )
    plain = records(table)
    body = [
        {"date": row["date"]} | {key: row[key] for key in _FIGURES} | {"tenders": {m: row[m] for m in methods}}
        for row in plain
    ]
    return Report("day-book", table, {"period": asked.period_name, "rows": body})


def margins(tx: Transaction, asked: Asked) -> Report:
    """Return sales, tax, cost and margin of each item, the best first. The margin rate is of sales without tax."""
    columns = (
        Column("item", _("Item")),
        Column("name", _("Name"), width=3),
        Column("category", _("Category")),
        Column("quantity", _("Quantity"), "quantity"),
        Column("net", _("Net"), "money"),
        Column("tax", _("Tax"), "money"),
        Column("cost", _("Cost"), "money"),
        Column("margin", _("Margin"), "money"),
        Column("rate", _("Margin %"), "quantity"),
    )
    rows: list[list[Cell]] = []
    sums = [ZERO] * 4
    found = _sql.sales_by_item(tx, asked.start, asked.end, asked.known_at)
    for code, name, category, quantity, net, tax, cost in found:
        margin = net - tax - cost
        shown = name or _("not identified")
        rows.append([code, shown, category, quantity, net, tax, cost, margin, _rate(margin, net - tax)])
        sums = [one + more for one, more in zip(sums, (net, tax, cost, margin), strict=True)]
    totals: list[Cell] = ["", _("Total"), "", None, *sums, _rate(sums[3], sums[0] - sums[1])]
    table = Table(titled(_("Margins"), asked), columns, rows, totals, cost_notes(tx, asked))
    return Report("margins", table, {"period": asked.period_name, "rows": records(table), "margin": as_data(sums[3])})


def _columns(methods: list[str]) -> list[Column]:
    labels = {
        "receipts": _("Receipts"), "gross": _("Gross"), "discount": _("Discount"), "refunds": _("Refunds"),
        "net": _("Net"), "tax": _("Tax"), "cost": _("Cost"), "margin": _("Margin"),
    }  # fmt: skip
    columns = [Column("date", _("Date"), "date")]
    columns += [Column(key, label, "int" if key == "receipts" else "money") for key, label in labels.items()]
    columns += [Column(method, tender_name(method), "money") for method in methods]
    return [*columns, Column("rounding", _("Rounding"), "money")]


def _totals(rows: list[list[Cell]]) -> list[Cell] | None:
    if not rows:
        return None
    totals: list[Cell] = [_("Total")]
    for column in list(zip(*rows, strict=True))[1:]:
        amounts = [value for value in column if isinstance(value, Decimal | int)]
        totals.append(sum(amounts))
    return totals


def _rate(margin: Decimal, sales: Decimal) -> Decimal | None:
    return (margin * 100 / sales).quantize(Decimal("0.1")) if sales else None
