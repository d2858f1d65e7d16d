"""The promises of the book as plain checks over its tables: what must hold at every date and every knowledge date."""

from __future__ import annotations

from lstbo.inventory import cost_differences
from lstbo.storage import Transaction


def keep_the_promises(tx: Transaction) -> None:
    """Fail unless the books balance and the two ledgers agree, at every date as known at every document."""
    entries_balance(tx)
    stock_equals_inventory(tx)
    parties_equal_control_accounts(tx)
    voucher_numbers_have_no_gap(tx)
    nothing_without_quantity_has_value(tx)
    costs_are_what_the_history_says(tx)


def costs_are_what_the_history_says(tx: Transaction) -> None:
    """R5: costing the whole history anew changes nothing."""
    assert not list(cost_differences(tx))


def entries_balance(tx: Transaction) -> None:
    """Promise 1: every entry balances to the fen, and no posting is zero or without its entry."""
    assert not tx.rows("SELECT entry, sum(amount) FROM accounting.posting GROUP BY entry HAVING sum(amount) <> 0")
    assert not tx.rows("SELECT entry FROM accounting.posting WHERE amount = 0")
    assert not tx.rows("SELECT entry FROM accounting.posting ANTI JOIN accounting.journal_entry e ON e.id = entry")


def stock_equals_inventory(tx: Transaction) -> None:
    """Promise 2: stock value = balance of the inventory account, by document and date, so at every date and moment."""
    differing = tx.rows(
        """WITH stock AS (SELECT doc, business_date, sum(amount) AS amount FROM inventory.stock_value GROUP BY ALL),
                books AS (SELECT doc, business_date, sum(amount) AS amount FROM accounting.v_posting
                          WHERE account = (SELECT account FROM accounting.role WHERE role = 'inventory') GROUP BY ALL)
           SELECT coalesce(s.doc, b.doc), coalesce(s.business_date, b.business_date), s.amount, b.amount
           FROM stock s FULL JOIN books b ON b.doc = s.doc AND b.business_date = s.business_date
           WHERE coalesce(s.amount, 0) <> coalesce(b.amount, 0)"""
    )
    assert not differing, f"document, date, stock ledger, journal: {differing}"


def parties_equal_control_accounts(tx: Transaction) -> None:
    """Promise 3: every posting on a tab or payable names its party, so the sub-ledgers add up to the account."""
    nameless = tx.rows(
        """SELECT p.entry, p.account, p.amount FROM accounting.posting p JOIN accounting.account a ON a.code = p.account
           ANTI JOIN accounting.party y ON y.id = p.party
           WHERE a.control AND a.dimension IN ('customer', 'supplier')"""
    )
    assert not nameless, f"entry, account, amount without a party: {nameless}"


def voucher_numbers_have_no_gap(tx: Transaction) -> None:
    """Promise 8: voucher numbers run 1, 2, 3 ... in every month."""
    gaps = tx.rows(
        "SELECT month FROM accounting.journal_entry GROUP BY month HAVING max(number) <> count(*) OR min(number) <> 1"
    )
    assert not gaps, f"months with gaps: {gaps}"


def nothing_without_quantity_has_value(tx: Transaction) -> None:
    """R4: at the end of every day stock 0 has value 0, placeholders aside (as known now)."""
    wrong = tx.rows(
        """WITH days AS (SELECT item, business_date AS day FROM inventory.stock_value
                         UNION SELECT item, business_date FROM inventory.stock_movement)
           SELECT d.item, d.day,
                  (SELECT coalesce(sum(quantity), 0) FROM inventory.stock_movement m
                   WHERE m.item = d.item AND m.business_date <= d.day) AS quantity,
                  (SELECT coalesce(sum(amount), 0) FROM inventory.stock_value v
                   WHERE v.item = d.item AND v.business_date <= d.day) AS value
           FROM days d JOIN catalog.item i ON i.id = d.item
           WHERE i.kind <> 'placeholder' AND quantity = 0 AND value <> 0"""
    )
    assert not wrong, f"item, day, quantity, value: {wrong}"
