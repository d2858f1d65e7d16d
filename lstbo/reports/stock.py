"""What is on the shelf, what it is worth, and how one item got there."""

from __future__ import annotations

from collections.abc import Sequence

from lstbo.catalog import item_by_code
from lstbo.core.errors import Usage
from lstbo.core.language import N_, _, ngettext
from lstbo.core.money import ZERO
from lstbo.inventory import stock_card, stock_on_hand, stock_value
from lstbo.reports import _sql
from lstbo.reports.layout import Cell, Column, Table
from lstbo.reports.report import Asked, Report, as_data, records
from lstbo.reports.words import titled
from lstbo.storage import Transaction

REASONS = {
    "brought_forward": N_("brought forward"),
    "purchase": N_("bought"),
    "opening": N_("opening stock"),
    "bill": N_("bill differs"),
    "supplier_return": N_("returned to supplier"),
    "customer_return": N_("returned by customer"),
    "count_over": N_("found in a count"),
    "count_short": N_("missing in a count"),
    "pack_in": N_("from an opened pack"),
    "pack_out": N_("pack opened"),
    "transfer": N_("moved"),
    "sale": N_("sold"),
    "expired": N_("expired"),
    "damaged": N_("damaged"),
    "theft": N_("stolen"),
    "spoilage": N_("spoilt"),
    "own_use": N_("own use"),
    "sample": N_("sample"),
    "gift": N_("gift"),
    "oversold": N_("cost settled later"),
}


def stock_list(tx: Transaction, asked: Asked) -> Report:
    """Return every item that ever moved: quantity, cost, value, price and last sale, by name."""
    columns = (
        Column("item", _("Item")),
        Column("name", _("Name"), width=3),
        Column("barcode", _("Barcode")),
        Column("category", _("Category")),
        Column("quantity", _("Quantity"), "quantity"),
        Column("unit", _("Unit")),
        Column("unit_cost", _("Unit cost"), "quantity"),
        Column("value", _("Value"), "money"),
        Column("price", _("Price"), "quantity"),
        Column("last_sold", _("Last sold"), "date"),
    )
    lines = stock_on_hand(tx, asked.end, asked.known_at)
    rows = [
        (i.code, i.name, i.barcode, i.category, i.quantity, i.unit, i.unit_cost, i.value, i.price, i.last_sold)
        for i in lines
    ]
    total = sum((line.value for line in lines), ZERO)
    totals = ("", _("Total"), "", "", None, "", None, total, None, None)
    table = Table(titled(_("Stock list"), asked), columns, rows, totals, cost_notes(tx, asked))
    return Report("stock-list", table, records(table))


def stock_value_report(tx: Transaction, asked: Asked) -> Report:
    """Return the value of the stock by category (`subject` "item": by item); the sum is the inventory account."""
    columns = (
        Column("name", _("Item") if asked.subject == "item" else _("Category"), width=3),
        Column("items", _("Items"), "int"),
        Column("quantity", _("Quantity"), "quantity"),
        Column("value", _("Value"), "money"),
    )
    found = stock_value(tx, asked.end, asked.known_at, by=asked.subject or "category")
    rows = [(line.name or _("no category"), line.items, line.quantity, line.value) for line in found]
    total = sum((line.value for line in found), ZERO)
    table = Table(
        titled(_("Stock value"), asked), columns, rows, (_("Total"), None, None, total), cost_notes(tx, asked)
    )
    as_of = asked.end
    data = {"as_of": as_data(as_of) if as_of else None, "rows": records(table), "total": as_data(total)}
    return Report("stock-value", table, data)


def stock_card_report(tx: Transaction, asked: Asked) -> Report:
    """Return what moved one item (code, barcode or name), document by document. Raises Usage, NotFound."""
    if not asked.subject:
        raise Usage(_("Which item?"), "lstbo stock card 6901234567892")
    item = item_by_code(tx, asked.subject)
    columns = (
        Column("date", _("Date"), "date"),
        Column("what", _("What")),
        Column("document", _("Document"), "int"),
        Column("title", _("Memo"), width=2),
        Column("in", _("In"), "quantity"),
        Column("out", _("Out"), "quantity"),
        Column("quantity", _("Quantity"), "quantity"),
        Column("money", _("Amount"), "money"),
        Column("value", _("Value"), "money"),
    )
    lines = stock_card(tx, item.id, asked.start, asked.end, asked.known_at)
    rows: list[Sequence[Cell]] = [
        [
            *(at.date, _(REASONS.get(at.what, at.what)), at.doc or None, at.document),
            *(at.quantity_in, at.quantity_out, at.quantity, at.money, at.value),
        ]
        for at in lines
    ]
    table = Table(titled(_("Stock card") + f" {item.code} {item.name}", asked), columns, rows, blank_zero=True)
    body = records(table)
    for row, line in zip(body, lines, strict=True):
        row["what"] = line.what
    data = {"item": item.code, "name": item.name, "unit": item.unit, "period": asked.period_name, "rows": body}
    return Report("stock-card", table, data)


def cost_notes(tx: Transaction, asked: Asked) -> tuple[str, ...]:
    """Return "cost unknown for n items, sales x" when goods left whose cost is not known."""
    items, sales = _sql.uncosted_sales(tx, asked.start, asked.end, asked.known_at)
    if not items:
        return ()
    text = ngettext(
        "Cost unknown for {count} item, sales {amount}.", "Cost unknown for {count} items, sales {amount}.", items
    )
    return (text.format(count=items, amount=f"{sales:,.2f}"),)
