"""Importing items: the owner's price list against the catalogue, with a verdict per row."""

from __future__ import annotations

from lstbo.accounting import ensure_party
from lstbo.catalog import ItemRow, RowVerdict, import_items
from lstbo.core import clock
from lstbo.core.language import _
from lstbo.exchange.containers import Source
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.row_import import Row, RowImport, label
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.staging import StagedFile
from lstbo.storage import Transaction

KIND = "items"
_SHOWN = 200
_SUPPLIER = "supplier"


def import_item_file(
    tx: Transaction, source: Source, layout: Layout, staged: StagedFile, options: ImportOptions
) -> tuple[ImportResult, dict[int, object]]:
    """Bring the catalogue up to date with one staged file of items.

    Prices count from the options' business date (today without one). `batch` is None when the file says nothing new.
    """
    work = RowImport(tx, source, layout, staged, options, KIND)
    suppliers: dict[str, int] = {}

    def read(row: Row) -> ItemRow:
        name = row.text("supplier")
        numbers = {
            "price": row.number_of("price", 4, layout.decimal_style),
            "cost": row.number_of("cost", 4, layout.decimal_style),
            "shelf_life_days": row.number_of("shelf_life_days", 0, layout.decimal_style),
        }
        key = row.item_key()
        if name and name not in suppliers:
            suppliers[name] = ensure_party(tx, _SUPPLIER, name, doc=work.doc)
        return ItemRow(
            row.number,
            *(key.item, key.barcode, row.text("pack_barcodes"), key.name, row.text("category"), row.text("unit")),
            numbers["price"],
            numbers["cost"],
            row.text("tax_code"),
            suppliers.get(name),
            numbers["shelf_life_days"],
        )

    rows = {row.number: (row, item) for row, item in work.each(work.rows, read)}
    day = options.business_date or clock.today()
    verdicts = import_items(tx, [item for _row, item in rows.values()], doc=work.doc, business_date=day)
    for verdict in verdicts:
        row = rows[verdict.row_no][0]
        work.tally.set([row], verdict.verdict)
        if verdict.problem is not None:
            work.tally.problem(row, verdict.problem)
    changed = [verdict for verdict in verdicts if verdict.verdict == "accepted"]
    work.result.preview += [_shown(verdict, rows[verdict.row_no][0]) for verdict in changed[:_SHOWN]]
    if len(changed) > _SHOWN:
        work.result.preview.append(_("... and {count} more.").format(count=len(changed) - _SHOWN))
    return work.finish()


def _shown(verdict: RowVerdict, row: Row) -> str:
    key = row.item_key()
    name = " ".join(part for part in (label(key), key.name if key.name != label(key) else "") if part)
    if verdict.what == ("new",):
        return _("Row {row}: {item} is new.").format(row=verdict.row_no, item=name)
    return _("Row {row}: {item} changes: {what}.").format(row=verdict.row_no, item=name, what=", ".join(verdict.what))
