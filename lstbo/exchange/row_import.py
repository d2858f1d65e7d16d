"""Imports the size of a person's work: a staged file as rows of cells, and an outcome per row that adds up.

Sales come by the hundred thousand and are read in the engine; deliveries, expenses, items and openings are read here,
row by row, and booked in few statements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Generic, TypeVar

from lstbo.catalog import ItemKey, Resolution, create_unknown, list_items, resolve_lines
from lstbo.core import clock
from lstbo.core.errors import Problem
from lstbo.core.language import _
from lstbo.core.money import money
from lstbo.core.text import clean_text, csv_uncell
from lstbo.exchange.batches import STANDARD, known_to_wait, problem_of, record
from lstbo.exchange.containers import Source
from lstbo.exchange.reading import split_cells
from lstbo.exchange.results import COUNTS, ImportOptions, ImportResult
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.staged import SEPARATOR
from lstbo.exchange.staging import StagedFile
from lstbo.exchange.values import ValueProblem, is_blank, parse_code, parse_moment, parse_number, parse_time
from lstbo.storage import Transaction

FIRST_DAY = date(1990, 1, 1)
_LARGEST = Decimal(10) ** 12
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class RowFault(Exception):
    """A row that cannot be booked as it stands: code, column and value for the rejects file."""

    def __init__(self, code: str, field: str = "", value: str = "", suggestion: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.value = value
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its 1-based physical line, its cells by canonical column, and all its texts in file order."""

    number: int
    cells: Mapping[str, str]
    texts: Sequence[str]

    def text(self, column: str) -> str:
        """Return a cell as clean text, "" when it is blank or the file has no such column."""
        cell = self.cells.get(column, "")
        return "" if not cell or is_blank(cell) else _uncelled(cell)

    def code(self, column: str) -> str:
        """Return an item code or barcode. Raises RowFault for one a spreadsheet has spoilt."""
        cell = self.cells.get(column, "")
        value = parse_code(csv_uncell(cell)) if cell else ""
        if isinstance(value, ValueProblem):
            raise RowFault(value.code, column, cell)
        return clean_text(value)

    def item_key(self) -> ItemKey:
        """Return what the row says about its item; all of it may be empty. A name like "None" is a name, as in sales."""
        return ItemKey(self.code("item"), self.code("barcode"), _uncelled(self.cells.get("name", "")))

    def number_of(self, column: str, places: int, style: str = ".") -> Decimal | None:
        """Return an exact number, None when the cell is empty. Raises RowFault (E_NUMBER)."""
        cell = self.cells.get(column, "")
        if not cell or is_blank(cell):
            return None
        value = parse_number(csv_uncell(cell), style)
        if isinstance(value, ValueProblem):
            raise RowFault(value.code, column, cell)
        if abs(value) >= _LARGEST or value != round(value, places):
            raise RowFault("E_NUMBER", column, cell)
        return value

    def worth(self, quantity: Decimal, cost: Decimal) -> Decimal:
        """Return quantity x unit cost, half up to the fen. Raises RowFault (E_NUMBER) when it is beyond all reason."""
        product = quantity * cost
        if product >= _LARGEST:
            raise RowFault("E_NUMBER", "unit_cost", self.cells.get("unit_cost", ""))
        return money(product)

    def moment(self, column: str, layout: Layout) -> tuple[date, datetime | None] | None:
        """Return day and time (None: not said) of a column, or of the columns sold_date and sold_time; None if empty.

        Raises RowFault (E_DATE, E_DATE_AMBIGUOUS), also before 1990 and after tomorrow.
        """
        used = column if column in self.cells else "sold_date"
        cell = self.cells.get(used, "")
        if not cell or is_blank(cell):
            return None
        found = _moment(cell, layout.date_order)
        if isinstance(found, ValueProblem):
            raise RowFault(found.code, column, cell)
        day, time = found
        if not FIRST_DAY <= day <= clock.today() + timedelta(days=1):
            raise RowFault("E_DATE", column, cell)
        beside = self.cells.get("sold_time", "")
        if time is None and beside and not is_blank(beside):
            read = parse_time(beside)
            if isinstance(read, ValueProblem):
                raise RowFault(read.code, column, beside)
            time = read
        return day, None if time is None else datetime.combine(day, time)


