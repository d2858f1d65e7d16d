"""Taking a document back from any page: a dry run of the real thing, a preview of what it would post, then posting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from lstbo.core.language import _, ngettext
from lstbo.screens.finishing import changed_meanwhile
from lstbo.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from lstbo.proof import DocumentCard
    from lstbo.storage import Transaction
    from lstbo.widgets import DocumentPreview

_GOODS_SHOWN = 8
_ENTRIES_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Reversal:
    """What taking a document back posts, or posted: the document taken back, and the new one."""

    original: DocumentCard
    posted: DocumentCard


def reversal(document: int, shown: Reversal | None = None) -> Callable[[Transaction], Reversal]:
    """Return the work that takes a document back, for a dry run and for the real one alike.

    It refuses to post something else than was `shown`.
    """

    def work(tx: Transaction) -> Reversal:
        from lstbo.exchange import take_back
        from lstbo.proof import document_card

        original = document_card(tx, document)
        found = Reversal(original, document_card(tx, take_back(tx, document), limit=_ENTRIES_SHOWN))
        if shown is not None and effect_of(found.posted) != effect_of(shown.posted):
            raise changed_meanwhile()
        return found

    return work


def effect_of(card: DocumentCard) -> tuple[object, ...]:
    """Return what a document does to money and goods, without the numbers it gets: the same for the same work."""
    entries = [(entry.date, entry.memo, entry.lines) for entry in card.entries]
    return card.kind, card.business_date, card.entry_count, card.total, entries, card.goods_count, card.goods, card.receipts


def reversal_command(document: int) -> str:
    """Return the command that does the same."""
    return f"journal reverse {document}"


class ReversingPage(Page):
    """A page whose documents can be taken back; `document` says which one is meant."""

    class Prepared(Message):
        """A dry run said what a reversal would post."""

        def __init__(self, reversal: Reversal) -> None:
            self.reversal = reversal
            super().__init__()

    class Reversed(Message):
        """A document was taken back; it is on the disk."""

        def __init__(self, reversal: Reversal) -> None:
            self.reversal = reversal
            super().__init__()

    def document(self) -> int | None:
        """Return the document that is chosen, None when there is none."""
        return None

    def action_reverse(self) -> None:
        """Show what taking the chosen document back would post."""
        document = self.document()
        if document is None:
            self.tell(_("Choose a document first."))
            return

        self.try_out(reversal_command(document), reversal(document), self.Prepared)

    @on(Prepared)
    def _preview(self, event: Prepared) -> None:
        from lstbo.widgets import PreviewScreen

        event.stop()
        shown = event.reversal
        number = shown.original.number
        if not self.is_active:
            return

        def answered(post: bool | None) -> None:
            if post:
                self.write(reversal_command(number), reversal(number, shown), self.Reversed)

        self.app.push_screen(PreviewScreen(preview_of(shown)), answered)

    @on(Reversed)
    def _said(self, event: Reversed) -> None:
        event.stop()
        done = event.reversal
        said = _("Posted: document {number} reverses document {original}.")
        self.tell(said.format(number=done.posted.number, original=done.original.number))
        self.reload()


def preview_of(found: Reversal) -> DocumentPreview:
    """Return a reversal as it is shown before it is posted."""
    from lstbo.core.document_words import kind_name
    from lstbo.widgets import DocumentPreview, PreviewEntry

    original, new = found.original, found.posted
    facts = [
        (_("Takes back"), f"{original.number} · {kind_name(original.room, original.kind)} {original.title}".rstrip()),
        (_("Its date"), original.business_date.isoformat()),
        (_("Posted on"), days_text([entry.date for entry in new.entries] or [new.business_date])),
    ]
    dated = len({line.date for line in new.goods}) > 1
    lines = [
        [f"{line.date.isoformat()} {line.name}" if dated else line.name, line.quantity, line.amount]
        for line in new.goods[:_GOODS_SHOWN]
    ]
    words, warnings = [], []
    if new.goods_count > len(lines):
        more = new.goods_count - len(lines)
        words.append(ngettext("and {count} more line", "and {count} more lines", more).format(count=more))
    if new.receipts:
        text = ngettext("{count} receipt is taken back.", "{count} receipts are taken back.", new.receipts)
        words.append(text.format(count=new.receipts))
    if new.entry_count > len(new.entries):
        words.append(
            _("The first {shown} of {count} entries are shown.").format(shown=len(new.entries), count=new.entry_count)
        )
    words.append(_("Nothing is deleted: both documents stay in the books and point at each other."))
    if new.entries and original.entries and new.entries[0].date != original.entries[0].date:
        warnings.append(_("Its own day is locked, so it is posted on the first open day."))
    entries = [
        PreviewEntry(f"{line.account} {line.name}", *(sides(line.amount)))
        for entry in new.entries
        for line in entry.lines
    ]
    return DocumentPreview(
        title=_("Reverse document {number}").format(number=original.number),
        facts=facts,
        columns=[_("Item"), _("Quantity"), _("Value")] if lines else [],
        lines=lines,
        totals=[(_("Total"), new.total)],
        words=words,
        entries=entries,
        warnings=warnings,
    )


def sides(amount: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Return an amount as (debit, credit), one of them None."""
    return (amount, None) if amount > 0 else (None, -amount)


def days_text(days: list[date]) -> str:
    """Return the days from the first to the last, or the one there is."""
    first, last = min(days), max(days)
    return first.isoformat() if first == last else f"{first.isoformat()} .. {last.isoformat()}"
