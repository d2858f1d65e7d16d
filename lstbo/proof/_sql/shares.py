"""What made an account's figure: the receipts that hit it, its turnover, its largest debits and credits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lstbo.proof._sql.tracing import Found, _top
from lstbo.storage import Transaction


def account_receipts(
    tx: Transaction, doc: int, day: object, methods: Sequence[str], parts: Sequence[str], rounding: bool, limit: int
) -> Found:
    """Return the receipts a document booked (sign 1) or took back (-1) on a day that hit an account, largest first.

    (receipt, sign, what it put on the account, debit +): paid by one of `methods`, lines of `parts` (sale, return,
    unmapped), or its rounding.
    """
    return _top(
        tx,
        """WITH mine AS (
               SELECT id, 1 AS sign, rounding FROM sales.receipt WHERE doc = $doc AND business_date = $day::DATE
               UNION ALL SELECT r.id, -1, r.rounding FROM sales.receipt_end e JOIN sales.receipt r ON r.id = e.receipt
               WHERE e.doc = $doc AND r.business_date = $day::DATE),
           share AS (
               SELECT t.receipt, t.amount FROM sales.tender t
               LEFT JOIN sales.held_end h ON h.receipt = t.receipt AND h.code = 'H_TENDER_UNKNOWN' AND h.doc <= $doc
               WHERE t.receipt IN (SELECT id FROM mine) AND coalesce(nullif(h.target, ''), t.method) IN (SELECT unnest($methods))
               UNION ALL SELECT l.receipt, -l.net FROM sales.receipt_line l
               LEFT JOIN sales.held_end h ON h.receipt = l.receipt AND h.line_no = l.line_no AND h.code = 'H_SKU_UNKNOWN'
                   AND h.target <> '' AND h.doc <= $doc
               WHERE l.receipt IN (SELECT id FROM mine) AND CASE WHEN l.item IS NULL AND h.target IS NULL THEN 'unmapped'
                   WHEN l.net < 0 THEN 'return' ELSE 'sale' END IN (SELECT unnest($parts))
               UNION ALL SELECT id, rounding FROM mine WHERE $rounding)
           SELECT m.id, m.sign, (m.sign * sum(s.amount))::DECIMAL(18,2) AS money FROM mine m JOIN share s ON s.receipt = m.id
           GROUP BY m.id, m.sign HAVING sum(s.amount) <> 0 ORDER BY abs(money) DESC, m.id""",
        {"doc": doc, "day": day, "methods": list(methods), "parts": list(parts), "rounding": rounding},
        limit,
    )


def turnover(tx: Transaction, codes: Sequence[str], span: Mapping[str, object]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the opening balance of some accounts, and their debits and credits in a span (debit +, credit -)."""
    row = tx.one(
        """SELECT coalesce(sum(amount) FILTER (WHERE business_date < $start), 0)::DECIMAL(18,2),
                  coalesce(sum(amount) FILTER (WHERE business_date >= $start AND amount > 0), 0)::DECIMAL(18,2),
                  coalesce(sum(amount) FILTER (WHERE business_date >= $start AND amount < 0), 0)::DECIMAL(18,2)
           FROM accounting.v_posting WHERE account IN (SELECT unnest($codes)) AND business_date <= $end AND doc <= $known""",
        {**span, "codes": list(codes)},  # type: ignore[arg-type]
    )
    assert row is not None
    return row[0], row[1], row[2]


def side(
    tx: Transaction, codes: Sequence[str], sign: int, span: Mapping[str, object], limit: int
) -> list[tuple[Any, ...]]:
    """Return the largest debits (sign 1) or credits (-1): (entry, voucher, date, memo, party, amount), account, in all."""
    count, rows = _top(
        tx,
        """SELECT v.entry, v.voucher, v.business_date, CASE WHEN v.memo = '' THEN v.entry_memo ELSE v.memo END, y.name,
                  v.amount, v.account
           FROM accounting.v_posting v LEFT JOIN accounting.v_party y ON y.id = v.party
           WHERE v.account IN (SELECT unnest($codes)) AND sign(v.amount) = $sign
             AND v.business_date BETWEEN $start AND $end AND v.doc <= $known
           ORDER BY abs(v.amount) DESC, v.business_date DESC, v.entry DESC, v.line""",
        {**span, "codes": list(codes), "sign": sign},
        limit,
    )
    return [(row[:6], row[6], count) for row in rows]
