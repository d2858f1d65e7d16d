"""Taking receipts back: undoing a batch, superseding changed receipts. Always a new document with opposite sign."""

from __future__ import annotations

from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.inventory import Movement, StockMoney, move_stock_from, write_values
from lstbo.sales._sql import posting as sql
from lstbo.sales.open_days import set_open_days
from lstbo.sales.posting_rules import post_affected
from lstbo.storage import Transaction


def undo_sales(tx: Transaction, batch: int) -> int:
    """Take back every receipt of a sales batch that is still in force, and return the new document.

    It posts on the receipts' own business days, or on the first open day where these are locked (R13). Raises NotFound
    for no such batch, Refused when nothing of it is in force any more.
    """
    found = sql.document_kind(tx, batch)
    if found != "sales":
        raise NotFound(
            _("There is no sales batch {number}.").format(number=batch), _("See them with: lstbo import batches")
        )
    sql.affect_document(tx, batch)
    if not sql.affected_count(tx):
        raise Refused(_("Batch {number} was undone already.").format(number=batch))
    return take_back(tx, why="undone", title=_("Undo of batch {number}").format(number=batch), reverses=batch)


def take_back(tx: Transaction, *, why: str, title: str, reverses: int | None) -> int:
    """Reverse the affected receipts under a new document: movements, returns' cost, entries; return the document."""
    days = [day for (day,) in sql.affected_days(tx)]
    open_on = set_open_days(tx, days)
    sql.move_days(tx)
    doc = tx.document("sales", f"sales_{why}", business_date=open_on[days[0]], title=title, reverses=reverses)
    write_values(
        tx,
        [
            Movement(item, 0 * amount, "customer_return", day, -amount, register=register)
            for item, day, register, amount in sql.returned_values(tx)
        ],
        doc=doc,
    )
    sql.make_movements(tx, 1)
    stock: list[StockMoney] = move_stock_from(tx, "temp.sales_movement", doc=doc)
    post_affected(tx, stock, doc=doc, sign=-1)
    sql.end_held(tx, doc)
    sql.end_receipts(tx, why, doc)
    return doc
