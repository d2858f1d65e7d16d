"""The steps of an explanation: from a line of a statement to accounts, entries, documents, receipts, rows of files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from lstbo.accounting import Contribution, book_chart, line_parts, tender_name, tender_roles
from lstbo.core.document_words import ending_name, kind_name, reason_name, till_name
from lstbo.core.errors import NotFound
from lstbo.core.language import _, language
from lstbo.core.period import Period
from lstbo.inventory import stock_on_hand
from lstbo.proof._sql import shares
from lstbo.proof._sql import tracing as sql
from lstbo.storage import Transaction

FOREVER = 2**62
_OWN_TENDERS = {"unspecified": "tender_unspecified", "unmapped": "tender_unmapped", "tab": "tabs"}
_PARTS = {"sale": "sales", "return": "sales_returns", "unmapped": "sales_unmapped"}


@dataclass(frozen=True, slots=True)
class Node:
    """One step: what it is, its amount (book currency) or quantity, and what it is made of.

    `kind` is day, statement, account, turnover, entry, rest, posting, document, receipt, line, paid, payment, item, goods,
    row or file. `more` is how many further children are not shown. `figure` is what `explain` opens this very step by; ''
    where all there is stands below it already.
    """

    kind: str
    text: str
    amount: Decimal | None = None
    quantity: Decimal | None = None
    children: tuple[Node, ...] = ()
    more: int = 0
    figure: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the node as JSON shows it."""
        return {
            "kind": self.kind,
            "text": self.text,
            "amount": None if self.amount is None else format(self.amount, "f"),
            "quantity": None if self.quantity is None else format(self.quantity, "f"),
            "children": [child.to_json() for child in self.children],
            "more": self.more,
        }


