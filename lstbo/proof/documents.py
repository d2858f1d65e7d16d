"""One document as a card: what it says, its entries, the goods it moved, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lstbo.accounting import JournalEntry, entries_of
from lstbo.core.errors import NotFound
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.proof._sql import tracing as sql
from lstbo.storage import Transaction


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """What a document did to one item on a day: quantity and money, in +, out -; `reason` is one of the inventory's."""

    code: str
    name: str
    reason: str
    date: date
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document: head, entries and goods, some of them where there are many (`…_count` is how many in all).

    `total` is the debit side of all its entries. `day` is the one business date that is shown, None when all are.
    `batch` and `file` name the import it came with (None, "" when somebody posted it by hand), `rows` how many rows
    that file had; `receipts` counts the sales receipts it booked or took back.
    """

    number: int
    room: str
    kind: str
    business_date: date
    title: str
    posted_at: datetime
    actor: str
    command: str
    reverses: int | None
    reversed_by: int | None
    day: date | None
    days: int
    entries: tuple[JournalEntry, ...]
    entry_count: int
    total: Decimal
    goods: tuple[GoodsLine, ...]
    goods_count: int
    receipts: int
    batch: int | None
    file: str
    rows: int


def document_card(tx: Transaction, doc: int, day: date | None = None, limit: int = 100) -> DocumentCard:
    """Return a document as a card, `limit` entries and goods at most. Raises NotFound.

    `day` narrows it to one business date, when the document has several.
    """
    head = sql.document_head(tx, doc)
    if head is None:
        raise NotFound(_("There is no document {number}.").format(number=doc))
    room, kind, on, title, reverses, posted_at, actor, command, reversed_by = head
    days = sql.document_days(tx, doc)
    only = day if len(days) > 1 and day in days else None
    entries = entries_of(tx, [doc], only)
    total = sum((line.amount for entry in entries for line in entry.lines if line.amount > 0), ZERO)
    moved, goods = sql.document_goods(tx, doc, only, limit)
    receipts, _some = sql.document_receipts(tx, doc, only, 1)
    batch = sql.source_of(tx, doc) or (None, "", 0)
    return DocumentCard(
        doc, room, kind, on, title, posted_at, actor, command, reverses, reversed_by, only, len(days),
        tuple(entries[:limit]), len(entries), total,
        tuple(GoodsLine(code, name, why, at, quantity, money) for _item, code, name, why, at, quantity, money in goods),
        moved, receipts, *batch,
    )  # fmt: skip
