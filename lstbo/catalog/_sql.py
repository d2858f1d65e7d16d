"""All SQL of the catalogue: parameters in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lstbo.storage import Transaction

if TYPE_CHECKING:
    from lstbo.catalog.store_codes import CodePattern

Row = tuple[Any, ...]

ITEM_COLUMNS = (
    "id, code, name, coalesce(category_name, ''), unit, kind, status, tax_code, supplier, shelf_life_days,"
    " reference_cost"
)
NEW_ITEM = (
    "id", "code", "name", "category", "unit", "kind", "status", "tax_code", "supplier", "shelf_life_days",
    "pinyin", "initials", "search", "reference_cost", "doc",
)  # fmt: skip


def pattern_rows(tx: Transaction) -> list[Row]:
    """id, prefix, length, item span, value span, decimals, meaning, active; active ones first."""
    return tx.rows(
        "SELECT id, prefix, length, item_from, item_length, value_from, value_length, decimals, meaning, active"
        " FROM catalog.code_pattern ORDER BY active DESC, id"
    )


def insert_pattern(tx: Transaction, pattern: CodePattern) -> int:
    """Store a pattern and return its number."""
    number = tx.next_id("catalog.code_pattern")
    tx.execute(
        "INSERT INTO catalog.code_pattern VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number, pattern.prefix, pattern.length, pattern.item_from, pattern.item_length, pattern.value_from,
            pattern.value_length, pattern.decimals, pattern.meaning, pattern.active,
        ],
    )  # fmt: skip
    return number


def set_pattern_active(tx: Transaction, number: int, active: bool) -> None:
    """Switch a pattern."""
    tx.execute("UPDATE catalog.code_pattern SET active = ? WHERE id = ?", [active, number])


def lookup_items(tx: Transaction) -> list[Row]:
    """Every item, oldest first: id, code, name, kind."""
    return tx.rows("SELECT id, code, name, kind FROM catalog.item ORDER BY id")


def lookup_barcodes(tx: Transaction) -> list[Row]:
    """Every barcode: key, item, pack quantity; oldest item first."""
    return tx.rows("SELECT key, item, pack_quantity FROM catalog.barcode ORDER BY key, item")


def lookup_aliases(tx: Transaction, profile: str) -> list[Row]:
    """Aliases valid everywhere, then those of the profile: text, item."""
    return tx.rows(
        "SELECT text, arg_max(item, doc) FROM catalog.alias WHERE profile IN ('', ?)"
        " GROUP BY profile, text ORDER BY profile, text",
        [profile],
    )


def category_rows(tx: Transaction) -> list[Row]:
    """id and name of every category."""
    return tx.rows("SELECT id, name FROM catalog.category ORDER BY id")


def insert_categories(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Store categories: id, name, doc."""
    tx.insert("catalog.category", ("id", "name", "doc"), rows)


