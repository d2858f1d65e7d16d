"""`lstbo explain`: any figure, opened down to the rows of the files it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from lstbo.accounting import book_chart
from lstbo.catalog import item_by_code
from lstbo.core.errors import NotFound
from lstbo.core.language import _
from lstbo.core.period import Period
from lstbo.core.text import cell
from lstbo.proof._sql import tracing as sql
from lstbo.proof.tracing import Node, Tracer
from lstbo.storage import Transaction

_LINE = re.compile(r"(balance-sheet|income|cash-flow):L?(\d{1,3})")
_VOUCHER = re.compile(r"(?:记-?)?(\d{6})-(\d{3,})")
_DAY = re.compile(r"(?:day:)?(\d{4}-\d{2}-\d{2})")
_NAMED = re.compile(r"(account|document|doc|receipt|item):(.+)")
FIGURES = "income:1 · balance-sheet:9 · till_cash · 1405 · 202611-003 · 2026-11-03 · document:12 · receipt:R100 · item:A001"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure and the tree it comes from."""

    figure: str
    node: Node

    def to_json(self) -> dict[str, object]:
        """Return the object of `lstbo explain --json`."""
        return {"figure": self.figure, **self.node.to_json()}

    def lines(self) -> list[str]:
        """Return the tree as lines of text, each moved in by its depth, its amount in front."""
        return list(_lines(self.node, 0))


def explain(
    tx: Transaction,
    figure: str,
    *,
    period: Period | None = None,
    as_of: date | None = None,
    known_at: int | None = None,
    limit: int = 5,
    step_by_step: bool = False,
) -> Explanation:
    """Open a figure: formula, accounts or items, entries or movements, document, receipt lines, row of the file.

    `figure` is a statement line (income:1), an account code or role, a voucher (202611-003), a day's sales
    (2026-11-03), a document, receipt or item; `day:`, `account:`, `document:`, `receipt:` and `item:` in front say
    which is meant. `limit` is how many parts are shown at each step; `step_by_step` leaves out what lies below
    entries and receipts, for a reader who opens those one by one by their own `figure`. Raises NotFound.
    """
    text = figure.strip()
    return Explanation(text, _open(Tracer(tx, period, as_of, known_at, limit, step_by_step), text))


def _open(tracer: Tracer, text: str) -> Node:
    if found := _LINE.fullmatch(text):
        return tracer.statement_line(found[1], int(found[2]))
    if found := _VOUCHER.fullmatch(text):
        return tracer.voucher(int(found[1]), int(found[2]))
    if found := _DAY.fullmatch(text):
        with suppress(ValueError):
            return tracer.day(date.fromisoformat(found[1]))
    if found := _NAMED.fullmatch(text):
        return _named(tracer, found[1], found[2].strip())
    return _guessed(tracer, text)


def _named(tracer: Tracer, kind: str, name: str) -> Node:
    if kind == "account":
        return tracer.account(name)
    if kind == "item":
        return _item(tracer, name)
    if kind == "receipt" and name[:1] == "#" and name[1:].isdecimal():
        return tracer.receipt(int(name[1:]), alone=True)
    if kind == "receipt":
        receipts = sql.receipts_numbered(tracer.tx, name)
        if not receipts:
            raise NotFound(_("There is no receipt {number}.").format(number=name))
        return tracer.receipt(receipts[0], alone=True)
    if not name.isdecimal():
        raise NotFound(_("There is no document {number}.").format(number=name))
    return tracer.document(int(name))


def _guessed(tracer: Tracer, text: str) -> Node:
    """Open what a bare word means: an account or role, a receipt, an item, a document, in this order."""
    chart = book_chart(tracer.tx)
    if text in chart or chart.has_role(text):
        return tracer.account(text)
    receipts = sql.receipts_numbered(tracer.tx, text)
    if receipts:
        return tracer.receipt(receipts[0], alone=True)
    try:
        return _item(tracer, text)
    except NotFound:
        if text.isdecimal() and len(text) < 19:
            return tracer.document(int(text))
        hint = _("For example: {figures}").format(figures=FIGURES)
        raise NotFound(_("'{text}' is no figure of this book.").format(text=cell(text)), hint) from None


def _item(tracer: Tracer, text: str) -> Node:
    item = item_by_code(tracer.tx, text)
    return tracer.item(item.id, item.code, item.name)


def _lines(node: Node, depth: int) -> Iterator[str]:
    parts = [] if node.amount is None else [f"{node.amount:,.2f}"]
    if node.quantity is not None and node.kind != "line":
        parts.append(f"× {node.quantity.normalize():,f}")
    yield "  " * depth + "  ".join([*parts, cell(node.text)])
    for child in node.children:
        yield from _lines(child, depth + 1)
    if node.more > 0:
        yield "  " * (depth + 1) + _("… and {count} more").format(count=node.more)
