"""Reading one row of an items file: its numbers, barcodes and what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from lstbo.catalog.store_codes import CodePattern, read_store_code
from lstbo.core import money
from lstbo.core.barcodes import code_problem, normalise_code
from lstbo.core.errors import Problem
from lstbo.core.text import clean_text

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?|[+-]?\.\d+")
_SIGNS = re.compile(r"[¥$€£￥元\s]|CNY|RMB", re.IGNORECASE)
_MANY_DIGITS = 14

Number = Decimal | int | str | None

# What a person reads about each code: English, Chinese, what to do.
_TEXTS = {
    "E_NUMBER": ("'{value}' is not a number", "“{value}”不是数字", "write it like 12.50"),
    "E_SIGN": ("{value} is below zero", "{value}小于零", "write it without the minus sign"),
    "E_ENCODING": ("there are control characters inside", "含有控制字符", "type the code again"),
    "E_GTIN_PRECISION": (
        "the spreadsheet rounded {value}, digits are lost",
        "{value}被表格软件截断，位数已丢失",
        "format the column as text and export again",
    ),
    "E_GTIN_CHECK": ("the check digit of {value} is wrong", "{value}的校验位不对", "scan it again"),
    "E_DUPLICATE_CODE": (
        "this item was given before with other values",
        "同一商品在文件中出现两次且内容不同",
        "keep one of the rows",
    ),
    "E_EMPTY": ("no item, barcode or name", "没有编码、条码和名称", "fill in one of them"),
    "D_BARCODE_SHARED": (
        "{value} belongs to another item too",
        "{value}同时属于另一个商品",
        "check whether both are needed",
    ),
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of the standard items file, decoded. Empty means "not said", never "delete it".

    `row_no` is the physical line. Numbers may be text as written or ready Decimals. `pack_barcodes` is
    `code:quantity;code:quantity`. `supplier_id` is the party the caller found for the supplier's name.
    """

    row_no: int
    item: str = ""
    barcode: str = ""
    pack_barcodes: str = ""
    name: str = ""
    category: str = ""
    unit: str = ""
    price: Number = None
    cost: Number = None
    tax_code: str = ""
    supplier_id: int | None = None
    shelf_life_days: Number = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What a row says, understood. Prices and costs to four places, per stock unit; packs in units."""

    code: str
    name: str
    barcode: str
    packs: tuple[tuple[str, Decimal], ...]
    category: str
    unit: str
    price: Decimal | None
    cost: Decimal | None
    tax_code: str
    supplier: int | None
    shelf_life_days: int | None


class Fault(Exception):
    """A row that cannot be used, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def problem(code: str, row: int, field: str, value: object, severity: str = "error") -> Problem:
    """Return the problem with its texts in both languages."""
    english, chinese, suggestion = _TEXTS[code]
    shown = clean_text(str(value), 60)
    return Problem(
        severity, code, row, field, shown, english.format(value=shown), chinese.format(value=shown), suggestion
    )


def read_row(row: ItemRow, layouts: list[CodePattern]) -> ItemFacts:
    """Understand a row. Raises Fault with the first problem."""
    _refuse_controls(row)
    packs = []
    for part in re.split("[;；]", row.pack_barcodes):
        code, _colon, units = part.replace("：", ":").partition(":")
        if code.strip():
            packs.append((_barcode(row, "pack_barcodes", code, layouts), _pack(row, units)))
    facts = ItemFacts(
        clean_text(row.item),
        clean_text(row.name),
        _barcode(row, "barcode", row.barcode, layouts),
        tuple(packs),
        clean_text(row.category),
        clean_text(row.unit, 20),
        _amount(row, "price", row.price, money.price),
        _amount(row, "cost", row.cost, money.price),
        clean_text(row.tax_code),
        row.supplier_id,
        _days(row),
    )
    if not (facts.code or facts.barcode or facts.name):
        raise Fault(problem("E_EMPTY", row.row_no, "item", ""))
    return facts


def _refuse_controls(row: ItemRow) -> None:
    for field, value in (("item", row.item), ("barcode", row.barcode)):
        if code_problem(value) in ("E_ENCODING", "E_GTIN_PRECISION"):
            raise Fault(problem(code_problem(value) or "", row.row_no, field, value))


def _barcode(row: ItemRow, field: str, text: str, layouts: list[CodePattern]) -> str:
    fault = code_problem(text)
    if fault and not (fault == "E_GTIN_CHECK" and read_store_code(layouts, text)):
        raise Fault(problem(fault, row.row_no, field, text))
    return normalise_code(text)


def _pack(row: ItemRow, text: str) -> Decimal:
    units = _amount(row, "pack_barcodes", text, money.quantity)
    if units is None:
        return Decimal(1)
    if units == 0:
        raise Fault(problem("E_NUMBER", row.row_no, "pack_barcodes", text))
    return units


def _days(row: ItemRow) -> int | None:
    days = _amount(row, "shelf_life_days", row.shelf_life_days, money.quantity)
    if days is not None and (days != int(days) or days > 36_500):
        raise Fault(problem("E_NUMBER", row.row_no, "shelf_life_days", row.shelf_life_days))
    return None if days is None else int(days)


def _amount(row: ItemRow, field: str, value: Number, rounded: Callable[[Decimal], Decimal]) -> Decimal | None:
    """The number of a cell, rounded by `rounded`; None for an empty one."""
    if isinstance(value, str):
        plain = _SIGNS.sub("", unicodedata.normalize("NFKC", value))
        if not plain:
            return None
        if not _NUMBER.fullmatch(plain):
            raise Fault(problem("E_NUMBER", row.row_no, field, value))
        value = plain.replace(",", "")
    if value is None:
        return None
    number = money.decimal_of(value)
    if abs(number) >= Decimal(10) ** _MANY_DIGITS:
        raise Fault(problem("E_NUMBER", row.row_no, field, value))
    if number < 0:
        raise Fault(problem("E_SIGN", row.row_no, field, value))
    return rounded(number)
