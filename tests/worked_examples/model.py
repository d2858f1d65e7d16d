"""A second opinion on the cost of goods: rules R3 and R4 written down plainly in Decimal, slow and obvious.

It knows nothing of documents, recosting or databases. It is given everything that happened to one item and walks from
day to day. It was written from the rules, not from the program, so that both can be wrong only in different ways.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
ZERO = Decimal(0)


def fen(amount: Decimal) -> Decimal:
    """Round half up (away from zero) to the fen."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


@dataclass
class Day:
    """What happened to an item on one day: receipts as (quantity, cost of all), and what left by reason."""

    receipts: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    out: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class Outcome:
    """What a day comes to: quantity and value at its end, cost by reason (+), and what went to cost adjustment (+)."""

    quantity: Decimal
    value: Decimal
    cost: dict[str, Decimal]
    adjustment: Decimal


def walk(days: dict[date, Day], *, fifo: bool) -> dict[date, Outcome]:
    """Cost one item day by day: all receipts first, then everything that left."""
    quantity, value, last = ZERO, ZERO, (ZERO, Decimal(1))
    layers: list[list[Decimal]] = []
    outcomes = {}
    for on in sorted(days):
        day = days[on]
        adjustment = ZERO
        received = sum((q for q, _cost in day.receipts), ZERO)
        paid = sum((cost for _q, cost in day.receipts), ZERO)
        if received > 0:
            last = paid, received
            if quantity < 0:
                healed = fen((quantity + received) * paid / received)
                adjustment += value + paid - healed
                value, quantity = healed, quantity + received
                layers = [[quantity, value]] if quantity > 0 else []
            else:
                quantity, value = quantity + received, value + paid
                layers.append([received, paid])
        leaving = sum(day.out.values(), ZERO)
        there = min(max(quantity, ZERO), leaving)
        if fifo:
            cost = take_oldest(layers, there) + fen((leaving - there) * last[0] / last[1])
        else:
            cost = (value if there == quantity else fen(value * there / quantity)) if there > 0 else ZERO
            cost += fen((leaving - there) * last[0] / last[1])
        quantity, value = quantity - leaving, value - cost
        if quantity == 0:
            adjustment, value, layers = adjustment + value, ZERO, []
        outcomes[on] = Outcome(quantity, value, share(cost, day.out), adjustment)
    return outcomes


def take_oldest(layers: list[list[Decimal]], wanted: Decimal) -> Decimal:
    """Take a quantity out of the oldest layers and return its cost."""
    cost = ZERO
    while wanted > 0:
        quantity, amount = layers[0]
        if quantity <= wanted:
            layers.pop(0)
            cost, wanted = cost + amount, wanted - quantity
        else:
            part = fen(amount * wanted / quantity)
            layers[0] = [quantity - wanted, amount - part]
            cost, wanted = cost + part, ZERO
    return cost


def share(cost: Decimal, out: dict[str, Decimal]) -> dict[str, Decimal]:
    """Split a day's cost over the reasons by quantity, in order of name, so that the parts add up."""
    total = sum(out.values(), ZERO)
    shares, so_far, given = {}, ZERO, ZERO
    for reason in sorted(out):
        so_far += out[reason]
        upto = fen(cost * so_far / total) if total else ZERO
        shares[reason] = upto - given
        given = upto
    return shares
