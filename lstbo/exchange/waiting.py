"""What waits in the books, as a person deals with it: texts nobody could name, and rows held back until agreed to."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from lstbo.core.errors import NotFound, Problem, Refused
from lstbo.core.language import _
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.batches import list_held, problem_of
from lstbo.exchange.containers import Source
from lstbo.exchange.held_goods import HeldGoods, held_goods
from lstbo.exchange.importing import import_source
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.sniffing import Profile
from lstbo.exchange.source_text import kept_text
from lstbo.exchange.values import ValueProblem, parse_number
from lstbo.sales import held_texts
from lstbo.storage import Book, Transaction

ACCEPTABLE = ("D_SUPERSEDES", "H_PERIOD_LOCKED")
_ITEM = "H_SKU_UNKNOWN"
_TEXTS = (_ITEM, "H_TENDER_UNKNOWN")
_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that wait for one decision.

    `text` is what could not be named and `batch` None; else the rows are those of a batch with this code. `parts` counts
    lines or payments (rows of a batch), `amount` is their money in book currency, None where the file does not say.
    `goods` is what the file said of an unknown item.
    """

    code: str
    text: str
    parts: int
    amount: Decimal | None
    first_day: date | None = None
    batch: int | None = None
    file: str = ""
    kind: str = ""
    goods: HeldGoods | None = None

    @property
    def name(self) -> str:
        """The name the file gives beside the text, "" where it gives none or no other."""
        return self.goods.key.name if self.goods and self.goods.key.name != self.text else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A receipt or delivery of a file beside the one in the books: money of both, None where there is none."""

    number: str
    rows: int
    first_row: int
    booked: Decimal | None
    filed: Decimal | None


def waiting(tx: Transaction) -> list[Waiting]:
    """Return what waits: texts to be mapped with the largest money first, then rows held back, by batch."""
    goods = held_goods(tx)
    found = [
        Waiting(
            *(one.code, one.text, one.parts, one.amount, one.first_date),
            goods=goods.get(one.text) if one.code == _ITEM else None,
        )
        for one in held_texts(tx)
    ]
    groups: dict[tuple[int, str], list[int]] = {}
    files: dict[int, str] = {}
    named = {one.code for one in found}
    for held in list_held(tx):
        files[held.batch] = held.file
        if held.code not in named or held.code not in _TEXTS:
            groups.setdefault((held.batch, held.code), []).append(held.rows)
    for (batch, code), rows in groups.items():
        kind = _batch(tx, batch)[0]
        money = [one.filed for one in compare_held(tx, batch, code) if one.filed is not None]
        amount = sum(money, Decimal("0.00")) if money else None
        found.append(Waiting(code, "", sum(rows), amount, None, batch, files[batch], kind))
    return found


def compare_held(tx: Transaction, batch: int, code: str) -> list[Compared]:
    """Return the rows of a batch held for a reason, a receipt or delivery each, with what the books say of it now.

    Raises NotFound for no such batch.
    """
    head = _batch(tx, batch)
    money = _money_column(json.loads(head[5]))
    groups: dict[str, list[tuple[int, Decimal | None]]] = {}
    for row, receipt, _severity, _code, _field, value, raw in sql.problems(tx, batch, code, 0, _MANY):
        groups.setdefault(receipt or value, []).append((row, _money(json.loads(raw), *money)))
    kind, profile = head[0], head[4]
    booked = sql.booked_now(tx, kind, profile, list(groups)) if kind in ("sales", "purchases") else {}
    found = []
    for number, rows in groups.items():
        told = [amount for _row, amount in rows if amount is not None]
        filed = sum(told, Decimal("0.00")) if told else None
        found.append(Compared(number, len(rows), min(row for row, _amount in rows), booked.get(number), filed))
    return found


def accept_held(book: Book, batch: int, *, dry_run: bool = False) -> ImportResult:
    """Import a batch's file again, from the text the book keeps, with what is held accepted (`--accept-changes`).

    Changed receipts replace those in the books; those of locked days go to the first open day. Call it outside of any
    unit of work. Raises NotFound for no such batch, Refused when its text is not kept.
    """
    with book.read() as tx:
        kind, _doc, file, sha256, profile, layout, options, _ended = _batch(tx, batch)
        text = kept_text(tx, sha256)
    if not text:
        raise Refused(_("The text of {file} is not kept in the book.").format(file=file), _("Import the file again."))
    shape = json.loads(layout)
    columns = {name: shape["header"][at] for name, at in shape["columns"].items() if shape["header"][at]}
    told = Profile("", kind, None, shape["delimiter"], columns, shape["date_order"], shape["decimal_style"])
    source = Source(file, sha256, "text", len(text), None, "utf-8", partial(io.BytesIO, text))
    chosen = ImportOptions(
        "" if profile == "standard" else profile,
        json.loads(options).get("unknown", "create"),
        accept_changes=True,
        dry_run=dry_run,
        rejects=book.path.with_name(f"{book.path.stem}-{batch}.rejects.csv"),
        told=told,
    )
    return import_source(book, kind, source, chosen)


def batch_problems(tx: Transaction, batch: int, offset: int = 0, count: int = 100) -> list[Problem]:
    """Return some of a batch's problems in the order of its rows."""
    rows = sql.problems(tx, batch, "", offset, count)
    return [problem_of(code, row, field, value, receipt) for row, receipt, _s, code, field, value, _raw in rows]


def count_problems(tx: Transaction, batch: int) -> int:
    """Return how many problems a batch has."""
    return sql.count_problems(tx, batch, "")


def _batch(tx: Transaction, batch: int) -> tuple[Any, ...]:
    found = sql.batch(tx, batch)
    if found is None:
        raise NotFound(_("There is no batch {number}.").format(number=batch), _("See them with: lstbo import batches"))
    return found


def _money_column(shape: Mapping[str, Any]) -> tuple[str, str]:
    """Return the header of a file's column of money, "" when it has none, and how its numbers are written."""
    columns, header = shape["columns"], shape["header"]
    name = next((one for one in ("net", "amount", "gross") if one in columns), "")
    return (str(header[columns[name]]) if name else ""), str(shape["decimal_style"])


def _money(raw: object, header: str, style: str) -> Decimal | None:
    text = raw.get(header) if isinstance(raw, dict) and header else None
    value = parse_number(str(text), style) if text else None
    return None if value is None or isinstance(value, ValueProblem) else value