class Once(Generic[T]):
    """What `read` makes of some columns of a row, worked out once for equal texts; a RowFault is raised anew."""

    def __init__(self, layout: Layout, names: Iterable[str], read: Callable[[Row], T]) -> None:
        places = sorted({layout.columns[name] for name in names if name in layout.columns})
        self._texts: Callable[[Sequence[str]], object] = itemgetter(*places) if places else lambda _texts: ()
        self._width = max(places, default=-1) + 1
        self._read = read
        self._known: dict[object, tuple[T] | RowFault] = {}

    def __call__(self, row: Row) -> T:
        """Return what the row says, or raise RowFault."""
        if len(row.texts) < self._width:
            return self._read(row)
        texts = self._texts(row.texts)
        found = self._known.get(texts)
        if found is None:
            try:
                found = (self._read(row),)
            except RowFault as fault:
                found = fault
            self._known[texts] = found
        if isinstance(found, tuple):
            return found[0]
        raise RowFault(found.code, found.field, found.value, found.suggestion)


# The same few texts come again and again: each is read once.
_moment = lru_cache(maxsize=20_000)(parse_moment)


@lru_cache(maxsize=20_000)
def _uncelled(cell: str) -> str:
    return clean_text(csv_uncell(cell))


def read_rows(staged: StagedFile, layout: Layout) -> list[Row]:
    """Return the rows of a staged file, in file order."""
    rows: list[Row] = []
    seen: dict[str, str] = {}  # equal texts are kept once
    with staged.path.open(encoding="utf-8", newline="\n") as lines:
        for offset, line in enumerate(lines):
            cells = [seen.setdefault(cell, cell) for cell in line.rstrip("\n").split(SEPARATOR)]
            number = int(cells.pop(0)) if staged.numbered else staged.first_line + offset
            rows.append(Row(number, _Cells(layout.columns, cells), cells))
    return rows


class _Cells(Mapping[str, str]):
    """The cells of a row by canonical column, read where they stand."""

    __slots__ = ("_columns", "_texts")

    def __init__(self, columns: Mapping[str, int], texts: Sequence[str]) -> None:
        self._columns = columns
        self._texts = texts

    def __getitem__(self, name: str) -> str:
        index = self._columns[name]
        if index >= len(self._texts):
            raise KeyError(name)
        return self._texts[index]

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        index = self._columns.get(name)
        return default if index is None or index >= len(self._texts) else self._texts[index]

    def __iter__(self) -> Iterator[str]:
        return (name for name, index in self._columns.items() if index < len(self._texts))

    def __len__(self) -> int:
        return sum(1 for _name in self)


@dataclass(slots=True)
class Tally:
    """What becomes of every row: one outcome each, and the problems that say why."""

    rows: Sequence[Row]
    outcomes: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, row: Row, fault: RowFault, *, receipt: str = "", own: bool = True) -> None:
        """Reject or hold a row, as its code says."""
        found = problem_of(fault.code, row.number, fault.field, fault.value, receipt, own=own)
        if fault.suggestion:
            found = _suggesting(found, fault.suggestion)
        self.problem(row, found)

    def problem(self, row: Row, found: Problem) -> None:
        """Give a row a problem; errors reject it, what is held is held, notes change nothing."""
        self.problems.append(found)
        if found.severity != "note":
            self.outcomes[row.number] = "held" if found.severity == "held" else "rejected"

    def set(self, rows: Iterable[Row], outcome: str) -> None:
        """Give rows an outcome."""
        for row in rows:
            self.outcomes[row.number] = outcome


def _suggesting(found: Problem, suggestion: str) -> Problem:
    return Problem(
        *(found.severity, found.code, found.row, found.field, found.value),
        *(found.message_en, found.message_zh, suggestion, found.receipt),
    )


