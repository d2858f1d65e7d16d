"""Saying what a text of a file means: an item for goods nobody knew, a way of paying for one nobody knew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.language import N_, _, language, ngettext
from lstbo.screens.page import Page
from lstbo.screens.posting_preview import Posted, posting, preview_of_posting
from lstbo.widgets import Choice, ItemPicker, ListSource, Row, TableColumn, VirtualTable, money_text, plain

if TYPE_CHECKING:
    from lstbo.exchange import Waiting
    from lstbo.storage import Transaction

Work = Callable[["Transaction"], int]


class HeldMapping(Page):
    """One text, and what it may mean. What mapping it posts is shown first."""

    TAB = "setup"
    GUIDE = N_(
        "A text of your files that the book could not name. Say which item it is: type part of its name, its pinyin "
        "initials, its code or the end of its barcode; Enter takes the chosen one. Or make a new item: it gets the name "
        "you typed, else the file's, and the file's barcode and price.\n"
        "What is posted is shown first. Later files are then understood by themselves."
    )
    DEFAULT_CSS = """
    HeldMapping #map-head { height: auto; padding: 1 1; }
    HeldMapping #picker { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new_item", N_("New item"), id="held.new"),
    ]

    class Prepared(Message):
        """A dry run said what would be posted."""

        def __init__(self, posted: Posted) -> None:
            self.posted = posted
            super().__init__()

    class Mapped(Message):
        """The text has a meaning now; it is on the disk."""

        def __init__(self, posted: Posted) -> None:
            self.posted = posted
            super().__init__()

    def __init__(self, held: Waiting) -> None:
        super().__init__()
        self._held = held
        self._mapping: Work | None = None
        self._command = self._meaning = ""

    @property
    def _is_item(self) -> bool:
        return self._held.code == "H_SKU_UNKNOWN"

    def views(self) -> Iterable[Widget]:
        """Lay out the text and the choices."""
        yield Static(plain("\n".join(self._head())), id="map-head")
        if self._is_item:
            yield ItemPicker(self._search, placeholder=_("name, initials, code or end of the barcode"), id="picker")
        else:
            yield VirtualTable((TableColumn("tender", _("Paid by"), width=20, flex=1, sortable=False),), id="tenders")

    def _head(self) -> list[str]:
        held = self._held
        count = ngettext("{count} line", "{count} lines", held.parts)
        if not self._is_item:
            count = ngettext("{count} payment", "{count} payments", held.parts)
        since = f" | {held.first_day.isoformat()} .." if held.first_day else ""
        money = f" | {money_text(held.amount)}" if held.amount is not None else ""
        question = _("Which item is this?") if self._is_item else _("How was this paid?")
        return [f"{held.name} {held.text}".strip(), count.format(count=f"{held.parts:,}") + money + since, "", question]

    def on_mount(self) -> None:
        """Begin with the choice."""
        super().on_mount()
        if self._is_item:
            self.query_one(ItemPicker).focus()
            return
        from lstbo.accounting import tenders

        table = self.query_one("#tenders", VirtualTable)
        names = [(one.tender, one.name_zh if language() == "zh" else one.name_en) for one in tenders()]
        rows = [Row(name, (label,)) for name, label in names if name not in ("tab", "unmapped")]
        table.set_source(ListSource(table.columns, rows))
        table.focus()

    def _search(self, text: str, limit: int) -> Sequence[Choice]:
        def work(tx: Transaction) -> Sequence[Choice]:
            from lstbo.catalog import search_items

            hits = search_items(tx, text, limit)
            return [Choice(hit.item.id, hit.item.name, hit.item.code, hit.item.code) for hit in hits]

        return self.desk.read(work)

    def command(self) -> str:
        """The command that does the same."""
        return self._command or f'import map "{self._held.text}" ' + ("ITEM" if self._is_item else "WAY --kind tender")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a new item only where an item is missing."""
        return self._is_item if action == "new_item" else super().check_action(action, parameters)

    def scanned(self, code: str) -> None:
        """Look for the scanned item."""
        if self._is_item:
            self.query_one(ItemPicker).find(code)

    # -- choosing ----------------------------------------------------------------------------------------------------

    @on(ItemPicker.Picked)
    def _picked(self, event: ItemPicker.Picked) -> None:
        self._prepare(event.choice.name, event.choice.code, "item")

    @on(VirtualTable.Opened)
    def _tender(self, event: VirtualTable.Opened) -> None:
        if event.row is not None:
            self._prepare(str(event.row.values[0]), str(event.key), "tender")

    def _prepare(self, meaning: str, target: str, kind: str) -> None:
        text = self._held.text

        def work(tx: Transaction) -> int:
            from lstbo.exchange import map_held

            return map_held(tx, text, target, kind=kind)

        self._try(work, meaning, f"import map {text} {target}" + ("" if kind == "item" else f" --kind {kind}"))

    def action_new_item(self) -> None:
        """Make a new item: named as typed, else as the file names it; with the file's barcode and price."""
        text, since, name = self._held.text, self._held.first_day, self._new_name()

        def work(tx: Transaction) -> int:
            from lstbo.exchange import map_to_new_item

            return map_to_new_item(tx, text, name=name, since=since)

        self._try(work, _("the new item {name}").format(name=self._made_of(name)), f"import map {text}")

    def _new_name(self) -> str:
        typed = self.query_one(ItemPicker).text.strip()
        return typed or self._held.name or self._held.text

    def _made_of(self, name: str) -> str:
        """Say what a new item would be: its name, barcode and price."""
        goods = self._held.goods
        barcode = goods.key.barcode if goods else ""
        price = money_text(goods.price) if goods and goods.price is not None else ""
        return " | ".join(part for part in (name, barcode, price) if part)

    def _try(self, work: Work, meaning: str, command: str) -> None:
        if self.under_way:
            return
        self._mapping, self._meaning, self._command = work, meaning, command

        self.try_out(command, posting(work), self.Prepared)

    @on(Prepared)
    def _preview(self, event: Prepared) -> None:
        from lstbo.widgets import PreviewScreen

        work, shown = self._mapping, event.posted
        if work is None or not self.is_active:
            return
        facts = [(_("Text"), self._held.text), (_("Means"), self._meaning)]
        paper = preview_of_posting(_("Say what a text means"), facts, shown)

        def answered(post: bool | None) -> None:
            if post:
                self.write(self._command, posting(work, shown), self.Mapped)

        self.app.push_screen(PreviewScreen(paper), answered)

    @on(Mapped)
    def _done(self, event: Mapped) -> None:
        said = _("Posted: document {number}. '{text}' means {meaning}.")
        self.tell(said.format(number=event.posted.number, text=self._held.text, meaning=self._meaning))
        self.dismiss(None)
