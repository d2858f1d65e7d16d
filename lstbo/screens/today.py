"""Today: what the till took against the same weekday, by how it was paid and by hour, and what asks for attention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.language import N_, _, ngettext
from lstbo.screens.page import Page
from lstbo.screens.words import day_name, weekday_name
from lstbo.widgets import (
    ColumnChart,
    ListSource,
    Point,
    Row,
    TableColumn,
    VirtualTable,
    failed_state,
    money_text,
    percent_text,
    plain,
)

if TYPE_CHECKING:
    from lstbo.reports import Attention, Takings, Today
    from lstbo.storage import Transaction

_DAY = timedelta(days=1)
_WIDE = 100
# What is done about each thing: the page that deals with it, and the view or report on it.
_PLACES: dict[str, tuple[str, str]] = {
    "items_unknown": ("setup", "held"),
    "tenders_unknown": ("setup", "held"),
    "oversold": ("stock", "oversold"),
    "till_difference": ("money", "cash"),
    "uncosted": ("stock", "uncosted"),
    "items_new": ("stock", "new"),
    "tabs": ("reports", "ageing"),
    "overdue": ("reports", "payables"),
    "unsold": ("stock", "unsold"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one reading of the page brought: the day's figures and what asks for attention then."""

    figures: Today
    attention: Sequence[Attention]


class TodayPage(Page):
    """The open page of the notebook."""

    TAB = "today"
    CSS_PATH = "today.tcss"
    GUIDE = N_(
        "What the shop took today, beside the same weekday of the week before. Left and right turn to the day before"
        " and after. Below stands what asks for attention: Enter goes to where it is dealt with."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", N_("Day before"), id="today.before", show=False),
        Binding("right", "turn(1)", N_("Day"), id="today.after", key_display="< >"),
        Binding("home", "turn(0)", N_("Today"), id="today.today", show=False),
    ]

    class Loaded(Message):
        """The figures of a day were read."""

        def __init__(self, shown: Shown) -> None:
            self.shown = shown
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._turned: date | None = None
        self._shown: Shown | None = None
        self._rows: dict[str, list[Row]] = {}

    @property
    def day(self) -> date:
        """The day shown: the one turned to, else the day all pages look at, or the last one before it with sales."""
        if self._turned:
            return min(self._turned, self.desk.day)
        return self._shown.figures.takings.day if self._shown else self.desk.day

    def views(self) -> Iterable[Widget]:
        """Lay out the day above and what asks for attention below."""
        yield Static(id="headline", markup=False)
        with Horizontal(id="day"):
            yield VirtualTable(_tender_columns("", ""), id="tenders", empty=_no_sales())
            with Vertical(id="pictures"):
                yield Static(plain(_("By hour")), classes="caption")
                yield ColumnChart(id="hours")
                yield Static(plain(_("The last 14 days")), classes="caption days")
                yield ColumnChart(id="days", classes="days")
        yield Static(plain(_("What asks for attention"), "bold"), id="asking")
        yield VirtualTable(
            _attention_columns(), id="attention", empty=(_("Nothing asks for attention."), _("Enjoy the day."))
        )

    def on_mount(self) -> None:
        """Begin with the list that leads further. Lists stay on their row when the figures are read anew."""
        self.query_one("#attention").focus()

    def on_resize(self) -> None:
        """Put pictures beside the table when there is room."""
        self.set_class(self.size.width >= _WIDE, "-wide")
        self.set_class(self.size.height >= 30, "-tall")
        self._draw_headline()

    def load(self) -> None:
        """Read the day."""
        turned, today, known = self._turned, self.desk.day, self.desk.known_at

        def work(tx: Transaction) -> Shown:
            from lstbo.reports import attention, day_figures

            seq = tx.seq_at(known) if known else None
            figures = day_figures(tx, min(turned, today) if turned else today, seq)
            if not (turned or figures.takings.receipts) and figures.newest:
                figures = day_figures(tx, figures.newest, seq)
            return Shown(figures, attention(tx, today, seq))

        self.read(work, self.Loaded)

    def figure(self) -> str | None:
        """Explain the day's sales."""
        return f"day:{self.day.isoformat()}" if self._shown and self._shown.figures.takings.receipts else None

    def command(self) -> str:
        """The day book of the month."""
        return f"report day-book --period {self.day:%Y-%m}"

    def action_turn(self, step: int) -> None:
        """Turn to the day before or after; 0 is the day all pages look at."""
        self._turned = min(self.day + step * _DAY, self.desk.day) if step else None
        self.load()

    @on(Loaded)
    def _show(self, event: Loaded) -> None:
        self._shown = shown = event.shown
        now, before = shown.figures.takings, shown.figures.before
        self._draw_headline()
        tenders = self.query_one("#tenders", VirtualTable)
        tenders.columns = _tender_columns(day_name(now.day), day_name(before.day))
        tenders.set_empty(*_no_sales(shown.figures.newest))
        rows, totals = _tender_rows(now, before)
        tenders.set_totals(totals)
        self._list(tenders, rows)
        self.query_one("#hours", ColumnChart).show(_hour_points(now))
        self.query_one("#days", ColumnChart).show([Point(str(on.day), net, on) for on, net in shown.figures.run])
        self._list(self.query_one("#attention", VirtualTable), [_attention_row(one) for one in shown.attention])
        self.draw_frame()
        self.refresh_bindings()

    def _list(self, table: VirtualTable, rows: list[Row]) -> None:
        """Show other rows in a table; its cursor stays on its row."""
        name = str(table.id)
        begun, self._rows[name] = name in self._rows, rows
        if begun:
            table.reload()
        else:
            table.set_source(lambda view: ListSource(table.columns, self._rows[name])(view))

    def _draw_headline(self) -> None:
        if self._shown:
            text = _headline(self._shown.figures, self.desk.day, self._turned is not None, self.size.width - 2)
            self.query_one("#headline", Static).update(text)

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.query_one("#tenders", VirtualTable).show_state(failed_state(event.error))

    @on(VirtualTable.Opened, "#attention")
    def _go(self, event: VirtualTable.Opened) -> None:
        self.shop_app.open_page(*_PLACES[str(event.key)])


