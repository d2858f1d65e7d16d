"""A document before it is posted, over the whole screen: its lines, its totals, and what it does to the accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.language import N_, _
from lstbo.widgets.cells import cell, money_text, plain, safe_text, width_of

_AMOUNT = 15
_GAP = 2


@dataclass(frozen=True, slots=True)
class PreviewEntry:
    """One posting of the journal entry: an account as people read it, and its amount on one side."""

    account: str
    debit: Decimal | None = None
    credit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DocumentPreview:
    """What a document will say. Every text is shown as it is, never as markup.

    `facts` are labels with values (date, supplier), `columns` and `lines` a table of texts and exact numbers, `totals`
    labels with amounts, `words` what posting means in sentences, `entries` the postings, `warnings` what to mind.
    """

    title: str
    facts: Sequence[tuple[str, object]] = ()
    columns: Sequence[str] = ()
    lines: Sequence[Sequence[object]] = ()
    totals: Sequence[tuple[str, Decimal]] = ()
    words: Sequence[str] = ()
    entries: Sequence[PreviewEntry] = ()
    warnings: Sequence[str] = ()


class PreviewScreen(Screen[bool]):
    """Shows a document; its result is True for "post it", False for "back"."""

    DEFAULT_CSS = """
    PreviewScreen { background: $background; }
    PreviewScreen .preview-title, PreviewScreen .preview-keys { height: 1; padding: 0 1; background: $panel; }
    PreviewScreen VerticalScroll { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "answer(True)", N_("Post"), id="preview.post", priority=True),
        Binding("escape", "answer(False)", N_("Back"), id="preview.back"),
    ]

    def __init__(self, document: DocumentPreview) -> None:
        super().__init__()
        self.document = document

    def compose(self) -> ComposeResult:
        """The title, the document, the two keys."""
        yield Static(plain(self.document.title), classes="preview-title")
        with VerticalScroll():
            yield _Paper(self.document)
        yield Static(plain(_("Ctrl+S posts it. Esc goes back; nothing is posted.")), classes="preview-keys")

    def on_mount(self) -> None:
        """Let the arrow keys scroll at once."""
        self.query_one(VerticalScroll).focus()

    def action_answer(self, post: bool) -> None:
        """Close with the answer."""
        self.dismiss(post)


class _Paper(Widget):
    """The document, drawn for the width there is."""

    DEFAULT_CSS = "_Paper { height: auto; width: 1fr; }"

    def __init__(self, document: DocumentPreview) -> None:
        super().__init__()
        self._document = document

    def render(self) -> Text:
        """Draw it."""
        return Text(
            "\n".join(preview_lines(self._document, max(40, self.content_size.width or self.app.size.width - 4)))
        )


def preview_lines(document: DocumentPreview, width: int) -> list[str]:
    """Return the document as lines of at most `width` cells. Amounts are never cut; long sentences are wrapped."""
    parts = [
        [line for warning in document.warnings for line in _wrapped("! " + safe_text(warning), width)],
        [f"{safe_text(label)}: {safe_text(value)}" for label, value in document.facts],
        _table(document, width),
        [_total(label, amount, width) for label, amount in document.totals],
        [line for sentence in document.words for line in _wrapped(safe_text(sentence), width)],
        _entries(document.entries, width),
    ]
    lines: list[str] = []
    for part in parts:
        if part:
            lines += [*([""] if lines else []), *part]
    return lines


def _table(document: DocumentPreview, width: int) -> list[str]:
    """The lines under their columns: figures to the right and whole, the widest text column gives way."""
    if not document.columns:
        return []
    rows = [[_written(value) for value in line] for line in document.lines]
    heads = [safe_text(name) for name in document.columns]
    widths = [max(width_of(row[at]) for row in [heads, *rows] if at < len(row)) for at in range(len(heads))]
    figures = [any(at < len(line) and _is_figure(line[at]) for line in document.lines) for at in range(len(heads))]
    texts = [at for at in range(len(heads)) if not figures[at]]
    while texts and sum(widths) + _GAP * (len(widths) - 1) > width:
        widest = max(texts, key=lambda at: widths[at])
        if widths[widest] <= 4:
            break
        widths[widest] -= 1
    table = [_row(row, widths, figures) for row in [heads, *rows]]
    return [table[0], "-" * min(width, width_of(table[0])), *table[1:]]


def _row(row: Sequence[str], widths: Sequence[int], figures: Sequence[bool]) -> str:
    texts = [*row, *[""] * (len(widths) - len(row))]
    cells = [cell(texts[at], widths[at], "right" if figures[at] else "left") for at in range(len(widths))]
    return (" " * _GAP).join(cells)


def _total(label: str, amount: Decimal, width: int) -> str:
    figure = money_text(amount)
    return cell(label, max(1, min(width, 78) - len(figure) - 1), "right") + " " + figure


def _entries(entries: Sequence[PreviewEntry], width: int) -> list[str]:
    if not entries:
        return []
    room = max(8, min(width, 78) - 2 * _AMOUNT)
    heads = cell(_("Account"), room) + cell(_("Debit"), _AMOUNT, "right") + cell(_("Credit"), _AMOUNT, "right")
    lines = [heads, "-" * width_of(heads)]
    for entry in entries:
        debit, credit = money_text(entry.debit, _AMOUNT - 1), money_text(entry.credit, _AMOUNT - 1)
        lines.append(cell(entry.account, room) + cell(debit, _AMOUNT, "right") + cell(credit, _AMOUNT, "right"))
    return lines


def _is_figure(value: object) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def _written(value: object) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else safe_text(value)


def _wrapped(text: str, width: int) -> list[str]:
    """A sentence in lines of at most `width` cells, broken at blanks where there are any near the end."""
    lines: list[str] = []
    while width_of(text) > width:
        end = width  # no character is less than a cell wide
        while width_of(text[:end]) > width:
            end -= 1
        blank = text.rfind(" ", max(0, end - 20), end + 1)
        end = blank if blank > 0 else end
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, text]