@dataclass(slots=True)
class Tracer:
    """Opens figures of one book, as asked: a period, a last day, a knowledge moment. `limit` children are shown.

    `step_by_step` leaves out what lies below entries and receipts: a reader opens those by their `figure`.
    """

    tx: Transaction
    period: Period | None = None
    as_of: date | None = None
    known_at: int | None = None
    limit: int = 5
    step_by_step: bool = False
    _blocks: dict[tuple[str, int], tuple[int, list[str]]] = field(default_factory=dict)
    _heads: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def span(self) -> dict[str, object]:
        """The days and the moment that count, for statements of the room."""
        ends = [day for day in (self.period.end if self.period else None, self.as_of) if day]
        start = self.period.start if self.period else date(1, 1, 1)
        known = FOREVER if self.known_at is None else self.known_at
        return {"start": start, "end": min(ends) if ends else date(9999, 12, 31), "known": known}

    def statement_line(self, which: str, number: int, *, sign: int = 1, deep: bool = True) -> Node:
        """Return a line of a statement: its formula, its lines, its accounts. Raises NotFound."""
        found = line_parts(self.tx, which, number, self.period, self.known_at, self.as_of)
        children = [self.statement_line(which, row.line, sign=own, deep=False) for own, row in found.lines]
        children += [self.contribution(part, deep) for part in found.accounts]
        text = found.row.name(language())
        text = text if self.step_by_step else f"{which}:{number} {text} = {found.formula}"
        text = text if sign > 0 else _("(less) {text}").format(text=text)
        amount = found.row.amount or Decimal("0.00")
        return Node("statement", text, amount, None, tuple(children))

    def contribution(self, part: Contribution, deep: bool) -> Node:
        """Return what one account puts into a line, with its largest entries."""
        label = f"{part.account} {part.name}".strip()
        if not part.account and not part.cash_flow:
            return Node("account", label, part.amount)
        span = self.span if part.kind != "balance" else self.span | {"start": date(1, 1, 1)}
        limit = self.limit if deep or self.step_by_step else 2
        count, rows = sql.account_postings(self.tx, part.account, part.cash_flow, span, part.kind == "flow", limit)
        entries = self._entries(rows, deep, part.sign, part.account)
        return Node("account", label, part.amount, None, entries, count - len(rows))

    def account(self, role_or_code: str) -> Node:
        """Return the balance of an account, group or role, with its largest entries; of a period, its turnover.

        Raises NotFound.
        """
        chart = book_chart(self.tx)
        account = chart.find(role_or_code)
        if self.period:
            return self._turnover(account.code, account.name(language()), chart.posting_codes(account.code))
        span = self.span | {"start": date(1, 1, 1)}
        codes = chart.posting_codes(account.code)
        total, children, more = Decimal("0.00"), [], 0
        for code in codes:
            part = self._account(code, chart.account(code).name(language()), span)
            total += part.amount or 0
            if part.children:
                children.append(part)
        if codes == (account.code,) and children:
            more, children = children[0].more, list(children[0].children)
        figure = f"account:{account.code}"
        return Node("account", f"{account.code} {account.name(language())}", total, None, tuple(children), more, figure)

    def _turnover(self, code: str, name: str, codes: Sequence[str]) -> Node:
        """Return what a period did to an account: debits and credits that add up to its amount, largest entries first."""
        opening, debits, credits = shares.turnover(self.tx, codes, self.span)
        text = _("{account} in {period}: opening {opening}, debits {debits}, credits {credits}, closing {closing}").format(
            account=f"{code} {name}", period=self.period, opening=f"{opening:,.2f}", debits=f"{debits:,.2f}",
            credits=f"{-credits:,.2f}", closing=f"{opening + debits + credits:,.2f}",
        )  # fmt: skip
        sides = [
            Node("turnover", label, amount, None, self._side(codes, sign, amount))
            for sign, label, amount in ((1, _("debits"), debits), (-1, _("credits"), credits))
            if amount
        ]
        return Node("account", text, debits + credits, None, tuple(sides), figure=f"account:{code}")

    def _side(self, codes: Sequence[str], sign: int, total: Decimal) -> tuple[Node, ...]:
        nodes: list[Node] = []
        found = shares.side(self.tx, codes, sign, self.span, self.limit)
        for row, code, _count in found:
            nodes += self._entries([row], True, account=code)
        count = found[0][2] if found else 0
        rest = total - sum((row[5] for row, _code, _count in found), Decimal("0.00"))
        if count > len(found):
            nodes.append(Node("rest", _("{count} further entries").format(count=count - len(found)), rest))
        return tuple(nodes)

    def _account(self, code: str, name: str, span: dict[str, object]) -> Node:
        count, rows = sql.account_postings(self.tx, code, "", span, False, self.limit)
        total = sql.account_total(self.tx, code, span)
        more = count - len(rows)
        return Node(
            "account", f"{code} {name}", total, None, self._entries(rows, True, account=code), more, f"account:{code}"
        )

    def _entries(
        self, rows: Sequence[tuple[Any, ...]], deep: bool, sign: int = 1, account: str = ""
    ) -> tuple[Node, ...]:
        nodes = []
        for entry, voucher, day, memo, party, amount in rows:
            text = " ".join(filter(None, (voucher, day.isoformat(), memo, party)))
            below = self._under_entry(entry, account, sign) if deep and not self.step_by_step else ()
            nodes.append(Node("entry", text, sign * amount, None, below, figure=voucher or ""))
        return tuple(nodes)

    def _under_entry(self, entry: int, account: str, sign: int) -> tuple[Node, ...]:
        """Return the document of an entry, with those of its receipts that made the account's figure."""
        head = sql.entry_head(self.tx, entry)
        if head is None:
            return ()
        document = self.document(head[3], day=head[1], limit=2)
        hits = self._hits(account) if account else None
        if hits is None:
            return (document,)
        count, rows = shares.account_receipts(self.tx, head[3], head[1], *hits, 2)
        others = tuple(child for child in document.children if child.kind != "receipt")
        if not rows or len(others) == len(document.children):
            return (document,)
        receipts = [replace(self.receipt(row[0], sign=row[1]), amount=sign * row[2]) for row in rows]
        return (replace(document, children=(*receipts, *others), more=count - len(rows)),)

    def _hits(self, code: str) -> tuple[list[str], list[str], bool] | None:
        """Return how receipts hit an account: the tenders, the parts of sales, rounding; None when they do not singly."""
        roles = book_chart(self.tx).account(code).roles
        methods = [method for method, role in {**tender_roles(), **_OWN_TENDERS}.items() if role in roles]
        parts = [part for part, role in _PARTS.items() if role in roles]
        return (methods, parts, "rounding" in roles) if methods or parts or "rounding" in roles else None

    def voucher(self, month: int, number: int) -> Node:
        """Return an entry with all its postings and its document. Raises NotFound."""
        entry = sql.entry_of(self.tx, month, number)
        head = None if entry is None else sql.entry_head(self.tx, entry)
        if entry is None or head is None:
            raise NotFound(_("There is no voucher {number}.").format(number=f"{month:06d}-{number:03d}"))
        voucher, day, memo, doc, reverses = head
        postings = [
            Node("posting", " ".join(filter(None, (code, zh if language() == "zh" else en, party))), amount)
            for code, zh, en, amount, party in sql.entry_postings(self.tx, entry)
        ]
        text = f"{voucher} {day.isoformat()} {memo}"
        text += " · " + _("reverses {voucher}").format(voucher=reverses) if reverses else ""
        return Node("entry", text, None, None, (*postings, self.document(doc, day=day)))

    def document(self, doc: int, *, day: date | None = None, limit: int = 0, goods: bool = False) -> Node:
        """Return a document: its deliveries or receipts (of one day), or its entries and goods, and where it came from.

        Raises NotFound.
        """
        head = sql.document_head(self.tx, doc)
        if head is None:
            raise NotFound(_("There is no document {number}.").format(number=doc))
        room, kind, on, title, reverses, posted_at, actor, _command, reversed_by = head
        text = (
            _("document {number} ({kind}, {day}) {title}")
            .format(number=doc, kind=kind_name(room, kind), day=on.isoformat(), title=title)
            .rstrip()
        )
        text += " · " + _("posted {at} by {who}").format(at=posted_at.isoformat(" ", "seconds"), who=actor)
        text += " · " + _("reverses {number}").format(number=reverses) if reverses else ""
        text += " · " + _("reversed by {number}").format(number=reversed_by) if reversed_by else ""
        children, more = self._under_document(doc, day, limit or self.limit, goods)
        return Node("document", text, None, None, children, more, "" if day else f"document:{doc}")

    def _under_document(self, doc: int, day: date | None, limit: int, goods: bool) -> tuple[tuple[Node, ...], int]:
        children: list[Node] = []
        count, receipts = sql.document_receipts(self.tx, doc, day, limit)
        self._look_up(row[0] for row in receipts)
        children += [self.receipt(row[0], sign=row[4]) for row in receipts]
        lines, deliveries = sql.document_deliveries(self.tx, doc, limit)
        children += [self._delivery(row) for row in deliveries]
        more = count - len(receipts) + lines - len(deliveries)
        children += [Node("row", f"{file}: {text}") for _batch, file, text in sql.document_rows(self.tx, doc)[:limit]]
        if day is None:
            entries, rows = sql.document_entries(self.tx, doc, limit)
            children += [
                Node("entry", f"{row[1]} {row[2].isoformat()} {row[3]}", row[4], figure=row[1]) for row in rows
            ]
            more += entries - len(rows)
        if goods or not (receipts or deliveries):
            moved, found = sql.document_goods(self.tx, doc, day, limit)
            children += [Node("goods", f"{r[1]} {r[2]} {reason_name(r[3])} {r[4].isoformat()}", r[6], r[5]) for r in found]
            more += moved - len(found)
        batch = sql.batch_of(self.tx, doc)
        if batch is not None:
            text = _("batch {batch}: {file}, {rows} rows")
            children.append(Node("file", text.format(batch=batch[0], file=batch[2], rows=batch[4])))
        return tuple(children), more

    def _delivery(self, row: tuple[Any, ...]) -> Node:
        code, name, quantity, cost, amount, number, batch, _item = row
        source = self._raw(batch, number) if batch and number else ()
        text = f"{code} {name} × {quantity.normalize():f} @ {cost.normalize():f}"
        return Node("line", text, amount, quantity, source)

    def _look_up(self, receipts: Iterable[int]) -> None:
        """Read the heads of receipts that are shown together in one statement."""
        self._heads.update(sql.receipt_heads(self.tx, list(receipts)))

    def receipt(self, receipt: int, *, sign: int = 1, item: int | None = None, alone: bool = False) -> Node:
        """Return a receipt with its lines (of one item or all), each down to its row, and its payments.

        `alone` says that it is the figure that was asked for. Raises NotFound.
        """
        if receipt not in self._heads:
            self._look_up([receipt])
        head = self._heads.get(receipt)
        if head is None:
            raise NotFound(_("There is no receipt {number}.").format(number=receipt))
        number, register, moment, day, net, doc, why, ended_by = head
        text = _("receipt {number}, {moment}").format(number=number, moment=moment)
        text += f", {till_name(register)}" if register else ""
        if not moment.startswith(day.isoformat()):
            text += " · " + _("posted on {day}").format(day=day.isoformat())
        text += " · " + _("{why} by document {number}").format(why=ending_name(why), number=ended_by) if why else ""
        if self.step_by_step and not alone:
            return Node("receipt", text, sign * net, figure=f"receipt:#{receipt}")
        count, rows = sql.receipt_lines(self.tx, receipt, item, self.limit)
        lines = [self._line(doc, row) for row in rows]
        payments = [] if item else sql.receipt_payments(self.tx, receipt)
        ways = tuple(Node("payment", tender_name(method), amount) for method, amount in payments)
        paid = [Node("paid", _("Paid by"), None, None, ways)] if ways else []
        return Node("receipt", text, sign * net, None, (*lines, *paid), count - len(rows))

    def day(self, day: date) -> Node:
        """Return what a business day sold, with its largest receipts."""
        known = self.span["known"]
        net, (count, rows) = sql.day_receipts(self.tx, day, known, self.limit)  # type: ignore[arg-type]
        self._look_up(row[0] for row in rows)
        receipts = tuple(self.receipt(row[0]) for row in rows)
        text = _("sales of {day}").format(day=day.isoformat())
        return Node("day", text, net, None, receipts, count - len(rows), f"day:{day.isoformat()}")

    def _line(self, doc: int, row: tuple[Any, ...]) -> Node:
        number, code, name, quantity, price, discount, net = row
        text = " ".join(filter(None, (code, name))) + f" × {quantity.normalize():f} @ {price.normalize():f}"
        text += f" − {discount}" if discount else ""
        return Node("line", text, net, quantity, self._raw(doc, number))

    def item(self, item: int, code: str, name: str) -> Node:
        """Return the stock of an item: quantity and value, and what documents did to it, the newest first."""
        lines = stock_on_hand(self.tx, self.span["end"], self.known_at, items=[item])  # type: ignore[arg-type]
        quantity, value = (lines[0].quantity, lines[0].value) if lines else (Decimal(0), Decimal(0))
        span = self.span | {"start": self.period.start if self.period else date(1, 1, 1)}
        count, rows = sql.item_moves(self.tx, item, span, self.limit)
        moves = tuple(self._move(item, row) for row in rows)
        return Node("item", f"{code} {name}", value, quantity, moves, count - len(rows))

    def _move(self, item: int, row: tuple[Any, ...]) -> Node:
        doc, day, reason, title, quantity, money = row
        form = _("{day} {reason}, document {number} {title}")
        text = form.format(day=day.isoformat(), reason=reason_name(reason), number=doc, title=title)
        count, receipts = sql.item_receipts(self.tx, doc, day, item, 2)
        children = [self.receipt(receipt[0], item=item) for receipt in receipts]
        if not receipts:
            _lines, deliveries = sql.document_deliveries(self.tx, doc, 1000)
            children = [self._delivery(line) for line in deliveries if line[7] == item]
        return Node("goods", text, money, quantity, tuple(children), count - len(receipts))

    def _raw(self, batch: int, number: int) -> tuple[Node, ...]:
        """Return the row of the file a fact was read from, as it stood there."""
        found = sql.batch_of(self.tx, batch)
        if found is None:
            return ()
        text = self._physical(found[3], number)
        place = _("{file}, row {row}").format(file=found[2], row=number)
        return (Node("row", f"{place}: {text}" if text is not None else place),)

    def _physical(self, sha256: str, number: int) -> str | None:
        for (digest, first), (count, lines) in self._blocks.items():
            if digest == sha256 and first <= number < first + count:
                return lines[number - first]
        block = sql.block_at(self.tx, sha256, number)
        if block is None:
            return None
        import zstandard

        lines = zstandard.ZstdDecompressor().decompress(block[1]).decode("utf-8", "replace").split("\n")
        self._blocks[sha256, block[0]] = (len(lines), lines)
        return lines[number - block[0]] if number - block[0] < len(lines) else None
