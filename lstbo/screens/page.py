"""What every page of the terminal has: the tab line, the status and key lines, reading and writing in worker threads.

A page says which views it has, reads through `read` (a newer read replaces an older one) and writes through `write`.
Results come back as messages in the past tense, whose handlers draw. A page never touches the book itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from lstbo.core.errors import BookBusy, LstboError
from lstbo.core.language import N_, _
from lstbo.screens.desk import Desk
from lstbo.screens.finishing import FinishingScreen
from lstbo.screens.newest import NewestWish
from lstbo.widgets import KeyLine, Tab, TabLine, TextLine, VirtualTable, safe_text

if TYPE_CHECKING:
    from lstbo.screens.shell import Shell
    from lstbo.storage import Draft, Transaction
    from lstbo.widgets import Scanned

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """One view of a page, reached with left and right: its id and a label to translate."""

    id: str
    label: str


class Page(FinishingScreen[Any]):
    """A page of the notebook. Subclasses compose their `views`, and read what is shown in `load`."""

    TAB: ClassVar[str] = ""
    VIEWS: ClassVar[Sequence[View]] = ()
    GUIDE: ClassVar[str] = ""
    """What this page is for, in a few plain sentences (to translate); F1 shows it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back"), show=False, id="page.back"),
        Binding("left", "view(-1)", N_("View"), id="page.previous", show=False),
        Binding("right", "view(1)", N_("View"), id="page.next", key_display="< >"),
        Binding("slash", "search", N_("Search"), id="page.search"),
        Binding("n", "new", N_("New"), id="page.new"),
        Binding("e", "explain", N_("Explain"), id="page.explain"),
        Binding("a", "as_of", N_("As of"), id="page.as_of"),
        Binding("p", "print", N_("Print"), id="page.print"),
        Binding("ctrl+z", "reverse", N_("Reverse"), id="page.reverse"),
        Binding("y", "copy", N_("Copy"), id="page.copy", show=False),
        Binding("ctrl+r", "reload", N_("Read again"), id="page.reload", show=False),
    ]

    class ReadFailed(Message):
        """Something that was read could not be had."""

        def __init__(self, error: LstboError, group: str) -> None:
            self.error = error
            self.group = group
            super().__init__()

    class WriteFailed(Message):
        """A document was refused; nothing of it is in the book."""

        def __init__(self, error: LstboError) -> None:
            self.error = error
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._reads: dict[str, NewestWish] = {}
        self._started = False
        self.shut_out = False  # a read found the book busy; it is read again as soon as the book is free

    # -- what subclasses fill in -------------------------------------------------------------------------------------

    def views(self) -> Iterable[Widget]:
        """Return the widgets of the page: one per view, with the ids of `VIEWS`; or anything, when there are none."""
        return ()

    def load(self) -> None:
        """Start reading what the view in front shows. Called when the page opens and whenever figures may have
        changed: another view, another day, a document posted here or by another process."""

    def figure(self) -> str | None:
        """Return what `e` opens, as `lstbo explain` takes it (`document:12`), None when nothing is chosen."""
        return None

    def command(self) -> str:
        """Return the command that shows the same, without the book: `stock list`."""
        return ""

    def show_thing(self, what: str) -> None:
        """Show something of this page by its name, as the palette asks for it: a view, unless a page knows more."""
        if any(view.id == what for view in self.VIEWS):
            self.show_view(what)

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft of this page: one whose kind begins with its name, such as `stock_price`."""

    def copied(self) -> str:
        """Return what `y` copies: the row under the cursor, unless a page says otherwise."""
        row = getattr(self.focused, "cursor_row", None)
        values = getattr(row, "values", ())
        return "\t".join(safe_text(value) for value in values) if values else self.figure() or ""

    def scanned(self, code: str) -> None:
        """Do what a scanned code means here; the item's card unless a page says otherwise."""
        self.shop_app.open_item(code)

    def on_scanned(self, message: Scanned) -> None:
        """Take a scan, wherever the focus is."""
        message.stop()
        self.scanned(message.code)

    # -- the frame ---------------------------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """The desk all pages share."""
        return self.shop_app.desk

    @property
    def shop_app(self) -> Shell:
        """The application."""
        return cast("Shell", self.app)

    @property
    def tab(self) -> str:
        """The tab that stands out."""
        return self.TAB

    @property
    def view(self) -> str:
        """The id of the view in front; empty when the page has none."""
        return str(self.query_one(ContentSwitcher).current or "") if self.VIEWS else ""

    def compose(self) -> ComposeResult:
        """Lay out the frame around the views."""
        yield TabLine(self.shop_app.tabs(), self.tab, id="tabs")
        yield TextLine(id="banner", classes="-warning")
        if self.VIEWS:
            yield TabLine([Tab("", view.id, _(view.label)) for view in self.VIEWS], self.VIEWS[0].id, id="views")
            with ContentSwitcher(initial=self.VIEWS[0].id, id="body"):
                yield from self.views()
        else:
            with Vertical(id="body"):
                yield from self.views()
        yield TextLine(id="status")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Begin reading; Textual calls this also when a page with an `on_mount` of its own has called it already."""
        if self._started:
            return
        self._started = True
        self.draw_frame()
        self.shop_app.saw(self)
        if self.desk.opened is None:  # opening the book takes the processor: let the page be seen first
            self.call_after_refresh(self.load)
        else:
            self.load()

    def on_unmount(self) -> None:
        """Stop what is still being read."""
        for wishes in self._reads.values():
            wishes.stop()

    def on_screen_resume(self) -> None:
        """Follow what happened while another page was in front."""
        if self.is_mounted and self.shop_app.moved_since(self):
            self.reload()
        self.draw_frame()

    def reload(self) -> None:
        """Read anew what is in front."""
        self.shut_out = False
        self.shop_app.saw(self)
        self.load()

    def draw_frame(self) -> None:
        """Draw heading, banner and status line from what the desk knows."""
        if not self.query("#keys"):
            return  # not laid out yet; it is drawn when it is
        frame = self.shop_app.frame()
        self.query_one("#tabs", TabLine).show(heading=frame.heading)
        banner = self.query_one("#banner", TextLine)
        banner.display = bool(frame.banner)
        banner.show(frame.banner)
        self.query_one("#status", TextLine).show(frame.status, frame.status_right)

    # -- reading and writing -----------------------------------------------------------------------------------------

    def read(self, work: Callable[[Transaction], T], loaded: Callable[[T], Message], group: str = "read") -> None:
        """Run `work` on one view of the book in a thread and post `loaded(result)`; a newer read replaces an older."""

        def answer(stop: threading.Event) -> None:
            from lstbo.storage import Cancelled

            busy = False
            try:
                message = loaded(self.desk.read(work, stop))
            except Cancelled:
                return
            except LstboError as error:
                busy = isinstance(error, BookBusy)
                message = self.ReadFailed(error, group)
            if not stop.is_set():
                self.shut_out = self.shut_out or busy
                self.post_message(message)

        wishes = self._reads.setdefault(group, NewestWish())
        if wishes.ask(answer):
            self.run_worker(wishes.serve, thread=True, group=group)

    def write(self, command: str, work: Callable[[Transaction], T], posted: Callable[[T], Message]) -> None:
        """Run `work` as one unit of work in a thread and post `posted(result)` when it is on the disk."""
        self._work(command, work, posted, dry_run=False)

    def try_out(self, command: str, work: Callable[[Transaction], T], tried: Callable[[T], Message]) -> None:
        """Run `work` in a thread, take it back, and post `tried(result)`. Asked twice, it is done once."""
        self._work(command, work, tried, dry_run=True)

    def _work(
        self, command: str, work: Callable[[Transaction], T], done: Callable[[T], Message], *, dry_run: bool
    ) -> None:
        if not self.begin_work():
            return

        def run() -> None:
            try:
                message = done(self.desk.write(command, work, dry_run=dry_run))
            except LstboError as error:
                message = self.WriteFailed(error)
            self.call_later(self.end_work)
            self.post_message(message)

        self.run_worker(run, thread=True, group="write")

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something in passing, as plain text."""
        self.app.notify(text, markup=False, severity="warning" if warning else "information")

    @on(VirtualTable.Failed)
    def _list_failed(self, event: VirtualTable.Failed) -> None:
        self.shut_out = self.shut_out or isinstance(event.error, BookBusy)

    @on(WriteFailed)
    def _refused(self, event: WriteFailed) -> None:
        self.tell(str(event.error), warning=True)

    # -- keys --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out keys that do nothing here, so that the key line shows only what works now."""
        if action == "view":
            return len(self.VIEWS) > 1
        if action == "explain":
            return self.figure() is not None
        if action in ("search", "new", "print", "reverse"):
            return getattr(type(self), f"action_{action}", None) is not None
        return True

    def action_back(self) -> None:
        """Leave a page that was opened from another one."""
        if len(self.app.screen_stack) > 1 and self.may_leave():
            self.dismiss(None)

    def action_view(self, step: int) -> None:
        """Go to the next or previous view."""
        names = [view.id for view in self.VIEWS]
        self.show_view(names[(names.index(self.view) + step) % len(names)])

    def show_view(self, name: str) -> None:
        """Put a view in front and read what it shows."""
        self.query_one(ContentSwitcher).current = name
        self.query_one("#views", TabLine).show(chosen=name)
        front = self.query_one(f"#{name}")
        target = front if front.can_focus else next((child for child in front.query("*") if child.can_focus), None)
        if target is not None:
            self.set_focus(target)
        self.refresh_bindings()
        self.load()

    @on(TabLine.Chosen)
    def _tab_chosen(self, event: TabLine.Chosen) -> None:
        event.stop()
        if any(view.id == event.name for view in self.VIEWS):
            self.show_view(event.name)
        else:
            self.shop_app.action_open(event.name)

    def action_explain(self) -> None:
        """Open the figure that is chosen, down to where it comes from."""
        figure = self.figure()
        if figure:
            self.shop_app.open_explanation(figure)

    def action_as_of(self) -> None:
        """Ask for the day from which figures count backwards."""
        self.shop_app.action_as_of()

    def action_copy(self) -> None:
        """Copy the row or figure that is chosen."""
        text = self.copied()
        if text:
            self.shop_app.copy_text(text)
            self.tell(_("Copied: {text}").format(text=safe_text(text)))

    def action_reload(self) -> None:
        """Read the book again."""
        self.reload()
