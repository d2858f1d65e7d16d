"""The columns of a table, and which of them fit a screen: figures stay whole, the least needed columns go first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lstbo.widgets.cells import FIGURES, Kind, value_text, width_of

LEAST_TEXT: Final = 4  # cells a text column keeps when everything else is gone
WIDE: Final = 100  # from this width on, two blanks between columns


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column.

    `width` is the least number of cells, `flex` its share of the room that is left (0: none). A column with `priority`
    0 always stays; of the others the highest number is left out first. `kind` says how values are written.
    """

    id: str
    title: str
    kind: Kind = "text"
    width: int = 8
    flex: int = 0
    priority: int = 0
    sortable: bool = True

    @property
    def is_figure(self) -> bool:
        """Whether values stand on the right and are never cut."""
        return self.kind in FIGURES


@dataclass(frozen=True, slots=True)
class Placed:
    """A column on screen: its place among the values of a row, its first cell and its cells."""

    index: int
    column: TableColumn
    left: int
    width: int


def place(
    columns: Sequence[TableColumn], width: int, needs: Mapping[str, int] | None = None, left: int = 0
) -> tuple[Placed, ...]:
    """Return the columns that fit into `width` cells, from cell `left` on, in their order.

    `needs` says, by column, how many cells the longest figure takes; such a column grows rather than shorten a figure.
    Columns are left out by priority; then texts shrink; only when nothing is left to give do figures get less.
    """
    gap = 2 if width >= WIDE else 1
    chosen = list(enumerate(columns))
    least = {column.id: _least(column, needs or {}) for column in columns}
    room = width - left

    def missing() -> int:
        return sum(least[column.id] for _index, column in chosen) + gap * max(0, len(chosen) - 1) - room

    while missing() > 0 and any(column.priority for _index, column in chosen):
        chosen.remove(max(chosen, key=lambda entry: (entry[1].priority, entry[0])))
    for _index, column in sorted(chosen, key=lambda entry: (entry[1].is_figure, -least[entry[1].id])):
        if (short := missing()) > 0:
            keep = 1 if column.is_figure else min(LEAST_TEXT, least[column.id])
            least[column.id] = max(keep, least[column.id] - short)
    _share(least, [column for _index, column in chosen], -missing())
    placed = []
    for index, column in chosen:
        placed.append(Placed(index, column, left, least[column.id]))
        left += least[column.id] + gap
    return tuple(placed)


def needed(columns: Sequence[TableColumn], rows: Sequence[Sequence[object]]) -> dict[str, int]:
    """Return how many cells the longest figure of each column of figures takes."""
    return {
        column.id: max((len(value_text(row[index], column.kind)) for row in rows), default=0)
        for index, column in enumerate(columns)
        if column.is_figure
    }


def _least(column: TableColumn, needs: Mapping[str, int]) -> int:
    least = max(column.width, needs.get(column.id, 0))
    return max(least, width_of(column.title)) if column.is_figure else least


def _share(widths: dict[str, int], columns: Sequence[TableColumn], spare: int) -> None:
    """Give the spare cells to the columns that ask for them, by their shares."""
    shares = sum(column.flex for column in columns)
    for column in columns:
        if column.flex and spare > 0:
            given = spare * column.flex // shares
            widths[column.id] += given
            spare, shares = spare - given, shares - column.flex
