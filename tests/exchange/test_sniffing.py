"""Sniffing: right on files nobody prepared, and honest where nobody can know."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from lstbo.core.errors import BadInput
from lstbo.exchange.sniffing import Layout, Profile, sniff

HALF = Decimal("0.5")
STANDARD = (
    "receipt_id,sold_at,register,cashier,kind,item,barcode,name,quantity,unit_price,discount,tax_code,net,"
    "tender,amount_paid"
)
LINES = (
    ("R1", "2026-01-05 09:01:00", "cola", "2", "3.00", "6.00", "cash"),
    ("R1", "2026-01-05 09:01:00", "green tea", "1", "4.50", "4.50", "cash"),
    ("R2", "2026-01-13 10:15:00", "noodles", "3", "2.00", "6.00", "wechat"),
)


def headers(layout: Layout) -> dict[str, str]:
    return {name: layout.header[index] for name, index in layout.columns.items()}


def table(header: str, *rows: str, delimiter: str = ",") -> str:
    return (
        "\n".join([header, *rows, ""]).replace(",", delimiter) if delimiter != "," else "\n".join([header, *rows, ""])
    )


def test_the_standard_file_is_known_by_its_names() -> None:
    layout = sniff(table(STANDARD, "R1,2026-01-05 09:00:00,1,amy,sale,A1,,cola,2,3.00,0,,6.00,cash,6.00"), kind="sales")
    assert headers(layout) == {name: name for name in STANDARD.split(",")}
    assert (layout.confidence, layout.problems, layout.date_formats) == (Decimal(1), (), ("%Y-%m-%d %H:%M:%S",))


SYNONYMS = [
    ("Receipt No", "Date/Time", "Product", "Qty.", "Price", "Line total", "Payment"),
    ("小票号", "销售时间", "商品名称", "数量", "单价", "金额", "支付方式"),
    ("流水号", "交易时间", "品名", "销量", "售价", "小计", "付款方式"),
    ("InvoiceNo", "InvoiceDate", "Description", "Quantity", "UnitPrice", "Amount", "pay_type"),
    ("單號", "日期時間", "商品名稱", "數量", "單價", "金額", "付款方式"),
    ("单据号", "开单时间", "商品", "件数", "零售价", "销售金额", "收款方式"),
    ("Order ID", "Timestamp", "Item", "Units", "Unit Price", "Total", "Payment Method"),
]


@pytest.mark.parametrize("names", SYNONYMS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_renamed_shuffled_and_otherwise_parted_columns_are_found(
    names: tuple[str, ...], delimiter: str, seed: int
) -> None:
    order = random.Random(seed).sample(range(7), 7)
    rows = [[line[at] for at in order] for line in (names, *LINES)]
    layout = sniff("".join(delimiter.join(row) + "\n" for row in rows), kind="sales")
    wanted = ("receipt_id", "sold_at", "name", "quantity", "unit_price", "net", "tender")
    assert headers(layout) == dict(zip(wanted, names, strict=True))
    assert (layout.delimiter, layout.confidence >= HALF) == (delimiter, True)


@pytest.mark.parametrize(
    "preamble",
    [
        "某某便利店,,,,,,\n导出时间：2026-01-06,,,,,,\n门店：一店,,,,,,\n日期：2026-01-05,,,,,,\n----,,,,,,\n",
        "My shop\nSales report\nfrom 2026-01-05, to 2026-01-13\n\nTotal, 16.50\n",
        "# export\n#\n\n\n\n",
    ],
)
def test_five_lines_of_preamble_are_passed_over(preamble: str) -> None:
    body = "小票号,销售时间,商品名称,数量,单价,金额,支付方式\n" + "".join(",".join(line) + "\n" for line in LINES)
    layout = sniff(preamble + body, kind="sales")
    assert (layout.header_line, layout.confidence >= HALF) == (5, True)
    assert len(layout.columns) == 7


def test_day_first_dates_with_money_marks_and_decimal_commas() -> None:
    text = table(
        "小票号;销售日期;时间;商品名称;数量;单价;金额;支付方式",
        "A1;13/01/2026;09:01;可乐;2;¥1.234,50;¥2.469,00;微信",
        "A2;14/01/2026;09:30;水;1;¥2,00;¥2,00;现金",
    )
    layout = sniff(text, kind="sales")
    assert (layout.delimiter, layout.date_order, layout.decimal_style, layout.money_marks) == (";", "dmy", ",", "¥")
    assert (headers(layout)["sold_date"], headers(layout)["sold_time"]) == ("销售日期", "时间")


def test_thousands_marks_inside_quotes_are_no_delimiters() -> None:
    layout = sniff('Receipt,Date,Item name,Qty,Total\n1,01/13/2026,TV,1,"$1,234.00"\n', kind="sales")
    assert (layout.delimiter, layout.date_order, layout.decimal_style, layout.money_marks) == (",", "mdy", ".", "$")


def test_a_day_that_may_be_a_month_is_asked_for() -> None:
    layout = sniff("Receipt,Date,Item name,Qty,Total\n1,01/02/2026,TV,1,12.00\n", kind="sales")
    assert layout.confidence < HALF
    assert "01/02/2026" in layout.problems[0]


def test_a_profile_answers_what_the_file_does_not_say() -> None:
    profile = Profile("till", date_order="mdy", columns={"net": "Umsatz", "tender": ""})
    layout = sniff(
        "Receipt,Date,Item name,Qty,Umsatz,Payment\n1,01/02/2026,TV,1,12.00,cash\n", kind="sales", profile=profile
    )
    assert (layout.date_order, headers(layout)["net"], "tender" in layout.columns) == ("mdy", "Umsatz", False)
    assert layout.confidence >= HALF


@pytest.mark.parametrize(
    "text", ["foo,bar\n1,2\n", "R1,2026-01-05 09:00:00,water,1,3.50\nR2,2026-01-05 09:00:00,tea,1,2\n"]
)
def test_a_file_without_a_header_is_not_guessed(text: str) -> None:
    layout = sniff(text, kind="sales")
    assert layout.confidence < HALF
    assert layout.problems


def test_a_file_without_dates_asks_for_them() -> None:
    layout = sniff("receipt_id,name,quantity,net\nR1,cola,1,3\n", kind="sales")
    assert layout.confidence < HALF
    assert "date" in layout.problems[0]


def test_a_date_column_without_dates_is_not_trusted() -> None:
    layout = sniff("receipt_id,date,name,quantity\nR1,cola,water,1\nR2,tea,tea,2\n", kind="sales")
    assert layout.confidence < HALF


def test_a_doubtful_encoding_is_a_question() -> None:
    layout = sniff("receipt_id,sold_at,name\n", kind="sales", encoding="gb18030", encoding_confidence=Decimal("0.3"))
    assert layout.confidence < HALF
    assert "gb18030" in layout.problems[0]


def test_an_empty_sample_is_refused() -> None:
    for text in ("", "\n\n", "\ufeff"):
        with pytest.raises(BadInput):
            sniff(text, kind="sales")


def test_a_header_alone_is_a_day_without_sales() -> None:
    layout = sniff(STANDARD + "\n", kind="sales")
    assert layout.confidence >= HALF
    assert len(layout.columns) == 15


def test_an_item_column_of_words_is_the_name_and_of_codes_the_code() -> None:
    words = sniff("Date,Time,Transaction,Item\n2016-10-30,09:58:11,1,Bread\n", kind="sales")
    codes = sniff("Date,Time,Transaction,Item\n2016-10-30,09:58:11,1,85123A\n", kind="sales")
    both = sniff("Date,Time,Transaction,Item,Description\n2016-10-30,09:58:11,1,HEART,a white heart\n", kind="sales")
    assert ("name" in words.columns, "item" in words.columns) == (True, False)
    assert ("name" in codes.columns, "item" in codes.columns) == (False, True)
    assert (headers(both)["item"], headers(both)["name"]) == ("Item", "Description")


def test_the_item_of_a_standard_file_is_the_code_whatever_it_looks_like() -> None:
    layout = sniff("receipt_id,sold_at,item,quantity,unit_price\nR1,2026-01-05,COLA,1,3\n", kind="sales")
    assert headers(layout)["item"] == "item"


def test_money_received_is_of_the_line_or_of_the_receipt_as_the_values_say() -> None:
    head = "小票号,销售时间,商品名称,数量,单价,实收,支付方式"
    line = sniff(table(head, "A,2026/1/5 9:01,可乐,2,3,6,微信", "A,2026/1/5 9:01,水,1,3,3,微信"), kind="sales")
    whole = sniff(table(head, "A,2026/1/5 9:01,可乐,2,3,9,微信", "A,2026/1/5 9:01,水,1,3,9,微信"), kind="sales")
    assert headers(line)["net"] == "实收"
    assert headers(whole)["amount_paid"] == "实收"
    assert "net" not in whole.columns


def test_amount_and_received_side_by_side_keep_their_meaning() -> None:
    head = "小票号,销售时间,商品名称,数量,单价,优惠,金额,实收,收款方式"
    layout = sniff(
        table(head, "A,2026/1/5 9:01,可乐,2,3,1,5,8,微信", "A,2026/1/5 9:01,水,1,3,0,3,8,微信"), kind="sales"
    )
    found = headers(layout)
    assert (found["discount"], found["net"], found["amount_paid"]) == ("优惠", "金额", "实收")


def test_a_column_of_discount_rates_is_not_taken_for_money() -> None:
    head = "小票号,销售时间,商品名称,数量,单价,折扣,金额"
    for rate in ("90%", "9折", "0.9", "9"):
        layout = sniff(
            table(head, f"A,2026/1/5 9:01,可乐,2,3,{rate},5.4", f"B,2026/1/5 9:01,水,1,3,{rate},2.7"), kind="sales"
        )
        assert "discount" not in layout.columns
        assert "折扣" in layout.unknown


def test_the_better_of_two_words_wins_and_the_other_is_named() -> None:
    layout = sniff(table("receipt_id,sold_at,name,Count,Qty,net", "R1,2026-01-05,cola,1,1,3"), kind="sales")
    assert headers(layout)["quantity"] == "Qty"
    assert layout.unknown == ("Count",)


def test_a_column_with_values_wins_over_an_empty_one() -> None:
    layout = sniff(table("receipt_id,sold_at,name,Quantity,Qty,net", "R1,2026-01-05,cola,,1,3"), kind="sales")
    assert headers(layout)["quantity"] == "Qty"


def test_negative_discounts_and_the_sign_of_refunds_are_seen() -> None:
    text = table(
        "Date,Time,Item,Qty,Gross Sales,Discounts,Net Sales,Transaction ID,Event Type",
        "2026-07-01,10:00:01,Latte,1.0,$5.00,-$1.00,$4.00,AbC,Payment",
        "2026-07-01,10:00:01,Latte,-1.0,-$5.00,$0.00,-$5.00,AbC,Refund",
    )
    layout = sniff(text, kind="sales")
    assert (layout.discount_sign, layout.refund_sign) == (-1, "negative")
    positive = sniff(table("单号,时间,商品名称,数量,金额,销售类型", "A,2026-01-05 09:00,水,1,3,退货"), kind="sales")
    assert positive.refund_sign == "positive"


def test_a_type_column_that_says_nothing_known_is_ignored() -> None:
    layout = sniff(table("receipt_id,sold_at,name,quantity,net,Type", "R1,2026-01-05,cola,1,3,drink"), kind="sales")
    assert "kind" not in layout.columns
    assert layout.unknown == ("Type",)


def test_a_time_column_with_the_whole_moment_needs_no_date_beside_it() -> None:
    layout = sniff(table("Time,Receipt,Item name,Qty,Total", "2026-01-05 10:00,R1,cola,1,3"), kind="sales")
    assert headers(layout)["sold_at"] == "Time"


def test_ambiguous_thousands_in_a_semicolon_file_are_asked_for() -> None:
    layout = sniff("receipt_id;sold_at;name;quantity;net\nR1;2026-01-05;rice;1,500;3\n", kind="sales")
    assert layout.confidence < HALF


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        (
            "purchases",
            "单据号,入库日期,供应商,商品条码,品名,数量,进价,金额,付款方式\nJ1,2026-01-05,农夫,6901,水,24,1.2,28.8,现金\n",
            {
                "document": "单据号",
                "received_at": "入库日期",
                "supplier": "供应商",
                "unit_cost": "进价",
                "paid_from": "付款方式",
            },
        ),
        (
            "purchases",
            "document,received_at,supplier,item,name,quantity,unit_cost,paid_from\nJ1,2026-01-05,N,W,water,24,1.2,\n",
            {"document": "document", "received_at": "received_at", "item": "item", "quantity": "quantity"},
        ),
        (
            "expenses",
            "日期,类别,金额,付款方式,收款人,备注\n2026-01-05,房租,3000,微信,老王,一月\n",
            {
                "date": "日期",
                "category": "类别",
                "amount": "金额",
                "paid_from": "付款方式",
                "payee": "收款人",
                "memo": "备注",
            },
        ),
        (
            "expenses",
            "date,account,amount,paid_from,payee,memo\n2026-01-05,5602,3000,cash,Wang,rent\n",
            {"date": "date", "account": "account", "amount": "amount", "paid_from": "paid_from"},
        ),
        (
            "items",
            "货号,条码,商品名称,分类,单位,售价,进价,供应商,保质期\nA1,6901,水,饮料,瓶,2,1.2,农夫,365\n",
            {
                "item": "货号",
                "barcode": "条码",
                "name": "商品名称",
                "price": "售价",
                "cost": "进价",
                "shelf_life_days": "保质期",
            },
        ),
        (
            "opening",
            "科目,期初借方,期初贷方\n1001,500,\n",
            {"account": "科目", "debit": "期初借方", "credit": "期初贷方"},
        ),
        (
            "opening",
            "barcode,name,quantity,unit_cost\n6901,水,5,1.2\n",
            {"quantity": "quantity", "unit_cost": "unit_cost"},
        ),
    ],
)
def test_the_other_kinds_of_tables_are_known_too(kind: str, text: str, wanted: dict[str, str]) -> None:
    layout = sniff(text, kind=kind)
    assert wanted.items() <= headers(layout).items()
    assert layout.confidence >= HALF


def test_two_days_of_sales_that_follow_each_other_settle_the_order_but_two_rents_do_not() -> None:
    sales = sniff("Receipt,Date,Item name,Qty,Total\n1,1/5/2026,TV,1,2\n2,1/6/2026,TV,1,2\n", kind="sales")
    rents = sniff("date,account,amount\n01/01/2026,5602,9\n02/01/2026,5602,9\n03/01/2026,5602,9\n", kind="expenses")
    assert (sales.date_order, sales.confidence >= HALF) == ("mdy", True)
    assert rents.confidence < HALF


def test_names_of_order_lines_win_over_the_name_of_the_order() -> None:
    layout = sniff(
        "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,2026-01-05 9:00,1,tea,3\n", kind="sales"
    )
    assert headers(layout)["name"] == "Lineitem name"
