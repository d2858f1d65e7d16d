"""Single values: exact, or a named problem."""

from __future__ import annotations

from datetime import date, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.exchange.dates import moment_formats
from lstbo.exchange.sniffing import detect_date_order
from lstbo.exchange.values import (
    ValueProblem,
    is_blank,
    parse_code,
    parse_flag,
    parse_kind,
    parse_moment,
    parse_number,
    parse_tender,
    parse_time,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.50", "12.50"),
        ("$8.00", "8.00"),
        ("-$7.00", "-7.00"),
        ("$-7.00", "-7.00"),
        ("¥0.01", "0.01"),
        ("￥1,234.00", "1234.00"),
        ("12.00元", "12.00"),
        ("12.00 \t", "12.00"),
        ("(7.00)", "-7.00"),
        ("($7.00)", "-7.00"),
        ("+10000.00", "10000.00"),
        ("１２．５", "12.5"),
        ("CNY 123.18", "123.18"),
        ("'5.00", "5.00"),
        ("`6.10", "6.10"),
        ("-3.90(CN)", "-3.90"),
        ("1 234.50", "1234.50"),
        ("7.00-", "-7.00"),
        ("−5", "-5"),
        (".5", "0.5"),
        ("0.005", "0.005"),
        ("\u200b3", "3"),
        ("123456789012345678", "123456789012345678"),
    ],
)
def test_numbers_are_read_exactly(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"), [("1,30 €", "1.30"), ("1.234,50", "1234.50"), ("1 234,5", "1234.5"), ("-3", "-3")]
)
def test_a_decimal_comma_is_read_where_the_column_has_one(text: str, number: str) -> None:
    assert parse_number(text, ",") == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        *("1e999", "NaN", "Infinity", "1234567890123456789", "6.9E+12", "5%", "", "-", "1,30", "1.234,50", "12,34.00"),
        *("1.2.3", "--5", "5 5", "abc", "0x10", "235.61(已退款235.50)", "٣", "1_000", "½"),
    ],
)
def test_what_is_no_plain_number_is_named(text: str) -> None:
    found = parse_number(text)
    assert isinstance(found, ValueProblem)
    assert found.code == "E_NUMBER"
    assert found.value == text


def test_minus_zero_is_zero() -> None:
    assert str(parse_number("-0")) == "0"
    assert str(parse_number("-0.00")) == "0.00"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_every_amount_with_thousands_marks_comes_back(amount: Decimal) -> None:
    assert parse_number(f"{amount:,}") == amount
    assert parse_number(f"¥{amount:,}") == amount


@given(st.text(max_size=40))
def test_no_text_breaks_a_parser(text: str) -> None:
    for found in (parse_number(text), parse_number(text, ",")):
        assert isinstance(found, ValueProblem) or found.is_finite()
    for order in ("ymd", "dmy", "mdy"):
        parse_moment(text, order)
    parse_time(text)
    parse_tender(text)
    parse_kind(text)
    parse_code(text)
    detect_date_order([text])


@pytest.mark.parametrize("text", ["", " ", "/", "-", "----", "N/A", "null", "无", "\t"])
def test_signs_for_nothing_are_blank(text: str) -> None:
    assert is_blank(text)


