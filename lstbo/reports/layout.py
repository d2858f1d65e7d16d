"""What a report looks like, as plain data that any renderer (terminal, PDF, spreadsheet) can take.

Values stay what they are (Decimal, date, text): a renderer formats them by the kind of their column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "money", "quantity", "date", "int"]
Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Styled:
    """A value that is set in bold or moved in by `indent` steps."""

    value: Value
    bold: bool = False
    indent: int = 0


Cell = Value | Styled


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is its name in data, `label` its heading.

    `width` weighs text columns against each other; columns of numbers take what their longest number needs.
    """

    key: str
    label: str
    kind: Kind = "text"
    width: float = 1


@dataclass(frozen=True, slots=True)
class FormHead:
    """The lines above an official statement: form number, who files it, the date or period, the unit of amounts."""

    number: str
    unit_name: str
    date_text: str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. `totals` is a last row in bold; `notes` stand below it.

    `blank_zero` leaves amounts of zero empty, as statements do; `own_page` starts a new page.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Cell] | None = None
    notes: Sequence[str] = ()
    head: FormHead | None = None
    blank_zero: bool = False
    own_page: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over labelled points, drawn as bars from zero. Amounts in book currency."""

    title: str
    points: Sequence[tuple[str, Decimal]]
    notes: Sequence[str] = ()
    own_page: bool = False


Section = Table | Series


@dataclass(frozen=True, slots=True)
class Pack:
    """Sections printed together, such as the monthly pack. `footer` is printed on every page."""

    title: str
    shop: str
    period: str
    sections: Sequence[Section]
    footer: str = ""


def plain(cell: Cell) -> Value:
    """Return the value of a cell without its style."""
    return cell.value if isinstance(cell, Styled) else cell
