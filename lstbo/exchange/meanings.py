"""Which column is which: by its header, and by its values where a header can mean two things."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lstbo.core.language import _
from lstbo.exchange import words
from lstbo.exchange.dates import ValueProblem, parse_moment, parse_time
from lstbo.exchange.values import is_blank, parse_kind, parse_number, parse_tender

_CODE_LIKE = re.compile(r"(?=.*\d)[\w./-]{1,32}", re.ASCII)
_LOOK = 400
_STANDARD = {"receipt_id", "sold_at", "unit_price", "received_at", "unit_cost", "pack_barcodes", "shelf_life_days"}
_BETWEEN = ("date_word", "time_word", "thing", "total", "paid")


@dataclass(frozen=True, slots=True)
class Table:
    """The header cells of a table and the rows of its sample, every row as wide as the header."""

    kind: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    def values(self, index: int) -> list[str]:
        """Return the cells of one column, in file order."""
        return [row[index] for row in self.rows]

    def filled(self, index: int) -> list[str]:
        """Return up to 400 cells of one column that hold something."""
        return [value for value in self.values(index)[: 4 * _LOOK] if not is_blank(value)][:_LOOK]

    def is_refund(self, word: str) -> bool:
        """Say whether a cell of the kind column means a refund."""
        return parse_kind(word) == "refund"


def _share(values: Sequence[str], test: Callable[[str], bool]) -> Decimal:
    return Decimal(sum(1 for value in values if test(value))) / len(values) if values else Decimal(0)


def _candidates(table: Table, forced: Mapping[str, str]) -> dict[str, list[int]]:
    """Return the columns that may be each canonical name: filled before empty, better word, further left."""
    taken = {words.normalise(text) for text in forced.values() if text}
    found: dict[str, list[tuple[bool, int, int]]] = {}
    for index, cell in enumerate(table.header):
        known = words.meaning(table.kind, cell)
        if known is None or words.normalise(cell) in taken:
            continue
        empty = bool(table.rows) and not table.filled(index)
        rank = -1 if "lineitem" in words.normalise(cell) else known[1]  # beside it the other is of the whole order
        found.setdefault(known[0], []).append((empty, rank, index))
    return {name: [index for _empty, _rank, index in sorted(entries)] for name, entries in found.items()}


def choose_columns(table: Table, forced: Mapping[str, str]) -> tuple[dict[str, int], tuple[str, ...], tuple[str, ...]]:
    """Return the index of each canonical column, the headers that are not used, and notes on what the values decided.

    `forced` names the header of a canonical column (empty text: there is none); it is taken as it is.
    """
    candidates = _candidates(table, forced)
    chosen = {name: indices[0] for name, indices in candidates.items() if name not in _BETWEEN}
    notes: list[str] = []
    _choose_moment(table, candidates, chosen)
    _choose_thing(table, candidates, chosen, notes)
    if table.kind == "sales":
        _choose_money(table, candidates, chosen, notes)
        _drop_unreadable(table, chosen, notes)
    for name, text in forced.items():
        index = _index_of(table, text)
        chosen = {key: at for key, at in chosen.items() if key != name and at != index}
        if index is not None:
            chosen[name] = index
    used = set(chosen.values())
    unknown = tuple(cell for index, cell in enumerate(table.header) if index not in used and cell)
    return chosen, unknown, tuple(notes)


def _index_of(table: Table, text: str) -> int | None:
    if not text:
        return None
    if text in table.header:
        return table.header.index(text)
    names = [words.normalise(cell) for cell in table.header]
    return names.index(words.normalise(text)) if words.normalise(text) in names else None


# ---- day and time -----------------------------------------------------------------------------------------------


def _has_time(value: str) -> bool:
    moment = parse_moment(value, "dmy")
    return not isinstance(moment, ValueProblem) and moment[1] is not None


def _is_time_only(value: str) -> bool:
    return isinstance(parse_moment(value, "dmy"), ValueProblem) and not isinstance(parse_time(value), ValueProblem)


def _choose_moment(table: Table, candidates: Mapping[str, list[int]], chosen: dict[str, int]) -> None:
    """Settle one column with day and time, or one with the day and one with the time."""
    target = {"sales": "sold_at", "purchases": "received_at"}.get(table.kind)
    if target is None:
        return
    whole = candidates.get(target, [])
    days, times = candidates.get("date_word", []), candidates.get("time_word", [])
    full = [at for at in (*whole, *times, *days) if _share(table.filled(at)[:50], _has_time) > Decimal("0.5")]
    if full:
        chosen[target] = full[0]
        return
    timed = [at for at in (*times, *whole) if _share(table.filled(at)[:50], _is_time_only) > Decimal("0.5")]
    day = next((at for at in (*whole, *days, *times) if at not in timed), None)
    if not table.rows and times and (whole or days):
        day, timed = (*whole, *days)[0], times
    if "sold_time" in chosen:
        timed = [chosen["sold_time"]]
    day = chosen.get("sold_date", day)
    if day is not None and timed and table.kind == "sales":
        chosen.pop(target, None)
        chosen["sold_date"], chosen["sold_time"] = day, timed[0]
    elif day is not None:
        chosen[target] = day


# ---- item or name -----------------------------------------------------------------------------------------------


def _choose_thing(table: Table, candidates: Mapping[str, list[int]], chosen: dict[str, int], notes: list[str]) -> None:
    """A column called just "Item" is the code where a name stands beside it, the name where a code does; alone, its
    values decide: what looks like codes is the code, words are the name. Beside names of the standard file it is the
    code."""
    column = next(iter(candidates.get("thing", [])), None)
    if column is None:
        return
    codes = _share(table.filled(column), lambda value: bool(_CODE_LIKE.fullmatch(value)))
    named = "name" in chosen and bool(not table.rows or table.filled(chosen["name"]))
    coded = "item" in chosen and bool(not table.rows or table.filled(chosen["item"]))
    if named and coded:
        return
    if (
        named
        or (table.header[column] == "item" and _STANDARD & set(table.header))
        or (not coded and (codes > Decimal("0.8") or not table.rows))
    ):
        chosen["item"] = column
        return
    chosen["name"] = column
    notes.append(_("Column {header} is read as the name of the item.").format(header=table.header[column]))


# ---- money ------------------------------------------------------------------------------------------------------


def _choose_money(table: Table, candidates: Mapping[str, list[int]], chosen: dict[str, int], notes: list[str]) -> None:
    """Settle "total", "paid", 实收, 金额: money of the line (net) or of the whole receipt (amount_paid)."""
    _drop_rate(table, chosen, notes)
    _two_prices(table, candidates.get("unit_price", []), chosen, notes)
    totals, paid = candidates.get("total", []), candidates.get("paid", [])
    per_line = [index for index in (*paid, *totals) if _repeats_price(table, index, chosen)]
    if "net" in chosen and _is_receipt_money(table, chosen["net"], chosen) and per_line:
        chosen.setdefault("amount_paid", chosen["net"])
        chosen["net"] = per_line[0]
    if "net" not in chosen:
        proven = next(iter(per_line), None)
        unproven = next((at for at in (*totals, *paid) if not _is_receipt_money(table, at, chosen)), None)
        if "unit_price" in chosen and not (unproven is not None and _at_most_price(table, unproven, chosen)):
            unproven = None
        column = proven if proven is not None else unproven
        if column is not None:
            chosen["net"] = column
            notes.append(_("Column {header} is read as the amount of the line.").format(header=table.header[column]))
    rest = [at for at in (*paid, *totals) if at not in (chosen.get("net"), *per_line)]
    if "amount_paid" not in chosen and rest and (rest[0] in paid or _is_receipt_money(table, rest[0], chosen)):
        chosen["amount_paid"] = rest[0]


def _two_prices(table: Table, prices: Sequence[int], chosen: dict[str, int], notes: list[str]) -> None:
    """Of two columns called a price, one that is quantity times the other is the amount of the line."""
    if "net" in chosen or len(prices) < 2 or chosen.get("unit_price") != prices[0] or "quantity" not in chosen:
        return
    for unit, amount in ((prices[0], prices[1]), (prices[1], prices[0])):
        found = {**chosen, "unit_price": unit}
        if _repeats_price(table, amount, found) and not _repeats_price(table, unit, {**chosen, "unit_price": amount}):
            chosen.update(found, net=amount)
            notes.append(_("Column {header} is read as the amount of the line.").format(header=table.header[amount]))
            return


def _numbers(table: Table, index: int) -> list[Decimal | None]:
    values = table.values(index)[:_LOOK]
    style = "," if any(re.search(r"\d,\d{1,2}\D*$", value) and "." not in value for value in values) else "."
    read = (parse_number(value, style) for value in values)
    return [None if isinstance(value, ValueProblem) else value for value in read]


def _receipts(table: Table, chosen: Mapping[str, int]) -> list[str]:
    index = chosen.get("receipt_id")
    return [] if index is None else table.values(index)[:_LOOK]


def _repeats_price(table: Table, index: int, chosen: Mapping[str, int]) -> bool:
    """Say whether most values are quantity × price (less discount): money of the line. False without the columns."""
    if "unit_price" not in chosen:
        return False
    amounts, prices = _numbers(table, index), _numbers(table, chosen["unit_price"])
    one: list[Decimal | None] = [Decimal(1)] * len(amounts)
    quantities = _numbers(table, chosen["quantity"]) if "quantity" in chosen else one
    discounts = _numbers(table, chosen["discount"]) if "discount" in chosen else one
    fitting = known = 0
    multiple = _lines_of_shared_receipts(table, chosen)
    for at, (amount, unit, quantity) in enumerate(zip(amounts, prices, quantities, strict=True)):
        if amount is None or unit is None or quantity is None or (multiple and at not in multiple):
            continue
        known += 1
        off = abs(discounts[at] or Decimal(0)) if "discount" in chosen else Decimal(0)
        fitting += any(abs(amount - wanted) <= Decimal("0.02") for wanted in (quantity * unit, quantity * unit - off))
    return known > 0 and fitting * 10 >= known * 7


def _at_most_price(table: Table, index: int, chosen: Mapping[str, int]) -> bool:
    """Say whether a column reads as money of discounted lines: never more than quantity × price, now and then just that."""
    if "quantity" not in chosen:
        return False
    columns = [_numbers(table, at) for at in (index, chosen["quantity"], chosen["unit_price"])]
    known = [(a, q * p) for a, q, p in zip(*columns, strict=True) if a is not None and q is not None and p is not None]
    fitting = sum(1 for amount, worth in known if abs(amount) <= abs(worth) + Decimal("0.02") and amount * worth >= 0)
    equal = sum(1 for amount, worth in known if abs(amount - worth) <= Decimal("0.02"))
    return bool(known) and fitting * 50 >= len(known) * 49 and equal * 10 >= len(known)


def _lines_of_shared_receipts(table: Table, chosen: Mapping[str, int]) -> set[int]:
    """Return the rows whose receipt has more lines than one: only they tell line money from receipt money."""
    ids = _receipts(table, chosen)
    counts: dict[str, int] = {}
    for receipt in ids:
        counts[receipt] = counts.get(receipt, 0) + 1
    return {at for at, receipt in enumerate(ids) if counts[receipt] > 1}


def _is_receipt_money(table: Table, index: int, chosen: Mapping[str, int]) -> bool:
    """Say whether a column holds one value per receipt, repeated on its lines or on the first of them only."""
    ids = _receipts(table, chosen)
    amounts = _numbers(table, index)
    groups: dict[str, list[Decimal | None]] = {}
    for receipt, amount in zip(ids, amounts, strict=False):
        groups.setdefault(receipt, []).append(amount)
    shared = [values for values in groups.values() if len(values) > 1]
    constant = sum(1 for values in shared if len({value for value in values if value is not None}) <= 1)
    return bool(shared) and constant * 10 >= len(shared) * 9 and not _repeats_price(table, index, chosen)


def _drop_rate(table: Table, chosen: dict[str, int], notes: list[str]) -> None:
    """Ignore a discount column that holds rates (0.9, 90%, 九折) and not amounts; the standard file's holds amounts."""
    if "discount" not in chosen or {"receipt_id", "sold_at", "discount"} <= set(table.header):
        return
    values = table.filled(chosen["discount"])
    percent = _share(values, lambda value: "%" in value or "折" in value)
    if percent > Decimal("0.5") or _is_rate(table, chosen):
        notes.append(
            _("Column {header} holds rates, not amounts, and is ignored.").format(
                header=table.header[chosen.pop("discount")]
            )
        )


