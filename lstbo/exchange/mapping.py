"""Mapping what an import could not name, for what is held in the books and for every later file."""

from __future__ import annotations

from datetime import date

from lstbo.catalog import NewItem, add_alias, create_items, item_by_code
from lstbo.core import clock
from lstbo.core.errors import NotFound, Usage
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.values import TENDERS
from lstbo.sales import map_item, map_tender
from lstbo.storage import Transaction

KINDS = ("item", "tender")


def map_held(tx: Transaction, text: str, target: str, *, kind: str = "item") -> int:
    """Remember that `text` means `target`, map what is held under it, and return the document.

    `kind` is item (target: an item's code, barcode or name) or tender (target: cash, wechat, ...). Raises NotFound when
    the target does not exist or nothing is held under the text, Usage for an unknown kind.
    """
    text = clean_text(text)
    if kind == "item":
        item = item_by_code(tx, target)
        if item is None:
            raise NotFound(
                _("There is no item '{target}'.").format(target=target),
                _("Import it first, or look it up with: lstbo stock list"),
            )
        doc = map_item(tx, text, item.id)
        add_alias(tx, "", text, item.id, doc)
    elif kind == "tender":
        if target not in TENDERS:
            raise NotFound(
                _("'{target}' is not a way of paying.").format(target=target),
                _("Choose one of: {names}").format(names=" ".join(TENDERS)),
            )
        doc = map_tender(tx, text, target)
        sql.insert_alias(tx, "tender", text, target, doc)
    else:
        raise Usage(_("'{kind}' cannot be mapped.").format(kind=kind), _("Choose item or tender."))
    return doc


def map_to_new_item(tx: Transaction, text: str, *, since: date | None = None) -> int:
    """Make an item named `text`, to be looked over later, map what is held under the text to it, and return the document.

    `since` is the first day it was sold. Raises NotFound when nothing is held under the text.
    """
    text = clean_text(text)
    made = tx.document("exchange", "items", business_date=clock.today(), title=text)
    new = NewItem(name=text)
    item = create_items(tx, [new], doc=made, valid_from=since or clock.today())[new]
    doc = map_item(tx, text, item)
    add_alias(tx, "", text, item, doc)
    return doc
