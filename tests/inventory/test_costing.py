"""The cost of one item from day to day (R3, R4, R6): quantities in thousandths, money in fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.inventory.costing import OVERSOLD, Day, State, half_up, leave, receive, settle_day

SALE, WASTE, BACK = ("sale", ""), ("expired", ""), ("customer_return", "")


def bought(quantity: int, fen: int, **rest: object) -> Day:
    return Day(receipt_quantity=quantity * 1000, receipt_amount=fen, **rest)  # type: ignore[arg-type]


def sold(quantity: int) -> Day:
    return Day(out={SALE: quantity * 1000})


def after(*days: Day, fifo: bool = False) -> tuple[int, int, dict[tuple[str, str], int]]:
    """Quantity (units), value and the last day's bookings."""
    state = State()
    booked = {}
    for day in days:
        booked = settle_day(state, day, fifo=fifo)
    return state.quantity // 1000, state.value, booked


@pytest.mark.parametrize(
    ("numerator", "denominator", "result"), [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 10, 2)]
)
def test_halves_round_away_from_zero(numerator: int, denominator: int, result: int) -> None:
    assert half_up(numerator, denominator) == result


def test_the_average_moves_with_every_receipt() -> None:
    assert after(bought(10, 2000), bought(10, 3000), sold(4)) == (16, 4000, {SALE: -1000})


def test_first_in_goes_out_first() -> None:
    assert after(bought(10, 2000), bought(10, 3000), sold(14), fifo=True) == (6, 1800, {SALE: -3200})


def test_receipts_of_the_day_come_before_what_left() -> None:
    both = Day(receipt_quantity=10_000, receipt_amount=3000, out={SALE: 10_000})
    assert after(bought(10, 2000), both) == (10, 2500, {SALE: -2500})


def test_the_last_unit_takes_the_last_fen() -> None:
    assert after(bought(3, 100), sold(1), sold(1), sold(1)) == (0, 0, {SALE: -33})


def test_selling_what_is_not_there_costs_the_last_price() -> None:
    assert after(bought(2, 400), sold(5)) == (-3, -600, {SALE: -1000})


@pytest.mark.parametrize("fifo", [False, True])
def test_a_receipt_heals_the_oversold_and_the_difference_is_adjusted(fifo: bool) -> None:
    assert after(bought(2, 400), sold(5), bought(10, 3000), fifo=fifo) == (7, 2100, {OVERSOLD: -300})


@pytest.mark.parametrize("fifo", [False, True])
def test_goods_sold_before_any_receipt_cost_nothing_until_it_comes(fifo: bool) -> None:
    assert after(sold(5), fifo=fifo) == (-5, 0, {SALE: 0})
    assert after(sold(5), bought(2, 300), fifo=fifo) == (-3, -450, {OVERSOLD: -750})
    assert after(sold(5), bought(2, 300), bought(3, 600), fifo=fifo) == (0, 0, {OVERSOLD: -150})


def test_a_days_cost_is_shared_and_adds_up() -> None:
    state = State()
    settle_day(state, bought(3, 100), fifo=False)
    booked = settle_day(state, Day(out={SALE: 1000, WASTE: 1000, ("own_use", ""): 1000}), fifo=False)
    assert booked == {WASTE: -33, ("own_use", ""): -34, SALE: -33}


def test_an_unlinked_return_comes_in_at_todays_cost_and_stays_so() -> None:
    back = Day(unpriced={BACK: 2000})
    assert after(bought(10, 2500), sold(5), back) == (7, 1750, {BACK: 500})


def test_a_fixed_movement_is_taken_at_its_money() -> None:
    assert after(bought(10, 2000), Day(fixed_quantity=-2000, fixed_amount=-700)) == (8, 1300, {})
    assert after(bought(10, 2000), Day(fixed_amount=300)) == (10, 2300, {})


