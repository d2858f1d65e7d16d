"""Importing an opening: what the shop had, owed and was owed on the day its books begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting import OpeningBalance, first_open_day
from lstbo.catalog import ItemKey
from lstbo.core import clock
from lstbo.core.money import ZERO
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.account_words import AccountWords
from lstbo.exchange.containers import Source
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.row_import import ItemFinder, Row, RowFault, RowImport, label, ordinals
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.staging import StagedFile
from lstbo.exchange.words import normalise
from lstbo.inventory import Opening, OpeningCategory, OpeningStock, post_opening
from lstbo.storage import Transaction

KIND = "opening"
_SEPARATOR = "\x1f"
_KINDS: Mapping[str, str] = {
    normalise(word): kind
    for kind, words in {
        "account": "account balance 科目 账户 余额",
        "payable": "payable payables supplier creditor 应付 应付账款 供应商 欠款 应付款",
        "tab": "tab tabs customer debtor receivable 赊账 应收 应收账款 客户 挂账 应收款",
        "category": "category 类别 分类 品类",
        "stock": "stock item goods inventory 库存 商品 存货",
    }.items()
    for word in words.split()
}
_SUPPLIER = ("supplier", "vendor", "creditor", "供应", "供货", "厂")
_CUSTOMER = ("customer", "client", "debtor", "客户", "顾客", "会员")
_NO_ITEM = ItemKey()
_RUN_UNDO = "lstbo import undo / 先撤销原批次"


@dataclass(frozen=True, slots=True)
class _Line:
    """One row as read. `what` is an account code, a party or a category; the amount of an account is debit +."""

    kind: str
    day: date
    what: str
    amount: Decimal | None
    party: str = ""
    key: ItemKey = _NO_ITEM
    category: str = ""
    quantity: Decimal = ZERO
    memo: str = ""


def import_opening(
    tx: Transaction, source: Source, layout: Layout, staged: StagedFile, options: ImportOptions
) -> tuple[ImportResult, dict[int, object]]:
    """Book one staged opening, a document per day; what it does not balance to is the owner's capital.

    Outcomes are per row. A row that changes what was opened before is held: undo the earlier batch first. `batch` is
    None when nothing is new.
    """
    return _Opening(RowImport(tx, source, layout, staged, options, KIND)).run()


class _Opening:
    """One opening on its way into the book."""

    def __init__(self, work: RowImport) -> None:
        self.work = work
        self.tx = work.tx
        self.accounts = AccountWords(work.tx)
        self.items = ItemFinder(work)
        self.default_day = work.options.business_date or clock.today()

    def run(self) -> tuple[ImportResult, dict[int, object]]:
        read = [(row, line) for row, line in self.work.each(self.work.rows, self._read) if line is not None]
        read = self._with_items(read)
        open_day = first_open_day(self.tx)
        fresh = self._fresh(read, open_day)
        kept: list[tuple[object, ...]] = []
        for day in sorted({max(line.day, open_day) for _row, line, _key, _ordinal in fresh}):
            of_day = [part for part in fresh if max(part[1].day, open_day) == day]
            doc = self._post(day, [line for _row, line, _key, _ordinal in of_day])
            kept += [(KIND, key, ordinal, self.work.doc, doc) for _row, _line, key, ordinal in of_day]
        if kept:
            sql.insert_row_keys(self.tx, kept)
            days = [line.day for _row, line, _key, _ordinal in fresh]
            self.work.result.first_date, self.work.result.last_date = min(days), max(days)
            self.work.result.receipts = len({row[4] for row in kept})
            self.work.result.booked_late(sum(day < open_day for day in days), open_day)
        return self.work.finish()

    # ---- reading ------------------------------------------------------------------------------------------------

    def _read(self, row: Row) -> _Line | None:
        moment = row.moment("date", self.work.layout)
        day = moment[0] if moment else self.default_day
        kind = self._kind(row)
        memo, amount = row.text("memo"), self._amount(row)
        if kind == "stock":
            return self._stock(row, day, amount, memo)
        if amount is None:
            raise RowFault("E_NUMBER", "amount", row.cells.get("amount", ""))
        if amount == 0:
            self.work.tally.set([row], "ignored")
            return None
        if kind == "account":
            return self._account(row, day, amount, memo)
        party = row.text("party")
        if kind == "category":
            what = row.text("category") or row.text("account") or row.text("name") or row.text("item")
        else:
            what = party
        if not what:
            raise RowFault("E_EMPTY", "category" if kind == "category" else "party")
        if amount < 0 and kind == "category":
            raise RowFault("E_SIGN", "amount", str(amount))
        return _Line(kind, day, what, amount, memo=memo)

    def _kind(self, row: Row) -> str:
        """Return what a row opens: as it says, or by the cells that are filled."""
        said = row.text("kind")
        if said:
            kind = _KINDS.get(normalise(said))
            if kind is None:
                raise RowFault("E_STATUS", "kind", said, " / ".join(sorted(set(_KINDS.values()))))
            return kind
        if row.text("account"):
            return "account"
        if any(row.text(name) for name in ("item", "barcode", "name")):
            return "stock"
        if row.text("category"):
            return "category"
        place = self.work.layout.columns.get("party")
        header = "" if place is None else self.work.layout.header[place].lower()
        if row.text("party") and any(word in header for word in _SUPPLIER):
            return "payable"
        if row.text("party") and any(word in header for word in _CUSTOMER):
            return "tab"
        raise RowFault("E_EMPTY", "kind")

    def _amount(self, row: Row) -> Decimal | None:
        style = self.work.layout.decimal_style
        amount = row.number_of("amount", 2, style)
        if amount is not None:
            return amount
        value = row.number_of("value", 2, style)
        debit, credit = row.number_of("debit", 2, style), row.number_of("credit", 2, style)
        return value if debit is None and credit is None else (debit or ZERO) - (credit or ZERO)

    def _account(self, row: Row, day: date, amount: Decimal, memo: str) -> _Line:
        text, party = row.text("account"), row.text("party")
        code = self.accounts.money(text)
        if code is None:
            raise RowFault("E_ACCOUNT", "account", text, self.accounts.nearest(text))
        account = self.accounts.posting[code]
        if "inventory" in account.roles:
            raise RowFault("E_ACCOUNT", "account", text, "give item, quantity, unit_cost / 按商品导入库存")
        if account.control and not party:
            raise RowFault("E_EMPTY", "party")
        return _Line("account", day, code, amount, party, memo=memo)

    def _stock(self, row: Row, day: date, amount: Decimal | None, memo: str) -> _Line | None:
        style = self.work.layout.decimal_style
        key = row.item_key()
        if not label(key):
            raise RowFault("E_ITEM", "item")
        quantity = row.number_of("quantity", 3, style)
        cost = row.number_of("unit_cost", 6, style)
        if quantity is None:
            raise RowFault("E_NUMBER", "quantity", row.cells.get("quantity", ""))
        for column, value in (("quantity", quantity), ("unit_cost", cost), ("amount", amount)):
            if value is not None and value < 0:
                raise RowFault("E_SIGN", column, f"{value:f}")
        if quantity == 0:
            self.work.tally.set([row], "ignored")
            return None
        if amount is None and cost is None:
            raise RowFault("E_EMPTY", "unit_cost")
        total = amount if amount is not None else row.worth(quantity, cost or ZERO)
        return _Line("stock", day, "", total, "", key, row.text("category"), quantity, memo)

    # ---- items and keys -----------------------------------------------------------------------------------------

    def _with_items(self, read: Sequence[tuple[Row, _Line]]) -> list[tuple[Row, _Line]]:
        """Find or make the items; rows without one are held, rows whose item is no goods rejected."""
        stock = [line for _row, line in read if line.kind == "stock"]
        self.items.resolve(line.key for line in stock)
        if self.work.options.unknown == "create":
            days = {line.key: line.day for line in stock}
            self.items.create(days, {line.key: line.category for line in stock})
        kept = []
        for row, line in read:
            if line.kind == "stock" and self.items.found[line.key].item_id is None:
                self.work.tally.fault(row, RowFault("H_SKU_UNKNOWN", "item", label(line.key)))
            elif line.kind == "stock" and not self.items.is_goods(line.key):
                self.work.tally.fault(row, RowFault("E_ITEM", "item", label(line.key)))
            else:
                kept.append((row, line))
        return kept

    def _fresh(self, read: Sequence[tuple[Row, _Line]], open_day: date) -> list[tuple[Row, _Line, str, int]]:
        """Return the rows that are new, with key and ordinal; the others are duplicates, or held as changed or late."""
        known = {(key, ordinal) for key, ordinal in sql.row_keys(self.tx, KIND)}
        keys = [(self._identity(line), self._content(line)) for _row, line in read]
        whole = [_SEPARATOR.join(parts) for parts in keys]
        in_file = set(zip(whole, ordinals(whole), strict=True))
        elsewhere = {key.rpartition(_SEPARATOR)[0] for key, ordinal in known if (key, ordinal) not in in_file}
        fresh = []
        for (row, line), (identity, _rest), key, ordinal in zip(read, keys, whole, ordinals(whole), strict=True):
            late = line.day < open_day
            if (key, ordinal) in known:
                self.work.tally.set([row], "duplicate")
            elif identity in elsewhere:
                self.work.tally.fault(row, RowFault("D_SUPERSEDES", "amount", f"{line.amount}", _RUN_UNDO))
            elif late and not self.work.options.accept_changes:
                self.work.tally.fault(row, RowFault("H_PERIOD_LOCKED", "date", line.day.isoformat()))
            else:
                fresh.append((row, line, key, ordinal))
        return fresh

    def _identity(self, line: _Line) -> str:
        what = str(self.items.found[line.key].item_id) if line.kind == "stock" else line.what
        return _SEPARATOR.join((line.day.isoformat(), line.kind, what, line.party))

    def _content(self, line: _Line) -> str:
        return f"{line.quantity:.3f} {line.amount or ZERO:.2f}"

    # ---- booking ------------------------------------------------------------------------------------------------

    def _post(self, day: date, lines: Sequence[_Line]) -> int:
        balances, stock, categories = [], [], []
        for line in lines:
            amount = line.amount or ZERO
            if line.kind == "stock":
                found = self.items.found[line.key]
                stock.append(OpeningStock(found.item_id or 0, line.quantity * found.pack_quantity, amount=amount))
            elif line.kind == "category":
                categories.append(OpeningCategory(line.what, amount))
            elif line.kind == "account":
                balances.append(OpeningBalance(line.what, amount, line.party, line.memo))
            elif line.kind == "payable":
                balances.append(OpeningBalance("payables", -amount, line.what, line.memo))
            else:
                balances.append(OpeningBalance("tabs", amount, line.what, line.memo))
        opening = Opening(tuple(balances), tuple(stock), tuple(categories))
        done = post_opening(self.tx, opening, business_date=day)
        self.work.booked([(day, "capital", done.leftover)], 0)
        return done.doc
