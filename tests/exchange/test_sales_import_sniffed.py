"""Files nobody prepared: the same sales in many shapes give the same books as the plain standard file."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal

import openpyxl
import pytest

from lstbo.core.errors import BadInput
from lstbo.exchange import ImportResult
from tests.shop_files import FIELDS, Shop, outcomes

# receipt, moment, register, cashier, kind, code, barcode, name, quantity, price, discount, net, tender
SALES = [
    ("1001", "2026-01-13 09:15:00", "1", "Li", "sale", "m", "6928804011142", "milk", "2", "5.00", "0.00", "10.00", "cash"),
    ("1001", "2026-01-13 09:15:00", "1", "Li", "sale", "n", "", "noodles", "1", "4.50", "0.50", "4.00", "cash"),
    ("1002", "2026-01-13 10:30:20", "2", "Wu", "sale", "r", "", "rice", "2.500", "6.00", "0.00", "15.00", "wechat"),
    ("1003", "2026-01-14 18:05:09", "1", "Li", "refund", "m", "6928804011142", "milk", "-1", "5.00", "0.00", "-5.00", "cash"),
    ("1004", "2026-01-14 19:00:00", "1", "Li", "sale", "c", "", "case of beer", "20", "66.00", "0.00", "1320.00", "alipay"),
    ("1005", "2026-01-15 08:00:00", "1", "Li", "sale", "b", "", "beer", "1", "3.00", "0.00", "3.00", "card"),
    ("1005", "2026-01-15 08:00:00", "1", "Li", "sale", "b", "", "beer", "1", "3.00", "0.00", "3.00", "card"),
    *((str(1006 + n), f"2026-01-{16 + n} 12:00:00", "1", "Li", "sale", "m", "6928804011142", "milk", "1", "5.00", "0.00", "5.00", "cash") for n in range(10)),
]  # fmt: skip
COLUMNS = ("receipt_id", "sold_at", "register", "cashier", "kind", "item", "barcode", "name", "quantity", "unit_price", "discount", "net", "tender")
WORDS: dict[str, tuple[str, ...]] = {
    "receipt_id": ("Receipt No", "transaction id", "小票号", "流水号", "单据号", "Order ID", "Bill No."),
    "sold_at": ("Date/Time", "销售时间", "交易时间", "timestamp", "Sold At", "datetime"),
    "register": ("Till", "收银机号", "POS No", "机号", "Terminal"),
    "cashier": ("Cashier name", "收银员", "Staff"),
    "kind": ("Type", "Receipt type", "销售类型", "类型"),
    "item": ("SKU", "商品编码", "货号", "Item code", "商品编号"),
    "barcode": ("条码", "EAN", "商品条码", "GTIN", "UPC"),
    "name": ("Product", "商品名称", "品名", "Description", "Item name"),
    "quantity": ("Qty", "数量", "销量", "Units", "销售数量"),
    "unit_price": ("Price", "单价", "售价", "Unit Price (CNY)", "销售单价"),
    "discount": ("Discounts", "优惠金额", "折扣金额"),
    "net": ("Net sales", "小计", "实收金额", "Line total", "Amount", "金额"),
    "tender": ("Payment type", "支付方式", "付款方式", "Paid by", "payment"),
}
KINDS = {"sale": ("Sale", "销售", "sale"), "refund": ("Refund", "退货", "Return")}
TENDERS = {"cash": ("Cash", "现金"), "wechat": ("WeChat Pay", "微信支付", "微信"), "alipay": ("Alipay", "支付宝"), "card": ("Visa", "刷卡", "银行卡")}
Rows = list[list[str]]


def table(change: Callable[[str, str], str] = lambda _name, text: text) -> Rows:
    """The sales with a header of standard names; `change` rewrites each cell."""
    return [list(COLUMNS)] + [[change(name, text) for name, text in zip(COLUMNS, row, strict=True)] for row in SALES]


def renamed(rows: Rows, names: dict[str, str]) -> Rows:
    return [[names.get(name, name) for name in rows[0]], *rows[1:]]


def text_of(rows: Rows, delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def is_right(found: ImportResult) -> None:
    """The totals of SALES."""
    assert (found.accepted, found.rows - found.ignored) == (len(SALES), len(SALES)), found.problems[:3]
    assert (found.receipts, found.net, found.refunds, found.discount) == (15, Decimal("1400.00"), 5, Decimal("0.50"))
    assert found.tenders == {"cash": 59, "wechat": 15, "alipay": 1320, "card": 6}
    assert (str(found.first_date), str(found.last_date)) == ("2026-01-13", "2026-01-25")


CHINESE = {name: words[1] if len(words) > 1 else words[0] for name, words in WORDS.items()} | {"receipt_id": "小票号", "kind": "销售类型", "net": "小计"}


def test_shuffled_and_renamed_columns_mean_the_same(shop: Shop) -> None:
    chance = random.Random(7)
    for number in range(25):
        names = {name: chance.choice(words) for name, words in WORDS.items()}
        order = list(range(len(COLUMNS)))
        chance.shuffle(order)
        kinds = {kind: chance.choice(words) for kind, words in KINDS.items()}
        tenders = {method: chance.choice(words) for method, words in TENDERS.items()}
        rows = renamed(table(lambda name, text: kinds.get(text, text) if name == "kind" else tenders.get(text, text) if name == "tender" else text), names)  # noqa: B023
        found = shop.give(text_of([[row[at] for at in order] for row in rows]), f"{number}.csv", dry_run=True)
        try:
            is_right(found)
        except AssertionError as fault:
            raise AssertionError(f"{[rows[0][at] for at in order]}: {fault} {found.notes}") from None


def chinese(**options: str) -> str:
    return text_of(renamed(table(lambda name, text: KINDS[text][1] if name == "kind" else TENDERS[text][1] if name == "tender" else text), CHINESE), **options)


PREAMBLE = "福满多便利店\n销售流水明细\n起始日期：2026-01-13 终止日期：2026-01-25\n操作员：李\n\n"
FILES: dict[str, tuple[str, bytes]] = {
    "gb18030": ("a.csv", chinese().encode("gb18030")),
    "utf-16": ("a.csv", chinese().encode("utf-16")),
    "utf-16 without mark": ("a.csv", chinese().encode("utf-16-le")),
    "utf-8 with mark": ("a.csv", chinese().encode("utf-8-sig")),
    "semicolon": ("a.csv", chinese(delimiter=";").encode()),
    "tab": ("a.txt", chinese(delimiter="\t").encode()),
    "bar": ("a.csv", chinese(delimiter="|").encode()),
    "carriage returns": ("a.csv", chinese().replace("\n", "\r\n").encode()),
    "old carriage returns": ("a.csv", chinese().replace("\n", "\r").encode()),
    "no last line end": ("a.csv", chinese().rstrip("\n").encode()),
    "preamble and footer": ("a.csv", (PREAMBLE + chinese() + "合计,,,,,,,,27,,0.50,1400.00,\n导出时间：2026-01-26\n").encode("gb18030")),
    "day first": ("a.csv", text_of(renamed(table(lambda name, text: "{2}/{1}/{0}{3}".format(*text[:10].split("-"), text[10:]) if name == "sold_at" else text), {"sold_at": "Date"})).encode()),
    "month first": ("a.csv", text_of(renamed(table(lambda name, text: "{1}/{2}/{0}{3}".format(*text[:10].split("-"), text[10:]) if name == "sold_at" else text), {"sold_at": "Date"})).encode()),
    "money marks": ("a.csv", text_of(renamed(table(lambda name, text: f"¥{Decimal(text):,.2f}" if name in ("unit_price", "discount", "net") else text), {"net": "Net sales"})).encode()),
    "decimal comma": ("a.csv", text_of(renamed(table(lambda name, text: f"{Decimal(text):,.2f}".translate(str.maketrans(",.", ".,")) if name in ("quantity", "unit_price", "discount", "net") else text), {"net": "Net sales"}), ";").encode()),
    "positive refunds": ("a.csv", text_of(renamed(table(lambda name, text: text.lstrip("-") if name in ("quantity", "net") else text), {"receipt_id": "Receipt", "kind": "Type"})).encode()),
    "positive quantity, negative money": ("a.csv", text_of(renamed(table(lambda name, text: text.lstrip("-") if name == "quantity" else text), {"receipt_id": "Receipt", "kind": "Type"})).encode()),
    "negative discounts": ("a.csv", text_of(renamed(table(lambda name, text: f"-{text}" if name == "discount" else text), {"receipt_id": "Receipt"})).encode()),
    "quoted cells": ("a.csv", "\n".join(",".join(f'"{cell}"' for cell in row) for row in table()).encode()),
    "padded cells": ("a.csv", text_of([[f" {cell}\t" for cell in row] for row in renamed(table(), CHINESE)]).encode()),
}  # fmt: skip


def test_every_shape_of_file_gives_the_same_totals(shop: Shop) -> None:
    for name, (file, content) in FILES.items():
        found = shop.give(content, file, dry_run=True)
        try:
            is_right(found)
        except AssertionError as fault:
            raise AssertionError(f"{name}: {fault} {found.notes}") from None


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(name, content)
    return out.getvalue()


def test_workbooks_and_archives_give_the_same_totals(shop: Shop) -> None:
    numbers = ("quantity", "unit_price", "discount", "net")
    sheet = workbook([[float(text) if name in numbers and at else text for name, text in zip(COLUMNS, row, strict=True)] for at, row in enumerate(renamed(table(), CHINESE))])
    for name, content in (("a.xlsx", sheet), ("a.zip", zipped("a.csv", chinese().encode("gb18030"))), ("b.zip", zipped("export/2026/a.csv", chinese().encode())), ("c.zip", zipped("x/a.xlsx", sheet))):
        is_right(shop.give(content, name, dry_run=True))


def test_second_shape_of_the_same_sales_is_all_duplicates(shop: Shop) -> None:
    is_right(shop.give(FILES["gb18030"][1]))
    for name in ("day first", "decimal comma", "positive refunds", "negative discounts", "utf-16"):
        assert outcomes(shop.give(FILES[name][1])) == {"duplicate": len(SALES)}, name
    shop.proven()


def test_refund_rows_of_a_file_without_quantities_are_refunds(shop: Shop) -> None:
    rows = "交易时间,单号,商品名称,金额,交易类型\n2026-01-10 10:00:00,1,milk,5.00,销售\n2026-01-10 10:01:00,2,milk,5.00,退货\n2026-01-10 10:02:00,3,milk,-5.00,退款\n"
    found = shop.give(rows)
    assert outcomes(found) == {"accepted": 3} and (found.net, found.refunds) == (-5, 10)
    assert sorted(shop.stock().values()) == ["1"]


def test_file_that_is_not_understood_is_refused_not_guessed(shop: Shop) -> None:
    for content in ("a,b,c\n1,2,3\n", "receipt,when,thing\n1,2,3\n", "date,name,qty,net\n03/04/2026,milk,1,5\n04/03/2026,milk,1,5\n"):
        with pytest.raises(BadInput):
            shop.give(content)


def test_standard_names_are_read_in_any_order(shop: Shop) -> None:
    order = sorted(range(len(COLUMNS)), key=lambda at: COLUMNS[at][::-1])
    assert set(COLUMNS) <= set(FIELDS)
    is_right(shop.give(text_of([[row[at] for at in order] for row in table()])))


TILLS = {
    "discount rates": ("销售时间,单据号,商品编号,商品名称,单价,打折率,数量,总金额\n2026-01-10 08:00:00,D1,1001,毛巾,10.00,0.9,2,18.00\n"
                       "2026-01-10 08:00:00,D1,1002,牙刷,5.00,1,1,5.00\n2026-01-11 08:00:00,D2,1002,牙刷,5.00,1,3,15.00\n", 3, "38.00"),
    "receipt totals": ("Order ID,Date,Item Name,Qty,Price,Total,Payment\n1,2026-01-10 08:00,milk,2,5.00,14.50,Cash\n"
                       "1,2026-01-10 08:00,noodles,1,4.50,14.50,Cash\n2,2026-01-10 09:00,milk,1,5.00,5.00,Card\n", 3, "19.50"),
    "rounding": ("小票号,时间,商品,数量,单价,小计,抹零,实收,支付方式\n1,2026-01-10 08:00:00,milk,2,5.03,10.06,0.06,10.00,现金\n"
                 "2,2026-01-10 08:02:00,milk,1,5.03,5.03,0.03,9.50,现金\n2,2026-01-10 08:02:00,noodles,1,4.50,4.50,,9.50,现金\n", 3, "19.59"),
    "two columns for the moment": ("Date,Time,Bill,Product,Units,Net Sales\n13/01/2026,9:05 PM,1,milk,2,10.00\n13/01/2026,9:06 PM,2,milk,-1,-5.00\n", 2, "5.00"),
    "one row per unit": ("Date,Time,Transaction,Item\n2026-01-13,09:05:00,1,milk\n2026-01-13,09:05:00,1,milk\n", 2, "10.00"),
    "void flag": ("Order Id,Order Date,Menu Item,Qty,Net Price,Void?\n1,1/13/26 5:18 PM,milk,2,10.00,false\n1,1/13/26 5:18 PM,beer,1,3.00,true\n", 1, "10.00"),
    "zero lines": ("No,Date,SKU,Qty,Price\n1,2026-01-10 08:00,m,0,5.00\n1,2026-01-10 08:00,b,2,0\n", 2, "0.00"),
}  # fmt: skip


def test_small_tills_of_every_kind(shop: Shop) -> None:
    for name, (content, accepted, net) in TILLS.items():
        found = shop.give(content, dry_run=True)
        assert (found.accepted, f"{found.net:.2f}") == (accepted, net), (name, found.notes, found.problems[:2])
