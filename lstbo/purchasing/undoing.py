"""Reversing what was booked by mistake: deliveries, bills, payments, returns (R13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lstbo.accounting import first_open_day, refuse_locked, reverse_entries
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.inventory import reverse_movements
from lstbo.purchasing import _sql
from lstbo.purchasing.receiving import GoodsReceipt, ReceiptLine, receive_many
from lstbo.storage import Transaction

_KINDS = ("receipt", "bill", "payment", "return")


def reverse_purchase(tx: Transaction, doc: int, *, business_date: date | None = None, why: str = "reversed") -> int:
    """Reverse a delivery, bill, payment or return and return the reversing document. See `reverse_receipts`."""
    return reverse_receipts(tx, [doc], business_date=business_date, why=why)[0]


def reverse_receipts(
    tx: Transaction, docs: Sequence[int], *, business_date: date | None = None, why: str = "undone"
) -> list[int]:
    """Reverse documents of this room together (an import batch, for example) and return the reversing documents.

    Each is dated as its original, or on the first open day when that is locked; all on `business_date` when given.
    `why` is kept with the receipts (undone, reversed, superseded). Raises NotFound for no such document; Refused for
    one reversed before, one of another kind, or one that a later document outside the list points at, naming it;
    PeriodLocked for a locked `business_date`.
    """
    originals = list(dict.fromkeys(docs))
    found = {row[0]: row for row in _sql.documents(tx, originals)}
    for doc in originals:
        _refuse(found.get(doc), doc)
    for doc, later in _sql.pointing(tx, originals):
        if later not in found:
            raise Refused(
                _("Document {later} refers to document {doc}.").format(later=later, doc=doc),
                _("Reverse document {later} first.").format(later=later),
            )
    refuse_locked(tx, [business_date] if business_date else [])
    open_day, new = first_open_day(tx), []
    for doc in originals:
        _doc, room, kind, day, title = found[doc][:5]
        on = business_date or max(day, open_day)
        new.append(tx.document(room, kind, business_date=on, title=title, reverses=doc))
    reverse_movements(tx, originals, doc=new, business_date=business_date)
    reverse_entries(tx, originals, doc=new, business_date=business_date)
    ends = [(doc, why, own) for doc, own in zip(originals, new, strict=True) if found[doc][2] == "receipt"]
    _sql.insert_ends(tx, ends)
    return new


def batch_receipts(tx: Transaction, batch: int) -> list[int]:
    """Return the documents of the live receipts of an import batch."""
    return _sql.batch_receipts(tx, batch)


def bring_back_receipts(tx: Transaction, batch: int, undone: Sequence[int]) -> list[int]:
    """Book the deliveries again that an import batch had replaced, now that it is undone, and return their documents.

    Each as it was, on its own day or the first open day when that is locked, and as part of the import it came with.
    `undone` are the batches undone before: what they brought does not count.
    """
    open_day = first_open_day(tx)
    receipts = [
        GoodsReceipt(
            number=number,
            supplier=supplier,
            lines=tuple(ReceiptLine(*line) for line in _sql.receipt_lines(tx, doc)),
            business_date=max(day, open_day),
            received_at=received_at,
            event_date=event_date,
            paid_from=paid_from,
            freight=freight,
            batch=origin,
        )
        for doc, number, supplier, received_at, event_date, day, paid_from, freight, origin in _sql.last_versions(
            tx, batch, undone
        )
    ]
    return [result.doc for result in receive_many(tx, receipts)] if receipts else []


def _refuse(row: _sql.Row | None, doc: int) -> None:
    if row is None:
        raise NotFound(_("There is no document {number}.").format(number=doc))
    _doc, room, kind, _day, _title, reverses, later = row
    if later is not None:
        raise Refused(_("Document {number} was reversed by document {later}.").format(number=doc, later=later))
    if room != "purchasing" or kind not in _KINDS or reverses is not None:
        raise Refused(_("Document {number} cannot be reversed by itself.").format(number=doc))
