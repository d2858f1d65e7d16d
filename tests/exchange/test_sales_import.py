"""Standard sales files: what each line becomes, and that nothing is lost on the way."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lstbo.core.errors import BadInput
from tests.shop_files import HEADER, Shop, codes, line, outcomes


def test_sale_reaches_every_book(shop: Shop) -> None:
    found = shop.give(
        [line(tender="cash", quantity="3"), line("R2", tender="wechat", item="n", unit_price="4.50", register="2")]
    )
    assert found.to_json() | {"rejects_file": None} == {
        "batch": found.batch,
        "file": "day.csv",
        "profile": "standard",
        "rows": 2,
        "accepted": 2,
        "duplicate": 0,
        "superseded": 0,
        "held": 0,
        "rejected": 0,
        "ignored": 0,
        "receipts": 2,
        "first_date": "2026-01-10",
        "last_date": "2026-01-10",
        "gross": "19.50",
        "discount": "0.00",
        "refunds": "0.00",
        "tax": "0.19",
        "net": "19.50",
        "tenders": {"cash": "15.00", "wechat": "4.50"},
        "rejects_file": None,
    }
    assert (
        shop.balance("till_cash"),
        shop.balance("wallet.wechat"),
        shop.balance("sales"),
        shop.balance("output_tax"),
    ) == ("15.00", "4.50", "-19.31", "-0.19")
    assert shop.stock() == {1: "-3", 2: "-1"} and found.exit_code == 0
    assert shop.scalar("SELECT count(*) FROM accounting.journal_entry") == 2  # one per register
    shop.proven()


def test_refund_and_return_line_bring_money_and_goods_back(shop: Shop) -> None:
    found = shop.give(
        [
            line(quantity="3", tender="cash"),
            line("R2", kind="refund", quantity="-1", net="-5.00", tender="cash"),
            line("R3", quantity="2", tender="cash"),
            line("R3", quantity="-1", item="n", unit_price="4.50"),
        ]
    )
    assert (found.gross, found.refunds, found.net, found.tenders) == (25, 9.5, 15.5, {"cash": 15.5})
    assert shop.stock() == {1: "-4", 2: "1"}
    assert shop.rows("SELECT number, kind FROM sales.receipt ORDER BY id") == [
        ("R1", "sale"),
        ("R2", "refund"),
        ("R3", "sale"),
    ]
    shop.proven()


def test_void_lines_are_ignored_and_leave_the_rest_of_the_receipt(shop: Shop) -> None:
    found = shop.give([line(kind="void", net="999"), line("R2", tender="cash"), line("R2", kind="void", item="n")])
    assert outcomes(found) == {"accepted": 1, "ignored": 2} and found.net == 5
    assert shop.rows("SELECT number, lines FROM sales.receipt") == [("R2", 1)]


@pytest.mark.parametrize("texts", [("cash:4.50;wechat:5.50", ""), ("cash:4.50;wechat:5.50",) * 2])
def test_several_tenders_count_once_however_often_they_are_written(shop: Shop, texts: tuple[str, str]) -> None:
    found = shop.give([line(tender=texts[0]), line(tender=texts[1])])
    assert found.tenders == {"cash": 4.5, "wechat": 5.5}
    assert (shop.balance("till_cash"), shop.balance("wallet.wechat")) == ("4.50", "5.50")


def test_tender_only_on_the_first_line_pays_for_all(shop: Shop) -> None:
    assert shop.give([line(tender="alipay"), line(item="n", unit_price="4.50"), line("R2", tender="cash")]).tenders == {
        "alipay": 9.5,
        "cash": 5,
    }


def test_different_tenders_on_the_lines_pay_for_their_own_lines(shop: Shop) -> None:
    assert shop.give([line(tender="alipay"), line(item="n", unit_price="4.50", tender="cash")]).tenders == {
        "alipay": 5,
        "cash": 4.5,
    }


def test_discount_lowers_net_and_is_shown(shop: Shop) -> None:
    found = shop.give(
        [line(quantity="2", discount="1.50", net="8.50", tender="cash"), line("R2", discount="0.50", tender="cash")]
    )
    assert (found.gross, found.discount, found.net) == (15, 2, 13)


def test_refund_of_a_discounted_line_adds_up(shop: Shop) -> None:
    found = shop.give(
        [
            line(quantity="2", discount="1.50", net="8.50"),
            line("R2", kind="refund", quantity="-2", discount="-1.50", net="-8.50"),
        ]
    )
    assert (found.gross, found.discount, found.refunds, found.net) == (10, 1.5, 8.5, 0)
    assert shop.balance("sales") == "-8.42" and shop.stock() == {}
    shop.proven()


def test_paid_a_little_less_is_rounding(shop: Shop) -> None:
    paid = ["9.50", "9.01", "9.00", "10.02", "10.03"]
    found = shop.give(
        [
            text
            for at, amount in enumerate(paid)
            for text in (line(f"R{at}", amount_paid=amount, tender="cash"), line(f"R{at}"))
        ]
    )
    assert outcomes(found) == {"accepted": 6, "rejected": 4} and {problem.receipt for problem in found.problems} == {
        "R2",
        "R4",
    }
    assert shop.rows("SELECT rounding::VARCHAR FROM sales.receipt ORDER BY number") == [
        ("0.50",),
        ("0.99",),
        ("-0.02",),
    ]
    assert (f"{found.tenders['rounding']:.2f}", shop.balance("rounding")) == ("1.47", "1.47")
    shop.proven()


def bad_values() -> list[tuple[dict[str, str], str, str]]:
    """Each (cells of a line, code, field) of the table beside this file: what is wrong, and what it is called."""
    _header, *rows = csv.reader(Path(__file__).with_name("bad_sales_values.csv").read_text("utf-8").splitlines())
    return [({cell.split("=")[0]: cell.split("=")[1] for cell in cells}, code, field) for code, field, *cells in rows]


BAD_VALUES = bad_values()


def test_bad_value_rejects_its_receipt_and_no_other(shop: Shop) -> None:
    bad = [line(f"B{number}", **cells) for number, (cells, _code, _field) in enumerate(BAD_VALUES)]
    good = [line(f"G{number}") for number in range(len(bad))]
    found = shop.give([text for pair in zip(good, bad, strict=True) for text in pair])
    wanted = [(2 * n + 3, code, field, f"B{n}") for n, (_cells, code, field) in enumerate(BAD_VALUES)]
    assert [(p.row, p.code, p.field, p.receipt) for p in found.problems] == wanted
    assert outcomes(found) == {"accepted": len(good), "rejected": len(bad)} and found.exit_code == 3
    assert found.net == 5 * len(good) and shop.scalar("SELECT count(*) FROM sales.receipt") == len(good)


def test_mistake_of_the_whole_file_posts_nothing(shop: Shop) -> None:
    found = shop.give([line(f"B{number}", **cells) for number, (cells, _code, _field) in enumerate(BAD_VALUES[:30])])
    assert (outcomes(found), found.exit_code, shop.scalar("SELECT count(*) FROM catalog.item")) == (
        {"rejected": 30},
        1,
        5,
    )


def test_first_and_last_day_that_count_are_booked(shop: Shop) -> None:
    assert outcomes(shop.give([line(at="1990-01-01 00:00:00"), line(at="2026-02-02 23:59:59")])) == {"accepted": 2}


def test_value_written_another_way_is_read(shop: Shop) -> None:
    ways = [
        {"quantity": "１", "unit_price": "５．００"},
        {"unit_price": "¥5.00", "net": "¥5.00"},
        {"net": "5.000000"},
        {"discount": "-0", "net": "5"},
        {"discount": "-"},
        {"net": " 5.0 "},
        {"unit_price": "5.0000"},
        {"quantity": "1.000"},
    ]
    found = shop.give([line(f"R{n}", **cells) for n, cells in enumerate(ways)])
    assert found.net == 5 * len(ways) and outcomes(found) == {"accepted": len(ways)}


def test_one_bad_line_takes_its_whole_receipt_and_nothing_else(shop: Shop) -> None:
    found = shop.give(
        [line(), line("R2"), line("R2", quantity="x"), line("R2", item="n", unit_price="4.50"), line("R3")]
    )
    assert outcomes(found) == {"accepted": 2, "rejected": 3}
    assert codes(found) == [(3, "E_NUMBER"), (4, "E_NUMBER"), (5, "E_NUMBER")]
    assert [problem.message_en.startswith("another line") for problem in found.problems] == [True, False, True]


def test_damaged_line_takes_its_receipt_along(shop: Shop) -> None:
    found = shop.give([line(), line("R2"), 'R2,2026-01-10 09:00:00,"', line("R2"), line("R3"), line("R4") + ",,more"])
    assert outcomes(found) == {"accepted": 2, "rejected": 4}
    assert codes(found) == [(3, "E_ROW_WIDTH"), (4, "E_ROW_WIDTH"), (5, "E_ROW_WIDTH"), (7, "E_ROW_WIDTH")]
    assert shop.rows("SELECT number FROM sales.receipt ORDER BY number") == [("R1",), ("R3",)]


def test_damaged_line_of_one_day_does_not_reject_the_same_number_of_another(shop: Shop) -> None:
    found = shop.give([line(), "R1,2026-01-11 09:00:00", line(at="2026-01-11 09:00:00")])
    assert outcomes(found) == {"accepted": 1, "rejected": 2}


def test_quote_that_never_closes_swallows_no_good_line(shop: Shop) -> None:
    good = [line(f"R{number}", name='"milk, 1 l"') for number in range(40)]
    found = shop.give([*good[:20], line("BAD", name='"half'), line("BAD2", register='"1', name="a,b"), *good[20:]])
    assert outcomes(found) == {"accepted": 41, "rejected": 1} and codes(found)[0][0] == 23
    assert shop.scalar("SELECT count(*) FROM sales.receipt WHERE number LIKE 'R%'") == 40


def test_nul_in_a_barcode_rejects_its_line(shop: Shop) -> None:
    found = shop.give([line(), line("R2", barcode="69288\x0004011142"), line("R3")])
    assert outcomes(found) == {"accepted": 2, "rejected": 1} and codes(found) == [(3, "E_ENCODING")]


def test_header_alone_is_a_day_without_sales(shop: Shop) -> None:
    found = shop.give([])
    assert (found.rows, found.exit_code, found.batch, found.rejects_file) == (0, 0, None, None)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   \n"])
def test_empty_file_is_refused(shop: Shop, content: bytes) -> None:
    with pytest.raises(BadInput):
        shop.give(content)


def test_lines_that_are_no_sales_are_told_apart(shop: Shop) -> None:
    total = "合计" + "," * (HEADER.count(",") - 2) + "10.00,,"
    found = shop.give([line(), "", HEADER, line("R2"), "," * HEADER.count(","), total, "", ""])
    assert outcomes(found) == {"accepted": 2, "ignored": 2} and found.exit_code == 0


def test_file_without_one_good_line_is_refused_whole(shop: Shop) -> None:
    found = shop.give([line(quantity="x"), line("R2", quantity="y")])
    assert (outcomes(found), found.exit_code, found.batch) == ({"rejected": 2}, 1, None)
    assert found.rejects_file and Path(found.rejects_file).exists()
    assert shop.scalar("SELECT count(*) FROM storage.document") == 1


def test_tax_is_taken_once_from_the_total_of_the_entry(shop: Shop) -> None:
    days = [
        (["5.05"], "0.05"),
        (["0.50"] * 3, "0.01"),
        (["0.51"] * 100, "0.50"),
        (["10.10"], "0.10"),
        (["50.50", "-50.50"], "0.00"),
        (["-5.05"], "-0.05"),
    ]
    rows = [
        line(
            f"R{n}",
            at=f"2026-01-{at:02} 10:00:00",
            quantity="-1" if text.startswith("-") else "1",
            unit_price="",
            net=text,
        )
        for at, (amounts, _tax) in enumerate(days, 1)
        for n, text in enumerate(amounts)
    ]
    found = shop.give(rows)
    wanted = [tax for _amounts, tax in days]
    assert [
        tax
        for (tax,) in shop.rows("SELECT sum(tax)::VARCHAR FROM sales.receipt GROUP BY event_date ORDER BY event_date")
    ] == wanted
    assert f"{found.tax:.2f}" == "0.61" and shop.balance("output_tax") == "-0.61"
    shop.proven()


def test_amounts_beyond_all_reason_break_nothing(shop: Shop) -> None:
    rows = [line(f"R{n}", unit_price="", net="999999999999.00") for n in range(30)] + [
        line("Q", quantity="999999999999", unit_price="0.01")
    ]
    assert outcomes(shop.give(rows)) == {"accepted": 31}
    shop.proven()


def test_discount_with_the_other_sign_is_turned_when_only_so_the_line_adds_up(shop: Shop) -> None:
    found = shop.give(
        [
            line(discount="-0.50", net="4.50"),
            line("R2", discount="-0.50", net="5.50"),
            line("R3", quantity="-2", discount="1.50", net="-8.50"),
        ]
    )
    assert (found.gross, found.discount, found.refunds, found.net) == (10, 0, 8.5, 1.5)


def test_amounts_paid_of_refunds_and_lines_are_understood(shop: Shop) -> None:
    found = shop.give(
        [
            line(kind="refund", quantity="-1", net="-5.00", amount_paid="5.00", tender="cash"),
            line("R2", kind="refund", quantity="-1", tender="cash:2;wechat:3"),
            line("R3", amount_paid="5.00", tender="cash"),
            line("R3", item="n", unit_price="4.50", amount_paid="4.50", tender="cash"),
        ]
    )
    assert outcomes(found) == {"accepted": 4} and found.tenders == {"cash": 2.5, "wechat": -3}
