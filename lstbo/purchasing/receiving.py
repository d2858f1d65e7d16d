"""Receiving goods: one delivery or a whole file of them, settled once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lstbo.accounting import SUPPLIER, Entry, ensure_party, paying_account, post_entries, refuse_locked
from lstbo.core.errors import BadInput, NotFound
from lstbo.core.language import _
from lstbo.core.money import FEN, ZERO, allocate, decimal_of, money
from lstbo.core.text import clean_text
from lstbo.inventory import Movement, move_stock, positive_quantity, refuse_unknown
from lstbo.purchasing import _sql
from lstbo.purchasing.posting_rules import receipt_entry
from lstbo.storage import Transaction

_PLAIN = Decimal(10) ** 12  # an amount below it that is written in fen is taken as it is


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Goods of one item: quantity in stock units (above 0), cost per stock unit; `amount` overrides their product.

    `row` is the line's row in the file it came from.
    """

    item: int
    quantity: Decimal
    unit_cost: Decimal
    amount: Decimal | None = None
    row: int | None = None

    @property
    def money(self) -> Decimal:
        """What the line costs: its amount, or quantity x unit cost half up to the fen."""
        amount = self.quantity * self.unit_cost if self.amount is None else self.amount
        if amount.same_quantum(FEN) and -_PLAIN < amount < _PLAIN:
            return amount
        return money(amount)


@dataclass(frozen=True, slots=True)
class GoodsReceipt:
    """One delivery. Empty `paid_from` = owed to the supplier; otherwise a way to pay or an account.

    `business_date` is where it posts, `event_date` (or the day of `received_at`) when it happened; they differ only
    when that day is locked. `freight` is part of what is owed or paid. `batch` is the import it came with.
    """

    number: str
    supplier: str
    lines: tuple[ReceiptLine, ...]
    business_date: date
    received_at: datetime | None = None
    event_date: date | None = None
    paid_from: str = ""
    freight: Decimal = ZERO
    batch: int | None = None

    @property
    def day(self) -> date:
        """The day it happened."""
        return self.event_date or (self.received_at.date() if self.received_at else self.business_date)


@dataclass(frozen=True, slots=True)
class ReceiptResult:
    """A booked delivery: its document, the goods' cost without freight, and freight, in book currency."""

    doc: int
    supplier: int | None
    lines: int
    amount: Decimal
    freight: Decimal


def receive_goods(tx: Transaction, receipt: GoodsReceipt) -> ReceiptResult:
    """Book one delivery. See `receive_many`."""
    return receive_many(tx, [receipt])[0]


def receive_many(tx: Transaction, receipts: Sequence[GoodsReceipt]) -> list[ReceiptResult]:
    """Book deliveries, one document each: goods into stock at their cost, owed to the supplier or paid.

    Recosting runs once, at the end. Freight is an expense or part of the cost of the goods, as the book is set.
    Raises BadInput for a delivery without lines, a quantity not above zero or a negative cost, NotFound for an
    unknown item or way to pay or when nobody is named to whom the goods are owed, PeriodLocked.
    """
    owed = paying_account(tx, "")
    accounts = {text: paying_account(tx, text) for text in {receipt.paid_from for receipt in receipts}}
    for receipt in receipts:
        _check(receipt, owed=accounts[receipt.paid_from] == owed)
    refuse_unknown(tx, [line.item for receipt in receipts for line in receipt.lines])
    refuse_locked(tx, {receipt.business_date for receipt in receipts})
    capitalise = tx.setting("freight", "expense") == "capitalise"
    suppliers: dict[str, int] = {}
    booked = [
        _Booked(tx, receipt, accounts[receipt.paid_from], owed=owed, capitalise=capitalise, suppliers=suppliers)
        for receipt in receipts
    ]
    _sql.insert_receipts(tx, (entry.row() for entry in booked))
    _sql.insert_lines(tx, (row for entry in booked for row in entry.line_rows()))
    move_stock(
        tx,
        [movement for entry in booked for movement in entry.movements()],
        doc=[entry.doc for entry in booked for _line in entry.receipt.lines],
    )
    post_entries(tx, [entry.journal() for entry in booked], doc=[entry.doc for entry in booked])
    return [entry.result() for entry in booked]


class _Booked:
    """One delivery on its way into the book."""

    def __init__(
        self,
        tx: Transaction,
        receipt: GoodsReceipt,
        account: str,
        *,
        owed: str,
        capitalise: bool,
        suppliers: dict[str, int],
    ) -> None:
        self.receipt = receipt
        self.account = account
        self.owed = account == owed
        name = clean_text(receipt.supplier)
        self.title = " ".join(filter(None, (name, clean_text(receipt.number))))
        self.doc = tx.document("purchasing", "receipt", business_date=receipt.business_date, title=self.title)
        if name and name not in suppliers:
            suppliers[name] = ensure_party(tx, SUPPLIER, name, doc=self.doc)
        self.supplier = suppliers.get(name)
        self.freight = money(receipt.freight)
        self.amounts = [line.money for line in receipt.lines]
        self.quantities = [positive_quantity(line.quantity) for line in receipt.lines]
        self.landed = self.amounts
        if self.freight:
            shares = allocate(self.freight, self.amounts)
            self.landed = [amount + share for amount, share in zip(self.amounts, shares, strict=True)]
        self.costs = self.landed if capitalise else self.amounts
        self.expensed = ZERO if capitalise else self.freight

    def row(self) -> tuple[object, ...]:
        r = self.receipt
        paid_from = "" if self.owed else self.account
        total = sum(self.amounts, ZERO)
        return (
            self.doc, clean_text(r.number), self.supplier, r.received_at, r.day, r.business_date, paid_from, total,
            self.freight, r.batch,
        )  # fmt: skip

    def line_rows(self) -> list[tuple[object, ...]]:
        lines = enumerate(zip(self.receipt.lines, self.quantities, self.amounts, self.landed, strict=True), 1)
        return [
            (self.doc, number, line.item, quantity, line.unit_cost, amount, landed, line.row)
            for number, (line, quantity, amount, landed) in lines
        ]

    def movements(self) -> list[Movement]:
        r = self.receipt
        return [
            Movement(line.item, quantity, "purchase", r.business_date, cost, r.received_at)
            for line, quantity, cost in zip(r.lines, self.quantities, self.costs, strict=True)
        ]

    def journal(self) -> Entry:
        return receipt_entry(
            self.receipt.business_date,
            self.title,
            stock=sum(self.costs, ZERO),
            freight=self.expensed,
            account=self.account,
            supplier=self.supplier if self.owed else None,
        )

    def result(self) -> ReceiptResult:
        return ReceiptResult(self.doc, self.supplier, len(self.amounts), sum(self.amounts, ZERO), self.freight)


def _check(receipt: GoodsReceipt, *, owed: bool) -> None:
    if not receipt.lines:
        raise BadInput(_("The delivery has no lines."))
    if owed and not clean_text(receipt.supplier):
        raise NotFound(
            _("It must be said to whom the goods are owed."), _("Name the supplier, or say how it was paid.")
        )
    for line in receipt.lines:
        positive_quantity(line.quantity)
        if decimal_of(line.unit_cost) < 0 or line.money < 0:
            raise BadInput(_("The cost of goods cannot be negative."), row=line.row)
    if money(receipt.freight) < 0:
        raise BadInput(_("Freight cannot be negative."))