def _headline(shown: Today, today: date, turned: bool, width: int) -> Content:
    """Two lines: what was taken and its margin; and the same weekday before it. What does not fit is left out."""
    now, before = shown.takings, shown.before
    when = _("Today") if now.day == today else _("Sales") if turned else _("Last day with sales")
    first = [
        plain(f"{day_name(now.day)}  {when}"),
        plain(money_text(now.net), "bold"),
        plain(ngettext("{count} receipt", "{count} receipts", now.receipts).format(count=now.receipts)),
    ]
    if now.uncosted:
        text = ngettext("margin unknown: {n} item without cost", "margin unknown: {n} items without cost", now.uncosted)
        first.append(plain(text.format(n=now.uncosted), "$text-warning"))
    elif now.receipts:
        first.append(plain(_("margin {amount}").format(amount=money_text(now.margin))))
    if now.net > now.tax and not now.uncosted:
        first.append(plain(percent_text(now.margin / (now.net - now.tax))))
    second = [plain(_("{day} before: {amount}").format(day=weekday_name(before.day), amount=money_text(before.net)))]
    if before.net > 0 and now.receipts:
        change = (now.net - before.net) / before.net
        tone = "$text-success" if change >= 0 else "$text-error"
        second.append(plain(f"{'+' if change >= 0 else ''}{percent_text(change)}", tone))
    if shown.usual is not None:
        second.append(plain(_("usual for the weekday: {amount}").format(amount=money_text(shown.usual))))
    return Content("\n").join([_fitting(first, width), _fitting(second, width)])


