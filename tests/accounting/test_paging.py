"""The journal and the ledgers a page at a time, against the small shop's January."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lstbo.accounting import (
    Range,
    entries_of,
    journal_count,
    journal_page,
    posting_page,
    posting_totals,
    reverse_document,
)
from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.storage import Book, Transaction
from tests.small_shop import found, january, post

JANUARY, FEBRUARY = Period.parse("2026-01"), Period.parse("2026-02")
BANK, TILL = "1002.01", "1001.01"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    set_language("en")
    with found(tmp_path / "shop.duckdb") as book:
        january(book)
        yield book
    set_language(None)


@pytest.fixture
def tx(book: Book) -> Iterator[Transaction]:
    with book.read() as tx:
        yield tx


def vouchers(tx: Transaction, wanted: Range, offset: int = 0, limit: int = 100) -> list[str]:
    return [row.voucher[-3:] for row in journal_page(tx, wanted, offset, limit)]


def test_the_newest_entry_comes_first_unless_asked_otherwise(tx: Transaction) -> None:
    assert vouchers(tx, Range()) == ["005", "004", "003", "002", "001"]
    assert vouchers(tx, Range(newest_first=False)) == ["001", "002", "003", "004", "005"]


def test_pages_put_together_are_the_whole_journal(tx: Transaction) -> None:
    assert journal_count(tx, Range()) == 5
    assert [vouchers(tx, Range(), at, 2) for at in (0, 2, 4, 6)] == [["005", "004"], ["003", "002"], ["001"], []]


def test_an_entry_shows_its_total_and_its_first_accounts(tx: Transaction) -> None:
    row = journal_page(tx, Range(), 0, 1)[0]
    assert (row.date, row.memo, row.amount) == (date(2026, 1, 31), "一月房租", 300)
    assert (row.debit, row.credit) == ("Shop rent", "Business bank account")
    assert (row.reverses, row.reversed_by) == (None, None)


def test_a_party_stands_on_the_line_of_its_entry(tx: Transaction) -> None:
    assert [row.party for row in journal_page(tx, Range(newest_first=False), 1, 1)] == ["王记粮油"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("房租", ["005"]),
        ("王记", ["002"]),
        ("300", ["005"]),
        ("202601-003", ["003"]),
        ("记-202601-003", ["003"]),
        ("shop RENT", ["005"]),
        ("5601", ["005"]),
        ("nobody", []),
        ("1e9", []),
        ("'; DROP TABLE posting; --", []),
    ],
)
def test_a_search_finds_memos_parties_amounts_vouchers_and_accounts(
    tx: Transaction, text: str, found: list[str]
) -> None:
    assert vouchers(tx, Range(text=text)) == found
    assert journal_count(tx, Range(text=text)) == len(found)


def test_a_period_a_day_and_a_moment_leave_out_what_they_do_not_cover(tx: Transaction) -> None:
    assert journal_count(tx, Range(FEBRUARY)) == 0
    assert vouchers(tx, Range(JANUARY, as_of=date(2026, 1, 3))) == ["002", "001"]
    assert vouchers(tx, Range(known_at=2)) == ["001"]


def test_postings_carry_the_balance_after_them(tx: Transaction) -> None:
    rows = posting_page(tx, [BANK], Range(), 0, 10)
    assert [(row.voucher, row.amount, row.balance) for row in rows] == [
        ("202601-005", -300, 9700), ("202601-001", 10000, 10000),
    ]  # fmt: skip


def test_balances_of_a_page_run_on_from_the_page_before(tx: Transaction) -> None:
    rows = [posting_page(tx, [BANK, TILL], Range(newest_first=False), at, 1)[0] for at in range(3)]
    assert [row.balance for row in rows] == [10000, 10400, 10100]


def test_a_period_opens_with_all_before_it(book: Book) -> None:
    with book.write() as tx:
        post(tx, date(2026, 2, 3), "transfer", "", ("bank", "400.00"), ("till_cash", "-400.00"))
    with book.read() as tx:
        assert [row.balance for row in posting_page(tx, [BANK], Range(FEBRUARY), 0, 10)] == [10100]
        totals = posting_totals(tx, [BANK], Range(FEBRUARY))
    assert (totals.count, totals.opening, totals.debit, totals.credit, totals.closing) == (1, 9700, 400, 0, 10100)


def test_a_search_leaves_the_balances_alone(tx: Transaction) -> None:
    rows = posting_page(tx, [BANK], Range(text="房租"), 0, 10)
    assert [(row.amount, row.balance) for row in rows] == [(-300, 9700)]
    totals = posting_totals(tx, [BANK], Range(text="房租"))
    assert (totals.count, totals.debit, totals.credit, totals.closing) == (1, 0, 300, 9700)


def test_a_reversed_document_says_so_on_both_lines(book: Book) -> None:
    with book.write() as tx:
        rent = journal_page(tx, Range(), 0, 1)[0].document
        new = reverse_document(tx, rent)
    with book.read() as tx:
        back, original = journal_page(tx, Range(JANUARY), 0, 2)
        paid = posting_page(tx, [BANK], Range(), 0, 2)
    assert (back.document, back.reverses, original.reversed_by) == (new, original.id, new)
    assert [(row.reverses is not None, row.reversed_by) for row in paid] == [(True, None), (False, new)]


def test_the_entries_of_a_document_come_whole(tx: Transaction) -> None:
    row = journal_page(tx, Range(text="王记"), 0, 1)[0]
    entries = entries_of(tx, [row.document])
    assert [(entry.voucher, len(entry.lines)) for entry in entries] == [("202601-002", 2)]
    assert entries_of(tx, []) == []
