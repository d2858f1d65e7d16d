"""Receipts the till called void after they were booked, and changes that only naming or tax codes show."""

from __future__ import annotations

from datetime import date

from lstbo.proof import check_book
from tests.books import MILK
from tests.shop_files import Shop, codes, line, outcomes

DAY = [line(tender="cash"), line(), line("R2", quantity="3", tender="wechat")]
VOID = [line(kind="void"), line(kind="void"), DAY[2]]


def test_booked_receipt_that_comes_again_as_void_is_held(shop: Shop) -> None:
    shop.give(DAY)
    before = shop.ledger()
    found = shop.give(VOID, "void.csv")
    assert outcomes(found) == {"held": 2, "duplicate": 1}
    assert codes(found) == [(2, "D_SUPERSEDES"), (3, "D_SUPERSEDES")] and found.exit_code == 3
    assert shop.ledger() == before


def test_accepted_void_takes_the_receipt_back_and_books_nothing_in_its_place(shop: Shop) -> None:
    shop.buy(date(2026, 1, 2), (MILK, "10", "2.00"))
    shop.give(DAY)
    found = shop.give(VOID, "void.csv", accept_changes=True)
    assert outcomes(found) == {"superseded": 2, "duplicate": 1} and (found.receipts, found.net) == (0, 0)
    assert (shop.balance("till_cash"), shop.balance("wallet.wechat"), shop.stock()) == ("0.00", "15.00", {1: "7"})
    assert outcomes(shop.give(VOID, "again.csv", accept_changes=True)) == {"ignored": 2, "duplicate": 1}
    shop.proven()


def test_void_rows_of_a_receipt_that_is_not_booked_are_ignored(shop: Shop) -> None:
    found = shop.give(VOID)
    assert outcomes(found) == {"ignored": 2, "accepted": 1}


def test_voided_receipt_does_not_come_back_with_an_old_file(shop: Shop) -> None:
    shop.give(DAY)
    shop.give(VOID, "void.csv", accept_changes=True)
    found = shop.give(DAY, "day.csv")
    assert outcomes(found) == {"held": 2, "duplicate": 1} and codes(found)[0] == (2, "D_SUPERSEDES")
    assert outcomes(shop.give(DAY, accept_changes=True)) == {"superseded": 2, "duplicate": 1}
    assert shop.balance("till_cash") == "10.00"
    shop.proven()


def test_undoing_a_void_brings_the_receipt_back(shop: Shop) -> None:
    shop.give(DAY)
    before = shop.ledger()
    batch = shop.give(VOID, "void.csv", accept_changes=True).batch
    shop.undo(batch)
    assert shop.ledger() == before
    shop.proven()


def test_file_held_first_and_created_then_is_booked_with_its_new_items(shop: Shop) -> None:
    rows = [line("R1", name="gum", tender="cash"), line("R2", quantity="3", tender="wechat")]
    assert outcomes(shop.give(rows, unknown="hold")) == {"held": 1, "accepted": 1}
    found = shop.give(rows, unknown="create")
    assert outcomes(found) == {"superseded": 1, "duplicate": 1} and found.exit_code == 0
    assert shop.balance("sales_unmapped") == "0.00" and shop.balance("till_cash") == "5.00"
    assert shop.scalar("SELECT count(*) FROM catalog.item WHERE name = 'gum'") == 1
    assert shop.scalar("SELECT sum(quantity)::VARCHAR FROM inventory.stock_movement WHERE item > 5") == "-1.000"
    assert outcomes(shop.give(rows)) == {"duplicate": 2}
    shop.proven()


def test_held_item_that_changed_too_waits_for_the_change_to_be_accepted(shop: Shop) -> None:
    shop.give([line("R1", name="gum", tender="cash")], unknown="hold")
    assert codes(shop.give([line("R1", name="gum", quantity="2", tender="cash")])) == [(2, "D_SUPERSEDES")]


def test_another_tax_code_is_a_change(shop: Shop) -> None:
    with shop.book.write("tax") as tx:
        tx.execute(
            "INSERT INTO accounting.tax_code SELECT 'T9', name_zh, name_en, 0.09, inclusive, valid_from, valid_to, '', "
            "false FROM accounting.tax_code WHERE is_default"
        )
    shop.give([line(tender="cash")])
    found = shop.give([line(tender="cash", tax_code="T9")], "b.csv")
    assert codes(found) == [(2, "D_SUPERSEDES")]
    shop.give([line(tender="cash", tax_code="T9")], "b.csv", accept_changes=True)
    assert shop.balance("output_tax") == "-0.41"
    assert outcomes(shop.give([line(tender="cash")], "c.csv")) == {"duplicate": 1}
    shop.proven()


def test_another_unknown_item_or_way_of_paying_is_a_change(shop: Shop) -> None:
    rows = [line("R1", name="gum", tender="cash"), line("R2", tender="smile")]
    shop.give(rows, unknown="hold")
    other = [line("R1", name="tea", tender="cash"), line("R2", tender="wink")]
    assert codes(shop.give(other, "b.csv", unknown="hold")) == [(2, "D_SUPERSEDES"), (3, "D_SUPERSEDES")]
    assert outcomes(shop.give(rows, "c.csv", unknown="hold")) == {"duplicate": 2}


def test_no_moment_shows_both_versions_of_a_changed_receipt(shop: Shop) -> None:
    shop.give([line(tender="cash")])
    shop.give([line(quantity="2", tender="cash")], accept_changes=True)
    till = shop.rows(
        """SELECT sum(sum(p.amount)) OVER (ORDER BY p.doc)::VARCHAR FROM accounting.v_posting p
           JOIN accounting.role r ON r.account = p.account AND r.role = 'till_cash' GROUP BY p.doc ORDER BY p.doc"""
    )
    assert till == [("5.00",), ("0.00",), ("10.00",)]


def test_part_of_an_unmapped_batch_replaced_and_the_rest_mapped_leaves_nothing_behind(shop: Shop) -> None:
    prices = enumerate(("0.72", "0.81", "1.37"))
    rows = [line(f"R{number}", name="gum", unit_price=price, tender="cash") for number, price in prices]
    shop.give(rows, unknown="hold")
    changed = [line("R0", name="gum", unit_price="0.55", tender="cash")]
    shop.give(changed, "b.csv", unknown="hold", accept_changes=True)
    shop.proven()
    shop.map("gum", "m")
    assert shop.balance("sales_unmapped") == "0.00"
    shop.proven()


def test_money_that_left_an_unmapped_account_otherwise_is_seen(shop: Shop) -> None:
    shop.give([line(name="gum", tender="smile")], unknown="hold")
    shop.proven()
    with shop.book.write("damage") as tx:
        tx.execute(
            """UPDATE accounting.posting SET account = (SELECT account FROM accounting.role WHERE role = 'sales')
               WHERE account = (SELECT account FROM accounting.role WHERE role = 'sales_unmapped')"""
        )
    with shop.book.read() as tx:
        (failed,) = [check for check in check_book(tx).checks if not check.ok and check.name != "audit-chain"]
    assert failed.name == "imports-add-up" and "sales_unmapped" in failed.detail and "-4.95" in failed.detail
