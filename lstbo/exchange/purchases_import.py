"""Importing purchases: the lines of a file become delivery notes, each booked, held or rejected as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from lstbo.accounting import first_open_day
from lstbo.catalog import ItemKey
from lstbo.core.errors import NotFound, Refused
from lstbo.core.money import ZERO
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.account_words import AccountWords, PaidFrom
from lstbo.exchange.containers import Source
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.row_import import ItemFinder, Once, Row, RowFault, RowImport, damaged_groups, label, ordinals
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.staging import StagedFile
from lstbo.exchange.values import ValueProblem, parse_kind
from lstbo.purchasing import (
    GoodsReceipt,
    ReceiptLine,
    ReturnLine,
    match_receipts,
    receive_many,
    return_to_supplier,
    reverse_receipts,
)
from lstbo.storage import Transaction

KIND = "purchases"
RETURNS = "purchase returns"
_SEPARATOR = "\x1f"


class _Line(NamedTuple):
    """One line as read: quantity and cost as the file counts (packs, maybe); `paid` None = the cell is empty."""

    day: date
    time: datetime | None
    number: str
    supplier: str
    is_return: bool
    key: ItemKey
    category: str
    quantity: Decimal
    amount: Decimal
    paid: PaidFrom | None


@dataclass(slots=True)
class _Note:
    """The lines of one delivery note or return."""

    lines: list[tuple[Row, _Line]] = field(default_factory=list)
    business_date: date = date.min

    @property
    def first(self) -> _Line:
        return self.lines[0][1]

    @property
    def rows(self) -> list[Row]:
        return [row for row, _line in self.lines]

    @property
    def paid(self) -> PaidFrom | None:
        return next((line.paid for _row, line in self.lines if line.paid is not None), None)

    @property
    def method(self) -> str:
        return self.paid.method if self.paid else "tab"

    @property
    def paid_from(self) -> str:
        return self.paid.account if self.paid else ""

    @property
    def total(self) -> Decimal:
        return sum((line.amount for _row, line in self.lines), ZERO)


def import_purchases(
    tx: Transaction, source: Source, layout: Layout, staged: StagedFile, options: ImportOptions
) -> tuple[ImportResult, dict[int, object]]:
    """Book one staged file of deliveries, a document per supplier, number and day; costs are settled once, at the end.

    One bad line rejects its delivery. A delivery that differs from the one in the book is held, or replaces it with
    `accept_changes`. `batch` is None when nothing is new.
    """
    return _Purchases(RowImport(tx, source, layout, staged, options, KIND)).run()


class _Purchases:
    """One file of deliveries on its way into the book."""

    def __init__(self, work: RowImport) -> None:
        self.work = work
        self.tx = work.tx
        self.accounts = AccountWords(work.tx)
        self.items = ItemFinder(work)
        layout = work.layout
        self._group = Once(layout, ("document", "supplier", "received_at"), _group_of)
        self._moment = Once(layout, ("received_at", "sold_date", "sold_time"), self._moment_of)
        self._key = Once(layout, ("item", "barcode", "name"), _key_of)
        self._figures = Once(layout, ("kind", "quantity", "unit_cost", "net", "paid_from"), self._figures_of)

    def run(self) -> tuple[ImportResult, dict[int, object]]:
        notes = self._open(self._sound(self._notes()))
        self._find_items(notes)
        notes = [note for note in notes if not self._refused_for_items(note)]
        self._receive([note for note in notes if not note.first.is_return])
        self._send_back([note for note in notes if note.first.is_return])
        return self.work.finish()

    # ---- reading ------------------------------------------------------------------------------------------------

    def _notes(self) -> list[_Note]:
        """Read every line; a note with a line at fault is rejected whole, as far as the line can be told to be its."""
        notes: dict[object, _Note] = {}
        broken: dict[object, str] = dict(damaged_groups(self.work, "document"))
        for row in self.work.rows:
            group = self._group(row)
            try:
                line = self._read(row, group[0], group[1])
            except RowFault as fault:
                self.work.tally.fault(row, fault, receipt=group[0])
                broken.setdefault((group[0], group[1]) if group[0] else group, fault.code)
                continue
            if line is None:
                self.work.tally.set([row], "ignored")
                continue
            key = (line.number, line.supplier, line.day, line.is_return)
            notes.setdefault(key, _Note()).lines.append((row, line))
        sound = []
        for note in notes.values():
            first = note.lines[0][0]
            group = (note.first.number, note.first.supplier, first.cells.get("received_at", "")[:10])
            code = broken.get((group[0], group[1]) if group[0] else group) or broken.get(first.text("document"))
            if code is None:
                sound.append(note)
            else:
                self._fault(note, RowFault(code), own=False)
        return sound

    def _read(self, row: Row, number: str, supplier: str) -> _Line | None:
        """Return what a line says; None for one that says nothing came."""
        day, time = self._moment(row)
        key = self._key(row)
        figures = self._figures(row)
        if figures is None:
            return None
        is_return, quantity, amount, paid = figures
        return _Line(day, time, number, supplier, is_return, key, row.text("category"), quantity, amount, paid)

    def _moment_of(self, row: Row) -> tuple[date, datetime | None]:
        moment = row.moment("received_at", self.work.layout)
        if moment is None:
            raise RowFault("E_DATE", "received_at")
        return moment

    def _figures_of(self, row: Row) -> tuple[bool, Decimal, Decimal, PaidFrom | None] | None:
        """Return whether a line is a return, its quantity and money, and how it was paid; None when nothing came."""
        style = self.work.layout.decimal_style
        is_return = self._is_return(row)
        quantity = row.number_of("quantity", 3, style)
        cost = row.number_of("unit_cost", 6, style)
        net = row.number_of("net", 2, style)
        if quantity is None:
            raise RowFault("E_NUMBER", "quantity", row.cells.get("quantity", ""))
        if quantity == 0 and not net:
            return None
        quantity, net = _signed(row, quantity, cost, net, is_return)
        paid = self.accounts.paid_from(row.text("paid_from")) if row.text("paid_from") else None
        return is_return, quantity, _amount(row, quantity, cost, net), paid

    def _is_return(self, row: Row) -> bool:
        kind = parse_kind(row.cells.get("kind", "") or "")
        return not isinstance(kind, ValueProblem) and kind == "refund"

    def _sound(self, notes: Iterable[_Note]) -> list[_Note]:
        """Return the notes whose lines agree on how they were paid, and that name whom they are owed to."""
        sound = []
        for note in notes:
            ways = {line.paid for _row, line in note.lines if line.paid is not None}
            if len(ways) > 1:
                self._fault(note, RowFault("E_TENDER", "paid_from", " / ".join(way.method for way in ways if way)))
            elif not note.first.supplier and (not note.paid_from or note.first.is_return):
                self._fault(note, RowFault("E_EMPTY", "supplier"))
            else:
                sound.append(note)
        return sound

    def _open(self, notes: Iterable[_Note]) -> list[_Note]:
        """Give every note the day it posts on."""
        open_day = first_open_day(self.tx)
        found = []
        for note in notes:
            note.business_date = max(note.first.day, open_day)
            found.append(note)
        return found

    def _fault(self, note: _Note, fault: RowFault, *, own: bool = True) -> None:
        for row, line in note.lines:
            self.work.tally.fault(row, fault, receipt=line.number, own=own)

    # ---- items --------------------------------------------------------------------------------------------------

    def _find_items(self, notes: Sequence[_Note]) -> None:
        lines = [line for note in notes for _row, line in note.lines]
        self.items.resolve(line.key for line in lines)
        if self.work.options.unknown != "create":
            return
        first: dict[ItemKey, date] = {}
        for note in notes:
            if note.business_date == note.first.day or self.work.options.accept_changes:
                for _row, line in note.lines:
                    first[line.key] = min(line.day, first.get(line.key, line.day))
        self.items.create(first, {line.key: line.category for line in lines})

    def _refused_for_items(self, note: _Note) -> bool:
        """Reject or hold a note with an item that is no goods, or (with `--unknown hold`) unknown."""
        if note.business_date != note.first.day and not self.work.options.accept_changes:
            known = all(self.items.found[line.key].item_id for _row, line in note.lines)
            if known:
                return False
            self._fault(note, RowFault("H_PERIOD_LOCKED", "received_at", note.first.day.isoformat()))
            return True
        found = False
        for code, at_fault in (
            ("E_ITEM", [pair for pair in note.lines if not self.items.is_goods(pair[1].key)]),
            ("H_SKU_UNKNOWN", [pair for pair in note.lines if self.items.found[pair[1].key].item_id is None]),
        ):
            if at_fault and not found:
                found = True
                rows = {row.number for row, _line in at_fault}
                for row, line in note.lines:
                    own = row.number in rows
                    fault = RowFault(code, "item" if own else "", label(line.key) if own else "")
                    self.work.tally.fault(row, fault, receipt=line.number, own=own)
        return found

    # ---- booking ------------------------------------------------------------------------------------------------

    def _receive(self, notes: Sequence[_Note]) -> None:
        """Book the deliveries that are new, and the changed ones when that was asked for."""
        receipts = [self._receipt(note) for note in notes]
        booked: list[tuple[_Note, GoodsReceipt]] = []
        for note, receipt, match in zip(notes, receipts, match_receipts(self.tx, receipts), strict=True):
            if match.state == "duplicate":
                self.work.tally.set(note.rows, "duplicate")
            elif note.business_date != note.first.day and not self.work.options.accept_changes:
                self._fault(note, RowFault("H_PERIOD_LOCKED", "received_at", note.first.day.isoformat()))
            elif match.state == "changed" and not self._replaced(note, match.doc or 0):
                continue
            else:
                booked.append((note, receipt))
        results = receive_many(self.tx, [receipt for _note, receipt in booked]) if booked else []
        amounts = [
            (note.business_date, note.method, result.amount) for (note, _r), result in zip(booked, results, strict=True)
        ]
        self.work.booked(amounts, len(booked))
        self._late([note for note, _receipt in booked])

    def _late(self, notes: Sequence[_Note]) -> None:
        days = [note.business_date for note in notes if note.business_date != note.first.day]
        self.work.result.booked_late(len(days), max(days, default=None))

    def _replaced(self, note: _Note, doc: int) -> bool:
        """Reverse the delivery a note changes, when that was asked for and nothing refers to it; else hold the note."""
        fault = RowFault("D_SUPERSEDES", "document", note.first.number)
        if self.work.options.accept_changes:
            try:
                reverse_receipts(self.tx, [doc], why="superseded")
            except Refused as refused:
                fault.suggestion = f"{refused.message} {refused.hint}".strip()
            else:
                self.work.tally.set(note.rows, "superseded")
                return True
        self._fault(note, fault)
        return False

    def _receipt(self, note: _Note) -> GoodsReceipt:
        first = note.first
        return GoodsReceipt(
            number=first.number,
            supplier=first.supplier,
            lines=tuple(self._line(row, line) for row, line in note.lines),
            business_date=note.business_date,
            received_at=next((line.time for _row, line in note.lines if line.time), None),
            event_date=first.day,
            paid_from=note.paid_from,
            batch=self.work.doc,
        )

    def _line(self, row: Row, line: _Line) -> ReceiptLine:
        """Return a line in stock units: the units of a pack multiply the quantity and divide the cost."""
        found = self.items.found[line.key]
        quantity = line.quantity * found.pack_quantity
        cost = (line.amount / quantity).quantize(Decimal("0.000001"))
        return ReceiptLine(found.item_id or 0, quantity, cost, line.amount, row.number)

    def _send_back(self, notes: Sequence[_Note]) -> None:
        """Book the returns that are new, one document each."""
        known = {(key, ordinal) for key, ordinal in sql.row_keys(self.tx, RETURNS)}
        keys = [self._return_key(note) for note in notes]
        for note, key, ordinal in zip(notes, keys, ordinals(keys), strict=True):
            if (key, ordinal) in known:
                self.work.tally.set(note.rows, "duplicate")
                continue
            if note.business_date != note.first.day and not self.work.options.accept_changes:
                self._fault(note, RowFault("H_PERIOD_LOCKED", "received_at", note.first.day.isoformat()))
                continue
            lines = [(self.items.found[line.key], line) for _row, line in note.lines]
            try:
                done = return_to_supplier(
                    self.tx,
                    supplier=note.first.supplier,
                    lines=[
                        ReturnLine(found.item_id or 0, line.quantity * found.pack_quantity, line.amount)
                        for found, line in lines
                    ],
                    business_date=note.business_date,
                    received_into=note.paid_from,
                    memo=" ".join((note.first.supplier, note.first.number)).strip(),
                )
            except NotFound:
                self._fault(note, RowFault("E_REFUND_NO_ORIG", "supplier", note.first.supplier))
                continue
            sql.insert_row_keys(self.tx, [(RETURNS, key, ordinal, self.work.doc, done.doc)])
            self.work.booked([(note.business_date, note.method, -done.credit)], 1)
            self._late([note])

    def _return_key(self, note: _Note) -> str:
        lines = (f"{self.items.found[line.key].item_id} {line.quantity:f} {line.amount:f}" for _row, line in note.lines)
        head = (note.first.supplier, note.first.number, note.first.day.isoformat(), note.paid_from)
        return _SEPARATOR.join((*head, *sorted(lines)))


def _group_of(row: Row) -> tuple[str, str, str]:
    return row.text("document"), row.text("supplier"), row.cells.get("received_at", "")[:10]


def _key_of(row: Row) -> ItemKey:
    key = row.item_key()
    if not label(key):
        raise RowFault("E_ITEM", "item")
    return key


def _signed(
    row: Row, quantity: Decimal, cost: Decimal | None, net: Decimal | None, is_return: bool
) -> tuple[Decimal, Decimal | None]:
    """Return quantity and net without the minus that a return may carry. Raises RowFault (E_SIGN)."""
    if is_return:
        quantity, net = abs(quantity), None if net is None else abs(net)
    for column, value in (("quantity", quantity), ("unit_cost", cost), ("net", net)):
        if value is not None and value < 0:
            raise RowFault("E_SIGN", column, row.cells.get(column, ""))
    return quantity, net


def _amount(row: Row, quantity: Decimal, cost: Decimal | None, net: Decimal | None) -> Decimal:
    """Return what a line costs: its net, else quantity x unit cost; both must agree as far as the cost is rounded."""
    if quantity == 0:
        raise RowFault("E_NUMBER", "quantity", row.cells.get("quantity", ""))
    if net is None and cost is None:
        raise RowFault("E_NUMBER", "unit_cost", row.cells.get("unit_cost", ""))
    product = None if cost is None else row.worth(quantity, cost)
    if net is None or product is None:
        return net if net is not None else product or ZERO
    if abs(net - product) > Decimal("0.01") + quantity * Decimal("0.005"):
        raise RowFault("E_TOTALS", "net", row.cells.get("net", ""))
    return net