# ---- dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05", (date(2026, 1, 5), None)),
        ("2026-01-05 09:03:00", (date(2026, 1, 5), time(9, 3))),
        ("2026/1/5 9:03", (date(2026, 1, 5), time(9, 3))),
        ("20260105", (date(2026, 1, 5), None)),
        ("20260105093000", (date(2026, 1, 5), time(9, 30))),
        ("2026年1月5日", (date(2026, 1, 5), None)),
        ("2026年1月5日 9时3分5秒", (date(2026, 1, 5), time(9, 3, 5))),
        ("2026-01-05T09:03:00Z", (date(2026, 1, 5), time(9, 3))),
        ("2026-01-05T09:03:00.123+08:00", (date(2026, 1, 5), time(9, 3, 0, 123000))),
        ("2026-05-01 10:00:00 +0200", (date(2026, 5, 1), time(10, 0))),
        ("16-Dec-2023 02:44 AM", (date(2023, 12, 16), time(2, 44))),
        ("16-Dec-2023 02:44 AM EST", (date(2023, 12, 16), time(2, 44))),
        ("Dec 16, 2023", (date(2023, 12, 16), None)),
        ("Mon, 5 Jan 2026 10:00", (date(2026, 1, 5), time(10, 0))),
        ("2026-1-5 下午3:05", (date(2026, 1, 5), time(15, 5))),
        ("2026-01-05 12:00 AM", (date(2026, 1, 5), time(0, 0))),
        ("2025/12/03  14:06:51", (date(2025, 12, 3), time(14, 6, 51))),
        ("２０２６－０１－０５", (date(2026, 1, 5), None)),
        ("2026-01-05 09：03", (date(2026, 1, 5), time(9, 3))),
        ("45000", (date(2023, 3, 15), None)),
        ("46027.395833", (date(2026, 1, 5), time(9, 30))),
        ("13/01/2026", (date(2026, 1, 13), None)),
        ("9999-12-31", (date(9999, 12, 31), None)),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, moment: tuple[date, time | None]) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("05/01/2026", "dmy", date(2026, 1, 5)),
        ("05/01/2026", "mdy", date(2026, 5, 1)),
        ("10/8/26 5:18 PM", "mdy", date(2026, 10, 8)),
        ("31/12/99", "dmy", date(1999, 12, 31)),
        ("5.1.2026", "dmy", date(2026, 1, 5)),
        ("26-01-05", "ymd", date(2026, 1, 5)),
        ("2026-01-05", "mdy", date(2026, 1, 5)),
    ],
)
def test_the_order_of_the_column_decides(text: str, order: str, day: date) -> None:
    moment = parse_moment(text, order)
    assert not isinstance(moment, ValueProblem)
    assert moment[0] == day


@pytest.mark.parametrize(
    "text",
    [
        *(
            "0000-00-00",
            "2026-02-30",
            "2026-13-01",
            "31/12/99",
            "",
            "hello",
            "12/29",
            "2026-01-05 24:00",
            "2026-01-05 9:75",
        ),
        *("2014-11-1016：33：45", "6.9E+12", "2026-01-05 13:00 XM!", "20261301"),
    ],
)
def test_what_is_no_date_is_named(text: str) -> None:
    found = parse_moment(text)
    assert isinstance(found, ValueProblem)
    assert found.code == "E_DATE"


def test_day_or_month_is_never_guessed() -> None:
    found = parse_moment("05/01/2026")
    assert isinstance(found, ValueProblem)
    assert found.code == "E_DATE_AMBIGUOUS"


def test_an_offset_moves_the_time_only_when_a_zone_is_asked_for() -> None:
    china = timezone(timedelta(hours=8))
    assert parse_moment("2026-01-05T20:00:00Z", zone=china) == (date(2026, 1, 6), time(4, 0))
    assert parse_moment("2026-01-05T20:00:00Z") == (date(2026, 1, 5), time(20, 0))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:05", time(9, 5)),
        ("09:05:30", time(9, 5, 30)),
        ("9:05 PM", time(21, 5)),
        ("093000", time(9, 30)),
        ("0.5", time(12)),
    ],
)
def test_a_time_alone_is_read(text: str, clock: time) -> None:
    assert parse_time(text) == clock


# ---- the order of day and month ---------------------------------------------------------------------------------


def test_a_number_above_twelve_settles_the_order() -> None:
    assert detect_date_order(["05/01/2026", "13/01/2026"]) == ("dmy", Decimal("0.99"))
    assert detect_date_order(["10/8/26 5:18 PM", "10/13/26 9:00 AM"])[0] == "mdy"


def test_a_steady_file_settles_the_order_without_high_numbers() -> None:
    order, sure = detect_date_order(["1/11/2025", "2/11/2025", "3/11/2025", "1/12/2025", "2/12/2025"])
    assert order == "dmy"
    assert sure >= Decimal("0.5")


def test_newest_first_is_steady_too() -> None:
    order, sure = detect_date_order(["3/12/2025", "2/12/2025", "1/12/2025", "3/11/2025", "2/11/2025"])
    assert (order, sure >= Decimal("0.5")) == ("dmy", True)


def test_days_that_lie_together_win_over_days_spread_over_a_year() -> None:
    order, sure = detect_date_order(["03/01/2026", "04/01/2026", "05/01/2026", "06/01/2026"])
    assert (order, sure >= Decimal("0.5")) == ("dmy", True)


def test_a_single_ambiguous_day_is_left_open() -> None:
    assert detect_date_order(["05/01/2026"] * 10)[1] < Decimal("0.5")


def test_a_column_that_mixes_both_orders_is_left_open() -> None:
    assert detect_date_order(["13/01/2026", "01/13/2026", "02/14/2026", "15/02/2026"])[1] < Decimal("0.5")


