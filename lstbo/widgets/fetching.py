"""Reading rows beside the screen: one thread per table, one request at a time, the newest wish first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Lock

from textual.widget import Widget
from textual.worker import get_current_worker

from lstbo.widgets.columns import TableColumn, needed
from lstbo.widgets.windows import Pages, Row, Source, View


@dataclass(frozen=True, slots=True)
class Order:
    """A list to open: from which source, under which view, and where the cursor was."""

    source: Source
    view: View
    key: Hashable | None  # the row to stay on
    near: int  # where it was
    span: int  # rows to read on either side


@dataclass(frozen=True, slots=True)
class Opening:
    """A list that was opened, with the rows around the cursor. `found`: the row to stay on is at `index`."""

    view: View
    pages: Pages
    index: int
    found: bool
    needs: dict[str, int]


class Fetcher:
    """Runs the requests of one widget. The three callbacks are called by the thread that draws."""

    def __init__(
        self,
        owner: Widget,
        columns: Sequence[TableColumn],
        opened: Callable[[Opening], None],
        came: Callable[[Pages, dict[str, int]], None],
        broke: Callable[[Exception], None],
    ) -> None:
        self._owner = owner
        self._columns = columns
        self._opened, self._came, self._broke = opened, came, broke
        self._lock = Lock()
        self._order: Order | None = None
        self._wanted: list[tuple[Pages, int]] = []
        self._opening = self._running = self._stopped = False

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return self._running

    @property
    def opening(self) -> bool:
        """Whether a list is being opened."""
        return self._opening

    def open(self, order: Order) -> None:
        """Open a list; one that is still being opened is forgotten."""
        with self._lock:
            self._order, self._wanted, self._opening = order, [], True
        self._start()

    def want(self, pages: Pages, numbers: Sequence[int]) -> None:
        """Read these pages, the first one first; earlier wishes that were not begun are forgotten."""
        with self._lock:
            self._wanted = [] if self._opening else [(pages, number) for number in numbers]
        self._start()

    def stop(self) -> None:
        """Read nothing more."""
        with self._lock:
            self._stopped, self._order, self._wanted = True, None, []

    def _start(self) -> None:
        with self._lock:
            if self._running or self._stopped or not (self._order or self._wanted):
                return
            self._running = True
        self._owner.run_worker(self._run, thread=True, group="rows", exit_on_error=False)

    def _run(self) -> None:
        worker = get_current_worker()
        while True:
            with self._lock:
                order, self._order = self._order, None
                page = self._wanted.pop(0) if not order and self._wanted else None
                if worker.is_cancelled or not (order or page):
                    self._running = False
                    return
            try:
                if order:
                    self._finish(self._open(order))
                elif page:
                    rows = page[0].read(page[1])
                    self._owner.call_later(self._came, page[0], self._needs(rows))
            except Exception as error:  # a source is code of others: whatever it raises is shown, not thrown
                if order:
                    self._opening = self._order is not None
                self._owner.call_later(self._broke, error)

    def _open(self, order: Order) -> Opening:
        window = order.source(order.view)
        pages = Pages(window, window.count())
        position = window.position(order.key) if order.key is not None else None
        index = max(0, min(order.near if position is None else position, pages.count - 1))
        rows: list[Row] = []
        for page in pages.missing(index - order.span, index + order.span):
            rows += pages.read(page)
        if position is None and order.key is not None and (seen := pages.find(order.key)) is not None:
            position = index = seen
        return Opening(order.view, pages, index, position is not None, self._needs(rows))

    def _finish(self, opening: Opening) -> None:
        with self._lock:
            late = self._order is not None
            self._opening = late
        if not late:
            self._owner.call_later(self._opened, opening)

    def _needs(self, rows: Sequence[Row]) -> dict[str, int]:
        return needed(self._columns, [row.values for row in rows])
