"""What a piece of work would post, from a dry run of it: the goods, the totals and the entries of its documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lstbo.core.language import _, ngettext
from lstbo.screens.finishing import changed_meanwhile
from lstbo.screens.reversal import effect_of, sides

if TYPE_CHECKING:
    from lstbo.proof import DocumentCard
    from lstbo.storage import Transaction
    from lstbo.widgets import DocumentPreview

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Posted:
    """The documents a piece of work posted, or would post, and the number of the last one."""

    number: int
    cards: Sequence[DocumentCard]


def posting(work: Callable[[Transaction], int], shown: Posted | None = None) -> Callable[[Transaction], Posted]:
    """Return the work that does `work`, which returns a document, and reads what was posted.

    It refuses to post something else than was `shown`.
    """

    def whole(tx: Transaction) -> Posted:
        from lstbo.proof import document_card

        number = work(tx)
        found = Posted(number, [document_card(tx, doc, limit=_SHOWN) for doc in tx.documents])
        if shown is not None and [effect_of(card) for card in found.cards] != [effect_of(card) for card in shown.cards]:
            raise changed_meanwhile()
        return found

    return whole


def preview_of_posting(title: str, facts: Sequence[tuple[str, object]], found: Posted) -> DocumentPreview:
    """Return what would be posted as it is shown before it is."""
    from lstbo.widgets import DocumentPreview, PreviewEntry

    lines = [[line.name, line.quantity, line.amount] for card in found.cards for line in card.goods]
    entries = [
        PreviewEntry(f"{line.account} {line.name}", *sides(line.amount))
        for card in found.cards
        for entry in card.entries
        for line in entry.lines
    ]
    total = sum((card.total for card in found.cards), Decimal("0.00"))
    words = []
    more = sum(card.goods_count for card in found.cards) - len(lines[:_SHOWN])
    if more > 0:
        words.append(ngettext("and {count} more line", "and {count} more lines", more).format(count=more))
    more = sum(card.entry_count - len(card.entries) for card in found.cards)
    if more > 0:
        words.append(ngettext("and {count} more entry", "and {count} more entries", more).format(count=more))
    return DocumentPreview(
        title=title,
        facts=facts,
        columns=[_("Goods"), _("Quantity"), _("Value")] if lines else [],
        lines=lines[:_SHOWN],
        totals=[(_("Total"), total)],
        words=words,
        entries=entries,
    )