def _is_rate(table: Table, chosen: Mapping[str, int]) -> bool:
    if not {"net", "unit_price", "quantity"} <= chosen.keys():
        return False
    columns = [_numbers(table, chosen[name]) for name in ("quantity", "unit_price", "discount", "net")]
    rates = amounts = 0
    for quantity, unit, rate, net in zip(*columns, strict=True):
        if quantity is None or unit is None or not rate or net is None:
            continue
        rates += 0 < rate <= 10 and any(abs(quantity * unit * rate / base - net) <= Decimal("0.02") for base in (1, 10))
        amounts += abs(quantity * unit - abs(rate) - net) <= Decimal("0.02")
    return rates > amounts


def _drop_unreadable(table: Table, chosen: dict[str, int], notes: list[str]) -> None:
    """Ignore a type, status or payment column none of whose values says anything known, unless its name is exact."""
    tests: Mapping[str, Callable[[str], bool]] = {
        "kind": lambda value: not isinstance(parse_kind(value), ValueProblem),
        "status": lambda value: not isinstance(parse_kind(value), ValueProblem),
        "void": lambda value: not isinstance(parse_kind(value, "void"), ValueProblem),
        "tender": lambda value: not isinstance(parse_tender(value), ValueProblem),
    }
    for name, test in tests.items():
        if name not in chosen or table.kind == "opening" or words.normalise(table.header[chosen[name]]) == name:
            continue
        values = table.filled(chosen[name])
        numeric = _share(values, lambda value: not isinstance(parse_number(value), ValueProblem)) > Decimal("0.9")
        if values and (name in ("kind", "status", "void") or numeric) and not any(test(value) for value in values):
            header = table.header[chosen.pop(name)]
            notes.append(_("Column {header} is not understood and is ignored.").format(header=header))
