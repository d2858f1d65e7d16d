"""Which item a line sells: known, new, unknown, in packs, with a label of the shop's scale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lstbo.catalog import NewItem, create_items
from lstbo.exchange.mapping import map_held
from tests.books import MILK
from tests.shop_files import Shop, codes, line, outcomes

EAN = "6928804011142"


def label(prefix: str, item: str, value: str) -> str:
    """A code as the shop's scale prints it; its check digit is nobody's business."""
    return f"{prefix}{item}{value}0"


@pytest.fixture
def meat(shop: Shop) -> Shop:
    """The shop, selling meat by the kilo under number 00077 on its labels."""
    with shop.book.write("meat") as tx:
        doc = tx.document("catalog", "items", business_date=date(2026, 1, 1))
        create_items(
            tx,
            [NewItem(code="77", name="pork", category="meat", unit="kg", price=Decimal("20.00"))],
            doc=doc,
            valid_from=date(2026, 1, 1),
        )
    return shop


def test_unknown_item_is_made_from_its_line(shop: Shop) -> None:
    found = shop.give(
        [
            line(name="gum", barcode="6901028075831", unit_price="2"),
            line("R2", name="gum", barcode="6901028075831", unit_price="2"),
            line("R3", item="X9"),
        ]
    )
    assert outcomes(found) == {"accepted": 3}
    assert shop.rows("SELECT code, name, status FROM catalog.v_item WHERE id > 5 ORDER BY code") == [
        ("6901028075831", "gum", "new"),
        ("X9", "X9", "new"),
    ]
    assert sorted(shop.stock().values()) == ["-1", "-2"]


def test_item_is_found_by_code_barcode_variant_or_name(shop: Shop) -> None:
    ways = [
        {"item": "m"},
        {"barcode": EAN},
        {"barcode": "10" + EAN},
        {"barcode": "６９２８８０４０１１１４２"},
        {"barcode": "6928804\u200b011142"},
        {"name": "milk"},
        {"name": "MILK"},
        {"item": EAN},
    ]
    assert outcomes(shop.give([line(f"R{n}", **way) for n, way in enumerate(ways)])) == {"accepted": len(ways)}
    assert shop.stock() == {MILK: f"-{len(ways)}"}


def test_unknown_item_on_hold_keeps_its_money_and_moves_no_goods(shop: Shop) -> None:
    found = shop.give(
        [line(tender="cash"), line("R2", name="gum", unit_price="2", tender="cash"), line("R2")], unknown="hold"
    )
    assert outcomes(found) == {"accepted": 1, "held": 2} and (found.receipts, found.net, found.exit_code) == (2, 12, 3)
    assert codes(found) == [(3, "H_SKU_UNKNOWN")] and found.problems[0].value == "gum"
    assert (shop.balance("sales_unmapped"), shop.balance("till_cash"), shop.stock()) == ("-1.98", "12.00", {1: "-2"})
    assert shop.scalar("SELECT count(*) FROM catalog.item") == 5
    before = shop.content()
    assert outcomes(
        shop.give([line("R2", name="gum", unit_price="2", tender="cash"), line("R2")], "again.csv", unknown="hold")
    ) == {"duplicate": 2}
    assert shop.content() == before
    shop.proven()


def test_what_waits_is_the_unknown_payment_and_not_the_known_one_beside_it(shop: Shop) -> None:
    found = shop.give([line(tender="cash"), line(tender="smile")])
    assert outcomes(found) == {"held": 2} and [problem.value for problem in found.problems] == ["smile"]
    assert shop.rows("SELECT text, amount::VARCHAR FROM sales.held") == [("smile", "10.00")]


def test_mapping_leaves_no_fen_behind(shop: Shop) -> None:
    rows = [line(unit_price="0.49", tender="cash"), line(name="gum", unit_price="0.50", tender="cash")]
    found = shop.give(rows, unknown="hold")
    with shop.book.write("map") as tx:
        map_held(tx, "gum", "milk")
    assert (shop.balance("sales_unmapped"), shop.balance("sales"), shop.balance("output_tax")) == ("0.00", "-0.98", "-0.01")
    shop.undo(found.batch)
    assert shop.ledger() == []


def test_mapping_gives_a_held_line_its_goods_and_its_revenue(shop: Shop) -> None:
    rows = [line("R2", name="gum", quantity="3", unit_price="2", tender="smile")]
    found = shop.give(rows, unknown="hold")
    assert codes(found) == [(2, "H_SKU_UNKNOWN"), (2, "H_TENDER_UNKNOWN")]
    assert (shop.balance("tender_unmapped"), shop.balance("sales")) == ("6.00", "0.00")
    with shop.book.write("map") as tx:
        map_held(tx, "gum", "milk")
        map_held(tx, "smile", "wechat", kind="tender")
    assert (
        shop.balance("tender_unmapped"),
        shop.balance("sales_unmapped"),
        shop.balance("wallet.wechat"),
        shop.stock(),
    ) == ("0.00", "0.00", "6.00", {1: "-3"})
    shop.proven()
    assert (
        outcomes(shop.give(rows, "again.csv", unknown="hold"))
        == outcomes(shop.give(rows, "and again.csv"))
        == {"duplicate": 1}
    )
    shop.undo(found.batch)
    assert shop.ledger() == []
    shop.proven()


def test_unknown_status_and_unknown_price_post_nothing(shop: Shop) -> None:
    found = shop.give(
        [
            line(kind="perhaps"),
            line("R2", item="", name="gum", unit_price=""),
            line("R3"),
            line("R3", item="", name="tea", unit_price=""),
        ]
    )
    assert outcomes(found) == {"held": 4} and (found.net, found.exit_code, shop.stock()) == (0, 3, {})
    assert codes(found) == [
        (2, "H_STATUS_UNKNOWN"),
        (3, "H_PRICE_UNKNOWN"),
        (4, "H_PRICE_UNKNOWN"),
        (5, "H_PRICE_UNKNOWN"),
    ]


def test_line_without_money_takes_the_price_of_its_day(shop: Shop) -> None:
    found = shop.give(
        [
            line(unit_price="", quantity="3"),
            line("R2", item="n", unit_price="", discount="0.50"),
            line("R3", quantity="2", unit_price="", net="8.00"),
        ]
    )
    assert (found.gross, found.discount, found.net) == (Decimal("27.50"), Decimal("0.50"), 27)


def test_pack_barcode_sells_units_and_keeps_the_money(shop: Shop) -> None:
    with shop.book.write("pack") as tx:
        tx.execute(
            """INSERT INTO catalog.barcode SELECT * REPLACE ('16928804011149' AS code, '16928804011149' AS key,
                      12 AS pack_quantity) FROM catalog.barcode WHERE item = 1"""
        )
    found = shop.give([line(barcode="16928804011149", quantity="2", unit_price="55.00", tender="cash")])
    assert (found.net, shop.stock()) == (110, {1: "-24"})
    assert shop.rows("SELECT unit_price::VARCHAR, net::VARCHAR FROM sales.receipt_line") == [("4.5833", "110.00")]
    assert outcomes(
        shop.give([line(barcode="16928804011149", quantity="2", unit_price="55.00", tender="cash")], "again.csv")
    ) == {"duplicate": 1}


PRICE_LABELS = [
    ({"quantity": "0.512", "unit_price": "20.00"}, "-0.512", "10.24"),  # the till did the sum
    ({"quantity": "1", "unit_price": "20.00", "net": "10.24"}, "-0.512", "10.24"),
    ({"quantity": "1", "unit_price": "20.00"}, "-0.512", "10.24"),
    ({"quantity": "1", "unit_price": "", "net": "10.24"}, "-0.512", "10.24"),
    ({"quantity": "1", "unit_price": ""}, "-0.512", "10.24"),
    ({"quantity": "2", "unit_price": "20.00", "net": "20.48"}, "-1.024", "20.48"),
    ({"quantity": "1", "unit_price": "20.00", "discount": "1.24", "net": "9.00"}, "-0.512", "9.00"),
    ({"kind": "refund", "quantity": "-1", "unit_price": "20.00", "net": "-10.24"}, "0.512", "-10.24"),
]
WEIGHT_LABELS = [
    ({"quantity": "0.512", "unit_price": "20.00"}, "-0.512", "10.24"),
    ({"quantity": "1", "unit_price": "20.00", "net": "10.24"}, "-0.512", "10.24"),
    ({"quantity": "1", "unit_price": "20.00"}, "-0.512", "10.24"),
    ({"quantity": "1", "unit_price": "10.24", "net": "10.24"}, "-0.512", "10.24"),
    ({"quantity": "2", "unit_price": "10.24", "net": "20.48"}, "-1.024", "20.48"),
    ({"quantity": "1", "unit_price": ""}, "-0.512", "10.24"),
    ({"quantity": "-1", "unit_price": "20.00", "net": "-10.24"}, "0.512", "-10.24"),
]


@pytest.mark.parametrize(
    ("code", "lines"), [(label("21", "00077", "01024"), PRICE_LABELS), (label("22", "00077", "00512"), WEIGHT_LABELS)]
)
def test_label_tells_the_amount_or_the_weight(
    meat: Shop, code: str, lines: list[tuple[dict[str, str], str, str]]
) -> None:
    found = meat.give(
        [line(f"R{number}", barcode=code, **cells) for number, (cells, _quantity, _net) in enumerate(lines)]
    )
    assert outcomes(found) == {"accepted": len(lines)}
    booked = meat.rows("SELECT item, (-quantity)::VARCHAR, net::VARCHAR FROM sales.receipt_line ORDER BY row_no")
    assert booked == [(6, quantity, net) for _cells, quantity, net in lines]


def test_sticker_of_something_sold_by_the_piece_is_no_weight(shop: Shop) -> None:
    shop.give([line(barcode=label("22", "00099", "00512"), name="noodles", net="5.00")])
    assert shop.stock() == {2: "-1"}


def test_label_that_contradicts_its_line_is_rejected(meat: Shop) -> None:
    found = meat.give(
        [line(barcode=label("21", "00077", "01024"), quantity="1", unit_price="20.00", net="7.00"), line("R2")]
    )
    assert codes(found) == [(2, "E_TOTALS")] and found.net == 5


def test_code_without_its_digits_or_with_two_items_is_never_guessed(shop: Shop) -> None:
    found = shop.give(
        [line(barcode="6.92880401114E+12"), line("R2", barcode=f"{EAN}.0"), line("R3", barcode="6928 8040 11142")]
    )
    assert codes(found) == [(2, "E_GTIN_PRECISION")] and shop.stock() == {1: "-2"}


def test_held_sale_and_return_are_mapped_each_to_its_own_account(shop: Shop) -> None:
    shop.buy(date(2026, 1, 2), (MILK, "5", "2.00"))
    rows = [
        line("R2", name="gum", unit_price="2", tender="cash"),
        line("R3", name="gum", quantity="-1", unit_price="2", tender="cash"),
    ]
    batch = shop.give(rows, unknown="hold").batch
    shop.lock("2026-01")
    with shop.book.write("map") as tx:
        map_held(tx, "gum", "milk")
    assert (shop.balance("sales"), shop.balance("sales_returns")) == ("-1.98", "1.98")
    shop.undo(batch)
    assert (shop.balance("sales"), shop.balance("sales_returns"), shop.balance("inventory"), shop.stock()) == (
        "0.00",
        "0.00",
        "10.00",
        {1: "5"},
    )
    shop.proven()


def test_tax_code_and_day_without_a_rule_are_said(shop: Shop) -> None:
    found = shop.give([line(at="1995-01-01 10:00:00"), line("R2", tax_code="VAT99"), line("R3", tax_code="EXEMPT")])
    assert (found.net, f"{found.tax:.2f}") == (15, "0.05")
    assert shop.rows("SELECT tax_code, tax_rate::VARCHAR FROM sales.receipt_line ORDER BY row_no") == [
        ("VAT", "0.000000"),
        ("VAT", "0.010000"),
        ("EXEMPT", "0.000000"),
    ]
    assert sum("VAT99" in note or "1995" in note for note in found.notes) == 2
