"""Files nobody prepared: the same sales in many shapes give the same books as the plain standard file."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import openpyxl
import pytest

from lstbo.core.errors import BadInput
from lstbo.exchange import ImportResult
from tests.shop_files import FIELDS, Shop, outcomes

SALES = """\
receipt_id,sold_at,register,cashier,kind,item,barcode,name,quantity,unit_price,discount,net,tender
1001,2026-01-13 09:15:00,1,Li,sale,m,6928804011142,milk,2,5.00,0.00,10.00,cash
1001,2026-01-13 09:15:00,1,Li,sale,n,,noodles,1,4.50,0.50,4.00,cash
1002,2026-01-13 10:30:20,2,Wu,sale,r,,rice,2.500,6.00,0.00,15.00,wechat
1003,2026-01-14 18:05:09,1,Li,refund,m,6928804011142,milk,-1,5.00,0.00,-5.00,cash
1004,2026-01-14 19:00:00,1,Li,sale,c,,case of beer,20,66.00,0.00,1320.00,alipay
1005,2026-01-15 08:00:00,1,Li,sale,b,,beer,1,3.00,0.00,3.00,card
1005,2026-01-15 08:00:00,1,Li,sale,b,,beer,1,3.00,0.00,3.00,card
""" + "".join(
    f"{1006 + n},2026-01-{16 + n} 12:00:00,1,Li,sale,m,6928804011142,milk,1,5.00,0.00,5.00,cash\n" for n in range(10)
)
COLUMNS, *ROWS = list(csv.reader(io.StringIO(SALES)))
WORDS = {
    "receipt_id": "小票号|流水号|单据号|Receipt No|transaction id|Order ID|Bill No.",
    "sold_at": "销售时间|交易时间|Date/Time|timestamp|Sold At|datetime",
    "register": "收银机号|机号|Till|POS No|Terminal",
    "cashier": "收银员|Cashier name|Staff",
    "kind": "销售类型|类型|Type|Receipt type",
    "item": "商品编码|货号|商品编号|SKU|Item code",
    "barcode": "条码|商品条码|EAN|GTIN|UPC",
    "name": "商品名称|品名|Product|Description|Item name",
    "quantity": "数量|销量|销售数量|Qty|Units",
    "unit_price": "单价|售价|销售单价|Price|Unit Price (CNY)",
    "discount": "优惠金额|折扣金额|Discounts",
    "net": "小计|实收金额|金额|Net sales|Line total|Amount",
    "tender": "支付方式|付款方式|Payment type|Paid by|payment",
}
CELLS = {
    "kind": {"sale": "销售|Sale|sale", "refund": "退货|Refund|Return"},
    "tender": {
        "cash": "现金|Cash",
        "wechat": "微信支付|WeChat Pay|微信",
        "alipay": "支付宝|Alipay",
        "card": "刷卡|Visa|银行卡",
    },
}
MONEY = ("unit_price", "discount", "net")
Table = list[list[str]]
Change = Callable[[str, str], str]


def as_it_is(_name: str, text: str) -> str:
    return text


def table(change: Change = as_it_is, names: Mapping[str, str] | None = None) -> Table:
    """The sales with each cell changed and columns renamed."""
    header = [(names or {}).get(name, name) for name in COLUMNS]
    return [header, *([change(name, text) for name, text in zip(COLUMNS, row, strict=True)] for row in ROWS)]


def text_of(rows: Table, delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def is_right(found: ImportResult) -> None:
    """The totals of SALES."""
    assert (found.accepted, found.rows - found.ignored) == (len(ROWS), len(ROWS)), found.problems[:3]
    assert (found.receipts, found.net, found.refunds) == (15, Decimal("1400.00"), 5)
    assert (found.discount, found.tenders) == (Decimal("0.50"), {"cash": 59, "wechat": 15, "alipay": 1320, "card": 6})
    assert (str(found.first_date), str(found.last_date)) == ("2026-01-13", "2026-01-25")


def all_right(shop: Shop, files: Mapping[str, tuple[str, bytes]]) -> None:
    for shape, (name, content) in files.items():
        found = shop.give(content, name, dry_run=True)
        try:
            is_right(found)
        except AssertionError as fault:
            raise AssertionError(f"{shape}: {fault} {found.notes}") from None


def chosen(pick: Callable[[Sequence[str]], str]) -> tuple[Change, dict[str, str]]:
    """Words for the cells and the columns, picked from the lists."""
    names = {name: pick(words.split("|")) for name, words in WORDS.items()}
    cells = {name: {word: pick(words.split("|")) for word, words in told.items()} for name, told in CELLS.items()}
    return lambda name, text: cells.get(name, {}).get(text, text), names


def test_shuffled_and_renamed_columns_mean_the_same(shop: Shop) -> None:
    chance = random.Random(7)
    files = {}
    for _number in range(15):
        rows = table(*chosen(chance.choice))
        order = chance.sample(range(len(COLUMNS)), len(COLUMNS))
        shuffled = [[row[at] for at in order] for row in rows]
        files[str(shuffled[0])] = ("a.csv", text_of(shuffled).encode())
    all_right(shop, files)


CHINESE = table(*chosen(lambda words: words[0]))


def only(names: Sequence[str], change: Callable[[str], str]) -> Change:
    """Change the cells of some columns."""
    return lambda name, text: change(text) if name in names else text


def dated(shape: str) -> bytes:
    """The sales with the day written in another order."""
    change = only(("sold_at",), lambda text: shape.format(*text[:10].split("-")) + text[10:])
    return text_of(table(change, {"sold_at": "Date"})).encode()


def foreign(change: Change, delimiter: str = ",") -> bytes:
    """The sales changed, under headers that are not the standard ones."""
    return text_of(table(change, {"receipt_id": "Receipt", "kind": "Type", "net": "Net sales"}), delimiter).encode()


def with_commas(text: str) -> str:
    return f"{Decimal(text):,.2f}".translate(str.maketrans(",.", ".,"))


LINES = text_of(CHINESE)
PREAMBLE = "福满多便利店\n销售流水明细\n起始日期：2026-01-13 终止日期：2026-01-25\n操作员：李\n\n"
FOOTER = "合计,,,,,,,,27,,0.50,1400.00,\n导出时间：2026-01-26\n"
FILES: dict[str, tuple[str, bytes]] = {
    "gb18030": ("a.csv", LINES.encode("gb18030")),
    "utf-16": ("a.csv", LINES.encode("utf-16")),
    "utf-16 without mark": ("a.csv", LINES.encode("utf-16-le")),
    "utf-8 with mark": ("a.csv", LINES.encode("utf-8-sig")),
    "semicolon": ("a.csv", text_of(CHINESE, ";").encode()),
    "tab": ("a.txt", text_of(CHINESE, "\t").encode()),
    "bar": ("a.csv", text_of(CHINESE, "|").encode()),
    "carriage returns": ("a.csv", LINES.replace("\n", "\r\n").encode()),
    "old carriage returns": ("a.csv", LINES.replace("\n", "\r").encode()),
    "no last line end": ("a.csv", LINES.rstrip("\n").encode()),
    "preamble and footer": ("a.csv", (PREAMBLE + LINES + FOOTER).encode("gb18030")),
    "day first": ("a.csv", dated("{2}/{1}/{0}")),
    "month first": ("a.csv", dated("{1}/{2}/{0}")),
    "money marks": ("a.csv", foreign(only(MONEY, lambda text: f"¥{Decimal(text):,.2f}"))),
    "decimal comma": ("a.csv", foreign(only(("quantity", *MONEY), with_commas), ";")),
    "positive refunds": ("a.csv", foreign(only(("quantity", "net"), lambda text: text.lstrip("-")))),
    "positive quantity, negative money": ("a.csv", foreign(only(("quantity",), lambda text: text.lstrip("-")))),
    "negative discounts": ("a.csv", foreign(only(("discount",), lambda text: f"-{text}"))),
    "quoted cells": ("a.csv", "\n".join(",".join(f'"{cell}"' for cell in row) for row in CHINESE).encode()),
    "padded cells": ("a.csv", text_of([[f" {cell}\t" for cell in row] for row in CHINESE]).encode()),
}


def test_every_shape_of_file_gives_the_same_totals(shop: Shop) -> None:
    all_right(shop, FILES)


def workbook() -> bytes:
    """The sales as a workbook, numbers as numbers."""
    book = openpyxl.Workbook()
    for at, row in enumerate(CHINESE):
        cells = zip(COLUMNS, row, strict=True)
        book.active.append([float(text) if at and name in ("quantity", *MONEY) else text for name, text in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(name, content)
    return out.getvalue()


def test_workbooks_and_archives_give_the_same_totals(shop: Shop) -> None:
    packed = {
        "workbook": ("a.xlsx", workbook()),
        "archive": ("a.zip", zipped("a.csv", LINES.encode("gb18030"))),
        "archive with folders": ("b.zip", zipped("export/2026/a.csv", LINES.encode())),
        "workbook in an archive": ("c.zip", zipped("x/a.xlsx", workbook())),
    }
    all_right(shop, packed)


def test_second_shape_of_the_same_sales_is_all_duplicates(shop: Shop) -> None:
    is_right(shop.give(FILES["gb18030"][1]))
    for name in ("day first", "decimal comma", "positive refunds", "negative discounts", "utf-16"):
        assert outcomes(shop.give(FILES[name][1])) == {"duplicate": len(ROWS)}, name
    shop.proven()


def test_refund_rows_of_a_file_without_quantities_are_refunds(shop: Shop) -> None:
    rows = """交易时间,单号,商品名称,金额,交易类型