def test_value_without_goods_goes_to_adjustment_but_for_placeholders() -> None:
    assert after(bought(1, 100), sold(1), Day(fixed_amount=50)) == (0, 0, {OVERSOLD: -50})
    placeholder = State(keeps_value=True)
    settle_day(placeholder, Day(receipt_amount=5000), fifo=False)
    assert (placeholder.quantity, placeholder.value) == (0, 5000)


def test_a_sale_undone_on_a_later_day_comes_back_at_the_cost_of_that_day() -> None:
    undone = Day(out={SALE: -2000})
    assert after(bought(10, 2000), sold(4), undone) == (8, 1600, {SALE: 400})
    assert after(bought(10, 2000), sold(4), undone, fifo=True) == (8, 1600, {SALE: 400})


@pytest.mark.parametrize("fifo", [False, True])
def test_undone_and_new_in_equal_parts_cancel_out(fifo: bool) -> None:
    day = Day(out={SALE: -3000, WASTE: 3000})
    assert after(bought(10, 2000), sold(4), day, fifo=fifo) == (6, 1200, {SALE: 600, WASTE: -600})


@pytest.mark.parametrize("fifo", [False, True])
def test_nothing_left_and_nothing_undone_in_several_reasons_costs_nothing(fifo: bool) -> None:
    day = Day(out={SALE: 0, WASTE: 0})
    assert after(bought(10, 2000), day, fifo=fifo) == (10, 2000, {SALE: 0, WASTE: 0})


def test_oversold_goods_that_come_back_in_number_are_a_layer_again() -> None:
    days = (bought(1, 200), sold(5), Day(out={SALE: -7000}), sold(3))
    assert after(*days, fifo=True) == (0, 0, {SALE: -600})


moves = st.lists(
    st.tuples(st.sampled_from(["in", "out", "both", "back", "fixed"]), st.integers(1, 9000), st.integers(0, 9999)),
    max_size=25,
)


@given(history=moves, fifo=st.booleans())
def test_money_and_quantities_are_conserved_whatever_happens(history: list[tuple[str, int, int]], fifo: bool) -> None:
    state, given_in, quantity = State(), 0, 0
    booked_out = 0
    for kind, n, fen in history:
        day = Day()
        if kind in ("in", "both"):
            day.receipt_quantity, day.receipt_amount = n, fen
        if kind in ("out", "both"):
            day.out = {SALE: n // 2 + 1, WASTE: n // 3}
        if kind == "back":
            day.unpriced = {BACK: n}
        if kind == "fixed":
            day.fixed_quantity, day.fixed_amount = -n, -fen
        booked = settle_day(state, day, fifo=fifo)
        booked_out += sum(booked.values())
        given_in += day.receipt_amount + day.fixed_amount
        quantity += day.receipt_quantity + day.fixed_quantity + sum(day.unpriced.values()) - sum(day.out.values())
        assert state.quantity == quantity
        assert state.value == given_in + booked_out
        assert state.quantity or not state.value
        if fifo and state.quantity > 0:
            assert sum(q for q, _fen in state.layers) == state.quantity
            assert sum(f for _q, f in state.layers) == state.value


plain_moves = st.lists(st.tuples(st.integers(-3000, 9000), st.integers(0, 99_999), st.integers(0, 9000)), max_size=12)


@given(history=plain_moves, fifo=st.booleans())
def test_the_short_way_through_a_plain_day_is_the_long_way(history: list[tuple[int, int, int]], fifo: bool) -> None:
    long, short = State(), State()
    for came, cost, went in history:
        out = {SALE: went} if went else {}
        expected = settle_day(long, Day(receipt_quantity=came, receipt_amount=cost, out=dict(out)), fifo=fifo)
        day = Day(out=dict(out))
        if not receive(short, came, cost, fifo=fifo):
            day.receipt_quantity, day.receipt_amount = came, cost
            booked = settle_day(short, day, fifo=fifo)
        else:
            left = leave(short, went, fifo=fifo)
            booked = settle_day(short, day, fifo=fifo) if left is None else {SALE: -left}
        assert booked == expected
        assert short == long
