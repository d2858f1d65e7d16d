"""Setup: files in, what waits of them, every import, the backups, the health of the book, and the shop itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from lstbo.core.language import N_, _
from lstbo.screens import setup_lists as lists
from lstbo.screens.import_words import step_word
from lstbo.screens.page import Page, View
from lstbo.screens.path_input import PathInput
from lstbo.screens.reversal import ReversingPage
from lstbo.screens.search_line import SearchLine
from lstbo.screens.searched_page import SearchedViews
from lstbo.screens.setup_backups import BackupsView
from lstbo.screens.setup_health import HealthView
from lstbo.screens.setup_imports import ImportsView
from lstbo.screens.setup_shop import own_choices
from lstbo.screens.themes import NAMES
from lstbo.widgets import ListSource, Row, TextLine, VirtualTable, failed_state

if TYPE_CHECKING:
    from lstbo.exchange import Batch, Waiting
    from lstbo.storage import Transaction


class SetupPage(SearchedViews, ReversingPage):
    """What keeps the book fed and safe."""

    TAB = "setup"
    CSS_PATH = "setup.tcss"
    VIEWS = (
        View("imports", N_("Imports")),
        View("held", N_("Waiting")),
        View("batches", N_("Batches")),
        View("backups", N_("Backups")),
        View("health", N_("Health")),
        View("shop", N_("The shop")),
    )
    GUIDE = N_(
        "Imports: choose a file of the till, of deliveries, expenses or items; or type, paste or drop its path (n). "
        "You see what would become of it before anything is posted.\n"
        "Waiting: rows that need a word from you, such as an item nobody knows. Batches: every import; Enter shows its "
        "rows, Ctrl+Z takes it back. Backups: n takes one and tests it, Enter restores. Health: is the file safe, does "
        "the book add up. Shop: what it is set up as, language and colours."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "imports", N_("Import a file"), show=False, id="setup.import")
    ]

    class HeldLoaded(Message):
        """What waits was read."""

        def __init__(self, found: Sequence[Waiting]) -> None:
            self.found = found
            super().__init__()

    class BatchesLoaded(Message):
        """The imports were read."""

        def __init__(self, found: Sequence[Batch]) -> None:
            self.found = found
            super().__init__()

    class SettingsRead(Message):
        """The settings of the book were read."""

        def __init__(self, settings: Mapping[str, str]) -> None:
            self.settings = settings
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._held: Sequence[Waiting] = ()

    # -- what is in front --------------------------------------------------------------------------------------------

    def views(self) -> Iterable[Widget]:
        """Lay out a list per view; the health of the book has two."""
        yield ImportsView(lambda: self.desk.path.parent, id="imports")
        with Vertical(id="held"):
            yield VirtualTable(lists.held_columns(), empty=(_("Nothing waits."), _("All is booked.")), id="held-table")
            yield TextLine(id="held-help")
        with Vertical(id="batches"):
            yield VirtualTable(
                lists.batch_columns(),
                empty=(_("No imports yet."), _("Left goes to the files that may be imported.")),
                id="batches-table",
            )
        yield BackupsView(id="backups")
        yield HealthView(id="health")
        with Vertical(id="shop"):
            yield VirtualTable(lists.shop_columns(), id="shop-table")

    def on_mount(self) -> None:
        """Begin with the list in front."""
        self.mount(SearchLine(id="search"), after="#body")
        super().on_mount()
        self.set_focus(self.table)

    @property
    def table(self) -> VirtualTable:
        """The list in front."""
        return self.query_one(f"#{self.view}-table", VirtualTable)

    def document(self) -> int | None:
        """The import under the cursor."""
        key = self.table.cursor_key if self.view == "batches" else None
        return key if isinstance(key, int) else None

    def figure(self) -> str | None:
        """The import under the cursor."""
        number = self.document() if self.is_mounted else None
        return f"document:{number}" if number else None

    def command(self) -> str:
        """The command that shows the same."""
        names = {"imports": "import sales FILE", "held": "import held", "batches": "import batches"}
        return names.get(self.view, {"backups": "backup", "health": "check"}.get(self.view, "doctor"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out keys of other views."""
        if self.is_mounted:
            if action == "reverse":
                return self.view == "batches"
            if action == "new":
                return self.view in ("imports", "backups")
            if action == "search":
                return self.view in ("imports", "held", "batches")
            if action == "as_of":
                return False
        return super().check_action(action, parameters)

    # -- reading -----------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the view in front. The health is examined once, and again with Ctrl+R."""
        if self.view == "imports":
            self.query_one(ImportsView).begin(self.desk)
            self.read(_read_settings, self.SettingsRead, "shop")
        elif self.view == "backups":
            self.query_one(BackupsView).begin(self.desk)
        elif self.view == "held":
            self.read(_read_held, self.HeldLoaded, "held")
        elif self.view == "batches":
            self.read(_read_batches, self.BatchesLoaded, "batches")
        elif self.view == "shop":
            self.read(_read_settings, self.SettingsRead, "shop")
        else:
            self.query_one(HealthView).begin(self.desk)

    @on(HeldLoaded)
    def _draw_held(self, event: HeldLoaded) -> None:
        self._held = event.found
        self._fill("held", lists.held_rows(event.found))
        self.query_one("#held-table", VirtualTable).set_totals(lists.held_totals(event.found))
        self._help_held()

    @on(BatchesLoaded)
    def _draw_batches(self, event: BatchesLoaded) -> None:
        self._fill("batches", lists.batch_rows(event.found))

    @on(SettingsRead)
    def _draw_shop(self, event: SettingsRead) -> None:
        self._fill("shop", lists.shop_rows(event.settings, own_choices(self.desk, self.app.theme)))

    def _fill(self, view: str, rows: Sequence[Row]) -> None:
        """Show other rows, the cursor where it was."""
        table = self.query_one(f"#{view}-table", VirtualTable)
        at = table.cursor
        table.set_source(ListSource(table.columns, rows))
        table.move_to(min(at, max(0, len(rows) - 1)))
        self.draw_frame()
        self.refresh_bindings()

    @on(VirtualTable.Moved)
    def _help_held(self) -> None:
        held = self._chosen_held() if self.view == "held" else None
        self.query_one("#held-help", TextLine).show(step_word(held.code) if held else "")
        self.refresh_bindings()

    def _chosen_held(self) -> Waiting | None:
        key = self.query_one("#held-table", VirtualTable).cursor_key
        return self._held[key] if isinstance(key, int) and key < len(self._held) else None

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        if event.group == self.view:
            self.table.show_state(failed_state(event.error))

    def action_reload(self) -> None:
        """Read again, and examine the book again."""
        if self.view == "health":
            self.query_one(HealthView).forget()
        super().action_reload()

    # -- keys --------------------------------------------------------------------------------------------------------

    @on(VirtualTable.Opened)
    def _open(self, event: VirtualTable.Opened) -> None:
        name = event.table.id or ""
        if name == "held-table":
            self._open_held()
        elif name == "batches-table" and isinstance(event.key, int):
            from lstbo.screens.batch_detail import BatchScreen

            self.app.push_screen(BatchScreen(event.key), self._came_back)
        elif name == "backups-table":
            from lstbo.screens.restoring import RestoreSheet

            self.app.push_screen(RestoreSheet(self.desk, Path(str(event.key))), self._restored)
        elif event.key == "language":
            self.shop_app.action_switch_language()
        elif event.key == "theme":
            self._next_theme()

    def _came_back(self, _answer: object) -> None:
        self.reload()

    def _restored(self, text: str | None) -> None:
        if text:
            self.tell(text)
            self.reload()

    @on(ImportsView.Chosen)
    def _open_file(self, event: ImportsView.Chosen) -> None:
        from lstbo.screens.import_file import ImportFile

        self.app.push_screen(ImportFile(event.path), self._came_back)

    def _open_held(self) -> None:
        held = self._chosen_held()
        if held is None:
            return
        if held.batch is None:
            from lstbo.screens.held_mapping import HeldMapping

            self.app.push_screen(HeldMapping(held), self._came_back)
        else:
            from lstbo.screens.held_rows import HeldRowsScreen

            self.app.push_screen(HeldRowsScreen(held), self._came_back)

    def _next_theme(self) -> None:
        names = list(NAMES)
        now = next((name for name, (theme, _label) in NAMES.items() if theme == self.app.theme), names[0])
        self.run_worker(self.app.run_action(f"app.use_theme('{names[(names.index(now) + 1) % len(names)]}')"))
        self.set_timer(0.1, self.load)

    def action_imports(self) -> None:
        """Go to the path of a file."""
        self.show_view("imports")
        self.query_one(PathInput).focus()

    def action_new(self) -> None:
        """Type the path of a file; or take a backup."""
        if self.view == "imports":
            self.query_one(PathInput).focus()
        elif self.view == "backups":
            if self.desk.read_only:
                self.tell(_("Reading only: a backup writes beside the book."), warning=True)
            else:
                self.query_one(BackupsView).take_one(self.desk)

    @on(BackupsView.Taken)
    def _backed_up(self, event: BackupsView.Taken) -> None:
        if event.error:
            self.tell(str(event.error), warning=True)
        elif event.backup:
            said = _("Backup taken and tested: it holds every document up to {number}.")
            self.tell(said.format(number=event.backup.seq))
        self.load()

    # -- paths -------------------------------------------------------------------------------------------------------

    def on_paste(self, event: events.Paste) -> None:
        """Take a path that was pasted or dropped, whatever has the focus."""
        self._take_path(event.text)

    def scanned(self, code: str) -> None:
        """Open the item; or take a path that a terminal typed fast instead of pasting it."""
        if "/" in code or "\\" in code:
            self._take_path(code)
        else:
            super().scanned(code)

    def _take_path(self, text: str) -> None:
        self.show_view("imports")
        self.query_one(ImportsView).take(text)

    def action_back(self) -> None:
        """Go from the path to the list first."""
        if isinstance(self.focused, PathInput):
            self.set_focus(self.table)
        else:
            super().action_back()


def _read_held(tx: Transaction) -> Sequence[Waiting]:
    from lstbo.exchange import waiting

    return waiting(tx)


def _read_batches(tx: Transaction) -> Sequence[Batch]:
    from lstbo.exchange import list_batches

    return list_batches(tx)


def _read_settings(tx: Transaction) -> Mapping[str, str]:
    return {name: tx.setting(name) for name, _label in lists.SETTINGS}
