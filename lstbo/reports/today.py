"""One day at the till beside the same weekday before it, and what in the shop asks for attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lstbo.accounting import party_balances
from lstbo.core.money import ZERO, money
from lstbo.inventory import stock_on_hand, uncosted
from lstbo.purchasing import payables
from lstbo.reports import _sql
from lstbo.reports.shelf import is_oversold, is_unsold
from lstbo.storage import Transaction

WEEK = timedelta(days=7)
_USUAL_OF = 4
_RUN = 14


@dataclass(frozen=True, slots=True)
class Takings:
    """What one business day sold. Money in book currency, tax-inclusive; `refunds` and `discount` are positive.

    `tenders` are (method, amount) and with `rounding` add up to `net`. `hours` are (hour 0-23, net) of receipts that
    say when they happened. `margin` is net less tax less the cost of the goods; it is too high while the cost of
    `uncosted` items sold that day is unknown.
    """

    day: date
    receipts: int
    net: Decimal
    discount: Decimal
    refunds: Decimal
    tax: Decimal
    cost: Decimal
    rounding: Decimal
    tenders: tuple[tuple[str, Decimal], ...]
    hours: tuple[tuple[int, Decimal], ...]
    uncosted: int = 0

    @property
    def margin(self) -> Decimal:
        """What was earned on the goods: net less tax less cost."""
        return self.net - self.tax - self.cost


@dataclass(frozen=True, slots=True)
class Today:
    """A day, the same weekday of the week before, and the run of days up to it.

    `usual` is the mean net of the last four such weekdays that sold anything, None without any. `run` is (day, net)
    of the last 14 days, days without sales as 0. `newest` is the last day with sales up to the day; None = no sales.
    """

    takings: Takings
    before: Takings
    usual: Decimal | None
    run: tuple[tuple[date, Decimal], ...]
    newest: date | None


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that asks for attention: its code, how many there are, and the money it is about (None = no money).

    Codes: items_unknown, tenders_unknown, oversold, till_difference (of the last week, missing +), uncosted, items_new,
    tabs, overdue, unsold (in stock, not sold for 90 days).
    """

    code: str
    count: int
    amount: Decimal | None = None


def day_figures(tx: Transaction, day: date, known_at: int | None = None) -> Today:
    """Return the figures of one business day. `known_at` is a posting sequence number, None = all."""
    first = min(day - _USUAL_OF * WEEK, day - timedelta(days=_RUN - 1))
    sold = {row[0]: row for row in _sql.nets_by_day(tx, first, day, known_at)}
    same = [sold[on][1] for on in (day - WEEK * back for back in range(1, _USUAL_OF + 1)) if on in sold]
    usual = money(sum(same, ZERO) / len(same)) if same else None
    days = [day - timedelta(days=back) for back in range(_RUN - 1, -1, -1)]
    run = tuple((on, sold[on][1] if on in sold else ZERO) for on in days)
    return Today(
        takings_of(tx, day, known_at), takings_of(tx, day - WEEK, known_at), usual, run,
        _sql.newest_sale(tx, day, known_at),
    )  # fmt: skip


def takings_of(tx: Transaction, day: date, known_at: int | None = None) -> Takings:
    """Return what one business day sold; all zero for a day without sales."""
    span = (day, day, known_at)
    paid = tuple((method, amount) for _day, method, amount in _sql.tenders_by_day(tx, *span))
    hours = tuple((hour, net) for hour, net in _sql.nets_by_hour(tx, day, known_at))
    cost = sum((amount for _day, amount in _sql.cost_by_day(tx, *span)), ZERO)
    rows = _sql.sales_by_day(tx, *span)
    if not rows:
        return Takings(day, 0, ZERO, ZERO, ZERO, ZERO, cost, ZERO, paid, hours)
    _day, receipts, _gross, discount, refunds, net, tax, rounding = rows[0]
    unknown = _sql.uncosted_sales(tx, *span)[0]
    return Takings(day, receipts, net, discount, refunds, tax, cost, rounding, paid, hours, unknown)


def attention(tx: Transaction, day: date, known_at: int | None = None) -> list[Attention]:
    """Return what asks for attention on a day, most pressing first; what there is none of is left out.

    Amounts: money held on unmapped accounts; the value missing for oversold items; what customers owe; what should
    have been paid to suppliers.
    """
    found: list[Attention] = []
    for code, name in (("H_SKU_UNKNOWN", "items_unknown"), ("H_TENDER_UNKNOWN", "tenders_unknown")):
        count, amount = _sql.waiting(tx, code)
        found.append(Attention(name, count, amount))
    stock = stock_on_hand(tx, day, known_at)
    short = [line for line in stock if is_oversold(line)]
    found.append(Attention("oversold", len(short), -sum((line.value for line in short), ZERO)))
    short_days = _sql.till_differences(tx, day - timedelta(days=6), day, known_at)
    found.append(Attention("till_difference", len(short_days), sum((amount for _on, amount in short_days), ZERO)))
    found.append(Attention("uncosted", len(uncosted(tx, day, known_at))))
    found.append(Attention("items_new", _sql.new_items(tx)))
    tabs = [owed for owed in party_balances(tx, "tabs", as_of=day, known_at=known_at).values() if owed > 0]
    found.append(Attention("tabs", len(tabs), sum(tabs, ZERO)))
    late = [amount for amount in (owed.overdue(day) for owed in payables(tx, day, known_at)) if amount]
    found.append(Attention("overdue", len(late), sum(late, ZERO)))
    still = [line for line in stock if is_unsold(line, day)]
    found.append(Attention("unsold", len(still), sum((line.value for line in still), ZERO)))
    return [one for one in found if one.count]
