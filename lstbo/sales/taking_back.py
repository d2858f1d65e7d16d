"""Taking receipts back: undoing a batch, superseding changed receipts. Always a new document with opposite sign."""

from __future__ import annotations

from lstbo.accounting import first_open_day
from lstbo.core import clock
from lstbo.core.errors import NotFound
from lstbo.core.language import _
from lstbo.inventory import Movement, StockMoney, move_stock_from, write_values
from lstbo.sales._sql import posting as sql
from lstbo.sales._sql import restoring as restore_sql
from lstbo.sales.open_days import set_open_days
from lstbo.sales.posting_rules import post_affected
from lstbo.storage import Transaction


def undo_sales(tx: Transaction, batch: int) -> int:
    """Take back every receipt of a sales batch that is still in force, and return the new document.

    It posts on the receipts' own business days, or on the first open day where these are locked (R13). Receipts that the
    batch had replaced or called void come back as they were, each version that the imports still in force left last.
    Raises NotFound for a batch that booked no sales and took none back.
    """
    if not restore_sql.make_keys(tx, batch):
        raise NotFound(
            _("There is no sales batch {number}.").format(number=batch), _("See them with: lstbo import batches")
        )
    sql.affect_batch(tx, batch)
    days = [day for (day,) in sql.affected_days(tx)] or [clock.today()]
    title = _("Undo of batch {number}").format(number=batch)
    doc = tx.document("sales", "sales_undone", business_date=first_open_day(tx, days[0]), title=title, reverses=batch)
    if sql.affected_count(tx):
        take_back(tx, doc=doc, batch=batch)
    _bring_back(tx, batch)
    return doc


def take_back(tx: Transaction, *, doc: int, batch: int) -> None:
    """Reverse the affected receipts under document `doc`: movements, returns' cost, entries. `batch` is the reason."""
    _open_days(tx)
    _write_returns(tx, doc, -1)
    sql.make_movements(tx, 1)
    stock: list[StockMoney] = move_stock_from(tx, "temp.sales_movement", doc=doc)
    post_affected(tx, stock, doc=doc, sign=-1)
    sql.end_receipts(tx, doc, batch)


def _bring_back(tx: Transaction, batch: int) -> None:
    """Book again, as they were, the receipts that count again now that a batch is undone: a document per import."""
    restore_sql.find_last(tx)
    for origin in restore_sql.batches(tx):
        restore_sql.affect_last(tx, origin)
        _open_days(tx)
        day = sql.affected_days(tx)[0][0]
        title = _("Back after the undo of batch {number}").format(number=batch)
        doc = tx.document("sales", "sales_restored", business_date=day, title=title)
        _write_returns(tx, doc, 1)
        restore_sql.copy_affected(tx, tx.next_id("sales.receipt"), doc)
        sql.make_movements(tx, -1)
        stock = move_stock_from(tx, "temp.sales_movement", doc=doc)
        post_affected(tx, stock, doc=doc, sign=1)


def _open_days(tx: Transaction) -> None:
    """Move the affected receipts of locked days to the first open day."""
    set_open_days(tx, [day for (day,) in sql.affected_days(tx)])
    sql.move_days(tx)


def _write_returns(tx: Transaction, doc: int, sign: int) -> None:
    """Write the cost at which the affected returned goods came back: out again (-1), or in as it was (+1)."""
    write_values(
        tx,
        [
            Movement(item, 0 * amount, "customer_return", day, sign * amount, register=register)
            for item, day, register, amount in sql.returned_values(tx)
        ],
        doc=doc,
    )
