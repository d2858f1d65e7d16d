"""Header words: what they mean, and that no table contradicts itself."""

from __future__ import annotations

import pytest

from lstbo.exchange.words import KINDS, canonical_columns, is_total_text, meaning, normalise, synonyms


@pytest.mark.parametrize(
    ("header", "canonical"),
    [
        ("qty", "quantity"),
        ("Qty.", "quantity"),
        ("数量", "quantity"),
        ("销量(千克)", "quantity"),
        ("數量", "quantity"),
        ("件数", "quantity"),
        ("Lineitem quantity", "quantity"),
        ("pay_type", "tender"),
        ("Payment", "tender"),
        ("支付方式", "tender"),
        ("收/付款方式", "tender"),
        ("收款方式", "tender"),
        ("商品条码", "barcode"),
        ("货号", "item"),
        ("StockCode", "item"),
        ("InvoiceNo", "receipt_id"),
        ("流水号", "receipt_id"),
        ("小票号", "receipt_id"),
        ("Transaction", "receipt_id"),
        ("InvoiceDate", "sold_at"),
        ("UnitPrice", "unit_price"),
        ("销售单价（元/千克）", "unit_price"),
        ("Description", "name"),
        ("金额（元）", "net"),
        ("Line total", "net"),
        ("优惠", "discount"),
        ("收银机号", "register"),
        ("收银员", "cashier"),
        ("销售类型", "kind"),
        ("退货", "kind"),
        ("amount_paid", "amount_paid"),
        ("\ufeffreceipt_id", "receipt_id"),
    ],
)
def test_everyday_headers_of_sales_are_understood(header: str, canonical: str) -> None:
    found = meaning("sales", header)
    assert found is not None
    assert found[0] == canonical


def test_full_width_blanks_brackets_and_case_make_no_difference() -> None:
    assert normalise("　Ｕｎｉｔ＿Price (RMB)") == normalise("unit price") == "unitprice"


@pytest.mark.parametrize("header", ["Customer Phone", "手机号", "Time Zone", "", "  ", "Country"])
def test_a_header_nobody_listed_has_no_meaning(header: str) -> None:
    assert meaning("sales", header) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_canonical_name_is_its_own_best_word(kind: str) -> None:
    between = ("thing", "item", "total", "paid")
    for name in canonical_columns(kind):
        if not name.endswith("_word") and name not in between:
            assert synonyms(kind)[normalise(name)] == (name, 0)


@pytest.mark.parametrize("text", ["合计", "总计：", "Total", "GRAND TOTAL:", "小计 12笔", "合计: ¥1,234.00", "Sum"])
def test_the_words_in_front_of_totals_are_known(text: str) -> None:
    assert is_total_text(text)


@pytest.mark.parametrize("text", ["Total Wash 500ml", "合计书店", "Summer hat", "", "totally"])
def test_a_product_that_only_begins_like_a_total_is_none(text: str) -> None:
    assert not is_total_text(text)
