"""Finding the supplier a document speaks of."""

from __future__ import annotations

from lstbo.accounting import SUPPLIER, list_parties
from lstbo.core.errors import NotFound
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.storage import Transaction


def supplier_party(tx: Transaction, supplier: int | str) -> int:
    """Return the party id of a supplier given by id or name. Raises NotFound."""
    name = clean_text(supplier) if isinstance(supplier, str) else supplier
    for party in list_parties(tx, SUPPLIER):
        if name in (party.id, party.name):
            return party.id
    raise NotFound(_("There is no supplier '{name}'.").format(name=supplier), _("Check the name on the delivery."))
