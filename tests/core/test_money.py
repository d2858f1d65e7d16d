"""Exact numbers: rounding, refusing, splitting."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.core.errors import BadInput
from lstbo.core.money import allocate, decimal_of, money, price, quantity

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
WEIGHTS = st.lists(st.decimals(min_value=0, max_value=10**6, places=3), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1.005", "1.01"), ("-1.005", "-1.01"), ("2.344999", "2.34"), ("0.005", "0.01"), ("7", "7.00"), (" 1.5 ", "1.50")],
)
def test_half_a_fen_is_rounded_away_from_zero(text: str, fen: str) -> None:
    assert str(money(text)) == fen


def test_prices_have_four_places_and_quantities_three() -> None:
    assert str(price("1.23455")) == "1.2346"
    assert str(quantity("0.0005")) == "0.001"


@pytest.mark.parametrize("value", [1.5, True, None, b"1", "", "12,5", "1_000", "NaN", "-Infinity", "twelve", "1 2"])
def test_what_is_not_an_exact_number_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        decimal_of(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1E+99", "9" * 17, "-" + "9" * 40, "9999999999999999.995"])
def test_more_digits_than_a_book_keeps_are_refused_in_plain_words(text: str) -> None:
    with pytest.raises(BadInput, match="too large"):
        money(text)


def test_the_largest_amount_a_book_keeps_passes() -> None:
    assert str(money("9999999999999999.99")) == "9999999999999999.99"


def test_ten_yuan_over_three_loses_nothing() -> None:
    assert allocate(Decimal("10.00"), [1, 1, 1]) == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]


def test_without_weight_the_last_part_gets_everything() -> None:
    assert allocate(Decimal("-0.05"), [0, 0]) == [Decimal("0.00"), Decimal("-0.05")]
    with pytest.raises(BadInput):
        allocate(Decimal("1.00"), [])


@given(AMOUNTS, WEIGHTS)
def test_the_parts_add_up_and_stay_near_their_share(total: Decimal, weights: list[Decimal]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert all(part.as_tuple().exponent == -2 for part in parts)
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - total * weight / whole) <= Decimal("0.0101")


@given(AMOUNTS, WEIGHTS)
def test_a_part_without_weight_gets_nothing(total: Decimal, weights: list[Decimal]) -> None:
    if any(weights):
        for part, weight in zip(allocate(total, [*weights, Decimal(0)]), [*weights, Decimal(0)], strict=True):
            assert weight or not part


@given(AMOUNTS, WEIGHTS)
def test_a_refund_is_split_like_its_sale(total: Decimal, weights: list[Decimal]) -> None:
    assert allocate(-total, weights) == [-part for part in allocate(total, weights)]


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3), WEIGHTS)
def test_quantities_split_to_three_places(total: Decimal, weights: list[Decimal]) -> None:
    assert sum(allocate(total, weights, places=3)) == total
