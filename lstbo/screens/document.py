"""One document: what it posted, in words, the goods it moved, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.document_words import kind_name, reason_name
from lstbo.core.language import N_, _, ngettext
from lstbo.screens.page import Page
from lstbo.screens.reversal import ReversingPage, sides
from lstbo.widgets import ListSource, Row, TableColumn, VirtualTable, failed_state, loading_state, plain

if TYPE_CHECKING:
    from lstbo.accounting import Chart, JournalLine
    from lstbo.proof import DocumentCard
    from lstbo.storage import Transaction


class DocumentScreen(ReversingPage):
    """A document. `day` narrows one of many days, such as an import, to the day it was opened from."""

    TAB = "money"
    CSS_PATH = "document.tcss"
    GUIDE = N_(
        "One document: what it changed in the accounts, which goods it moved, and where it came from. Enter on a line goes "
        "down to the rows of the file, Enter on goods opens the item.\n"
        "Ctrl+Z takes it back with a document of opposite signs; you see it before it is posted."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reverse", N_("Reverse"), show=False, id="document.reverse"),
        Binding("d", "whole", N_("All days"), id="document.whole"),
        Binding("o", "other", N_("Other document"), id="document.other"),
    ]

    class Loaded(Message):
        """The document was read."""

        def __init__(self, card: DocumentCard, rows: Sequence[Row]) -> None:
            self.card = card
            self.rows = rows
            super().__init__()

    def __init__(self, number: int, day: date | None = None) -> None:
        super().__init__()
        self._number = number
        self._day = day
        self._card: DocumentCard | None = None

    def views(self) -> Iterable[Widget]:
        """Lay out the head, the entries and the goods."""
        yield Static(id="document-head", markup=False)
        yield VirtualTable(_entry_columns(), empty=(_("It posted no money."), _("See the goods below.")), id="entries")
        yield VirtualTable(_goods_columns(), id="goods")

    def document(self) -> int | None:
        """The document itself."""
        return self._number

    def figure(self) -> str | None:
        """The document itself."""
        return f"document:{self._number}"

    def command(self) -> str:
        """The command that shows the same."""
        return f"journal show {self._number}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out keys that lead nowhere from here."""
        if action == "whole":
            return self._card is not None and self._card.days > 1
        if action == "other":
            return self._card is not None and bool(self._card.reverses or self._card.reversed_by)
        return super().check_action(action, parameters)

    def load(self) -> None:
        """Read the document."""
        number, day = self._number, self._day
        if self._card is None:
            self.query_one("#entries", VirtualTable).show_state(loading_state())

        def work(tx: Transaction) -> tuple[DocumentCard, Sequence[Row]]:
            from lstbo.accounting import book_chart
            from lstbo.proof import document_card

            card = document_card(tx, number, day)
            return card, _entry_rows(card, book_chart(tx))

        self.read(work, lambda found: self.Loaded(*found), "document")

    @on(Loaded)
    def _draw(self, event: Loaded) -> None:
        card = self._card = event.card
        self.query_one("#document-head", Static).update(plain("\n".join(head_lines(card))))
        entries, goods = self.query_one("#entries", VirtualTable), self.query_one("#goods", VirtualTable)
        entries.set_source(ListSource(entries.columns, event.rows))
        total = sum(line.amount for entry in card.entries for line in entry.lines if line.amount > 0)
        whole = card.entry_count == len(card.entries)
        entries.set_totals({"account": _("Total"), "debit": total, "credit": total} if whole and event.rows else None)
        goods.display = bool(card.goods)
        goods.set_source(ListSource(goods.columns, _goods_rows(card)))
        whole = card.goods_count == len(card.goods)
        goods.set_totals({"item": _("Total"), "amount": sum(line.amount for line in card.goods)} if whole else None)
        entries.styles.max_height = len(event.rows) + 3 if card.goods else None
        self.set_focus(entries if event.rows else goods)
        self.refresh_bindings()

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.query_one("#entries", VirtualTable).show_state(failed_state(event.error))

    @on(VirtualTable.Opened)
    def _open(self, event: VirtualTable.Opened) -> None:
        kind, name = event.key if isinstance(event.key, tuple) else ("", "")
        if kind == "goods":
            self.shop_app.open_item(str(name))
        else:
            self.action_explain()

    def action_whole(self) -> None:
        """Show all days of the document, or the one it was opened from."""
        if self._card:
            self._day = None if self._card.day else self._card.entries[0].date if self._card.entries else None
            self.load()

    def action_other(self) -> None:
        """Open the document that takes this one back, or that this one takes back."""
        other = self._card and (self._card.reversed_by or self._card.reverses)
        if other:
            self.app.push_screen(DocumentScreen(other))


