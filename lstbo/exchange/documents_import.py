"""The sample shop's other paper: bills, payments, tab payments, losses, the owner's money, transfers, till counts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from lstbo.accounting import count_till, post_capital, post_drawing, post_tab_payment, post_transfer
from lstbo.catalog import ItemKey, resolve_lines
from lstbo.core.disk_words import why_not
from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.core.money import decimal_of
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.row_import import ordinals
from lstbo.inventory import Loss, post_losses_by_day
from lstbo.purchasing import enter_bill, pay_supplier
from lstbo.storage import Book, Transaction

KIND = "documents"
COLUMNS = ("date", "kind", "party", "item", "quantity", "amount", "account", "paid_from", "document", "memo")


@dataclass(slots=True)
class ImportedDocuments:
    """How many rows of each kind were booked, and how many were in the book already."""

    booked: dict[str, int] = field(default_factory=dict)
    duplicate: int = 0


@dataclass(frozen=True, slots=True)
class _Paper:
    row: int
    day: date
    kind: str
    cells: Mapping[str, str]

    @property
    def amount(self) -> Decimal:
        return decimal_of(self.cells["amount"])


def import_documents(book: Book, path: Path) -> ImportedDocuments:
    """Book the rows of a `documents.csv` of the sample shop, in its order, in one unit of work; each row once.

    Import sales, purchases and expenses first: a bill needs its delivery, a till count everything of its day. Raises
    BadInput, with the row, for one that cannot be booked; then none is.
    """
    papers = _read(path)
    keys = ["\x1f".join(paper.cells[name] for name in COLUMNS) for paper in papers]
    with book.write(f"import documents {path.name}") as tx:
        known = {(key, ordinal) for key, ordinal in sql.row_keys(tx, KIND)}
        numbered = [(paper, key, ordinal) for paper, key, ordinal in zip(papers, keys, ordinals(keys), strict=True)]
        fresh = [part for part in numbered if (part[1], part[2]) not in known]
        result = ImportedDocuments(duplicate=len(papers) - len(fresh))
        if not fresh:
            return result
        doc = tx.document("exchange", KIND, business_date=fresh[-1][0].day, title=path.name)
        docs = _Posting(tx, [paper for paper, _key, _ordinal in fresh]).book()
        sql.insert_row_keys(tx, ((KIND, key, ordinal, doc, docs[paper.row]) for paper, key, ordinal in fresh))
        for paper, _key, _ordinal in fresh:
            result.booked[paper.kind] = result.booked.get(paper.kind, 0) + 1
    return result


def _read(path: Path) -> list[_Paper]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as fault:
        raise BadInput(_("This file cannot be read: {reason}.").format(reason=why_not(fault)), file=path.name) from None
    papers = []
    for number, row in enumerate(rows, 2):
        cells = {name: row.get(name) or "" for name in COLUMNS}
        try:
            papers.append(_Paper(number, date.fromisoformat(cells["date"]), cells["kind"], cells))
        except ValueError:
            raise BadInput(_("There is no date in this row."), file=path.name, row=number, field="date") from None
    return papers


class _Posting:
    """Books the rows: the losses first, all of them settled at once, then the others one by one."""

    def __init__(self, tx: Transaction, papers: Sequence[_Paper]) -> None:
        self.tx = tx
        self.papers = papers
        keys = sorted({paper.cells["item"] for paper in papers if paper.cells["item"]})
        found = resolve_lines(tx, [ItemKey(item=key) for key in keys])
        self.items = {key.item: resolution.item_id for key, resolution in found.items()}
        self.ways: Mapping[str, Callable[[_Paper], int]] = {
            "bill": self._bill,
            "payment": self._payment,
            "tab_payment": self._tab_payment,
            "drawing": self._drawing,
            "capital": self._capital,
            "transfer": self._transfer,
            "shift_count": self._count,
        }

    def book(self) -> dict[int, int]:
        """Book every row and return row -> document; the losses of a day are one document."""
        docs = self._losses([paper for paper in self.papers if paper.kind == "waste"])
        for paper in self.papers:
            way = self.ways.get(paper.kind)
            if way is not None:
                docs[paper.row] = way(paper)
            elif paper.kind != "waste":
                message = _("'{kind}' is no kind of document.").format(kind=paper.kind)
                raise BadInput(message, row=paper.row, field="kind")
        return docs

    def _losses(self, papers: Sequence[_Paper]) -> dict[int, int]:
        days: dict[date, list[tuple[_Paper, Loss]]] = {}
        for paper in papers:
            item = self.items[paper.cells["item"]] if paper.cells["item"] else None
            if item is None:
                raise BadInput(_("The item of this row is not known."), row=paper.row, field="item")
            loss = Loss(item, decimal_of(paper.cells["quantity"]), paper.cells["memo"])
            days.setdefault(paper.day, []).append((paper, loss))
        booked = post_losses_by_day(self.tx, [(day, [loss for _p, loss in found]) for day, found in days.items()])
        pairs = zip(days.values(), booked, strict=True)
        return {paper.row: done.doc for found, done in pairs for paper, _loss in found}

    def _bill(self, paper: _Paper) -> int:
        return enter_bill(
            self.tx,
            receipt=paper.cells["document"],
            supplier=paper.cells["party"],
            amount=paper.amount,
            business_date=paper.day,
            number=paper.cells["memo"],
        ).doc

    def _payment(self, paper: _Paper) -> int:
        return pay_supplier(
            self.tx,
            supplier=paper.cells["party"],
            amount=paper.amount,
            paid_from=paper.cells["paid_from"],
            business_date=paper.day,
        ).doc

    def _tab_payment(self, paper: _Paper) -> int:
        return post_tab_payment(
            self.tx,
            business_date=paper.day,
            customer=paper.cells["party"],
            amount=paper.amount,
            paid_into=paper.cells["paid_from"],
            memo=paper.cells["memo"],
        ).doc

    def _drawing(self, paper: _Paper) -> int:
        cells = paper.cells
        return post_drawing(
            self.tx, business_date=paper.day, amount=paper.amount, paid_from=cells["paid_from"], memo=cells["memo"]
        ).doc

    def _capital(self, paper: _Paper) -> int:
        cells = paper.cells
        return post_capital(
            self.tx, business_date=paper.day, amount=paper.amount, paid_into=cells["account"], memo=cells["memo"]
        ).doc

    def _transfer(self, paper: _Paper) -> int:
        cells = paper.cells
        return post_transfer(
            self.tx,
            business_date=paper.day,
            amount=paper.amount,
            paid_from=_place(cells["paid_from"]),
            paid_into=_place(cells["account"]),
            memo=cells["memo"],
        ).doc

    def _count(self, paper: _Paper) -> int:
        return count_till(self.tx, business_date=paper.day, counted=paper.amount, account=paper.cells["account"]).doc


def _place(tender: str) -> str:
    """Return the account of a tender's money: what customers paid by card waits in transit until it is transferred."""
    return "card_in_transit" if tender == "card" else tender