@dataclass(slots=True)
class RowImport:
    """One import under way: its source, rows and tally, and the document its batch is."""

    tx: Transaction
    source: Source
    layout: Layout
    staged: StagedFile
    options: ImportOptions
    kind: str
    rows: list[Row] = field(init=False)
    tally: Tally = field(init=False)
    result: ImportResult = field(init=False)
    doc: int = field(init=False)

    def __post_init__(self) -> None:
        self.rows = read_rows(self.staged, self.layout)
        self.tally = Tally(self.rows)
        self.result = ImportResult(self.source.name, kind=self.kind, profile=self.options.profile or STANDARD)
        day = self.options.business_date or clock.today()
        self.doc = self.tx.document("exchange", self.kind, business_date=day, title=self.source.name)

    def each(self, rows: Iterable[Row], read: Callable[[Row], K]) -> list[tuple[Row, K]]:
        """Return (row, what `read` makes of it); a row that raises RowFault is rejected or held on the way."""
        found: list[tuple[Row, K]] = []
        for row in rows:
            try:
                found.append((row, read(row)))
            except RowFault as fault:
                self.tally.fault(row, fault)
        return found

    def booked(self, amounts: Iterable[tuple[date, str, Decimal]], receipts: int) -> None:
        """Note what was booked: (day, way of paying, amount) of every document, and how many documents."""
        for day, method, amount in amounts:
            result = self.result
            result.gross += amount
            result.net += amount
            result.tenders[method] = result.tenders.get(method, Decimal(0)) + amount
            result.first_date = min(day, result.first_date or day)
            result.last_date = max(day, result.last_date or day)
        self.result.receipts += receipts

    def finish(self) -> tuple[ImportResult, dict[int, object]]:
        """Count the outcomes, record the batch when anything changed or is held, and return the importer's answer."""
        result, tally = self.result, self.tally
        counts = Counter(tally.outcomes.get(row.number, "accepted") for row in self.rows)
        for name in COUNTS:
            setattr(result, name, counts[name])
        result.rejected += len(self.staged.bad_rows)
        result.ignored += len(self.staged.ignored)
        result.rows = sum(getattr(result, name) for name in COUNTS)
        result.notes += [*self.layout.notes, *self._notes()]
        raw = self._raw()
        result.problems += sorted(tally.problems, key=lambda found: found.row)
        waits = result.held and not known_to_wait(self.tx, self.source, result)
        if result.accepted or result.superseded or waits:
            result.batch = self.doc
            record(self.tx, self.source, self.layout, self.options, result, raw, doc=self.doc)
        return result, raw

    def _raw(self) -> dict[int, object]:
        wanted = {found.row for found in self.tally.problems}
        headers = [cell.strip() or f"#{index + 1}" for index, cell in enumerate(self.layout.header)]
        raw: dict[int, object] = {
            row.number: dict(zip(headers, row.texts, strict=False)) for row in self.rows if row.number in wanted
        }
        for bad in self.staged.bad_rows:
            self.tally.problems.append(problem_of(bad.code, bad.line, "", f"{bad.found} / {bad.expected}"))
            raw[bad.line] = split_cells(bad.raw, self.layout.delimiter)
        return raw

    def _notes(self) -> list[str]:
        notes = []
        if self.staged.cleaned:
            notes.append(_("{count} control or direction characters were taken out.").format(count=self.staged.cleaned))
        return notes


def damaged_groups(work: RowImport, column: str) -> list[tuple[str, str]]:
    """Return (value of `column`, code) of the damaged lines that name one: it cannot be booked whole."""
    place = work.layout.columns.get(column)
    found: list[tuple[str, str]] = []
    for bad in work.staged.bad_rows if place is not None else ():
        cells = split_cells(bad.raw, work.layout.delimiter)
        if place is not None and place < len(cells) and not is_blank(cells[place]):
            found.append((clean_text(csv_uncell(cells[place])), bad.code))
    return found


def ordinals(keys: Iterable[K]) -> list[int]:
    """Return for each key the how-many-th of its equals it is, from 1."""
    seen: Counter[K] = Counter()
    found = []
    for key in keys:
        seen[key] += 1
        found.append(seen[key])
    return found


@dataclass(slots=True)
class ItemFinder:
    """The items of a file's rows: found in the catalogue, or made (`--unknown create`)."""

    work: RowImport
    found: dict[ItemKey, Resolution] = field(default_factory=dict)
    _goods: dict[int, str] = field(default_factory=dict)

    def resolve(self, keys: Iterable[ItemKey]) -> None:
        """Look up the items of all keys."""
        wanted = sorted(set(keys), key=lambda key: (key.item, key.barcode, key.name))
        self.found = resolve_lines(self.work.tx, wanted, self.work.options.profile or STANDARD)
        self._goods = {item.id: item.kind for item in list_items(self.work.tx)}

    def create(self, keys: Mapping[ItemKey, date], categories: Mapping[ItemKey, str]) -> None:
        """Make the items of these keys that nobody knows, under the import's document; each key with its first day."""
        unknown = {key: self.found[key] for key in keys if self.found[key].item_id is None}
        if not unknown:
            return
        first = min(keys[key] for key in unknown)
        used = {key: name for key, name in categories.items() if key in unknown and name}
        made = create_unknown(self.work.tx, unknown, doc=self.work.doc, valid_from=first, categories=used)
        self.found |= made
        self._goods |= {resolution.item_id: "goods" for resolution in made.values() if resolution.item_id is not None}

    def is_goods(self, key: ItemKey) -> bool:
        """Say whether the item of a key is kept in stock (unknown items will be)."""
        item = self.found[key].item_id
        return item is None or self._goods.get(item, "goods") == "goods"


def label(key: ItemKey) -> str:
    """Return what a row calls its item."""
    return key.item or key.barcode or key.name
