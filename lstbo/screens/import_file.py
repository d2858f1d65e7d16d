"""One file before and after it is imported: how it is read, what would become of its rows, what became of them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _, ngettext
from lstbo.screens.import_words import KINDS, kind_word, outcome_lines, understood_lines, verdict_rows
from lstbo.screens.page import Page
from lstbo.screens.setup_files import file_mark, remember_folder, short_path
from lstbo.widgets import ListSource, OneOf, TableColumn, TextLine, VirtualTable, failed_state, loading_state, plain

if TYPE_CHECKING:
    from lstbo.exchange import ImportOptions, ImportResult, Look, Profile

_UNKNOWN = (("create", N_("make new items, to look over later")), ("hold", N_("let their rows wait")))
_CHANGES = (("", N_("let them wait")), ("accept", N_("accept them")))
_CHOOSE = ("?", N_("choose with < and >"))
_ORDERS = (_CHOOSE, ("dmy", N_("day first")), ("mdy", N_("month first")))
_STYLES = (_CHOOSE, (",", N_("decimal mark")), (".", N_("thousands mark")))


class ImportFile(Page):
    """A file chosen for import. Every choice is tried out at once; nothing is posted before Ctrl+S."""

    TAB = "setup"
    CSS_PATH = "import_file.tcss"
    GUIDE = N_(
        "A file before it is imported: what kind it is, what its columns mean, and what would become of its rows. "
        "Nothing is posted yet. Tab goes to the choices, < and > change one.\n"
        "Ctrl+S imports the file. A file imported twice is booked once. Rows that cannot be booked are written to a file "
        "beside it; correct them there and import that."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "import", N_("Import"), id="import.post", priority=True),
        Binding("enter", "go_on", N_("Go on"), id="import.go_on"),
        Binding("up", "app.focus_previous", N_("Up"), show=False, id="import.up"),
        Binding("down", "app.focus_next", N_("Down"), show=False, id="import.down"),
    ]

    class Studied(Message):
        """The file was looked at."""

        def __init__(self, look: Look) -> None:
            self.look = look
            super().__init__()

    class Tried(Message):
        """A trial run said what would become of its rows, or why it cannot be run."""

        def __init__(
            self,
            results: Sequence[ImportResult],
            error: LstboError | None = None,
            mark: tuple[int, int, int] | None = None,
        ) -> None:
            self.results = results
            self.error = error
            self.mark = mark
            super().__init__()

    class Imported(Message):
        """The file was imported, or queued."""

        def __init__(self, results: Sequence[ImportResult]) -> None:
            self.results = results
            super().__init__()

    class FileChanged(Message):
        """The file is not any more what was tried out; nothing was imported."""

    class Refused(Message):
        """The file was not imported; nothing of it is in the book."""

        def __init__(self, error: LstboError) -> None:
            self.error = error
            super().__init__()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._kind = ""
        self._unknown = "create"
        self._accept = False
        self._order = self._style = ""
        self._columns: dict[str, str] = {}
        self._look: Look | None = None
        self._results: Sequence[ImportResult] = ()
        self._state = ""  # "": not begun, then trying, ready, importing, done
        self._again = False
        self._tried: tuple[int, int, int] | None = None  # what tells the file that was tried out from a later one
        self._since = 0.0
        self._clock: Timer | None = None

    # -- what is in front --------------------------------------------------------------------------------------------

    def views(self) -> Iterable[Widget]:
        """Lay out the choices, what was understood, what becomes of it, and the rows."""
        yield TextLine(id="import-head")
        with Vertical(id="choices"):
            yield from self._choice("kind", _("Kind"), OneOf(KINDS, id="kind"))
            yield from self._choice("unknown", _("Unknown items"), OneOf(_UNKNOWN, id="unknown"))
            yield from self._choice("changes", _("Changed, locked"), OneOf(_CHANGES, id="changes"))
            yield Vertical(id="questions")
        yield Static(id="understood", markup=False)
        yield Static(id="outcome", markup=False)
        yield VirtualTable(_columns(), empty=(_("No rows."), _("There is nothing to import in this file.")), id="rows")
        yield TextLine(id="doing", classes="head")

    def _choice(self, name: str, label: str, field: OneOf) -> Iterable[Widget]:
        with Horizontal(id=f"choice-{name}", classes="choice"):
            yield Static(plain(label), classes="label")
            yield field

    def on_mount(self) -> None:
        """Say which file it is, and begin."""
        self.query_one("#import-head", TextLine).show(self._path.name, short_path(self._path.parent))
        self._clock = self.set_interval(0.5, self._tick, pause=True)
        super().on_mount()
        self.query_one("#rows").focus()

    def command(self) -> str:
        """The command that does the same."""
        extra = (" --unknown hold" if self._unknown == "hold" else "") + (" --accept-changes" if self._accept else "")
        return f"import {self._kind or 'sales'} {self._path.name}{extra}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to import when it was tried out, and to go on when it is done."""
        if action == "import":
            return self._state == "ready"
        if action == "as_of":
            return False
        if action == "go_on":
            return self._state == "done"
        return super().check_action(action, parameters)

    # -- trying it out -----------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Look at the file once; the book's news do not change it."""
        if not self._state:
            self._study()

    def action_reload(self) -> None:
        """Look at the file again, as it is now."""
        if self._state != "done":
            self._study()

    def _study(self) -> None:
        if self._state in ("trying", "importing"):
            self._again = True
            return
        self._again = False
        self._begin("trying")
        path, kind, told, options = str(self._path), self._kind, self._told(), self._options(trial=True)

        def run() -> None:
            from lstbo.exchange import import_into, look_at

            try:
                mark = file_mark(self._path)
                look = look_at(path, kind, told)
                self.post_message(self.Studied(look))
                results: Sequence[ImportResult] = ()
                if look.ready and not self.desk.read_only:
                    results = import_into(self.desk.writable(dry_run=True), look.kind, [path], replace(options, told=told))
                self.post_message(self.Tried(results, mark=mark))
            except LstboError as error:
                self.post_message(self.Tried((), error))

        self.run_worker(run, thread=True, group="study")

    @property
    def _known(self) -> Sequence[str]:
        """What was said of how the file is read."""
        return self._look.first.layout.notes if self._look else ()

    def _told(self) -> Profile | None:
        from lstbo.exchange import Profile

        if not (self._order or self._style or self._columns):
            return None
        return Profile(
            "",
            self._kind,
            columns=dict(self._columns),
            date_order=self._order or None,
            decimal_style=self._style or None,
        )

    def _options(self, *, trial: bool) -> ImportOptions:
        from lstbo.exchange import ImportOptions

        return ImportOptions(unknown=self._unknown, accept_changes=self._accept, dry_run=trial, told=self._told())

    @on(Studied)
    def _draw_look(self, event: Studied) -> None:
        look = self._look = event.look
        if not self._kind:
            self._kind = look.kind
            self.query_one("#kind", OneOf).choose(look.kind)
        sure = "" if look.sure or look.foreign else _("Its columns would also fit another kind: choose above.")
        lines = [sure] if sure else []
        self.query_one("#understood", Static).update(plain("\n".join(lines + understood_lines(look))))
        self._ask(look)
        self._list()

    def _ask(self, look: Look) -> None:
        """Put the questions the file leaves open, each once."""
        place = self.query_one("#questions", Vertical)
        for what, question in () if look.foreign else look.first.layout.asks:
            if place.query(f"#ask-{what}"):
                continue
            heads = [(head, head) for head in look.first.layout.header if head]
            options = {"date_order": _ORDERS, "decimal_style": _STYLES}.get(what, (_CHOOSE, *heads))
            field = OneOf(options, id=f"ask-{what}")
            place.mount(Vertical(Static(plain(question, "bold")), field, classes="question"))
            self.call_after_refresh(field.focus)

    @on(Tried)
    def _draw_trial(self, event: Tried) -> None:
        self._results, self._tried = event.results, event.mark
        if event.error is not None:
            self._end("failed", str(event.error))
            self.query_one("#rows", VirtualTable).show_state(failed_state(event.error))
        elif self.desk.read_only:
            self._end("failed", _("Reading only: a file can be looked at, but not imported."))
        elif self._look is not None and not self._look.ready:
            asks = look_asks(self._look)
            answer, leave = _("Answer the question above; then it is tried out."), _("Esc: choose another file.")
            self._end("failed", answer if asks else leave)
        else:
            self._end("ready", _("Nothing is posted yet. Ctrl+S imports it."))
            self._say(outcome_lines(event.results, trial=True, known=self._known))
            self._list()
        if self._again:
            self._study()

    @on(OneOf.Turned)
    def _turned(self, event: OneOf.Turned) -> None:
        event.stop()
        name, value = event.field.id or "", event.value
        if self._state in ("importing", "done") or value == "?":
            return
        if name == "kind":
            self._kind, self._columns = value, {}
            self.query_one("#questions", Vertical).remove_children()
        elif name == "unknown":
            self._unknown = value
        elif name == "changes":
            self._accept = bool(value)
        elif name == "ask-date_order":
            self._order = value
        elif name == "ask-decimal_style":
            self._style = value
        else:
            self._columns[name.removeprefix("ask-")] = value
        self._study()

    # -- importing ---------------------------------------------------------------------------------------------------

    def action_import(self) -> None:
        """Import the file as it was tried out; when it was changed since, it is tried out again."""
        if self._state != "ready":
            return
        self._begin("importing")
        kind, path, options, tried = self._kind, str(self._path), self._options(trial=False), self._tried

        def run() -> None:
            from lstbo.exchange import import_into

            if tried is None or file_mark(self._path) != tried:
                self.post_message(self.FileChanged())
                return
            try:
                message: Message = self.Imported(import_into(self.desk.writable(dry_run=True), kind, [path], options))
                remember_folder(self._path.parent)
            except LstboError as error:
                message = self.Refused(error)
            self.post_message(message)

        self.run_worker(run, thread=True, group="write")

    @on(Imported)
    def _draw_result(self, event: Imported) -> None:
        self._results = event.results
        held = sum(result.held for result in event.results)
        if held:
            text = ngettext("{count} row waits: Enter goes to it.", "{count} rows wait: Enter goes to them.", held)
            self._end("done", text.format(count=f"{held:,}"))
        else:
            self._end("done", _("Done. Enter goes to the imports of this book, Esc to the next file."))
        self._say(outcome_lines(event.results, trial=False, known=self._known))
        self._list()
        self.query_one("#choices").display = self.query_one("#understood").display = False
        self.query_one("#rows").focus()

    @on(FileChanged)
    def _try_again(self) -> None:
        self.tell(_("The file has changed since it was tried out: look at it once more."), warning=True)
        self._end("", "")
        self._study()

    @on(Refused)
    def _draw_refusal(self, event: Refused) -> None:
        self._end("ready", str(event.error))
        self.tell(str(event.error), warning=True)

    @on(VirtualTable.Opened)
    def action_go_on(self) -> None:
        """Go to what waits, or to the imports."""
        if self._state == "done":
            self.shop_app.open_page("setup", "held" if any(result.held for result in self._results) else "batches")

    def may_leave(self) -> bool:
        """Leave, unless the import is under way."""
        if self._state == "importing":
            self.tell(_("The import is under way; it is done in a moment."))
            return False
        return super().may_leave()

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _begin(self, state: str) -> None:
        self._state, self._since = state, time.monotonic()
        if self._clock:
            self._clock.resume()
        if self._look is None:
            self.query_one("#rows", VirtualTable).show_state(loading_state())
        self._tick()
        self.refresh_bindings()

    def _end(self, state: str, text: str) -> None:
        self._state = state
        if self._clock:
            self._clock.pause()
        self.query_one("#doing", TextLine).show(text)
        self.refresh_bindings()

    def _tick(self) -> None:
        seconds = int(time.monotonic() - self._since)
        doing = _("Importing ...") if self._state == "importing" else _("Trying it out ...")
        self.query_one("#doing", TextLine).show(doing, f"{seconds} s" if seconds else "")

    def _say(self, lines: Sequence[str]) -> None:
        self.query_one("#outcome", Static).update(plain("\n".join(lines)))

    def _list(self) -> None:
        table = self.query_one("#rows", VirtualTable)
        if self._look is not None:
            table.set_source(ListSource(table.columns, verdict_rows(self._look, self._results)))

    def copied(self) -> str:
        """The path of the file."""
        return f"{kind_word(self._kind)}\t{self._path}"


def look_asks(look: Look) -> bool:
    """Say whether a file leaves a question that an answer settles."""
    return bool(look.first.layout.asks) and not look.foreign


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn("row", _("Row"), "count", width=6, sortable=False),
        TableColumn("text", _("In the file"), width=30, flex=2, sortable=False),
        TableColumn("verdict", _("Becomes"), width=14, flex=1, sortable=False),
    )
