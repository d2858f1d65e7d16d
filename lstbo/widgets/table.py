"""A table of any length, drawn line by line: it asks for the rows near the ones on screen and for no others.

Rows are read in a thread, one request at a time; what is on screen stays until the new rows are there. Moving the
cursor paints two rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from lstbo.core.language import N_, _
from lstbo.widgets.cells import cell, is_negative, value_cell, width_of
from lstbo.widgets.columns import Placed, TableColumn, needed, place
from lstbo.widgets.fetching import Fetcher, Opening, Order
from lstbo.widgets.glyphs import glyphs
from lstbo.widgets.states import State, failed_state, loading_state, state_lines
from lstbo.widgets.windows import Pages, Row, Source, View

DEBOUNCE: Final = 0.12  # seconds after the last key before a filter is applied
PATIENCE: Final = 0.15  # seconds before a list says that it is loading


class VirtualTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of a source under a header, with a cursor, marks, sorting, a filter and an optional line of totals.

    `busy` is true while something asked for has not arrived.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Open")),
        Binding("up", "move(-1)", N_("Up"), show=False),
        Binding("down", "move(1)", N_("Down"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("home", "to(0)", N_("First row"), show=False),
        Binding("end", "to(-1)", N_("Last row"), show=False),
        Binding("space", "mark", N_("Mark")),
        Binding("s", "sort_next", N_("Sort")),
        Binding("S", "sort_turn", N_("Turn the order"), show=False),
        Binding("ctrl+r", "reload", N_("Read again"), show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--totals",
        "table--cursor",
        "table--marked",
        "table--bad",
        "table--warn",
        "table--good",
        "table--muted",
        "table--headline",
        "table--next",
    }
    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    VirtualTable > .table--header { background: $panel; color: $foreground; text-style: bold; }
    VirtualTable > .table--totals { background: $panel; color: $foreground; text-style: bold; }
    VirtualTable > .table--cursor { background: $block-cursor-blurred-background; color: $foreground; }
    VirtualTable:focus > .table--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    VirtualTable > .table--marked { color: $text-accent; text-style: bold; }
    VirtualTable > .table--bad { color: $text-error; }
    VirtualTable > .table--warn { color: $text-warning; }
    VirtualTable > .table--good { color: $text-success; }
    VirtualTable > .table--muted { color: $foreground 60%; }
    VirtualTable > .table--headline { text-style: bold; }
    VirtualTable > .table--next { color: $foreground 80%; }
    """

    class _About(Message):
        def __init__(self, table: VirtualTable) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> VirtualTable:
            """The table this is about."""
            return self.table

    class _AboutRow(_About):
        def __init__(self, table: VirtualTable, row: Row) -> None:
            super().__init__(table)
            self.row = row
            self.key = row.key

    class Opened(_AboutRow):
        """Enter on a row, or a click on the row the cursor is on: `key`, `row`."""

    class Moved(_AboutRow):
        """The cursor came to another row: `key`, `row`."""

    class Marked(_About):
        """A row was marked or unmarked: `keys` are all marked now."""

        def __init__(self, table: VirtualTable, keys: frozenset[Hashable]) -> None:
            super().__init__(table)
            self.keys = keys

    class SortChanged(_About):
        """Rows are sorted by another column or the other way round: `column`, `descending`."""

        def __init__(self, table: VirtualTable, column: str, descending: bool) -> None:
            super().__init__(table)
            self.column = column
            self.descending = descending

    class Loaded(_About):
        """The list was read: `count` rows."""

        def __init__(self, table: VirtualTable, count: int) -> None:
            super().__init__(table)
            self.count = count

    class Failed(_About):
        """The list could not be read: `error`. Rows already on screen stay there."""

        def __init__(self, table: VirtualTable, error: BaseException) -> None:
            super().__init__(table)
            self.error = error

    def __init__(
        self,
        columns: Sequence[TableColumn],
        source: Source | None = None,
        *,
        empty: tuple[str, str] = ("", ""),
        view: View | None = None,
        multi: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self._source = source
        self._empty = State("empty", *empty)
        self._view = view or View()
        self._multi = multi
        self._fetcher = Fetcher(self, self.columns, self._take, self._came, self._broke)
        self._pages: Pages | None = None
        self._state: State | None = None
        self._cursor = 0
        self._placed: tuple[Placed, ...] = ()
        self._placed_in = -1
        self._needs: dict[str, int] = {}
        self._totals: Mapping[str, object] | None = None
        self._marked: frozenset[Hashable] = frozenset()
        self._open_at: int | None = None  # Enter was pressed on a row that has not arrived
        self._filtering: Timer | None = None
        self._shown_view: View | None = None

    # What a screen asks and tells

    @property
    def view(self) -> View:
        """The filter and the order asked for."""
        return self._view

    @property
    def row_count(self) -> int:
        """The number of rows under the view on screen."""
        return self._pages.count if self._pages else 0

    @property
    def cursor(self) -> int:
        """The number of the row the cursor is on, from 0."""
        return self._cursor

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor, when there is one and it has arrived."""
        return self._pages.row(self.cursor) if self._pages else None

    @property
    def cursor_key(self) -> Hashable | None:
        """The key of the row under the cursor."""
        row = self.cursor_row
        return row.key if row else None

    @property
    def marked(self) -> frozenset[Hashable]:
        """The keys of the marked rows, also of those the filter hides."""
        return self._marked

    @property
    def state(self) -> State | None:
        """The state shown instead of rows; None while rows are shown."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether something asked for has not arrived yet."""
        return self._filtering is not None or self._fetcher.busy

    def set_source(self, source: Source, view: View | None = None) -> None:
        """Show another list from its beginning. Marks are taken away."""
        self._source, self._view = source, view or self._view
        self._marked, self._needs = frozenset(), {}
        self._pages = None
        self._load(key=None, near=0)

    def reload(self) -> None:
        """Read the list again; the cursor stays on its row, and the old rows on screen until then."""
        self._load(key=self.cursor_key, near=self.cursor)

    def set_filter(self, text: str) -> None:
        """Show only rows that match `text`, 0.12 s after the last call."""
        if self._filtering is not None:
            self._filtering.stop()
        self._filtering = self.set_timer(DEBOUNCE, partial(self._apply_filter, text))

    def sort_by(self, column: str, descending: bool = False) -> None:
        """Sort by a column ("": the list's own order); the cursor stays on its row."""
        self._view = View(self._view.filter, column, descending)
        self.post_message(self.SortChanged(self, column, descending))
        self.reload()

    def set_totals(self, totals: Mapping[str, object] | None) -> None:
        """Show a last line with these values by column id; None takes it away."""
        self._totals = totals
        self._lay_out()

    def set_empty(self, headline: str, next_step: str) -> None:
        """Say what an empty list means and what to do first."""
        self._empty = State("empty", headline, next_step)
        if self._state and self._state.kind == "empty":
            self._show(self._empty)

    def show_state(self, state: State) -> None:
        """Show a state instead of rows until the next load."""
        self._show(state)

    def clear_marks(self) -> None:
        """Unmark all rows."""
        self._mark(frozenset())

    def move_to(self, index: int) -> None:
        """Put the cursor on a row by its number from 0; beyond the ends it stays on the last or first row."""
        count = self.row_count
        if not count:
            return
        before, self._cursor = self.cursor, max(0, min(index, count - 1))
        top = self._top
        if self.cursor < top or self.cursor >= top + self._body:
            top = self.cursor if self.cursor < top else self.cursor - self._body + 1
            self.scroll_to(y=top, animate=False, force=True)
        self._paint(before)
        self._paint(self.cursor)
        self._look()
        if before != self.cursor and (row := self.cursor_row):
            self.post_message(self.Moved(self, row))

    # Keys and mouse

    def action_open(self) -> None:
        """Open the row under the cursor; a row that is still being read opens when it arrives."""
        if row := self.cursor_row:
            self.post_message(self.Opened(self, row))
        elif self.row_count or self._fetcher.busy:
            self._open_at = self.cursor

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by a screen of rows, and the screen with it."""
        top = max(0, min(self._top + by * self._body, self.row_count - self._body))
        self.scroll_to(y=top, animate=False, force=True)
        self.move_to(self.cursor + by * self._body)

    def action_to(self, index: int) -> None:
        """Move the cursor to the first row (0) or the last (-1)."""
        self.move_to(index if index >= 0 else self.row_count - 1)

    def action_mark(self) -> None:
        """Mark or unmark the row under the cursor, and go to the next."""
        if self._multi and (row := self.cursor_row):
            self._mark(self._marked ^ {row.key})
            self.move_to(self.cursor + 1)

    def action_sort_next(self) -> None:
        """Sort by the next column: texts and days rising, figures falling; after the last the list's own order."""
        sortable = [column for column in self.columns if column.sortable]
        ids = [column.id for column in sortable]
        at = ids.index(self._view.sort) + 1 if self._view.sort in ids else 0
        if at < len(sortable):
            self.sort_by(ids[at], descending=sortable[at].is_figure)
        elif sortable:
            self.sort_by("")

    def action_sort_turn(self) -> None:
        """Turn the order round."""
        if self._view.sort:
            self.sort_by(self._view.sort, not self._view.descending)

    def action_reload(self) -> None:
        """Read the list again."""
        self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say which keys work now, for the line of keys."""
        if action == "mark":
            return self._multi
        if action in ("sort_next", "sort_turn"):
            return any(column.sortable for column in self.columns)
        return True

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row clicked; open it when it is there already. A heading sorts by its column."""
        where = event.get_content_offset(self)
        if where is None:
            return
        if where.y == 0:
            hit = next((p.column for p in self._placed if p.left <= where.x < p.left + p.width), None)
            if hit and hit.sortable:
                same = hit.id == self._view.sort
                self.sort_by(hit.id, not self._view.descending if same else hit.is_figure)
        elif where.y <= self._body and self._state is None and (index := self._top + where.y - 1) < self.row_count:
            if index == self.cursor:
                self.action_open()
            else:
                self.move_to(index)

    # Reading

    def on_mount(self) -> None:
        """Read the list."""
        if self._source is not None:
            self._load(key=None, near=0)

    def on_resize(self) -> None:
        """Fit the columns to the new width, and keep the cursor in sight."""
        self._lay_out()
        if self.row_count:
            self.move_to(self.cursor)

    def on_unmount(self) -> None:
        """Stop reading."""
        self._fetcher.stop()

    def _load(self, key: Hashable | None, near: int) -> None:
        if self._source is None or not self.is_attached:
            return
        self._fetcher.open(Order(self._source, self._view, key, near, max(30, 2 * self._body)))
        self.set_timer(PATIENCE, self._say_loading)

    def _say_loading(self) -> None:
        if self._pages is None and self._fetcher.opening:
            self._show(loading_state())

    def _apply_filter(self, text: str) -> None:
        self._filtering = None
        if text != self._view.filter:
            self._view = View(text, self._view.sort, self._view.descending)
            self._load(key=None, near=0)

    def _take(self, came: Opening) -> None:
        """Show the list that was read; a row that stays keeps its line on screen."""
        top = self._top + came.index - self.cursor if came.found else 0
        self._pages, self._shown_view, self._cursor = came.pages, came.view, came.index
        self._grow(came.needs)
        self._state = None if came.pages.count else self._nothing()
        self._lay_out()
        self.scroll_to(y=max(0, min(top, came.pages.count - self._body)), animate=False, force=True)
        self.move_to(self.cursor)
        self.post_message(self.Loaded(self, came.pages.count))
        if row := self.cursor_row:
            self.post_message(self.Moved(self, row))
        self._open_late()

    def _came(self, pages: Pages, needs: dict[str, int]) -> None:
        if pages is self._pages:
            if self._grow(needs):
                self._lay_out()
            self.refresh()
            self._open_late()

    def _broke(self, error: Exception) -> None:
        self._open_at = None
        if self._pages is None or self._shown_view != self._view:
            self._show(failed_state(error))
        self.post_message(self.Failed(self, error))

    def _open_late(self) -> None:
        if self._open_at is not None and self._open_at == self.cursor and self.cursor_row:
            self.action_open()
            self._open_at = None

    def _look(self) -> None:
        """Ask for the pages on screen first, then for those a page key would show."""
        if self._pages is None:
            return
        first, last = self._top, self._top + self._body
        if getattr(self._pages.window, "instant", False):
            for page in self._pages.missing(first, last):
                self._grow(needed(self.columns, [row.values for row in self._pages.read(page)]))
            return
        seen = self._pages.missing(first, last)
        near = self._pages.missing(first - 2 * self._body, last + 2 * self._body)
        self._fetcher.want(self._pages, [*seen, *(page for page in near if page not in seen)])

    # Drawing

    @property
    def _top(self) -> int:
        return round(self.scroll_y)

    @property
    def _area(self) -> Size:
        """The cells to draw on, without those of the scroll bar, which are kept free for it."""
        return self.scrollable_content_region.size

    @property
    def _body(self) -> int:
        """Lines for rows."""
        return max(1, self._area.height - 1 - (self._totals is not None))

    def _nothing(self) -> State:
        if self._view.filter:
            return State("empty", _("Nothing matches '{text}'.").format(text=self._view.filter), _("Type less."))
        return self._empty

    def _show(self, state: State) -> None:
        self._state = state
        self.refresh()

    def _mark(self, keys: frozenset[Hashable]) -> None:
        if keys != self._marked:
            self._marked = keys
            self.refresh()
            self.post_message(self.Marked(self, keys))

    def _grow(self, needs: Mapping[str, int]) -> bool:
        """Remember the longest figures; say whether one is longer than before."""
        longer = {column: need for column, need in needs.items() if need > self._needs.get(column, 0)}
        self._needs |= longer
        return bool(longer)

    def _lay_out(self) -> None:
        self._place(self._area.width)
        self.virtual_size = Size(0, self.row_count + 1 + (self._totals is not None))
        self.refresh()

    def _place(self, width: int) -> None:
        totals = needed(self.columns, [self._totals_values()]) if self._totals else {}
        needs = {column: max(need, totals.get(column, 0)) for column, need in (totals | self._needs).items()}
        self._placed = place(self.columns, width, needs, left=1 if self._multi else 0)
        self._placed_in = width

    def _totals_values(self) -> list[object]:
        return [(self._totals or {}).get(column.id) for column in self.columns]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the rows that came into sight."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._look()

    def _paint(self, index: int) -> None:
        """Draw one row again."""
        self.refresh(Region(0, index - self._top + 1, self._area.width, 1))

    def render_line(self, y: int) -> Strip:
        """Draw one line: the header, a row, the totals, or a line of the state."""
        width, height = self._area
        if width != self._placed_in:  # painted before the news of the new size came
            self._place(width)
        if y == 0:
            return self._header(width)
        if self._totals is not None and y == height - 1:
            return self._line(self._texts(self._totals_values()), width, self._style("totals"))
        if self._state is not None:
            text, part = state_lines(self._state, width, self._body)[y - 1]
            look = self._style(part) if part else self.rich_style
            return Strip([Segment(text, look)], width)
        index = self._top + y - 1
        if index >= self.row_count or self._pages is None:
            return Strip.blank(width, self.rich_style)
        return self._row_line(index, self._pages.row(index), width)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"table--{part}")

    def _header(self, width: int) -> Strip:
        style = self._style("header")
        sign = glyphs().falling if self._view.descending else glyphs().rising
        texts = []
        for placed in self._placed:
            title, room = placed.column.title, placed.width
            if placed.column.id != self._view.sort:
                texts.append(cell(title, room, "right" if placed.column.is_figure else "left"))
            elif placed.column.is_figure:
                texts.append(cell(sign + title, room, "right"))
            else:
                texts.append(cell(cell(title, min(width_of(title), room - 1)) + sign, room))
        return self._line([(text, "") for text in texts], width, style)

    def _row_line(self, index: int, row: Row | None, width: int) -> Strip:
        style = self._style("cursor") if index == self.cursor else self.rich_style
        if row is None:
            return Strip([Segment(cell(" ..", width), style)], width)
        marked = row.key in self._marked
        if index != self.cursor and (marked or row.tone):
            style = self._style("marked" if marked else row.tone)
        texts = self._texts(row.values)
        if index == self.cursor:
            texts = [(text, "") for text, _look in texts]
        return self._line(texts, width, style, glyphs().mark if marked else " ")

    def _texts(self, values: Sequence[object]) -> list[tuple[str, str]]:
        """The visible cells of a row, each with its own look: negative figures stand out."""
        return [
            (value_cell(value, p.column.kind, p.width), "bad" if p.column.is_figure and is_negative(value) else "")
            for p in self._placed
            for value in [values[p.index] if p.index < len(values) else None]
        ]

    def _line(self, texts: Sequence[tuple[str, str]], width: int, style: Style, gutter: str = " ") -> Strip:
        """Join cells at their places to one line of exactly `width` cells, in as few pieces as it has looks."""
        segments: list[Segment] = []
        run, run_look, at = gutter if self._multi else "", "", 1 if self._multi else 0
        for placed, (text, look) in zip(self._placed, texts, strict=True):
            run += " " * (placed.left - at)
            if look != run_look:
                segments.append(Segment(run, style + self._style(run_look) if run_look else style))
                run, run_look = "", look
            run, at = run + text, placed.left + placed.width
        segments.append(Segment(run, style + self._style(run_look) if run_look else style))
        segments.append(Segment(" " * max(0, width - at), style))
        return Strip([segment for segment in segments if segment.text]).adjust_cell_length(width, style)
