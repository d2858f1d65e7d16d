"""From the staged text of a sales file to typed lines: every distinct value is read once, exactly, by the value parsers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

from lstbo.catalog import ItemKey, Resolution, resolve_lines
from lstbo.core.text import clean_text, csv_uncell
from lstbo.exchange._sql import receipts as receipt_sql
from lstbo.exchange._sql import sales as sql
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.staging import StagedFile
from lstbo.exchange.values import ValueProblem, is_blank, parse_code, parse_kind, parse_moment, parse_number, parse_time
from lstbo.storage import Transaction

PLACES = {"quantity": 3, "unit_price": 4, "discount": 2, "net": 2, "amount_paid": 2, "gross": 2, "rounding": 2}
_PLAIN_NUMBER = re.compile(r"(?:-?\d{1,11}(?:\.\d{1,2})?)?", re.ASCII)
_STANDARD = {"receipt_id", "sold_at", "kind", "quantity"}


@dataclass(frozen=True, slots=True)
class FileItem:
    """One distinct (item, barcode, name) of the file, its number `key`, and what the catalogue makes of it."""

    key: int
    texts: tuple[str | None, str | None, str | None]
    wanted: ItemKey
    found: Resolution
    category: str = ""
    unit: str = ""


@dataclass(slots=True)
class TypedSales:
    """What was read: the distinct items of the file; the lines are in the temporary table `sales_line`."""

    items: list[FileItem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_standard(layout: Layout) -> bool:
    """Return whether the file has the standard columns by their own names: then its signs are taken at their word."""
    header = {name.strip().lower() for name in layout.header}
    return header >= _STANDARD and bool(header & {"unit_price", "net"})


def type_lines(
    tx: Transaction, staged: StagedFile, layout: Layout, *, profile: str, day_shift: timedelta, today: date
) -> TypedSales:
    """Read the staged file into `sales_line` and return its distinct items, resolved against the catalogue."""
    columns = _load(tx, staged, layout)
    receipt_sql.carry_on(tx)
    cast_numbers = _fill_numbers(tx, columns, layout.decimal_style)
    cast_moments = _fill_moments(tx, columns, layout)
    one_status, single = _fill_words(tx, columns)
    items = _fill_items(tx, columns, profile)
    sql.make_lines(
        tx,
        sql.LineRules(
            frozenset(columns),
            cast_numbers,
            cast_moments,
            one_status,
            single,
            is_standard(layout),
            layout.discount_sign,
            day_shift,
            today + timedelta(days=1),
        ),
    )
    receipt_sql.keep_days_together(tx, day_shift)
    sql.drop_raw(tx)
    return TypedSales(items)


def raw_rows(tx: Transaction, staged: StagedFile, layout: Layout, rows: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the texts as read of some rows, by row number and canonical column."""
    if not rows:
        return {}
    _load(tx, staged, layout)
    found = sql.raw_values(tx, rows)
    sql.drop_raw(tx)
    return found


def _load(tx: Transaction, staged: StagedFile, layout: Layout) -> dict[str, int]:
    names = (*sql.TEXTS, "sold_date")
    columns = {
        "sold_at" if name == "sold_date" else name: index for name, index in layout.columns.items() if name in names
    }
    sql.load_raw(tx, staged.path, staged.columns, columns, None if staged.numbered else staged.first_line)
    return columns


def _fill_numbers(tx: Transaction, columns: Mapping[str, int], style: str) -> bool:
    """Read every distinct number; return whether all are plain enough for the engine to read them itself."""
    used = [name for name in sql.NUMBERS if name in columns]
    rows: list[tuple[object, ...]] = []
    texts = sql.distinct_numbers(tx, used) if used else []
    if style == "." and all(_PLAIN_NUMBER.fullmatch(text) for text in texts):
        return True
    for text in texts:
        if is_blank(text):
            rows.append((text, None, *(None for _name in sql.NUMBERS)))
            continue
        value = parse_number(csv_uncell(text), style)
        if isinstance(value, ValueProblem):
            rows.append((text, None, *(value.code for _name in sql.NUMBERS)))
        else:
            kept = value if _places(value) <= 6 else None
            rows.append((text, kept, *(too_fine(value, PLACES[name]) for name in sql.NUMBERS)))
    spec = {"text": "VARCHAR", "value": "DECIMAL(24,6)"} | {f"{name}_code": "VARCHAR" for name in sql.NUMBERS}
    sql.fill(tx, "number_word", spec, rows)
    return False


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def too_fine(value: Decimal, places: int) -> str | None:
    """Return E_NUMBER for more decimals than are kept, or for a number beyond all reason."""
    return "E_NUMBER" if _places(value) > places or abs(value) >= Decimal(10) ** 12 else None


def _fill_moments(tx: Transaction, columns: Mapping[str, int], layout: Layout) -> bool:
    """Read every distinct moment; return whether all are written the way the engine itself reads them."""
    left = sql.read_moments(tx, layout.date_formats)
    if not left and layout.date_formats == ("%Y-%m-%d %H:%M:%S",) and "sold_time" not in columns:
        return True
    read: list[tuple[object, ...]] = []
    faults: list[tuple[object, ...]] = []
    for text in left:
        moment = parse_moment(text, layout.date_order)
        if isinstance(moment, ValueProblem):
            faults.append((text, moment.code))
        else:
            day, clock = moment
            read.append((text, day, f"{day.isoformat()} {clock.isoformat()}" if clock else None))
    sql.replace_moments(tx, read)
    sql.fill(tx, "moment_fault", {"text": "VARCHAR", "code": "VARCHAR"}, faults)
    if "sold_time" in columns:
        clocks: list[tuple[object, ...]] = []
        for (text,) in sql.distinct(tx, ["sold_time"]):
            clock_of = None if text is None or is_blank(text) else parse_time(text)
            clocks.append((text, clock_of.isoformat() if isinstance(clock_of, time) else None))
        sql.fill(tx, "clock_word", {"text": "VARCHAR", "clock": "TIME"}, clocks)
    return False


