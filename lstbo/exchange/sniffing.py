"""What a table nobody described looks like: its delimiter, header line, columns, dates, numbers and signs.

Columns are found by name, never by position; where a name leaves two meanings, the values decide. What cannot be known
is not guessed: `confidence` falls below one half and `problems` holds the question to ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lstbo.core.errors import BadInput
from lstbo.core.language import N_, _
from lstbo.exchange import words
from lstbo.exchange.dates import ValueProblem, detect_date_order, moment_formats, parse_moment, plain
from lstbo.exchange.meanings import Table, choose_columns
from lstbo.exchange.reading import physical_lines, split_cells
from lstbo.exchange.values import is_blank, parse_number

__all__ = ["Layout", "Profile", "detect_date_order", "sniff"]

DELIMITERS = (",", "\t", ";", "|")
_HEADER_DEPTH = 60
_SAMPLE_ROWS = 3000
_CUT_OFF = 64 * 1024
_MARKS = "$€£¥₩₹元"
_COMMA_DECIMAL = re.compile(r"\d,\d{1,2}(?!\d)|\d,\d{4,}|\.\d{3},\d")
_POINT_DECIMAL = re.compile(r"\d\.\d{1,2}(?!\d)|\d\.\d{4,}|,\d{3}\.\d")

NUMBERS = (
    "quantity",
    "unit_price",
    "discount",
    "net",
    "amount_paid",
    "gross",
    "rounding",
    "unit_cost",
    "amount",
    "price",
    "cost",
)
MOMENTS = ("sold_at", "sold_date", "received_at", "date")
_ONE_OF = ("item", "barcode", "name")
_REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "sales": (("sold_at", "sold_date"), _ONE_OF),
    "purchases": (("received_at", "sold_date"), _ONE_OF, ("quantity",), ("unit_cost", "net")),
    "expenses": (("date",), ("amount",), ("account", "category", "memo", "payee")),
    "items": (_ONE_OF,),
    "opening": (("account", "category", *_ONE_OF), ("amount", "debit", "quantity", "value")),
}
_WISHED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "sales": (("receipt_id",), ("quantity",), ("unit_price", "net", "gross"), ("tender",)),
    "purchases": (("supplier",), ("document",)),
    "expenses": (("paid_from",),),
    "items": (("price",),),
    "opening": (("unit_cost", "value", "amount", "debit"),),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known beforehand about the files of one source; None and empty mean: find out.

    `columns` gives the header text for canonical names (an empty text: this column does not exist here).
    """

    name: str
    kind: str = "sales"
    encoding: str | None = None
    delimiter: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None
    decimal_style: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How one file is to be read.

    `header_line` is the 0-based physical line of the header, `columns` the index of each canonical name. A day and a
    time in two columns are `sold_date` and `sold_time`. `date_formats` are strptime formats that read the dates of the
    sample. `discount_sign` is -1 when the file writes discounts as negative amounts. `refund_sign` says how refund rows
    write their quantity: "negative", "positive", "mixed", or "" when the sample has none. `confidence` (0 to 1) below
    0.5 means that a question in `problems` must be answered first; `asks` pairs those that an answer settles with what
    it is about: "date_order", "decimal_style", or a canonical column without which nothing can be booked.
    """

    kind: str
    encoding: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]
    columns: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    date_order: str = "ymd"
    date_formats: tuple[str, ...] = ()
    decimal_style: str = "."
    money_marks: str = ""
    discount_sign: int = 1
    refund_sign: str = ""
    confidence: Decimal = Decimal(1)
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    asks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    line: int
    delimiter: str
    cells: tuple[str, ...]
    matched: int
    agreement: Decimal


def sniff(
    sample_text: str,
    *,
    kind: str,
    profile: Profile | None = None,
    encoding: str = "utf-8",
    encoding_confidence: Decimal = Decimal(1),
) -> Layout:
    """Return the layout of the table that begins with `sample_text`.

    `kind` is sales, purchases, expenses, items or opening. `encoding` and its confidence come from `read_sample`. A
    header without rows is a valid, empty table. Raises BadInput when the sample holds nothing, or for an unknown kind.
    """
    if kind not in words.KINDS:
        raise BadInput(_("There is no kind of table called {kind}.").format(kind=kind))
    lines = physical_lines(sample_text.lstrip("\ufeff"))
    if len(sample_text) >= _CUT_OFF and not sample_text.endswith(("\n", "\r")):
        lines.pop()
    if not any(line.strip() for line in lines):
        raise BadInput(_("The file is empty."), _("Export it again."))
    forced = profile.columns if profile else {}
    header = _find_header(lines, kind, forced, profile.delimiter if profile else None)
    if header is None or header.matched == 0:
        return _without_header(lines, kind, encoding)
    table = Table(kind, header.cells, _rows(lines, header))
    columns, unknown, notes = choose_columns(table, forced)
    layout = Layout(kind, encoding, header.delimiter, header.line, header.cells, columns, unknown, notes=notes)
    layout = _with_numbers(layout, table, profile)
    layout = _with_dates(layout, table, profile)
    layout = _with_signs(layout, table)
    return _judged(layout, table, header, encoding_confidence)


# ---- the header line --------------------------------------------------------------------------------------------


def _find_header(lines: Sequence[str], kind: str, forced: Mapping[str, str], delimiter: str | None) -> _Header | None:
    """Return the best header among the first lines and all delimiters: most known names, then fitting rows below."""
    named = {words.normalise(text) for text in forced.values() if text}
    best: _Header | None = None
    for mark in (delimiter,) if delimiter else DELIMITERS:
        for at, line in enumerate(lines[:_HEADER_DEPTH]):
            if len(line) > 20_000 or (mark not in line and best is not None):
                continue
            cells = [plain(cell) for cell in split_cells(line, mark)]
            matched = _matches(kind, cells, named)
            if not matched or (best and matched < best.matched):
                continue
            found = _Header(at, mark, tuple(cells), matched, _agreement(lines[at + 1 : at + 200], mark, len(cells)))
            if best is None or (found.matched, found.agreement) > (best.matched, best.agreement):
                best = found
    return best


def _matches(kind: str, cells: Sequence[str], named: set[str]) -> int:
    found: set[str] = set()
    for cell in cells:
        if not cell or len(cell) > 40:
            continue
        known = words.meaning(kind, cell)
        if words.normalise(cell) in named:
            found.add(words.normalise(cell))
        elif known:
            found.add(known[0])
    return len(found)


def _agreement(lines: Sequence[str], delimiter: str, width: int) -> Decimal:
    full = [line for line in lines if line.strip()]
    fitting = sum(1 for line in full if len(split_cells(line, delimiter)) == width)
    return Decimal(fitting) / len(full) if full else Decimal(1)


def _rows(lines: Sequence[str], header: _Header) -> list[list[str]]:
    """Return the rows of the sample that are as wide as the header (a few empty cells more or less are fine)."""
    width = len(header.cells)
    rows = []
    for line in lines[header.line + 1 : header.line + 1 + _SAMPLE_ROWS]:
        cells = split_cells(line, header.delimiter)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) == width and any(cell.strip() for cell in cells) and not words.is_total_text(cells[0]):
            rows.append([cell.strip() for cell in cells])
    return rows


def _without_header(lines: Sequence[str], kind: str, encoding: str) -> Layout:
    counts = {mark: sum(line.count(mark) for line in lines[:_HEADER_DEPTH]) for mark in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda mark: counts[mark])
    problem = _("No line names the columns. Add a header line, or save a profile that names them.")
    header = tuple(split_cells(lines[0][:20_000], delimiter)[:500])
    return Layout(kind, encoding, delimiter, 0, header, {}, header, confidence=Decimal(0), problems=(problem,))


# ---- numbers, dates, signs --------------------------------------------------------------------------------------


def _with_numbers(layout: Layout, table: Table, profile: Profile | None) -> Layout:
    values = [
        value
        for name in NUMBERS
        if name in layout.columns
        for value in table.values(layout.columns[name])
        if not is_blank(value)
    ]
    commas = sum(1 for value in values if _COMMA_DECIMAL.search(value) and not _POINT_DECIMAL.search(value))
    points = sum(1 for value in values if _POINT_DECIMAL.search(value))
    style = profile.decimal_style if profile and profile.decimal_style else "," if commas > points else "."
    marks = "".join(sorted({mark for value in values for mark in _MARKS if mark in value.replace("￥", "¥")}))
    notes, problems, asks, confidence = layout.notes, layout.problems, layout.asks, layout.confidence
    open_question = (
        not commas and not points and any(re.fullmatch(r"\D*\d{1,3}[.,]\d{3}\D*", value) for value in values)
    )
    if open_question and layout.delimiter == ";" and not (profile and profile.decimal_style):
        problems = (*problems, _("Is the comma in these numbers a decimal mark or a thousands mark?"))
        asks, confidence = (*asks, ("decimal_style", problems[-1])), Decimal("0.4")
    if style == ",":
        notes = (*notes, _("Numbers have a decimal comma."))
    return replace(
        layout,
        decimal_style=style,
        money_marks=marks,
        notes=notes,
        problems=problems,
        asks=asks,
        confidence=min(confidence, layout.confidence),
    )


def _with_dates(layout: Layout, table: Table, profile: Profile | None) -> Layout:
    name = next((name for name in MOMENTS if name in layout.columns), None)
    if name is None:
        return layout
    values = [value for value in table.values(layout.columns[name]) if value]
    order, sure = detect_date_order(values)
    if layout.kind in ("expenses", "opening") and sure < Decimal("0.8"):
        sure = min(sure, Decimal("0.4"))  # one rent a month looks like one sale a day with day and month swapped
    if profile and profile.date_order:
        order, sure = profile.date_order, Decimal(1)
    open_days = _undecided(values) if sure < Decimal("0.5") and not (profile and profile.date_order) else 0
    if open_days and open_days * 5 <= len(values):
        order, sure = "ymd", Decimal(1)  # a few strange dates between good ones are faults of their own rows
    bad = sum(1 for value in values if isinstance(parse_moment(value, order), ValueProblem))
    problems, asks, confidence = layout.problems, layout.asks, min(layout.confidence, sure)
    header = layout.header[layout.columns[name]]
    if sure < Decimal("0.5"):
        example = next((value for value in values if isinstance(parse_moment(value), ValueProblem)), values[0])
        problems = (
            *problems,
            _("Does {value} in column {header} begin with the day or the month?").format(value=example, header=header),
        )
        asks = (*asks, ("date_order", problems[-1]))
    elif values and bad * 2 > len(values):
        problems = (*problems, _("Column {header} does not hold dates: {value}").format(header=header, value=values[0]))
        confidence = min(confidence, Decimal("0.3"))
    formats = moment_formats(values, order)
    return replace(
        layout, date_order=order, date_formats=formats, problems=problems, asks=asks, confidence=confidence
    )


def _undecided(values: Sequence[str]) -> int:
    """Return how many dates begin with a day or a month, nobody knows which."""
    return sum(1 for value in values if getattr(parse_moment(value, "ymd"), "code", "") == "E_DATE_AMBIGUOUS")


def _with_signs(layout: Layout, table: Table) -> Layout:
    numbers = _reader(layout, table)
    discounts = [value for value in numbers("discount") if value]
    minus = sum(1 for value in discounts if value and value < 0)
    sign = -1 if discounts and minus * 2 > len(discounts) else 1
    signs: set[str] = set()
    if "kind" in layout.columns and "quantity" in layout.columns:
        for word, quantity in zip(table.values(layout.columns["kind"]), numbers("quantity"), strict=True):
            if quantity and table.is_refund(word):
                signs.add("negative" if quantity < 0 else "positive")
    refund = "mixed" if len(signs) > 1 else next(iter(signs), "")
    notes = layout.notes
    if sign < 0:
        notes = (*notes, _("Discounts are written as negative amounts."))
    return replace(layout, discount_sign=sign, refund_sign=refund, notes=notes)


def _reader(layout: Layout, table: Table) -> Callable[[str], list[Decimal | None]]:
    def numbers(name: str) -> list[Decimal | None]:
        if name not in layout.columns:
            return []
        found = (parse_number(value, layout.decimal_style) for value in table.values(layout.columns[name]))
        return [None if isinstance(value, ValueProblem) else value for value in found]

    return numbers


# ---- the verdict ------------------------------------------------------------------------------------------------

_ASKED = {
    "sold_at": N_("date and time of the sale"),
    "received_at": N_("date of the delivery"),
    "item": N_("item, barcode or name"),
    "account": N_("account or category"),
}


def _judged(layout: Layout, table: Table, header: _Header, encoding_confidence: Decimal) -> Layout:
    problems, notes, asks, confidence = list(layout.problems), list(layout.notes), list(layout.asks), layout.confidence
    for group in _REQUIRED[layout.kind]:
        if not any(name in layout.columns for name in group):
            wanted = _(_ASKED[group[0]]) if group[0] in _ASKED else group[0]
            problems.append(_("Which column holds the {wanted}?").format(wanted=wanted))
            asks.append((group[0], problems[-1]))
            confidence = min(confidence, Decimal("0.2"))
    for group in _WISHED[layout.kind]:
        if not any(name in layout.columns for name in group):
            notes.append(_("There is no column for {wanted}.").format(wanted=" / ".join(group)))
            confidence = min(confidence, Decimal("0.9"))
    if encoding_confidence < Decimal("0.5"):
        problems.append(_("Which encoding does the file have? {encoding} is a guess.").format(encoding=layout.encoding))
    if header.agreement < Decimal("0.5"):
        problems.append(_("Most rows do not have as many cells as the header line has."))
        confidence = min(confidence, Decimal("0.4"))
    if header.line:
        notes.append(_("The header is line {line}.").format(line=header.line + 1))
    if layout.unknown:
        notes.append(_("Ignored columns: {columns}.").format(columns=", ".join(layout.unknown)))
    if not table.rows:
        notes.append(_("There are no rows under the header."))
    confidence = min(confidence, encoding_confidence)
    return replace(layout, confidence=confidence, notes=tuple(notes), problems=tuple(problems), asks=tuple(asks))
