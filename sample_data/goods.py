"""Articles, sold lines and how figures are counted and written.

Money is counted in fen, quantities in thousandths of a unit and unit costs in 0.0001 yuan, all integers.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(slots=True)
class Layer:
    """Part of the stock of a perishable item, in thousandths, and the day it spoils."""

    expires: date
    quantity: int


@dataclass(slots=True)
class Item:
    """One article: what the catalogue says of it, and what the shop holds now."""

    code: str
    barcode: str
    packs: str
    name: str
    category: str
    unit: str
    price: int
    cost: int
    supplier: str
    shelf: int
    multiple: int
    weight: int
    season: str
    share: float = 0.0
    stock: int = 0
    book: int = 0
    sold_today: int = 0
    per_day: float = 0.0
    base_cost: int = 0
    layers: list[Layer] = field(default_factory=list)

    @property
    def weighed(self) -> bool:
        """Sold by weight in 斤, to the gram."""
        return self.unit == "斤"


@dataclass(slots=True)
class Line:
    """One sold line: quantity in thousandths, money in fen, refunds negative."""

    item: Item
    quantity: int
    price: int
    discount: int

    @property
    def net(self) -> int:
        """What the customer owes for the line."""
        return gross_of(self.quantity, self.price) - self.discount


@dataclass(frozen=True, slots=True)
class Planned:
    """A receipt that must happen: (item name, quantity) pairs and how it is paid."""

    second: int
    lines: tuple[tuple[str, int], ...]
    tender: str
    customer: str = ""


def gross_of(quantity: int, price: int) -> int:
    """Quantity (thousandths) times price (fen), half up, in fen; the sign follows the quantity."""
    amount = (abs(quantity) * price + 500) // 1000
    return amount if quantity >= 0 else -amount


def cost_of(quantity: int, cost: int) -> int:
    """Quantity (thousandths) times unit cost (0.0001 yuan), half up, in fen."""
    return (quantity * cost + 50_000) // 100_000


def yuan(fen: int) -> str:
    """Fen as a decimal string with two places."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def unit_cost(cost: int) -> str:
    """A unit cost with two places, or four where it needs them."""
    return f"{cost // 10000}.{cost % 10000:04d}" if cost % 100 else yuan(cost // 100)


def amount_of_goods(quantity: int) -> str:
    """A quantity as a decimal string: whole pieces bare, weights with three places."""
    if quantity % 1000 == 0:
        return str(quantity // 1000)
    return f"{'-' if quantity < 0 else ''}{abs(quantity) // 1000}.{abs(quantity) % 1000:03d}"


def fen_of(text: str) -> int:
    """A decimal string with up to two places in fen."""
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int((rest + "00")[:2])


def load_settings() -> dict[str, Any]:
    """The shop's habits: shares, curves, suppliers, people."""
    settings: dict[str, Any] = json.loads((HERE / "settings.json").read_text(encoding="utf-8"))
    return settings


def load_items(settings: dict[str, Any]) -> dict[str, Item]:
    """The catalogue by item name, each with its static share of all sold lines."""
    items: dict[str, Item] = {}
    with (HERE / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            whole, _, rest = row["cost"].partition(".")
            cost = int(whole) * 10000 + int((rest + "0000")[:4])
            items[row["name"]] = Item(
                row["item"], row["barcode"], row["pack_barcodes"], row["name"], row["category"], row["unit"],
                fen_of(row["price"]), cost, row["supplier"], int(row["shelf_life_days"] or 0),
                int(row["order_multiple"]), int(row["weight"]), row["season"], base_cost=cost)
    totals: dict[str, int] = defaultdict(int)
    for item in items.values():
        totals[item.category] += item.weight
    for item in items.values():
        item.share = settings["categories"][item.category]["share"] * item.weight / totals[item.category]
    return items