def test_dates_with_the_year_in_front_need_no_order() -> None:
    assert detect_date_order(["2026-01-05", "20260106", "2026年1月7日"]) == ("ymd", Decimal(1))


def test_formats_for_bulk_reading_say_what_the_parser_reads() -> None:
    values = ["05/01/2026 9:05", "06/01/2026 9:05", "2026-01-05 10:00:00", "16-Dec-2023"]
    assert moment_formats(values, "dmy") == ("%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S")


# ---- tenders, kinds, codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tenders"),
    [
        ("cash", [("cash", None)]),
        ("现金", [("cash", None)]),
        ("WeChat Pay", [("wechat", None)]),
        ("微信支付", [("wechat", None)]),
        ("支付宝", [("alipay", None)]),
        ("刷卡", [("card", None)]),
        ("交通银行信用卡(7449)", [("card", None)]),
        ("Visa 1234", [("card", None)]),
        ("Credit Card", [("card", None)]),
        ("挂账", [("tab", None)]),
        ("on account", [("tab", None)]),
        ("储值卡", [("voucher", None)]),
        ("优惠券", [("voucher", None)]),
        ("Gift Card", [("voucher", None)]),
        ("美团外卖", [("platform", None)]),
        ("bank transfer", [("bank", None)]),
        ("cash:10.00;wechat:5.50", [("cash", Decimal("10.00")), ("wechat", Decimal("5.50"))]),
        ("现金：10；支付宝：3.2", [("cash", Decimal(10)), ("alipay", Decimal("3.2"))]),
        ("现金+微信", [("cash", None), ("wechat", None)]),
        ("Cash 10.00 / Card 5.50", [("cash", Decimal("10.00")), ("card", Decimal("5.50"))]),
        ("现金(10.00)", [("cash", Decimal("10.00"))]),
        ("Cash, Card", [("cash", None), ("card", None)]),
        ("cash:-5.00", [("cash", Decimal("-5.00"))]),
        ("", []),
        ("/", []),
    ],
)
def test_ways_of_paying_are_understood(text: str, tenders: list[tuple[str, Decimal | None]]) -> None:
    assert parse_tender(text) == tenders


@pytest.mark.parametrize("text", ["bitcoin", "cash+bitcoin", "cash:abc", "x" * 500])
def test_an_unknown_way_of_paying_is_held(text: str) -> None:
    found = parse_tender(text)
    assert isinstance(found, ValueProblem)
    assert found.code == "H_TENDER_UNKNOWN"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(
            ("", "sale"),
            ("sale", "sale"),
            ("销售", "sale"),
            ("Closed", "sale"),
            ("已完成", "sale"),
            ("SUCCESS", "sale"),
            ("否", "sale"),
        ),
        *(("Refund", "refund"), ("退货", "refund"), ("已全额退款", "refund"), ("是", "refund"), ("return", "refund")),
        *(("void", "void"), ("Cancelled", "void"), ("作废", "void"), ("交易关闭", "void"), ("已取消", "void")),
    ],
)
def test_the_kind_of_a_sale_is_understood(text: str, kind: str) -> None:
    assert parse_kind(text) == kind


def test_an_unknown_status_is_held_and_yes_means_what_the_column_says() -> None:
    found = parse_kind("half done")
    assert isinstance(found, ValueProblem)
    assert found.code == "H_STATUS_UNKNOWN"
    assert parse_kind("Yes", yes="void") == "void"
    assert (parse_flag("true"), parse_flag(""), parse_flag("maybe")) == (True, False, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("６９０１２３４５６７８９２", "6901234567892"),
        ("69012\u200d34567892", "6901234567892"),
        ("17850.0", "17850"),
        ("'0123", "0123"),
        ('="6901234567892"', "6901234567892"),
        ("690 1234 567892", "6901234567892"),
        (" 85123A\t", "85123A"),
        ("12-34", "12-34"),
        ("1E10", "1E10"),
        ("\x1b[31m6901", "[31m6901"),
        ("", ""),
        ("/", ""),
    ],
)
def test_codes_lose_what_only_looks(text: str, code: str) -> None:
    assert parse_code(text) == code


@pytest.mark.parametrize(("text", "code"), [("6.92117E+12", "E_GTIN_PRECISION"), ("69\x0001", "E_ENCODING")])
def test_a_code_that_lost_digits_is_named(text: str, code: str) -> None:
    found = parse_code(text)
    assert isinstance(found, ValueProblem)
    assert found.code == code
