"""The sample shop in a book: every file imported with nothing prepared, and the books say what its paper says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lstbo.accounting import CUSTOMER, SUPPLIER, account_balance, journal, ledger, list_parties, party_balances
from lstbo.catalog import item_by_code
from lstbo.core.period import Period
from lstbo.exchange import ImportOptions, ImportResult, import_files
from lstbo.exchange.documents_import import ImportedDocuments, import_documents
from lstbo.inventory import stock_on_hand
from lstbo.proof import check_book
from lstbo.shop import Founding, found_book
from lstbo.storage import Book, Transaction
from sample_data.make_shop import write_shop

KINDS = {"items": "items.csv", "opening": "opening.csv", "sales": "sales-*.csv", "purchases": "purchases-*.csv",
         "expenses": "expenses.csv"}  # fmt: skip
PLACES = {"cash": "till_cash", "wechat": "wallet.wechat", "alipay": "wallet.alipay", "card": "card_in_transit",
          "bank": "bank"}  # fmt: skip
d = Decimal


@dataclass(frozen=True)
class ShopBook:
    """The book, the files it was made of, and what they say it must come to."""

    path: Path
    files: Path
    card: dict[str, Any]
    results: dict[str, list[ImportResult]]
    documents: ImportedDocuments

    def read(self, work: Callable[[Transaction], Any]) -> Any:
        """Run something on the book."""
        with Book.open(self.path) as book, book.read() as tx:
            return work(tx)

    def take(self, kind: str) -> list[ImportResult]:
        """Import the files of a kind."""
        options = ImportOptions(business_date=date.fromisoformat(self.card["opening_date"]))
        return import_files(self.path, kind, [str(self.files / KINDS[kind])], options)

    @property
    def end(self) -> date:
        """The last day."""
        return date.fromisoformat(self.card["last_day"])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopBook]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LSTBO_NOW", "2026-11-01T10:00")
        files = write_shop(tmp_path_factory.mktemp("shop"), months=2)
        card = json.loads((files / "shop.json").read_text(encoding="utf-8"))
        path = files / "shop.duckdb"
        with Book.create(path) as book, book.write("init") as tx:
            found_book(tx, Founding(card["name"], template=card["template"]), business_date=date(2026, 1, 1))
        made = ShopBook(path, files, card, {}, ImportedDocuments())
        for kind in KINDS:
            made.results[kind] = made.take(kind)
        with Book.open(path) as book:
            documents = import_documents(book, files / "documents.csv")
        yield ShopBook(path, files, card, made.results, documents)


def test_every_row_of_every_file_is_booked(shop: ShopBook) -> None:
    every = [result for found in shop.results.values() for result in found]
    assert [(r.file, r.problems[:2]) for r in every if r.accepted + r.ignored != r.rows or r.exit_code] == []
    assert sum(shop.documents.booked.values()) == len((shop.files / "documents.csv").read_text().splitlines()) - 1


def test_every_promise_is_kept(shop: ShopBook) -> None:
    report = shop.read(check_book)
    assert [check for check in report.checks if not check.ok] == []


def test_importing_it_again_changes_nothing(shop: ShopBook) -> None:
    before = shop.read(lambda tx: tx.seq_at(date(9999, 12, 30)))
    for kind in KINDS:
        again = [(r.duplicate, r.ignored, r.batch) for r in shop.take(kind)]
        assert again == [(r.accepted, r.ignored, None) for r in shop.results[kind]]
    with Book.open(shop.path) as book:
        assert import_documents(book, shop.files / "documents.csv").booked == {}
    assert shop.read(lambda tx: tx.seq_at(date(9999, 12, 30))) == before


def test_sales_of_each_month_are_those_of_the_till(shop: ShopBook) -> None:
    for result in shop.results["sales"]:
        said = shop.card["months"][result.file[6:13]]
        sums = {name: f"{getattr(result, name):.2f}" for name in ("gross", "discount", "refunds", "net")}
        assert sums == {name: said[name] for name in sums}
        assert {f"tender.{method}": f"{amount:.2f}" for method, amount in result.tenders.items()} == {
            name: value for name, value in said.items() if name.startswith("tender.")
        }
        assert result.receipts == said["receipts"]


def test_purchases_and_expenses_of_each_month_are_those_of_the_paper(shop: ShopBook) -> None:
    bought = {r.file[10:17]: f"{r.net:.2f}" for r in shop.results["purchases"]}
    assert bought == {month: said["purchases"] for month, said in shop.card["months"].items()}
    (expenses,) = shop.results["expenses"]
    assert expenses.net == sum(d(said["expenses"]) for said in shop.card["months"].values())


def test_the_till_is_over_and_short_by_what_was_counted(shop: ShopBook) -> None:
    for month, said in shop.card["months"].items():
        entries = shop.read(lambda tx, month=month: journal(tx, Period.parse(month)))
        counts = [line for entry in entries if entry.kind == "till_count" for line in entry.lines]
        till = shop.read(lambda tx: account_balance(tx, "till_cash").account)
        assert sum(line.amount for line in counts if line.account == till) == d(said["cash_over_short"])


def test_money_ends_where_it_is(shop: ShopBook) -> None:
    found = {way: shop.read(lambda tx, role=role: account_balance(tx, role).balance) for way, role in PLACES.items()}
    assert {way: f"{amount:.2f}" for way, amount in found.items()} == shop.card["at_end"]["money"]


def test_tabs_and_debts_end_name_by_name(shop: ShopBook) -> None:
    def owed(tx: Transaction, role: str, kind: str) -> dict[str, str]:
        names = {party.id: party.name for party in list_parties(tx, kind)}
        return {names[party or 0]: f"{abs(amount):.2f}" for party, amount in party_balances(tx, role).items()}

    assert shop.read(lambda tx: owed(tx, "tabs", CUSTOMER)) == shop.card["at_end"]["tabs"]
    assert shop.read(lambda tx: owed(tx, "payables", SUPPLIER)) == shop.card["at_end"]["payables"]


def test_the_shelves_hold_what_they_hold(shop: ShopBook) -> None:
    lines = shop.read(lambda tx: stock_on_hand(tx, all_items=True))
    found = {line.code: line.quantity for line in lines if not line.placeholder}
    assert {code: found.get(code, d(0)) for code in shop.card["at_end"]["stock"]} == {
        code: d(quantity) for code, quantity in shop.card["at_end"]["stock"].items()
    }


# ---- the planted mistakes ---------------------------------------------------------------------------------------


def test_the_delivery_entered_twice_has_no_bill_and_is_still_owed(shop: ShopBook) -> None:
    planted = shop.card["planted"]["double_delivery"]
    alike = shop.read(
        lambda tx: tx.rows(
            """WITH content AS (SELECT r.doc, r.number, r.amount, r.event_date,
                                      list_sort(list((l.item, l.quantity, l.amount))) AS lines
                               FROM purchasing.v_receipt r JOIN purchasing.receipt_line l ON l.doc = r.doc GROUP BY ALL)
               SELECT a.number, b.number, b.amount, b.doc IN (SELECT receipt FROM purchasing.v_bill)
               FROM content a JOIN content b ON b.lines = a.lines AND b.doc <> a.doc
                    AND b.event_date - a.event_date BETWEEN 1 AND 2 AND len(a.lines) = ?""",
            [planted["lines"]],
        )
    )
    assert alike == [(planted["document"], planted["copy_document"], d(planted["amount"]), False)]


def test_the_tab_nobody_pays_stands_since_the_opening(shop: ShopBook) -> None:
    planted = shop.card["planted"]["unpaid_tab"]

    def lines(tx: Transaction) -> list[tuple[date, Decimal]]:
        found = ledger(tx, "tabs").lines
        return [(line.date, line.debit - line.credit) for line in found if line.party == planted["customer"]]

    found = shop.read(lines)
    assert min(day for day, _amount in found).isoformat() == planted["oldest"]
    assert sum(amount for _day, amount in found) == d(planted["balance"])
    assert all(amount > 0 for _day, amount in found)


def test_water_was_sold_before_it_came(shop: ShopBook) -> None:
    planted = shop.card["planted"]["oversold_item"]
    before = date.fromisoformat(planted["received"]) - timedelta(days=1)

    def on_hand(tx: Transaction) -> Decimal:
        item = item_by_code(tx, planted["item"]).id
        quantity: Decimal = stock_on_hand(tx, before, items=[item])[0].quantity
        return quantity

    assert shop.read(on_hand) == d(planted["before_receipt"])


def test_the_till_was_short_on_one_day(shop: ShopBook) -> None:
    planted = shop.card["planted"]["short_till"]
    entries = shop.read(lambda tx: journal(tx, Period.parse(planted["date"][:7])))
    short = [e for e in entries if e.kind == "till_count" and e.date.isoformat() == planted["date"]]
    assert [max(line.amount for line in entry.lines) for entry in short] == [-d(planted["difference"])]


def test_the_fan_has_not_been_sold_since_its_first_week(shop: ShopBook) -> None:
    planted = shop.card["planted"]["dead_item"]

    def line(tx: Transaction) -> tuple[Decimal, Decimal, date | None]:
        found = stock_on_hand(tx, items=[item_by_code(tx, planted["item"]).id])[0]
        return found.quantity, found.value, found.last_sold

    expected = (d(planted["quantity"]), d(planted["value"]), date.fromisoformat(planted["last_sale"]))
    assert shop.read(line) == expected


def test_the_cheese_box_is_past_its_day_and_still_there(shop: ShopBook) -> None:
    planted = shop.card["planted"]["expired_lot"]

    def line(tx: Transaction) -> tuple[Decimal, Decimal]:
        found = stock_on_hand(tx, items=[item_by_code(tx, planted["item"]).id])[0]
        return found.quantity, found.value

    assert shop.read(line) == (d(planted["left"]), d(planted["value"]))


def test_one_bill_is_dearer_than_its_delivery(shop: ShopBook) -> None:
    planted = shop.card["planted"]["bill_difference"]
    entries = shop.read(lambda tx: [entry for entry in journal(tx, None) if entry.kind == "bill"])
    assert [max(line.amount for line in entry.lines) > 0 for entry in entries] == [True]
    owed = [line.amount for entry in entries for line in entry.lines if line.amount < 0]
    assert owed == [-d(planted["difference"])]
