"""What people type into a field is understood exactly, or refused in a sentence; nothing is rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.core.errors import BadInput
from lstbo.core.typed import TypedQuantity, in_unit, money_typed, plain_typing, quantity_typed

KEYS = st.text(alphabet="0123456789.,*+-x¥￥元块毛角分斤两箱半０１．。eE_NaInf ²①٣", max_size=12) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.50元", "12.50"),
        ("12.5", "12.50"),
        ("12.", "12.00"),
        (".5", "0.50"),
        (" 3 ", "3.00"),
        ("1,234.5", "1234.50"),
        ("¥1,234.5", "1234.50"),
        ("￥12", "12.00"),
        ("１２．５", "12.50"),
        ("12。5", "12.50"),
        ("3块", "3.00"),
        ("3块5", "3.50"),
        ("3块05", "3.05"),
        ("3块25", "3.25"),
        ("3元5角2分", "3.52"),
        ("5毛", "0.50"),
        ("2毛5", "0.25"),
        ("3块5毛", "3.50"),
        ("3块钱", "3.00"),
        ("12*3", "36.00"),
        ("12×3+5", "41.00"),
        ("100-20*2", "60.00"),
        ("2.5 x 3", "7.50"),
        ("1.255*2", "2.51"),
        ("0", "0.00"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_an_amount_is_read_as_people_type_it(text: str, amount: str) -> None:
    found = money_typed(text)
    assert (found, str(found)) == (Decimal(amount), amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "NaN",
        "Infinity",
        "inf",
        "1e5",
        "1_000",
        "0x1f",
        "--3",
        "3-",
        "12*",
        "*3",
        "1,23",
        "1,2345",
        "1.2.3",
        "12.505",
        "0.001*1",
        "6900061530635",
        "1000000000000",
        "-5",
        "5-6",
        "3块5*2",
        "12/3",
        "(1+2)",
        "12 50",
        "①",
        "12²",
        "٣",
        "12元元",
        "￥",
        "9" * 41,
        "9*" * 19 + "9",
        "0.0000000000000000000000000000000001",
        "三块",
    ],
)
def test_anything_else_is_no_amount(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        money_typed(text)
    assert refusal.value.message.endswith(".")


def test_less_than_zero_is_an_amount_where_that_is_allowed() -> None:
    assert money_typed("-12.5", negative=True) == Decimal("-12.50")
    assert money_typed("5-6", negative=True) == Decimal("-1.00")
    assert str(money_typed("-0", negative=True)) == "0.00"


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("3", "3", None),
        ("1.5", "1.5", None),
        ("1,000", "1000", None),
        ("３", "3", None),
        ("0", "0", None),
        ("1.5斤", "1.5", "斤"),
        ("半斤", "0.5", "斤"),
        ("2斤3两", "2.3", "斤"),
        ("2斤半", "2.5", "斤"),
        ("3两", "3", "两"),
        ("两斤", "2", "斤"),
        ("两两", "2", "两"),
        ("2公斤", "2", "kg"),
        ("0.75 KG", "0.75", "kg"),
        ("500g", "500", "g"),
        ("500克", "500", "g"),
        ("330ml", "330", "ml"),
        ("1.5升", "1.5", "l"),
        ("2箱", "2", "箱"),
        ("2 cases", "2", "箱"),
        ("十箱", "10", "箱"),
        ("3件", "3", "件"),
        ("1提", "1", "提"),
        ("6条", "6", "条"),
        ("３瓶", "3", "瓶"),
    ],
)
def test_a_quantity_is_read_with_its_unit(text: str, quantity: str, unit: str | None) -> None:
    assert quantity_typed(text) == TypedQuantity(Decimal(quantity), unit)


@pytest.mark.parametrize("text", ["3*", "3×", "３＊", "3x", "3 X"])
def test_a_star_makes_a_multiplier_for_the_next_scan(text: str) -> None:
    assert quantity_typed(text) == TypedQuantity(Decimal(3), None, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "箱",
        "0*",
        "-3*",
        "-3",
        "3.1415",
        "1.2345斤",
        "3 forints",
        "3**",
        "*3",
        "NaN斤",
        "1e3",
        "半",
        "两",
        "6900061530635",
        "٣",
    ],
)
def test_anything_else_is_no_quantity(text: str) -> None:
    with pytest.raises(BadInput):
        quantity_typed(text)


def test_an_item_may_have_units_of_its_own() -> None:
    assert quantity_typed("3 扎啤", units=["扎啤"]) == TypedQuantity(Decimal(3), "扎啤")


@pytest.mark.parametrize(
    ("quantity", "unit", "wanted", "result"),
    [
        ("1.5", "斤", "kg", "0.75"),
        ("3", "两", "g", "150"),
        ("500", "g", "斤", "1"),
        ("2", "公斤", "g", "2000"),
        ("330", "ml", "l", "0.33"),
        ("3", "瓶", "瓶", "3"),
    ],
)
def test_weights_and_volumes_convert_exactly(quantity: str, unit: str, wanted: str, result: str) -> None:
    assert in_unit(Decimal(quantity), unit, wanted) == Decimal(result)


@pytest.mark.parametrize(("unit", "wanted"), [("箱", "瓶"), ("kg", "l"), ("瓶", "kg")])
def test_packs_do_not_convert_by_themselves(unit: str, wanted: str) -> None:
    assert in_unit(Decimal(1), unit, wanted) is None


@given(KEYS)
def test_nothing_typed_raises_anything_but_a_sentence(text: str) -> None:
    for read in (money_typed, quantity_typed):
        try:
            read(text)
        except BadInput as refusal:
            assert refusal.message


@given(st.decimals(min_value="0", max_value="99999999.99", places=2))
def test_an_amount_written_out_reads_back(amount: Decimal) -> None:
    for text in (str(amount), f"{amount:,}元", f"￥{amount}"):
        assert money_typed(text) == amount


@given(st.decimals(min_value="0", max_value="9999.999", places=3), st.sampled_from(["kg", "g", "斤", "两", "箱"]))
def test_a_quantity_written_out_reads_back(quantity: Decimal, unit: str) -> None:
    assert quantity_typed(f"{quantity}{unit}") == TypedQuantity(quantity, unit)


def test_full_width_typing_becomes_plain() -> None:
    assert plain_typing("￥１，２３４．５＊２") == "¥1,234.5*2"
