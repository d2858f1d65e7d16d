"""What leaves the book: the statements behind every export. Parameters in, rows or a staged file out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]
FOREVER = 2**62
NULL = "\x01"

TABLES = {
    "accounts": "SELECT code, parent, name_zh, name_en, type, normal_side, kind, roles, is_cash, control "
    "FROM accounting.v_account ORDER BY code",
    "parties": "SELECT id, kind, name, phone, terms_days FROM accounting.v_party ORDER BY id",
    "documents": "SELECT seq AS document, room, kind, business_date, title, reverses, posted_at, actor "
    "FROM storage.v_document ORDER BY seq",
    "journal": """SELECT v.voucher, v.business_date AS date, v.kind, v.entry_memo AS description, v.line, v.account,
            a.name_zh AS account_zh, a.name_en AS account_en, greatest(v.amount, 0)::DECIMAL(18,2) AS debit,
            greatest(-v.amount, 0)::DECIMAL(18,2) AS credit, v.party, y.name AS party_name, v.tax_code,
            v.cash_flow, v.memo, v.doc AS document, v.entry, v.reverses
        FROM accounting.v_posting v LEFT JOIN accounting.v_account a ON a.code = v.account
        LEFT JOIN accounting.v_party y ON y.id = v.party ORDER BY v.month, v.number, v.line""",
    "items": "SELECT id AS item, code, name, category_name AS category, unit, kind, status, tax_code "
    "FROM catalog.v_item ORDER BY id",
    "barcodes": "SELECT item, code AS barcode, pack_quantity FROM catalog.v_barcode ORDER BY item, code",
    "stock": """SELECT i.id AS item, i.code, i.name, i.unit, coalesce(m.quantity, 0)::DECIMAL(18,3) AS quantity,
            coalesce(v.value, 0)::DECIMAL(18,2) AS value
        FROM catalog.v_item i
        LEFT JOIN (SELECT item, sum(quantity) AS quantity FROM inventory.v_movement GROUP BY item) m ON m.item = i.id
        LEFT JOIN (SELECT item, sum(amount) AS value FROM inventory.v_value GROUP BY item) v ON v.item = i.id
        WHERE m.item IS NOT NULL OR v.item IS NOT NULL ORDER BY i.id""",
    "movements": "SELECT business_date AS date, item, quantity, reason, register, event_time, doc AS document "
    "FROM inventory.v_movement ORDER BY business_date, item, doc, reason, register",
    "values": "SELECT business_date AS date, item, amount, reason, register, doc AS document FROM inventory.v_value "
    "ORDER BY business_date, item, doc, reason, register",
    "receipts": """SELECT id AS receipt, number, register, cashier, event_date, event_time, business_date, kind, gross,
            discount, net, tax, rounding, profile, doc AS document
        FROM sales.v_receipt ORDER BY id""",
    "lines": """SELECT l.receipt, l.line_no AS line, l.business_date AS date, l.item, i.code,
            coalesce(i.name, l.text) AS name, l.quantity, l.unit_price, l.discount, l.net, l.tax_code,
            l.tax_rate, l.row_no
        FROM sales.v_line l LEFT JOIN catalog.v_item i ON i.id = l.item ORDER BY l.receipt, l.line_no""",
    "tenders": "SELECT receipt, method, amount, business_date AS date FROM sales.v_tender ORDER BY receipt, method",
}


def used_accounts(tx: Transaction, end: date | None, known_at: int | None) -> list[Row]:
    """Return (code, type, name zh, name en, is cash, party, party name, first day) of each account and party used."""
    return tx.rows(
        """SELECT v.account, any_value(a.type), any_value(a.name_zh), any_value(a.name_en), any_value(a.is_cash),
                  v.party, any_value(y.name), min(v.business_date)
           FROM accounting.v_posting v JOIN accounting.v_account a ON a.code = v.account
           LEFT JOIN accounting.v_party y ON y.id = v.party
           WHERE v.business_date <= ? AND v.doc <= ?
           GROUP BY v.account, v.party ORDER BY v.account, v.party NULLS FIRST""",
        [end or date.max, FOREVER if known_at is None else known_at],
    )


def months(tx: Transaction) -> list[int]:
    """Return the months (yyyymm) with journal entries."""
    return [row[0] for row in tx.rows("SELECT DISTINCT month FROM accounting.v_posting ORDER BY month")]


def month_postings(tx: Transaction, month: int, end: date | None, known_at: int | None) -> list[Row]:
    """Return (entry, date, voucher, kind, doc, entry memo, account, party, amount, memo) in voucher order."""
    return tx.rows(
        """SELECT entry, business_date, voucher, kind, doc, entry_memo, account, party, amount, memo
           FROM accounting.v_posting WHERE month = ? AND business_date <= ? AND doc <= ? ORDER BY number, line""",
        [month, end or date.max, FOREVER if known_at is None else known_at],
    )


def columns(tx: Transaction, table: str) -> list[tuple[str, str]]:
    """Return (column, type) of an exported table."""
    return [(row[0], row[1]) for row in tx.rows(f"DESCRIBE {TABLES[table]}")]


def copy_csv(tx: Transaction, table: str, file: Path) -> None:
    """Write a table for spreadsheets into a staged file: header, no mark, text that would run as a formula quoted."""
    chosen = ", ".join(_guarded(name) if kind == "VARCHAR" else f'"{name}"' for name, kind in columns(tx, table))
    tx.execute(f"COPY (SELECT {chosen} FROM ({TABLES[table]})) TO {_text(file)} (FORMAT csv, HEADER)")  # noqa: S608


def copy_plain(tx: Transaction, table: str, file: Path) -> None:
    """Write a table into a staged CSV as it is, NULL as `NULL`, every value quoted."""
    tx.execute(
        f"COPY ({TABLES[table]}) TO {_text(file)} (FORMAT csv, HEADER false, NULLSTR '{NULL}', FORCE_QUOTE *)"
    )


def copy_parquet(tx: Transaction, table: str, file: Path) -> None:
    """Write a table into a staged Parquet file."""
    tx.execute(f"COPY ({TABLES[table]}) TO {_text(file)} (FORMAT parquet, COMPRESSION zstd)")


def fill(connection: sqlite3.Connection, table: str, names: list[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Insert rows into a table of an SQLite file."""
    marks = ", ".join("?" * len(names))
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', rows)  # noqa: S608


def _guarded(name: str) -> str:
    risky = rf"""regexp_matches("{name}", '^[=+\-@\t\r]') AND NOT regexp_full_match("{name}", '[+-]?\d+(\.\d+)?')"""
    return f"""CASE WHEN {risky} THEN '''' || "{name}" ELSE "{name}" END AS "{name}\""""


def _text(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"
