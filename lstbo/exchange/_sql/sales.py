"""Statements that turn the staged text of a sales file into typed lines, all at once.

A column of text is read by its *distinct* values: each is parsed once, exactly, in Python, and joined back. The result
is the temporary table `sales_line`, which the sales room books.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]

TEXTS = (
    "receipt_id", "sold_at", "sold_time", "register", "cashier", "kind", "status", "void", "item", "barcode", "name", "quantity", "unit_price",
    "discount", "tax_code", "net", "amount_paid", "gross", "rounding", "tender", "customer", "category", "unit",
)
NUMBERS = ("quantity", "unit_price", "discount", "net", "amount_paid", "gross", "rounding")


def load_raw(tx: Transaction, path: Path, fields: int, columns: Mapping[str, int], first_line: int | None) -> None:
    """Read the staged file into `raw_sales`: row_no and one text per canonical column, NULL where the file has no such column.

    `first_line` is the physical line of the first record, or None when every record starts with its own line number.
    """
    names = ([] if first_line is not None else ["line_number"]) + [f"f{index}" for index in range(fields)]
    spec = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    row_no = f"(row_number() OVER ())::INTEGER + {first_line - 1}" if first_line is not None else "line_number::INTEGER"
    picked = ", ".join(f"f{columns[name]} AS {name}" if name in columns else f"NULL::VARCHAR AS {name}" for name in TEXTS)
    tx.execute("DROP TABLE IF EXISTS temp.raw_sales")
    tx.execute(
        f"""CREATE TEMP TABLE raw_sales AS SELECT {row_no} AS row_no, {picked}
            FROM read_csv(?, delim = chr(31), quote = '', escape = '', header = false, auto_detect = false, columns = {{{spec}}},
                          nullstr = chr(30), strict_mode = false, max_line_size = 16000000)""",  # noqa: S608
        [str(path)],
    )


def drop_raw(tx: Transaction) -> None:
    """Give back the memory of the raw text."""
    tx.execute("DROP TABLE IF EXISTS temp.raw_sales")


def distinct(tx: Transaction, columns: Sequence[str], relation: str = "raw_sales") -> list[Row]:
    """Return the distinct combinations of some columns."""
    names = ", ".join(columns)
    return tx.rows(f"SELECT DISTINCT {names} FROM temp.{relation}")  # noqa: S608


def distinct_numbers(tx: Transaction, columns: Sequence[str]) -> list[str]:
    """Return the distinct texts of all number columns together."""
    union = " UNION ".join(f"SELECT {name} FROM temp.raw_sales WHERE {name} IS NOT NULL" for name in columns)  # noqa: S608
    return [row[0] for row in tx.rows(union)]


def fill(tx: Transaction, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
    """Make a temporary table with typed columns and fill it."""
    spec = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    tx.execute(f"DROP TABLE IF EXISTS temp.{table}")
    tx.execute(f"CREATE TEMP TABLE {table} ({spec})")
    tx.insert(table, list(columns), rows)


def read_moments(tx: Transaction, formats: Sequence[str]) -> list[str]:
    """Make `moment` (text, event_date, event_time) from the formats seen in the sample; return the texts none of them reads."""
    timed = [text for text in formats if "%H" in text or "%I" in text]
    dated = [text for text in formats if text not in timed]
    parts = {"day": dated, "clock": timed}
    values = {
        name: f"try_strptime(sold_at, [{', '.join(repr(text) for text in texts)}])" if texts else "NULL::TIMESTAMP"
        for name, texts in parts.items()
    }
    if timed == ["%Y-%m-%d %H:%M:%S"]:
        values["clock"] = "CASE WHEN length(sold_at) = 19 THEN try_cast(sold_at AS TIMESTAMP) END"
    tx.execute("DROP TABLE IF EXISTS temp.moment")
    tx.execute(
        f"""CREATE TEMP TABLE moment AS SELECT sold_at AS text, coalesce(clock, day)::DATE AS event_date, clock AS event_time
            FROM (SELECT sold_at, {values['clock']} AS clock, {values['day']} AS day
                  FROM (SELECT DISTINCT sold_at FROM temp.raw_sales WHERE sold_at IS NOT NULL))"""  # noqa: S608
    )
    return [row[0] for row in tx.rows("SELECT text FROM temp.moment WHERE event_date IS NULL ORDER BY text")]


def replace_moments(tx: Transaction, rows: Sequence[Sequence[object]]) -> None:
    """Put in the moments that were read one by one."""
    tx.execute("DELETE FROM temp.moment WHERE event_date IS NULL")
    tx.insert("moment", ("text", "event_date", "event_time"), rows)


def unclean_receipts(tx: Transaction) -> list[str]:
    """Return the distinct receipt numbers that are not plain letters, digits and marks: they are cleaned one by one."""
    return [
        row[0]
        for row in tx.rows(
            "SELECT DISTINCT receipt_id FROM temp.raw_sales WHERE NOT regexp_full_match(receipt_id, '[A-Za-z0-9_/#:-]*')"
        )
    ]


_SHORT = {"quantity": "q", "unit_price": "p", "discount": "d", "net": "n", "amount_paid": "a", "gross": "g", "rounding": "o"}
_PLAIN = ("register", "cashier", "customer", "tax_code")


@dataclass(frozen=True, slots=True)
class LineRules:
    """How this file writes its lines: which columns it has, signs, and where the shop's day ends.

    What the distinct values have shown makes the joins short: `cast_numbers` and `cast_moments` say that every text is
    in the engine's own form, `one_status` that all rows have one kind and status, `single` gives the value of columns
    that hold one value only. `strict` takes the signs of refunds at their word; else a row called a refund is one.
    """

    columns: frozenset[str]
    cast_numbers: bool
    cast_moments: bool
    one_status: bool
    single: Mapping[str, str]
    strict: bool
    discount_sign: int
    day_shift: timedelta
    tomorrow: date


def _joins(rules: LineRules) -> tuple[str, str]:
    """Return the value tables to join and the values they give, one column each; what the file lacks is NULL."""
    has = rules.columns
    joins: list[str] = []
    if rules.cast_moments:
        values = ["r.sold_at::TIMESTAMP::DATE AS day", "NULL::VARCHAR AS day_code", "r.sold_at::TIMESTAMP AS event_time"]
    else:
        joins += ["LEFT JOIN temp.moment m ON m.text = r.sold_at", "LEFT JOIN temp.moment_fault mf ON mf.text = r.sold_at"]
        values = ["m.event_date AS day", "mf.code AS day_code"]
        values.append("CASE WHEN k.clock IS NULL THEN NULL ELSE m.event_date + k.clock END AS event_time" if "sold_time" in has else
                      "m.event_time AS event_time")
        joins += ["LEFT JOIN temp.clock_word k ON k.text = r.sold_time"] if "sold_time" in has else []
    for name, alias in _SHORT.items():
        if name not in has:
            values.append(f"NULL::DECIMAL(18,4) AS {name}, NULL::VARCHAR AS {name}_code")
        elif rules.cast_numbers:
            values.append(f"nullif(r.{name}, '')::DECIMAL(18,4) AS {name}, NULL::VARCHAR AS {name}_code")
        else:
            joins.append(f"LEFT JOIN temp.number_word {alias} ON {alias}.text = r.{name}")
            values.append(f"{alias}.value AS {name}, {alias}.{name}_code AS {name}_code")
    for name in _PLAIN:
        if name in rules.single or name not in has:
            literal = rules.single.get(name, "").replace("'", "''")
            values.append(f"'{literal}' AS {name}")
        else:
            joins.append(f"LEFT JOIN temp.plain_word w_{name} ON w_{name}.text = r.{name}")
            values.append(f"coalesce(w_{name}.clean, '') AS {name}")
    if rules.one_status:
        joins.append("CROSS JOIN temp.status_word s")
    else:
        joins.append(
            "LEFT JOIN temp.status_word s ON s.kind_text IS NOT DISTINCT FROM r.kind "
            "AND s.status_text IS NOT DISTINCT FROM r.status AND s.void_text IS NOT DISTINCT FROM r.void"
        )
    joins.append(
        "LEFT JOIN temp.item_key i ON i.item IS NOT DISTINCT FROM r.item AND i.barcode IS NOT DISTINCT FROM r.barcode "
        "AND i.name IS NOT DISTINCT FROM r.name"
    )
    joins.append("LEFT JOIN temp.receipt_word rw ON rw.text = r.receipt_id")
    values.append("coalesce(rw.clean, r.receipt_id, '') AS number")
    return " ".join(joins), ", ".join(values)


def _fault(code: str, field: str) -> str:
    return f"{{'code': {code}, 'field': {field}}}"


def make_lines(tx: Transaction, rules: LineRules) -> None:
    """Make `sales_line` from `raw_sales` and the value tables.

    A line carries at most one problem: its code and field. Quantity and net of a refund are negative. A file without
    quantities sells one unit per row. `worth` is quantity x price; a product beyond all reason is E_NUMBER.
    """
    joins, values = _joins(rules)
    number_faults = " ".join(f"WHEN {name}_code IS NOT NULL THEN {_fault(f'{name}_code', repr(name))}" for name in NUMBERS)
    tx.execute("DROP TABLE IF EXISTS temp.sales_line")
    tx.execute(
        f"""CREATE TEMP TABLE sales_line AS
            SELECT row_no, register,
                   CASE WHEN number <> '' THEN number ELSE '@' || coalesce(strftime(event_time, '%H:%M:%S'), 'day') END AS number,
                   coalesce((event_time - to_seconds({int(rules.day_shift.total_seconds())}))::DATE, day) AS event_date,
                   event_time, kind, cashier, customer, item_key, (coalesce(quantity, 1) * pack)::DECIMAL(18,3) AS quantity,
                   (CASE WHEN pack = 1 THEN unit_price ELSE unit_price / pack END)::DECIMAL(18,4) AS unit_price,
                   worth, discount::DECIMAL(18,2) AS discount, net::DECIMAL(18,2) AS net, gross::DECIMAL(18,2) AS gross,
                   amount_paid::DECIMAL(18,2) AS paid, rounding::DECIMAL(18,2) AS rounding, tender, tax_code, label_amount, label_quantity,
                   CASE WHEN kind = 'void' THEN {_fault("'I_VOID'", "''")}
                        WHEN day_code IS NOT NULL THEN {_fault("day_code", "'sold_at'")}
                        WHEN day IS NULL OR day < DATE '1990-01-01' OR day > ? THEN {_fault("'E_DATE'", "'sold_at'")}
                        WHEN status_code IS NOT NULL THEN {_fault("status_code", "status_field")}
                        WHEN item_code IS NOT NULL THEN {_fault("item_code", "item_field")}
                        {number_faults}
                        WHEN quantity IS NULL OR (worth IS NULL AND unit_price IS NOT NULL) THEN {_fault("'E_NUMBER'", "'quantity'")}
                        {_sign_faults(rules)} END AS fault
            FROM (SELECT *, TRY((quantity::DECIMAL(18,3) * unit_price::DECIMAL(18,4))::DECIMAL(18,2)) AS worth
                  FROM (SELECT * REPLACE ({_signs(rules)}) FROM (
                SELECT r.row_no, coalesce(r.tender, '') AS tender, s.kind AS kind, s.code AS status_code, s.field AS status_field, i.key AS item_key,
                       coalesce(i.pack, 1) AS pack, i.code AS item_code, i.field AS item_field, i.label_amount, i.label_quantity, {values}
                FROM temp.raw_sales r {joins})))""",  # noqa: S608
        [rules.tomorrow],
    )


def _signs(rules: LineRules) -> str:
    """Return the replacements that give each figure of a line its sign, and the quantity of a file that has none."""
    figures = {"quantity": "quantity", "net": "net"}
    if "quantity" not in rules.columns:
        figures["quantity"] = "CASE WHEN coalesce(net, gross) < 0 THEN -1 ELSE 1 END"
    if "discount" in rules.columns:
        figures["discount"] = f"coalesce(discount, 0) * {1 if rules.strict else rules.discount_sign}"
    if not rules.strict and rules.columns & {"kind", "status", "void"}:
        figures |= {name: figures.get(name, name) for name in ("gross", "amount_paid", "discount") if name in rules.columns}
        figures = {name: f"CASE WHEN kind = 'refund' THEN -abs({value}) ELSE {value} END" for name, value in figures.items()}
    return ", ".join(f"{value} AS {name}" for name, value in figures.items())


def _sign_faults(rules: LineRules) -> str:
    """Return the faults of wrong signs: goods and money go opposite ways; in the standard file a price is positive."""
    net, price, quantity = (_fault("'E_SIGN'", repr(name)) for name in ("net", "unit_price", "quantity"))
    faults = f"WHEN net * quantity < 0 AND coalesce(unit_price, 0) >= 0 THEN {net} WHEN quantity < 0 AND unit_price < 0 THEN {price}"
    if not rules.strict:
        return faults
    return f"WHEN unit_price < 0 THEN {price} WHEN kind = 'refund' AND quantity > 0 THEN {quantity} {faults}"


def raw_values(tx: Transaction, rows: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the texts as read of some rows, by row number."""
    names = ", ".join(TEXTS)
    found = tx.rows(
        f"SELECT row_no, {names} FROM temp.raw_sales WHERE row_no IN (SELECT unnest(?::INTEGER[])) ORDER BY row_no", [list(rows)]  # noqa: S608
    )
    return {row[0]: {name: text for name, text in zip(TEXTS, row[1:], strict=True) if text is not None} for row in found}


def bookable_keys(tx: Transaction) -> list[Row]:
    """Return (item key, first day) of the lines without a fault that carry money of their own."""
    return tx.rows(
        """SELECT item_key, min(event_date) FROM temp.sales_line
           WHERE fault IS NULL AND (net IS NOT NULL OR gross IS NOT NULL OR worth IS NOT NULL) GROUP BY item_key ORDER BY item_key"""
    )


def usual_prices(tx: Transaction) -> list[Row]:
    """Return (item key, price): the unit price the file names first for each item, where it is not zero."""
    return tx.rows(
        """SELECT item_key, arg_min(unit_price, row_no) FROM temp.sales_line
           WHERE fault IS NULL AND unit_price > 0 AND quantity > 0 GROUP BY item_key ORDER BY item_key"""
    )


def tender_texts(tx: Transaction) -> list[str]:
    """Return the distinct texts of the tender column, the empty one left out."""
    return [row[0] for row in tx.rows("SELECT DISTINCT tender FROM temp.sales_line WHERE tender <> '' ORDER BY tender")]
