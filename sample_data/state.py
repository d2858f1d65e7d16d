"""What the shop is and has at any moment, and the few things every part of its day needs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any

from .goods import Item, Layer, Planned, load_items, load_settings, yuan
from .seasons import Calendar

DAY = timedelta(days=1)
DEAD_ITEM = "USB小风扇 桌面款 蓝色"
OVERSOLD_ITEM = "清溪矿泉水 550ml"
EXPIRED_ITEM = "儿童奶酪棒 草莓 礼盒 500g"
DOUBLE_DELIVERY_SUPPLIER = "乐享食品批发"


class ShopState:
    """Shelf, money, debts and the rows written so far; Buying, Selling and Evenings work on it."""

    def __init__(self, start: date, end: date, seed: int) -> None:
        self.settings = load_settings()
        self.items = load_items(self.settings)
        self.calendar = Calendar(self.settings)
        self.rng = Random(seed)
        self.start, self.end = start, end
        self.suppliers: dict[str, dict[str, Any]] = {row["name"]: row for row in self.settings["suppliers"]}
        self.by_category: dict[str, list[Item]] = defaultdict(list)
        self.by_supplier: dict[str, list[Item]] = defaultdict(list)
        for item in self.items.values():
            self.by_category[item.category].append(item)
            self.by_supplier[item.supplier].append(item)
        self.rows: dict[str, list[list[str]]] = defaultdict(list)
        self.money = {"cash": 0, "wechat": 0, "alipay": 0, "card": 0, "bank": 0}
        self.payable: dict[str, int] = defaultdict(int)
        self.due: dict[str, list[tuple[date, int]]] = defaultdict(list)
        self.bills: list[tuple[date, str, str, int, date]] = []
        self.tabs: dict[str, int] = defaultdict(int)
        self.totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.recent: list[tuple[Item, int]] = []
        self.promoted: set[str] = set()
        self.planned: dict[date, list[Planned]] = defaultdict(list)
        self.planted: dict[str, dict[str, Any]] = {}
        self.lines_a_day: float = self.settings["receipts_per_day"] * 2.2
        self.plan_mistakes()

    def plan_mistakes(self) -> None:
        """Fix the days of the planted mistakes: most inside the last month, so that they are fresh."""
        end, rng = self.end, self.rng
        self.selling_blind = False
        self.double_from = end - 24 * DAY
        self.no_water_from, self.water_blind = end - 28 * DAY, end - 21 * DAY
        self.water_rush, self.water_late = self.open_day(end - 18 * DAY), self.open_day(end - 15 * DAY)
        self.short_till = self.open_day(end - 9 * DAY)
        self.cheese_day = self.open_day(end - 27 * DAY)
        self.wrong_bill_from = end - 20 * DAY
        for offset in (2, 5):
            self.planned[self.start + offset * DAY].append(Planned(52_000, ((DEAD_ITEM, 1000),), "wechat"))
        for offset, quantity in ((1, 2000), (3, 1000), (6, 1000)):
            plan = Planned(61_000 + rng.randrange(900), ((EXPIRED_ITEM, quantity),), "wechat")
            self.planned[self.cheese_day + offset * DAY].append(plan)
        old = self.settings["old_tab_customer"]
        for offset, lines in ((3, (("麦浪啤酒 500ml 瓶装", 12000), ("花生米 酒鬼 120g 老灶台", 2000))),
                              (8, (("金鹭(硬)", 2000), ("老窖坊二锅头 100ml", 2000)))):
            self.planned[self.start + offset * DAY].append(Planned(68_400, lines, "tab", old))

    def open_day(self, day: date) -> date:
        """The first day on or after this one on which the shop is open."""
        while self.calendar.is_closed(day):
            day += DAY
        return day

    def take_in(self, item: Item, quantity: int, expires: date) -> None:
        """Goods on the shelf and in the book."""
        item.stock += quantity
        item.book += quantity
        if 0 < item.shelf <= 30:
            item.layers.append(Layer(expires, quantity))

    def take_out(self, item: Item, quantity: int) -> None:
        """Goods leave, oldest first."""
        item.stock -= quantity
        item.book -= quantity
        while quantity > 0 and item.layers:
            used = min(quantity, item.layers[0].quantity)
            item.layers[0].quantity -= used
            quantity -= used
            if item.layers[0].quantity == 0:
                item.layers.pop(0)

    def expected(self, item: Item, day: date) -> float:
        """Units this item should sell on a day, from its share and the season."""
        entry = self.settings["categories"][item.category]
        size = 1.15 if item.weighed else 1.0 + entry["many"] / 70
        if item.name.startswith("西瓜"):
            size = 9.0
        season = self.calendar.factor(item.season, entry["curve"], day)
        return self.lines_a_day * item.share / 110 * size * season

    def owe(self, supplier: str, amount: int, due: date) -> None:
        """A debt without a bill still to come."""
        self.payable[supplier] += amount
        self.due[supplier].append((due, amount))

    def month(self, day: date) -> dict[str, int]:
        """The running totals of the day's month, in fen."""
        return self.totals[f"{day:%Y-%m}"]

    def document(self, day: date, kind: str, *, party: str = "", item: str = "", quantity: str = "",
                 amount: int | None = None, account: str = "", paid_from: str = "", document: str = "",
                 memo: str = "") -> None:
        """One row of documents.csv."""
        money = "" if amount is None else yuan(amount)
        self.rows["documents.csv"].append([str(day), kind, party, item, quantity, money, account, paid_from,
                                           document, memo])
