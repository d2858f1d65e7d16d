"""Each promise: kept by a sound book, and seen to be broken by exactly the check that guards it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from lstbo.accounting import close_period, reopen_period
from lstbo.core.period import Period
from lstbo.exchange import ImportOptions, import_files
from lstbo.proof import CheckReport, check_book
from lstbo.purchasing import GoodsReceipt, ReceiptLine, enter_bill, pay_supplier, receive_goods
from lstbo.storage import Anchor, Book, anchor_of
from tests.proof.conftest import failed
from tests.small_shop import add_item, found, post

Damaged = Callable[..., CheckReport]

RENT = "(SELECT entry FROM accounting.posting WHERE account = '5601.01' AND amount = 300)"
TAB = "(SELECT entry FROM accounting.posting WHERE account = '1122.01')"
OTHER_INVENTORY = "UPDATE accounting.posting SET account = '1411.01' WHERE account = '1405.01' AND amount = -50"
DAMAGE = {
    "an amount": ("entries-balance", "UPDATE accounting.posting SET amount = 301 WHERE amount = 300"),
    "an entry without postings": ("entries-balance", f"DELETE FROM accounting.posting WHERE entry = {RENT}"),
    "goods on another account": ("stock-value", OTHER_INVENTORY),
    "a tab without a name": (
        "control-accounts", "UPDATE accounting.posting SET party = NULL WHERE account = '1122.01'"
    ),
    "a tab of a supplier": ("control-accounts", "UPDATE accounting.posting SET party = 1 WHERE account = '1122.01'"),
    "a reversal of half": (
        "corrections-linked",
        "UPDATE accounting.posting SET amount = amount / 2 "
        "WHERE entry = (SELECT id FROM accounting.journal_entry WHERE reverses IS NOT NULL)",
    ),
    "a reversal of nothing": (
        "corrections-linked", "UPDATE storage.document SET reverses = 999 WHERE reverses IS NOT NULL"
    ),
    "a clock set back": ("corrections-linked", "UPDATE storage.document SET posted_at = '2020-01-01' WHERE seq = 5"),
    "a lock before the work": ("period-locks", "UPDATE accounting.period_lock SET doc = 3"),
    "a hard lock opened": (
        "period-locks",
        "UPDATE accounting.period_lock SET state = 'hard'",
        "INSERT INTO accounting.period_lock VALUES (202601, 'open', 9)",
    ),
    "a receipt twice": ("posted-once", "UPDATE sales.receipt SET number = 'R1' WHERE number = 'R2'"),
    "one row, two lines": ("posted-once", "UPDATE sales.receipt_line SET row_no = 2 WHERE row_no = 4"),
    "a batch with a lost row": ("imports-add-up", "UPDATE exchange.batch SET rows = rows + 1"),
    "a batch with a line too many": (
        "imports-add-up", "UPDATE exchange.batch SET accepted = accepted - 1, ignored = ignored + 1"
    ),
    "a line's money": ("imports-add-up", "UPDATE sales.receipt_line SET net = net + 1 WHERE row_no = 2"),
    "a payment": ("imports-add-up", "UPDATE sales.tender SET amount = amount + 1 WHERE method = 'wechat'"),
    "a whole receipt's money": (
        "imports-add-up",
        "UPDATE sales.receipt SET net = net + 1, gross = gross + 1 WHERE number = 'R1'",
        "UPDATE sales.receipt_line SET net = net + 1 WHERE row_no = 2",
        "UPDATE sales.tender SET amount = amount + 1 "
        "WHERE receipt = (SELECT id FROM sales.receipt WHERE number = 'R1')",
    ),
    "a line's goods": ("imports-add-up", "UPDATE sales.receipt_line SET quantity = 7 WHERE row_no = 2"),
    "a voucher number": (
        "voucher-numbers", "UPDATE accounting.journal_entry SET number = 99 WHERE month = 202601 AND number = 5"
    ),
    "a voucher's day": (
        "voucher-numbers",
        f"UPDATE accounting.journal_entry SET business_date = '2026-03-01' WHERE id = {RENT}",
    ),
    "the text of a source": (
        "kept-sources", "UPDATE exchange.source_block SET data = data || 'x'::BLOB"
    ),
    "a source taken out": ("kept-sources", "DELETE FROM exchange.source_block"),
    "a party": ("references", "DELETE FROM accounting.party WHERE id = 1"),
    "a barcode's item": ("references", "INSERT INTO catalog.barcode VALUES ('x', 'x', 999, 1, 1)"),
    "a cost, in both ledgers": (
        "costs-recomputed",
        "UPDATE inventory.stock_value SET amount = -40 WHERE amount = -50",
        f"UPDATE accounting.posting SET amount = sign(amount) * 40 WHERE abs(amount) = 50 AND entry = {TAB}",
    ),
}  # fmt: skip


def test_a_sound_book_keeps_every_promise(sound: Path) -> None:
    with Book.open(sound) as book, book.read() as tx:
        report = check_book(tx, anchor_of(sound))
    assert [check for check in report.checks if not check.ok] == []
    assert report.ok and len(report.checks) == 13


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_seen_by_the_check_that_guards_it(damaged: Damaged, what: str) -> None:
    name, *statements = DAMAGE[what]
    report = damaged(*statements)
    assert failed(report) == [name], [check for check in report.checks if not check.ok]
    assert not report.ok


def test_a_changed_word_breaks_the_chain(damaged: Damaged) -> None:
    report = damaged("UPDATE accounting.journal_entry SET memo = 'x' WHERE id = 3")
    assert [check.name for check in report.checks if not check.ok] == ["audit-chain"]


def test_a_document_that_was_acknowledged_must_be_there(sound: Path) -> None:
    with Book.open(sound) as book, book.read() as tx:
        assert failed(check_book(tx, Anchor(3, "0" * 64))) == ["anchor"]
        assert failed(check_book(tx, Anchor(999, "0" * 64))) == ["anchor"]
        assert check_book(tx, None).ok


def test_goods_below_zero_and_unknown_cost_are_only_notes(sound: Path) -> None:
    with Book.open(sound) as book, book.read() as tx:
        details = {check.name: check.detail for check in check_book(tx).checks}
    assert details["stock-value"] == "items below zero: 2; items without a known cost: 2"


@pytest.fixture
def bought(tmp_path: Path) -> Path:
    """A book with a delivery of 100.00 and freight 5.00, billed at 108.00 and paid, and 5.00 put on a tab."""
    path = tmp_path / "bought.duckdb"
    day = date(2026, 2, 1)
    with found(path) as book, book.write("buy") as tx:
        add_item(tx, 1, "酱油", 1)
        line = ReceiptLine(1, Decimal(20), Decimal(5))
        receive_goods(tx, GoodsReceipt("D1", "王记", (line,), day, freight=Decimal(5)))
        enter_bill(tx, receipt="D1", supplier="王记", amount=Decimal(108), business_date=day)
        post(tx, day, "opening", "", ("bank", "500.00"), ("owner_capital", "-500.00"), cash="15")
        pay_supplier(tx, supplier="王记", amount=Decimal(100), discount=Decimal(8), paid_from="bank", business_date=day)
    sales = tmp_path / "tab.csv"
    header = "receipt_id,sold_at,item,quantity,net,tender,customer"
    sales.write_text(f"{header}\nR1,2026-02-02,A1,1,5.00,赊账,李阿姨\n", "utf-8")
    import_files(path, "sales", [str(sales)], ImportOptions())
    return path


def check_after(path: Path, *statements: str) -> CheckReport:
    with duckdb.connect(str(path)) as raw:
        for statement in statements:
            raw.execute(statement)
    with Book.open(path) as book, book.read() as tx:
        return check_book(tx)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE purchasing.receipt SET freight = 6",
        "UPDATE purchasing.bill SET amount = 109",
        "UPDATE purchasing.payment SET discount = 0",
        "UPDATE sales.receipt SET customer = (SELECT max(id) FROM accounting.party WHERE kind = 'supplier')",
    ],
)
def test_what_the_paper_says_is_owed_must_be_in_the_books(bought: Path, damage: str) -> None:
    assert check_after(bought).ok
    assert failed(check_after(bought, damage)) == ["control-accounts"]


def test_closing_and_reopening_a_month_keeps_every_promise(bought: Path) -> None:
    with Book.open(bought) as book:
        for act in (close_period, reopen_period, close_period):
            with book.write("close") as tx:
                act(tx, Period.parse("2026-02"))
            with book.read() as tx:
                assert [check for check in check_book(tx, anchor_of(bought)).checks if not check.ok] == []


@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("catalog.item", "UPDATE catalog.item SET name = 'x' WHERE code = 'A1'"),
        ("catalog.item", "UPDATE catalog.item SET status = 'dead' WHERE code = 'A1'"),
        ("catalog.barcode", "INSERT INTO catalog.barcode SELECT '1', '1', min(id), 1, 1 FROM catalog.item"),
        ("accounting.party", "UPDATE accounting.party SET name = name || 'x'"),
        ("accounting.account", "UPDATE accounting.account SET name_zh = 'x' WHERE code = '1001'"),
        ("accounting.tax_code", "UPDATE accounting.tax_code SET rate = rate + 0.01"),
        ("catalog.code_pattern", "INSERT INTO catalog.code_pattern VALUES (99, '2', 13, 1, 1, 2, 2, 2, 'price', true)"),
    ],
)
def test_the_audit_chain_sees_a_change_in_what_may_change(damaged: Damaged, table: str, damage: str) -> None:
    found = {check.name: check for check in damaged(damage).checks}["audit-chain"]
    assert not found.ok and f"{table} was changed outside the program after document" in found.detail


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE storage.state SET digest = 'x'",
        "DELETE FROM exchange.source_text",
        "INSERT INTO exchange.profile VALUES ('x', 'sales', '{}', 3)",
    ],
)
def test_the_audit_chain_covers_its_own_records_and_the_profiles(damaged: Damaged, damage: str) -> None:
    assert not {check.name: check for check in damaged(damage).checks}["audit-chain"].ok