2026-01-10 10:00:00,1,milk,5.00,销售
2026-01-10 10:01:00,2,milk,5.00,退货
2026-01-10 10:02:00,3,milk,-5.00,退款
"""
    found = shop.give(rows)
    assert outcomes(found) == {"accepted": 3} and (found.net, found.refunds) == (-5, 10)
    assert sorted(shop.stock().values()) == ["1"]


def test_file_that_is_not_understood_is_refused_not_guessed(shop: Shop) -> None:
    unsure = "date,name,qty,net\n03/04/2026,milk,1,5\n04/03/2026,milk,1,5\n"
    for content in ("a,b,c\n1,2,3\n", "receipt,when,thing\n1,2,3\n", unsure):
        with pytest.raises(BadInput):
            shop.give(content)


def test_standard_names_are_read_in_any_order(shop: Shop) -> None:
    order = sorted(range(len(COLUMNS)), key=lambda at: COLUMNS[at][::-1])
    assert set(COLUMNS) <= set(FIELDS)
    is_right(shop.give(text_of([[row[at] for at in order] for row in table()])))


TILLS = """\
discount rates, 3, 38.00
销售时间,单据号,商品编号,商品名称,单价,打折率,数量,总金额
2026-01-10 08:00:00,D1,1001,毛巾,10.00,0.9,2,18.00
2026-01-10 08:00:00,D1,1002,牙刷,5.00,1,1,5.00
2026-01-11 08:00:00,D2,1002,牙刷,5.00,1,3,15.00