def _fitting(parts: Sequence[Content], width: int) -> Content:
    """Join the parts that fit into a line, the first before the later."""
    line = parts[0]
    for part in parts[1:]:
        longer = Content("   ").join([line, part])
        line = longer if longer.cell_length <= width else line
    return line


def _no_sales(newest: date | None = None) -> tuple[str, str]:
    if newest is None:
        return _("No sales yet."), _("Take in a file of the till: F10, then Imports.")
    return (
        _("No sales on this day."),
        _("The last day with sales is {day}; left turns back to it.").format(day=newest.isoformat()),
    )


def _tender_columns(day: str, weekday: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn("tender", _("Paid by"), width=8, flex=1, sortable=False),
        TableColumn("now", day, "money", width=10, sortable=False),
        TableColumn("before", weekday, "money", width=10, sortable=False),
        TableColumn("change", _("Change"), "money", width=10, priority=1, sortable=False),
    )


def _tender_rows(now: Takings, before: Takings) -> tuple[list[Row], dict[str, object] | None]:
    """One row per way of paying, the largest first, the rounding last; and their totals."""
    from lstbo.accounting import tender_name

    paid, paid_before = dict(now.tenders), dict(before.tenders)
    if not (paid or paid_before):
        return [], None
    names = sorted(paid | paid_before, key=lambda name: (-paid.get(name, Decimal(0)), name))
    zero = Decimal("0.00")
    lines = [(name, tender_name(name), paid.get(name, zero), paid_before.get(name, zero)) for name in names]
    if now.rounding or before.rounding:
        lines.append(("rounding", _("Rounding"), now.rounding, before.rounding))
    rows = [Row(name, (label, one, other, one - other)) for name, label, one, other in lines]
    return rows, {"tender": _("Total"), "now": now.net, "before": before.net, "change": now.net - before.net}


def _hour_points(now: Takings) -> list[Point]:
    """One point per hour from the first to the last with sales."""
    if not now.hours:
        return []
    nets = dict(now.hours)
    return [Point(str(hour), nets.get(hour, Decimal(0))) for hour in range(min(nets), max(nets) + 1)]


def _attention_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn("what", _("What"), width=30, flex=3, sortable=False),
        TableColumn("amount", _("Amount"), "money", width=12, sortable=False),
        TableColumn("where", _("Where"), width=12, flex=1, priority=1, sortable=False),
    )


def _attention_row(one: Attention) -> Row:
    page, _what = _PLACES[one.code]
    tone = "bad" if one.code in ("oversold", "till_difference", "overdue") else ""
    return Row(one.code, (_sentence(one), one.amount, _(_WHERE[page])), tone)


_WHERE = {"setup": N_("F10 Setup"), "stock": N_("F4 Stock"), "money": N_("F6 Money"), "reports": N_("F9 Reports")}


def _sentence(one: Attention) -> str:
    """Say what asks for attention, in words."""
    texts = {
        "items_unknown": ngettext("{n} sold line of an unknown item", "{n} sold lines of unknown items", one.count),
        "tenders_unknown": ngettext("{n} payment of an unknown kind", "{n} payments of an unknown kind", one.count),
        "oversold": ngettext("{n} item sold beyond its stock", "{n} items sold beyond their stock", one.count),
        "till_difference": ngettext(
            "The till differed on {n} day of the last week", "The till differed on {n} days of the last week", one.count
        ),
        "uncosted": ngettext("{n} item sold whose cost is unknown", "{n} items sold whose cost is unknown", one.count),
        "items_new": ngettext("{n} new item to look over", "{n} new items to look over", one.count),
        "tabs": ngettext("{n} customer has a tab open", "{n} customers have a tab open", one.count),
        "overdue": ngettext("{n} supplier should have been paid", "{n} suppliers should have been paid", one.count),
        "unsold": ngettext(
            "{n} item in stock not sold for 90 days", "{n} items in stock not sold for 90 days", one.count
        ),
    }
    return texts[one.code].format(n=one.count)