def head_lines(card: DocumentCard) -> list[str]:
    """Return what a document is, when it came into the book and from where, and what became of it."""
    title = f" · {card.title}" if card.title else ""
    lines = [_("Document {number}").format(number=card.number) + f" · {kind_name(card.room, card.kind)}{title}"]
    posted = _("of {day}, posted {at} by {who}")
    lines.append(
        posted.format(
            day=card.business_date.isoformat(), at=card.posted_at.isoformat(" ", "minutes"), who=card.actor or "-"
        )
        + (f" · lstbo {card.command}" if card.command else "")
    )
    if card.file:
        rows = ngettext("{count} row", "{count} rows", card.rows).format(count=f"{card.rows:,}")
        lines.append(_("From import {batch}: {file}, {rows}").format(batch=card.batch, file=card.file, rows=rows))
    if card.day:
        text = _("Shown: {day} of {count} days; d shows all.")
        lines.append(text.format(day=card.day.isoformat(), count=card.days))
    if card.receipts:
        text = ngettext("{count} receipt", "{count} receipts", card.receipts)
        lines.append(text.format(count=f"{card.receipts:,}"))
    if card.reverses:
        lines.append(_("It takes back document {number} (o opens it).").format(number=card.reverses))
    if card.reversed_by:
        lines.append(_("It was taken back by document {number} (o opens it).").format(number=card.reversed_by))
    return lines


def effect(type_: str, line: JournalLine) -> str:
    """Return in a word what a line does to its account: more or less of what the account holds."""
    grows_with_debit = type_ in ("asset", "expense")
    return _("more") if (line.amount > 0) == grows_with_debit else _("less")


def _entry_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn("account", _("Account"), width=20, flex=3, sortable=False),
        TableColumn("effect", _("Effect"), width=6, sortable=False),
        TableColumn("party", _("With"), width=8, flex=1, priority=1, sortable=False),
        TableColumn("debit", _("Debit"), "money", width=12, sortable=False),
        TableColumn("credit", _("Credit"), "money", width=12, sortable=False),
    )


def _entry_rows(card: DocumentCard, chart: Chart) -> list[Row]:
    rows: list[Row] = []
    for entry in card.entries:
        head = f"{entry.voucher} {entry.date.isoformat()} {entry.memo}".rstrip()
        rows.append(Row(("entry", entry.id), (head, "", "", None, None), "muted"))
        for at, line in enumerate(entry.lines):
            kind = chart.account(line.account).type if line.account in chart else ""
            values = (f"{line.account} {line.name}", effect(kind, line), line.party, *sides(line.amount))
            rows.append(Row((f"line {entry.id}.{at}", line.account), values))
    if card.entry_count > len(card.entries):
        more = card.entry_count - len(card.entries)
        text = ngettext("and {count} more entry", "and {count} more entries", more).format(count=more)
        rows.append(Row(("more", ""), (text, "", "", None, None), "muted"))
    return rows


def _goods_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn("item", _("Goods"), width=16, flex=1),
        TableColumn("reason", _("Why"), width=10),
        TableColumn("date", _("Date"), "date", width=10, priority=1),
        TableColumn("quantity", _("Quantity"), "quantity", width=9),
        TableColumn("amount", _("Value"), "money", width=11),
    )


def _goods_rows(card: DocumentCard) -> list[Row]:
    rows = [
        Row(("goods", line.code), (line.name, reason_name(line.reason), line.date, line.quantity, line.amount))
        for line in card.goods
    ]
    if card.goods_count > len(card.goods):
        more = card.goods_count - len(card.goods)
        text = ngettext("and {count} more line", "and {count} more lines", more).format(count=more)
        rows.append(Row(("more", ""), (text, "", None, None, None), "muted"))
    return rows