receipt totals, 3, 19.50
Order ID,Date,Item Name,Qty,Price,Total,Payment
1,2026-01-10 08:00,milk,2,5.00,14.50,Cash
1,2026-01-10 08:00,noodles,1,4.50,14.50,Cash
2,2026-01-10 09:00,milk,1,5.00,5.00,Card

rounding, 3, 19.59
小票号,时间,商品,数量,单价,小计,抹零,实收,支付方式
1,2026-01-10 08:00:00,milk,2,5.03,10.06,0.06,10.00,现金
2,2026-01-10 08:02:00,milk,1,5.03,5.03,0.03,9.50,现金
2,2026-01-10 08:02:00,noodles,1,4.50,4.50,,9.50,现金

day and time apart, 2, 5.00
Date,Time,Bill,Product,Units,Net Sales
13/01/2026,9:05 PM,1,milk,2,10.00
13/01/2026,9:06 PM,2,milk,-1,-5.00

one row per unit, 2, 10.00
Date,Time,Transaction,Item
2026-01-13,09:05:00,1,milk
2026-01-13,09:05:00,1,milk

void flag, 1, 10.00
Order Id,Order Date,Menu Item,Qty,Net Price,Void?
1,1/13/26 5:18 PM,milk,2,10.00,false
1,1/13/26 5:18 PM,beer,1,3.00,true

zero lines, 2, 0.00
No,Date,SKU,Qty,Price
1,2026-01-10 08:00,m,0,5.00
1,2026-01-10 08:00,b,2,0

two columns called a price, 2, 29.00
No,Date,SKU,Qty,Price,Sale price
1,2026-01-10 08:00,m,4,20.00,5.00
1,2026-01-10 08:00,b,3,9.00,3.00
"""


def test_small_tills_of_every_kind(shop: Shop) -> None:
    for told in TILLS.split("\n\n"):
        title, content = told.split("\n", 1)
        name, accepted, net = title.split(", ")
        found = shop.give(content, dry_run=True)
        assert (found.accepted, f"{found.net:.2f}") == (int(accepted), net), (name, found.notes, found.problems[:2])