def insert_items(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Store items, columns as in NEW_ITEM."""
    tx.insert("catalog.item", NEW_ITEM, rows)


def insert_barcodes(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Store barcodes: key, code, item, pack quantity, doc."""
    tx.insert("catalog.barcode", ("key", "code", "item", "pack_quantity", "doc"), rows)


def insert_prices(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Store prices: item, valid_from, price, doc."""
    tx.insert("catalog.price", ("item", "valid_from", "price", "doc"), rows)


def insert_alias(tx: Transaction, profile: str, text: str, item: int, doc: int) -> None:
    """Store an alias."""
    tx.execute("INSERT INTO catalog.alias VALUES (?, ?, ?, ?)", [profile, text, item, doc])


def latest_prices(tx: Transaction, day: date) -> list[Row]:
    """Price of every item valid on a day: item, price."""
    return tx.rows(
        "SELECT item, price FROM catalog.v_price WHERE valid_from <= ? AND valid_to > ? ORDER BY item", [day, day]
    )


def price_on(tx: Transaction, item: int, day: date) -> Decimal | None:
    """Price of one item on a day."""
    price: Decimal | None = tx.scalar(
        "SELECT price FROM catalog.v_price WHERE item = ? AND (valid_from <= ? OR is_first) AND valid_to > ?", [item, day, day]
    )
    return price


def prices_for(tx: Transaction, items: list[int], days: list[str]) -> list[Row]:
    """Prices of many (item, day) pairs in one join."""
    return tx.rows(
        "SELECT w.item, w.day, p.price FROM (SELECT unnest(?::INTEGER[]) AS item, unnest(?::DATE[]) AS day) w"
        " JOIN catalog.v_price p ON p.item = w.item AND (p.valid_from <= w.day OR p.is_first) AND p.valid_to > w.day"
        " ORDER BY w.item, w.day",
        [items, days],
    )


def price_history(tx: Transaction, item: int) -> list[Row]:
    """All prices of an item: valid_from, valid_to, price."""
    return tx.rows("SELECT valid_from, valid_to, price FROM catalog.v_price WHERE item = ? ORDER BY valid_from", [item])


def item_by_id(tx: Transaction, item: int) -> Row | None:
    """One item, columns as in ITEM_COLUMNS."""
    return tx.one(f"SELECT {ITEM_COLUMNS} FROM catalog.v_item WHERE id = ?", [item])  # noqa: S608


def item_by_text(tx: Transaction, text: str, key: str) -> Row | None:
    """The item that `text` names best: by code, then barcode key, then alias, then name; the oldest of equals."""
    return tx.one(
        f"""
        SELECT {ITEM_COLUMNS} FROM catalog.v_item i JOIN (
            SELECT id AS item, 1 AS rank FROM catalog.item WHERE code = ?
            UNION ALL SELECT item, 2 FROM catalog.barcode WHERE key = ?
            UNION ALL SELECT item, 3 FROM catalog.alias WHERE text = ? AND profile = ''
            UNION ALL SELECT id, 4 FROM catalog.item WHERE lower(name) = lower(?) AND kind <> 'placeholder'
        ) found ON found.item = i.id ORDER BY found.rank, i.id LIMIT 1""",  # noqa: S608
        [text, key, text, text],
    )


def list_items(tx: Transaction, status: str, category: str) -> list[Row]:
    """Items without placeholders, by category and name; an empty status or category means all."""
    return tx.rows(
        f"""
        SELECT {ITEM_COLUMNS} FROM catalog.v_item WHERE kind <> 'placeholder' AND (? = '' OR status = ?)
        AND (? = '' OR category_name = ?) ORDER BY category_name NULLS LAST, name, id""",  # noqa: S608
        [status, status, category, category],
    )


def barcodes_of(tx: Transaction, item: int) -> list[Row]:
    """Barcodes of an item as scanned: code, pack quantity; single pieces first."""
    return tx.rows(
        "SELECT code, pack_quantity FROM catalog.barcode WHERE item = ? ORDER BY pack_quantity, code", [item]
    )


def set_status(tx: Transaction, item: int, status: str) -> None:
    """Change the status of an item."""
    tx.execute("UPDATE catalog.item SET status = ? WHERE id = ?", [status, item])


def search(tx: Transaction, text: str, words: list[str], key: str, limit: int) -> list[Row]:
    """Items whose search text holds every word, whose barcode it is, or one of whose barcodes ends in it. Best first."""
    holds = " AND ".join(["contains(i.search, ?)"] * len(words))
    return tx.rows(
        f"""
        WITH whole AS (SELECT item FROM catalog.barcode WHERE key = ?),
        tail AS (SELECT DISTINCT item FROM catalog.barcode WHERE ends_with(code, ?)),
        hit AS (
            SELECT i.id, i.code, i.name, i.initials, i.status, {holds} AS named, i.id IN (SELECT item FROM whole) AS scanned,
                i.id IN (SELECT item FROM tail) AS tailed
            FROM catalog.item i
            WHERE i.kind <> 'placeholder' AND (named OR scanned OR tailed OR ends_with(lower(i.code), ?))),
        best AS (
            SELECT id AS item, CASE
                WHEN scanned OR lower(code) = ? THEN 0
                WHEN lower(name) = ? THEN 1
                WHEN starts_with(lower(name), ?) THEN 2
                WHEN starts_with(initials, ?) AND initials <> '' THEN 3
                WHEN contains(lower(name), ?) THEN 4
                WHEN named THEN 5
                WHEN tailed THEN 6
                ELSE 7
            END AS rank
            FROM hit ORDER BY status = 'dead', rank, length(name), name, id LIMIT ?)
        SELECT {ITEM_COLUMNS}, rank FROM best JOIN catalog.v_item v ON v.id = best.item
        ORDER BY status = 'dead', rank, length(name), name, id""",  # noqa: S608
        [key, text, *words, text, text, text, text, text, text, limit],
    )


def stored_items(tx: Transaction) -> list[Row]:
    """Every item with what an items file can change, to compare: see item_file._Stored."""
    return tx.rows(
        "SELECT id, code, name, coalesce(category_name, ''), unit, tax_code, supplier, shelf_life_days, reference_cost,"
        " status FROM catalog.v_item ORDER BY id"
    )


def update_items(tx: Transaction, rows: Sequence[Sequence[object]]) -> None:
    """Write changed items back, all in one statement; columns as in UPDATED."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    tx.execute(
        """
        UPDATE catalog.item SET code = u.code, name = u.name, category = u.category, unit = u.unit,
            tax_code = u.tax_code, supplier = u.supplier, shelf_life_days = u.shelf_life_days,
            reference_cost = u.reference_cost, status = u.status, pinyin = u.pinyin, initials = u.initials,
            search = u.search
        FROM (SELECT unnest(?::INTEGER[]) AS id, unnest(?::VARCHAR[]) AS code, unnest(?::VARCHAR[]) AS name,
            unnest(?::INTEGER[]) AS category, unnest(?::VARCHAR[]) AS unit, unnest(?::VARCHAR[]) AS tax_code,
            unnest(?::INTEGER[]) AS supplier, unnest(?::INTEGER[]) AS shelf_life_days,
            unnest(?::VARCHAR[])::DECIMAL(18,4) AS reference_cost, unnest(?::VARCHAR[]) AS status,
            unnest(?::VARCHAR[]) AS pinyin, unnest(?::VARCHAR[]) AS initials, unnest(?::VARCHAR[]) AS search) u
        WHERE catalog.item.id = u.id""",
        columns,
    )


def alias_item(tx: Transaction, profile: str, text: str) -> int | None:
    """The item an alias of exactly this profile means."""
    item: int | None = tx.scalar("SELECT item FROM catalog.alias WHERE profile = ? AND text = ?", [profile, text])
    return item


def placeholder(tx: Transaction, category: int | None) -> int | None:
    """The placeholder item of a category (None = goods without one)."""
    item: int | None = tx.scalar(
        "SELECT min(id) FROM catalog.item WHERE kind = 'placeholder' AND category IS NOT DISTINCT FROM ?", [category]
    )
    return item


def update_packs(tx: Transaction, rows: Sequence[tuple[str, int, Decimal]]) -> None:
    """Change the units that barcodes stand for: key, item, pack quantity."""
    tx.execute(
        """
        UPDATE catalog.barcode SET pack_quantity = u.pack
        FROM (SELECT unnest(?::VARCHAR[]) AS key, unnest(?::INTEGER[]) AS item,
            unnest(?::VARCHAR[])::DECIMAL(18,3) AS pack) u
        WHERE catalog.barcode.key = u.key AND catalog.barcode.item = u.item""",
        [[row[0] for row in rows], [row[1] for row in rows], [str(row[2]) for row in rows]],
    )


def statuses(tx: Transaction) -> list[Row]:
    """id and status of every item."""
    return tx.rows("SELECT id, status FROM catalog.item ORDER BY id")


def first_items(tx: Transaction, limit: int) -> list[Row]:
    """The first items by name, columns as in ITEM_COLUMNS; placeholders left out."""
    return tx.rows(
        f"SELECT {ITEM_COLUMNS} FROM catalog.v_item WHERE kind <> 'placeholder' ORDER BY name, id LIMIT ?",  # noqa: S608
        [limit],
    )


def barcode_owner(tx: Transaction, key: str) -> Row | None:
    """The oldest item a barcode key stands for: id, name."""
    return tx.one(
        "SELECT i.id, i.name FROM catalog.v_barcode b JOIN catalog.v_item i ON i.id = b.item WHERE b.key = ?"
        " ORDER BY i.id LIMIT 1",
        [key],
    )


def remove_barcode(tx: Transaction, item: int, key: str) -> None:
    """Take a barcode from an item."""
    tx.execute("DELETE FROM catalog.barcode WHERE item = ? AND key = ?", [item, key])
