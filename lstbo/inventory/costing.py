"""The cost of one item from day to day (rules R3, R4 and R6), in whole numbers: no rounding that is not meant.

Quantities are thousandths of the stock unit, money is fen. A day is settled at once: what came in first, then
everything that left, at one unit cost (moving weighted average) or in layer order (FIFO). No order within the day
matters. Selling below zero is allowed: what is missing leaves at the last known cost, and the receipt that heals it
moves the difference to cost adjustment. Stock 0 has value 0, and value is conserved: before + in - out = after.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Key = tuple[str, str]
"""Reason and register."""

OVERSOLD: Key = ("oversold", "")


@dataclass(slots=True)
class Day:
    """What happened to one item on one day.

    `receipt_*`: goods received and their cost. `fixed_*`: movements whose cost was fixed when posted, in + / out -.
    `unpriced`: fixed movements of the document being posted, whose cost is today's cost (quantity per key).
    `out`: quantity that left per key, positive.
    """

    receipt_quantity: int = 0
    receipt_amount: int = 0
    fixed_quantity: int = 0
    fixed_amount: int = 0
    unpriced: dict[Key, int] = field(default_factory=dict)
    out: dict[Key, int] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """Stock of one item between two days: quantity, value, and the latest receipt's amount and quantity.

    `layers` are (quantity, amount), oldest first, used by FIFO only. A placeholder item keeps value at quantity 0.
    """

    quantity: int = 0
    value: int = 0
    last_amount: int = 0
    last_quantity: int = 1
    keeps_value: bool = False
    layers: list[tuple[int, int]] = field(default_factory=list)

    def at_last_cost(self, quantity: int) -> int:
        """Return the money for a quantity at the unit cost of the latest receipt (0 when there never was one)."""
        return half_up(quantity * self.last_amount, self.last_quantity)

    def at_unit_cost(self, quantity: int) -> int:
        """Return the money for a quantity at today's cost: value / quantity, or the last cost when nothing is there."""
        if self.quantity > 0:
            return half_up(quantity * self.value, self.quantity)
        return self.at_last_cost(quantity)


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded half away from zero; the denominator is positive."""
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def settle_day(state: State, day: Day, *, fifo: bool) -> dict[Key, int]:
    """Bring `state` over one day and return the money that entered (+) or left (-) per computed or unpriced key.

    Receipts and fixed movements are not in the result: their money is given. The key OVERSOLD carries what went to
    cost adjustment.
    """
    booked: dict[Key, int] = {}
    adjustment = _take_in(state, day, fifo)
    for key, quantity in sorted(day.unpriced.items()):
        booked[key] = state.at_unit_cost(quantity)
    returned = sum(day.unpriced.values())
    if returned:
        adjustment += _move_in(state, returned, sum(booked.values()), fifo)
    if day.out:
        _take_out(state, sorted(day.out.items()), booked, fifo)
    if state.quantity == 0 and state.value and not state.keeps_value:
        adjustment += state.value
        state.value = 0
        state.layers.clear()
    if adjustment:
        booked[OVERSOLD] = -adjustment
    return booked


def receive(state: State, quantity: int, amount: int, *, fifo: bool) -> bool:
    """Take in a delivery as `settle_day` does when nothing is oversold; return whether it was as plain as that."""
    if quantity <= 0 or state.quantity < 0:
        return False
    state.last_amount, state.last_quantity = amount, quantity
    if fifo:
        state.layers.append((quantity, amount))
    state.quantity += quantity
    state.value += amount
    return True


def leave(state: State, quantity: int, *, fifo: bool) -> int | None:
    """Return the cost of goods that leave under one key, as `settle_day` would, while some are left over.

    None, and nothing is done, when the day is not as plain as that.
    """
    held = state.quantity
    if not 0 < quantity < held or state.value < 0:
        return None
    cost = _take_fifo(state, quantity) if fifo else (2 * quantity * state.value + held) // (2 * held)
    state.quantity = held - quantity
    state.value -= cost
    return cost


def _take_out(state: State, out: list[tuple[Key, int]], booked: dict[Key, int], fifo: bool) -> None:
    """Let the day's quantities leave at one cost, shared over their keys.

    A negative quantity is goods that come back because an earlier day's leaving was undone. When such a day has both
    signs, every key is priced at the unit cost by itself and the last takes the remainder.
    """
    leaving = sum(quantity for _key, quantity in out)
    signs = {quantity > 0 for _key, quantity in out if quantity}
    apart = [(key, state.at_unit_cost(quantity)) for key, quantity in out] if len(signs) > 1 else []
    was_oversold = state.quantity < 0
    cost = _take_fifo(state, leaving) if fifo else _average_cost(state, leaving)
    state.value -= cost
    state.quantity -= leaving
    if fifo and was_oversold:
        state.layers = [(state.quantity, state.value)] if state.quantity > 0 else []
    if apart:
        booked.update((key, -amount) for key, amount in apart[:-1])
        booked[apart[-1][0]] = sum(amount for _key, amount in apart[:-1]) - cost
    else:
        _share(booked, out, cost, leaving)


def _take_in(state: State, day: Day, fifo: bool) -> int:
    if day.receipt_quantity > 0:
        state.last_amount, state.last_quantity = day.receipt_amount, day.receipt_quantity
    quantity = day.receipt_quantity + day.fixed_quantity
    amount = day.receipt_amount + day.fixed_amount
    return _move_in(state, quantity, amount, fifo)


def _move_in(state: State, quantity: int, amount: int, fifo: bool) -> int:
    """Add a quantity at an amount (both may be negative) and return what goes to cost adjustment."""
    adjustment = 0
    if quantity > 0 and state.quantity < 0:
        rest = state.quantity + quantity
        value = half_up(rest * amount, quantity)
        adjustment = state.value + amount - value
        state.quantity, state.value = rest, value
        state.layers = [(rest, value)] if rest > 0 else []
        return adjustment
    if fifo:
        if quantity > 0:
            state.layers.append((quantity, amount))
        elif quantity < 0:
            adjustment = amount + _take_fifo(state, -quantity)
            amount -= adjustment
        elif amount:
            _revalue_layers(state, amount)
    state.quantity += quantity
    state.value += amount
    return adjustment


def _average_cost(state: State, leaving: int) -> int:
    if leaving <= 0 or state.quantity >= leaving:
        return state.at_unit_cost(leaving)
    if state.quantity > 0:
        return state.value + state.at_last_cost(leaving - state.quantity)
    return state.at_last_cost(leaving)


def _take_fifo(state: State, leaving: int) -> int:
    """Take a quantity from the oldest layers and return its cost; quantity and value are left to the caller."""
    if leaving <= 0:
        cost = state.at_unit_cost(leaving)
        if leaving and state.quantity >= 0:
            state.layers.insert(0, (-leaving, -cost))
        return cost
    cost = 0
    while leaving and state.layers:
        quantity, amount = state.layers[0]
        if quantity <= leaving:
            state.layers.pop(0)
            cost += amount
            leaving -= quantity
        else:
            part = half_up(amount * leaving, quantity)
            state.layers[0] = (quantity - leaving, amount - part)
            cost += part
            leaving = 0
    return cost + state.at_last_cost(leaving)


def _revalue_layers(state: State, amount: int) -> None:
    total = sum(quantity for quantity, _amount in state.layers)
    running = given = 0
    for index, (quantity, value) in enumerate(state.layers):
        running += quantity
        upto = half_up(amount * running, total)
        state.layers[index] = (quantity, value + upto - given)
        given = upto


def _share(booked: dict[Key, int], keys: list[tuple[Key, int]], cost: int, leaving: int) -> None:
    """Split the day's cost over the keys by quantity; running totals make the parts add up to the fen."""
    running = given = 0
    for key, quantity in keys[:-1]:
        running += quantity
        sign = 1 if leaving > 0 else -1
        upto = sign * half_up(cost * running, sign * leaving) if leaving else 0
        booked[key] = given - upto
        given = upto
    booked[keys[-1][0]] = given - cost
