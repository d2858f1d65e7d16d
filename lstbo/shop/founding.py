"""Making a book for a shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lstbo.accounting import open_chart, template
from lstbo.catalog import seed_patterns
from lstbo.core.errors import Usage
from lstbo.core.language import _
from lstbo.core.text import cell, clean_text
from lstbo.storage import Transaction

COSTINGS = ("average", "fifo")


@dataclass(frozen=True, slots=True)
class Founding:
    """The answers a new book needs. `costing` is average or fifo and cannot be changed later."""

    name: str
    template: str = "cn-small"
    currency: str = ""
    costing: str = "average"
    rounding_limit: str = "1.00"
    day_ends_at: str = "00:00"


def is_currency(text: str) -> bool:
    """Return whether a text is written as a currency is: the three letters of ISO 4217, in either case."""
    return len(text) == 3 and text.isascii() and text.isalpha()


def found_book(tx: Transaction, founding: Founding, *, business_date: date) -> int:
    """Write chart, roles, tax rates, scale labels and settings into an empty book and return the founding document.

    Raises Usage for an unknown costing method or a currency that is not three letters, NotFound for an unknown template.
    """
    if founding.costing not in COSTINGS:
        raise Usage(
            _("'{costing}' is not a costing method.").format(costing=founding.costing), _("Choose average or fifo.")
        )
    chosen = template(founding.template)
    currency = clean_text(founding.currency).upper() or chosen.currency or "CNY"
    if not is_currency(currency):
        raise Usage(
            _("'{currency}' is not a currency.").format(currency=cell(founding.currency)),
            _("Write the three letters of its code, such as CNY or EUR."),
        )
    doc = tx.document("shop", "founding", business_date=business_date, title=clean_text(founding.name))
    open_chart(tx, founding.template)
    seed_patterns(tx)
    settings = {
        "shop_name": clean_text(founding.name),
        "template": founding.template,
        "currency": currency,
        "costing": founding.costing,
        "rounding_limit": founding.rounding_limit,
        "day_ends_at": founding.day_ends_at,
        "freight": chosen.freight,
    }
    for name, value in settings.items():
        tx.set_setting(name, value, doc=doc)
    return doc
