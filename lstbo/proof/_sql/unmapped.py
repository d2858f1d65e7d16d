"""What waits to be mapped, worked out from its receipts, against the two accounts that keep its money."""

from __future__ import annotations

from typing import Any

from lstbo.proof._sql.promises import Found
from lstbo.storage import Transaction

Row = tuple[Any, ...]


def unmapped_against_books(tx: Transaction) -> Found:
    """Find unmapped accounts that hold other money than what waits: (role, waiting, books), debit +.

    An unknown item waits with its net less its share of its receipt's tax: half up on its own net, the rest with the
    receipt's largest line of that tax code.
    """
    rows = tx.rows(
        """WITH line AS (
               SELECT l.receipt, l.line_no, l.net, coalesce(t.tax, 0) AS whole, round((l.net * l.tax_rate / (1 + l.tax_rate))::DECIMAL(38,8), 2) AS own,
                      row_number() OVER (PARTITION BY l.receipt, l.tax_code, l.tax_rate ORDER BY abs(l.net) DESC, l.line_no) AS place,
                      l.tax_code, l.tax_rate
               FROM sales.receipt_line l
               LEFT JOIN sales.receipt_tax t ON t.receipt = l.receipt AND t.tax_code = l.tax_code AND t.rate = l.tax_rate
               WHERE l.receipt IN (SELECT receipt FROM sales.v_held WHERE code = 'H_SKU_UNKNOWN')),
           share AS (
               SELECT receipt, line_no, net, own + CASE WHEN place = 1 THEN whole - sum(own) OVER (PARTITION BY receipt, tax_code, tax_rate) ELSE 0 END AS tax
               FROM line),
           waits AS (
               SELECT 'sales_unmapped' AS role, coalesce(sum(s.tax - s.net), 0) AS amount FROM sales.v_held h
               JOIN share s USING (receipt, line_no) WHERE h.code = 'H_SKU_UNKNOWN'
               UNION ALL
               SELECT 'tender_unmapped', coalesce(sum(t.amount), 0) FROM sales.tender t
               JOIN sales.v_held h ON h.receipt = t.receipt AND h.code = 'H_TENDER_UNKNOWN' WHERE t.method = 'unmapped'),
           books AS (
               SELECT r.role, sum(p.amount) AS amount FROM accounting.role r JOIN accounting.posting p ON p.account = r.account
               JOIN storage.document d ON d.seq = p.doc WHERE d.room IN ('sales', 'exchange') GROUP BY r.role)
           SELECT w.role, w.amount::DECIMAL(18,2), coalesce(b.amount, 0)::DECIMAL(18,2) FROM waits w LEFT JOIN books b USING (role)
           WHERE w.amount <> coalesce(b.amount, 0) ORDER BY 1"""
    )
    return len(rows), rows
