"""Taking a document back, whichever room posted it: one way for the command line and the screens."""

from __future__ import annotations

from datetime import date

from lstbo.accounting import refuse_reversed, reverse_document
from lstbo.core.errors import Refused
from lstbo.core.language import N_, _
from lstbo.exchange._sql import documents as sql
from lstbo.exchange.batches import undo_batch
from lstbo.inventory import reverse_stock_document
from lstbo.purchasing import reverse_purchase
from lstbo.storage import Transaction

_INSTEAD = {
    "closing": N_("Reopen the period instead: lstbo unlock"),
    "lock": N_("Reopen the period instead: lstbo unlock"),
    "unlock": N_("Lock the period again instead: lstbo lock"),
    "recost": N_("It follows from a late document. Reverse that one, and the costs follow."),
    "founding": N_("A book is founded once."),
    "sales_mapped": N_("It put right an import. Undo the import, and import the file again."),
    "sales_restored": N_("It brought back what an import had replaced. Undo the import it came with."),
    "sales_superseded": N_("A newer file replaced these receipts. Import the right file again."),
}


def take_back(tx: Transaction, doc: int, *, business_date: date | None = None) -> int:
    """Reverse a document of money, goods or buying, or a whole import (红冲), and return the reversing document.

    Dated `business_date`; without one, as the original, or on the first open day when that is locked. An import is
    undone on its own days. Raises NotFound for no such document; PeriodLocked for a locked `business_date`; Refused for
    one reversed before, a reversal, one a later document points at, and kinds that cannot be taken back, with what to
    do instead.
    """
    refuse_reversed(tx, doc)
    room, kind = (sql.head(tx, doc) or ("", ""))[:2]
    if room == "accounting" and kind not in _INSTEAD:
        return reverse_document(tx, doc, business_date=business_date)
    if room == "inventory" and kind not in _INSTEAD:
        return reverse_stock_document(tx, doc, business_date=business_date)
    if room == "purchasing":
        return reverse_purchase(tx, doc, business_date=business_date)
    batch = sql.batch_of(tx, doc) if room == "exchange" else None
    if batch is None:
        said = _("Document {number} cannot be reversed by itself.").format(number=doc)
        raise Refused(said, _(_INSTEAD.get(kind, "")))
    if business_date is not None:
        raise Refused(_("An import is undone on its own days."), _("Leave out the date."))
    return undo_batch(tx, batch)
