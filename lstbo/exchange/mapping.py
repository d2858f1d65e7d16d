"""Mapping what an import could not name, for what is held in the books and for every later file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lstbo.catalog import ItemKey, add_alias, create_unknown, item_by_code, resolve_lines
from lstbo.core import clock
from lstbo.core.errors import NotFound, Usage
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.held_goods import HeldGoods, held_goods
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


def map_to_new_item(tx: Transaction, text: str, *, name: str = "", since: date | None = None) -> int:
    """Make an item of what is held under `text`, to be looked over later, map it, and return the document.

    Its barcode, code, price and unit are those of the file, and so is its name unless `name` gives one; a file that says
    only the text names it by that. `since` is the first day it was sold. Raises NotFound when nothing is held under the
    text.
    """
    text = clean_text(text)
    goods = held_goods(tx).get(text, HeldGoods(ItemKey(name=text)))
    named = clean_text(name) or goods.key.name or text
    key = replace(goods.key, name=named)
    made = tx.document("exchange", "items", business_date=clock.today(), title=named)
    item = create_unknown(
        tx,
        resolve_lines(tx, [key]),
        doc=made,
        valid_from=since or clock.today(),
        prices={key: goods.price} if goods.price is not None else {},
        categories={key: goods.category},
        units={key: goods.unit},
    )[key].item_id
    if item is None:
        raise NotFound(_("There is no item '{target}'.").format(target=text))
    doc = map_item(tx, text, item)
    add_alias(tx, "", text, item, doc)
    return doc