def _fill_words(tx: Transaction, columns: Mapping[str, int]) -> tuple[bool, dict[str, str]]:
    """Clean the short texts; return whether all rows have one kind and status, and the columns with one value only."""
    texts: set[str] = set()
    single: dict[str, str] = {}
    for name in ("register", "cashier", "customer", "tax_code"):
        found = [row[0] or "" for row in sql.distinct(tx, [name])] if name in columns else []
        texts.update(text for text in found if text)
        if len(found) == 1:
            single[name] = tidy(found[0])
    sql.fill(tx, "plain_word", {"text": "VARCHAR", "clean": "VARCHAR"}, ((text, tidy(text)) for text in sorted(texts)))
    unclean = sql.unclean_receipts(tx) if "receipt_id" in columns else []
    sql.fill(tx, "receipt_word", {"text": "VARCHAR", "clean": "VARCHAR"}, ((text, tidy(text)) for text in unclean))
    words = [_status(*row) for row in sql.distinct(tx, ["kind", "status", "void"])]
    spec = {name: "VARCHAR" for name in ("kind_text", "status_text", "void_text", "kind", "code", "field")}
    if not {"kind", "status", "void"} & set(columns):
        words = [(None, None, None, "sale", None, None)]
    sql.fill(tx, "status_word", spec, words)
    return len(words) == 1, single


def tidy(text: str) -> str:
    """Return a receipt number, register or name as it is compared."""
    value = parse_code(csv_uncell(clean_text(text)).strip('"'))
    return clean_text(text) if isinstance(value, ValueProblem) else clean_text(value)


def _status(kind: str | None, status: str | None, void: str | None) -> tuple[str | None, ...]:
    """Join what the kind, status and void columns say: void beats refund beats sale; an unknown word holds the receipt."""
    found: list[str] = []
    for text, yes, name in ((kind, "refund", "kind"), (status, "void", "status"), (void, "void", "void")):
        word = parse_kind(text or "", yes)
        if isinstance(word, ValueProblem):
            return kind, status, void, "sale", word.code, name
        found.append(word)
    chosen = next((word for word in ("void", "refund") if word in found), "sale")
    return kind, status, void, chosen, None, None


def _fill_items(tx: Transaction, columns: Mapping[str, int], profile: str) -> list[FileItem]:
    rows = sql.distinct(tx, ["item", "barcode", "name"])
    keys: dict[int, ItemKey] = {}
    faults: dict[int, tuple[str, str]] = {}
    for number, texts in enumerate(rows, 1):
        parts, fault = _item_key(texts)
        keys[number] = parts
        if fault:
            faults[number] = fault
    resolved = resolve_lines(tx, sorted(set(keys.values()), key=lambda key: (key.item, key.barcode, key.name)), profile)
    extras = _extras(tx, columns)
    items: list[FileItem] = []
    table: list[tuple[object, ...]] = []
    for number, texts in enumerate(rows, 1):
        found = resolved[keys[number]]
        category, unit = extras.get(texts, ("", ""))
        items.append(FileItem(number, texts, keys[number], found, category, unit))
        code, name = faults.get(number, (None, None))
        label = found.weighed
        printed = (label.value, None) if label and label.meaning == "price" else (None, label.value if label else None)
        table.append((number, *texts, found.pack_quantity, *printed, code, name))
    spec = {
        "key": "INTEGER",
        "item": "VARCHAR",
        "barcode": "VARCHAR",
        "name": "VARCHAR",
        "pack": "DECIMAL(18,3)",
        "label_amount": "DECIMAL(18,2)",
        "label_quantity": "DECIMAL(18,3)",
        "code": "VARCHAR",
        "field": "VARCHAR",
    }
    sql.fill(tx, "item_key", spec, table)
    return items


def _item_key(texts: Iterable[str | None]) -> tuple[ItemKey, tuple[str, str] | None]:
    item, barcode, name = (text or "" for text in texts)
    parts: dict[str, str] = {}
    for column, text in (("item", item), ("barcode", barcode)):
        value = parse_code(csv_uncell(text)) if text else ""
        if isinstance(value, ValueProblem):
            return ItemKey(name=clean_text(name)), (value.code, column)
        parts[column] = clean_text(value)
    key = ItemKey(parts["item"], parts["barcode"], clean_text(csv_uncell(name)))
    return key, (None if key.item or key.barcode or key.name else ("E_ITEM", "item"))


def _extras(tx: Transaction, columns: Mapping[str, int]) -> dict[tuple[str | None, ...], tuple[str, str]]:
    """Return category and unit of each distinct item of the file, where it has such columns: the first one seen."""
    if not {"category", "unit"} & set(columns):
        return {}
    found: dict[tuple[str | None, ...], tuple[str, str]] = {}
    for item, barcode, name, category, unit in sorted(
        sql.distinct(tx, ["item", "barcode", "name", "category", "unit"]), key=repr
    ):
        found.setdefault((item, barcode, name), (clean_text(category or ""), clean_text(unit or "")))
    return found
