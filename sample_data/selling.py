"""Customers: when they come, what they take, how they pay."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from .goods import Item, Line, Planned, amount_of_goods, fen_of, gross_of, yuan
from .state import EXPIRED_ITEM, OVERSOLD_ITEM, ShopState


class Selling(ShopState):
    """The hours at the till."""

    def sell_day(self, day: date) -> None:
        """All of the day's receipts in time order, with one number each."""
        self.selling_blind = self.water_blind <= day < self.water_late
        if day == self.water_rush:
            item = self.items[OVERSOLD_ITEM]
            cases = max(1, (item.book + 12_000) // (item.multiple * 1000) + 1)
            rush = ((OVERSOLD_ITEM, cases * item.multiple * 1000),)
            self.planned[day].append(Planned(58_500, rush, "wechat"))
        pickers = [self.picker(day, part) for part in range(4)]
        moments: list[tuple[int, Planned | None]] = [(second, None) for second in self.moments(day)]
        moments += [(plan.second, plan) for plan in self.planned.pop(day, [])]
        moments.sort(key=lambda moment: moment[0])
        for number, (second, plan) in enumerate(moments, 1):
            clock = f"{day} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            head = [f"{day:%Y%m%d}{number:04d}", clock, "1", self.cashier(day, second)]
            if plan is not None:
                self.planned_receipt(day, head, plan)
                continue
            chance = self.rng.random()
            if chance < 0.005 and self.recent:
                self.refund(day, head)
            else:
                self.receipt(day, head, second, pickers, void=chance > 0.994)
        if self.no_water_from <= day < self.water_late:
            self.note_oversold(day)
        del self.recent[:-120]

    def moments(self, day: date) -> Iterator[int]:
        """The seconds of the day at which customers pay."""
        hours = [int(hour) for hour in self.settings["hours"]]
        weights = list(accumulate(self.settings["hours"].values()))
        for _ in range(self.calendar.receipts(day, self.rng)):
            hour = hours[bisect(weights, self.rng.random() * weights[-1])]
            yield hour * 3600 + self.rng.randrange(3600)

    def cashier(self, day: date, second: int) -> str:
        """Who is at the till: the owner early and at weekends' evenings, two helpers in turn."""
        names = self.settings["cashiers"]
        if second < 9 * 3600:
            return str(names[2])
        return str(names[0] if second < 15 * 3600 + 1800 else names[1 if day.weekday() < 5 else 2])

    def picker(self, day: date, part: int) -> tuple[list[Item], list[float]]:
        """Items and cumulative weights for one part of the day."""
        items, weights = [], []
        for name, entry in self.settings["categories"].items():
            for item in self.by_category[name]:
                season = self.calendar.factor(item.season, entry["curve"], day)
                weight = item.share * entry["parts"][part] * season
                if weight > 0 and item.name != EXPIRED_ITEM:
                    items.append(item)
                    weights.append(weight)
        return items, list(accumulate(weights))

    def choose(self, pickers: list[tuple[list[Item], list[float]]], part: int, last: Item | None) -> Item:
        """The next thing in the basket, often one that goes with the last."""
        items, weights = pickers[part]
        if last is not None and self.rng.random() < 0.3:
            wanted = self.settings["categories"][last.category]["with"]
            wanted_category = wanted[self.rng.randrange(len(wanted))]
            for _ in range(12):
                item = items[bisect(weights, self.rng.random() * weights[-1])]
                if item.category == wanted_category:
                    return item
        return items[bisect(weights, self.rng.random() * weights[-1])]

    def quantity(self, item: Item) -> int:
        """How much of it the customer takes, in thousandths."""
        roll = self.rng.random
        if item.weighed:
            return self.rng.randrange(*((5500, 13500) if item.name.startswith("西瓜") else (320, 2300)))
        if roll() * 100 >= self.settings["categories"][item.category]["many"]:
            return 1000
        return (2000, 2000, 2000, 3000, 4000, 6000)[self.rng.randrange(6)]

    def basket(self, pickers: list[tuple[list[Item], list[float]]], second: int) -> list[Line]:
        """One customer's lines, each in stock; equal items only once."""
        hour = second // 3600
        part = 0 if hour < 10 else 1 if hour < 14 else 2 if hour < 18 else 3
        roll, sizes = self.rng.random() * 100, list(accumulate(self.settings["lines_per_receipt"]))
        wanted = bisect(sizes, roll) + 1
        lines: list[Line] = []
        taken: set[str] = set()
        for _ in range(wanted + 4):
            item = self.choose(pickers, part, lines[-1].item if lines else None)
            if item.code in taken:
                continue
            quantity = self.quantity(item)
            if quantity > item.stock and not self.is_oversold_now(item):
                quantity = item.stock if item.weighed else item.stock // 1000 * 1000
            if quantity <= 0:
                continue
            taken.add(item.code)
            lines.append(Line(item, quantity, item.price, self.discount(item, quantity, hour)))
            if len(lines) == wanted:
                break
        return lines

    def is_oversold_now(self, item: Item) -> bool:
        """The planted item whose delivery is in the shop but not yet in the books."""
        return item.name == OVERSOLD_ITEM and self.selling_blind

    def discount(self, item: Item, quantity: int, hour: int) -> int:
        """Promotions of the month, and bread at 30 % off in the evening; whole jiao, in fen."""
        gross = gross_of(quantity, item.price)
        if item.code in self.promoted:
            return gross // 100 * 10
        if hour >= 20 and item.category == "面包糕点" and self.rng.random() < 0.6:
            return gross * 3 // 100 * 10
        return 0

    def receipt(self, day: date, head: list[str], second: int, pickers: list[tuple[list[Item], list[float]]],
                *, void: bool) -> None:
        """One ordinary customer, or a receipt that was rung up and voided."""
        lines = self.basket(pickers, second)
        if not lines:
            return
        net = sum(line.net for line in lines)
        tender, customer = self.tender(net)
        if void:
            self.write_receipt(day, head, "void", lines, "cash", net, "")
            return
        paid = net
        if tender == "cash" and net > 10:
            let_go = 100 if net > 10_00 and self.rng.random() < 0.4 else 10
            paid = net // let_go * let_go  # 抹零: nobody gives fen, and often the odd jiao are let go too
        if tender == "split":
            tender = self.split(net)
        self.book_sale(day, head, lines, tender, paid, customer)

    def tender(self, net: int) -> tuple[str, str]:
        """How the customer pays, and who it is when it goes on the tab."""
        roll = self.rng.random()
        if roll < 0.035:
            names = self.settings["customers"]
            name = str(names[self.rng.randrange(len(names))])
            if net > 8_00 and self.tabs[name] + net <= 400_00:
                return "tab", name
        if roll < 0.57:
            return "wechat", ""
        if roll < 0.80:
            return "alipay", ""
        if roll < 0.96:
            return "cash", ""
        if roll < 0.985 or net < 15_00:
            return "card", ""
        return "split", ""

    def split(self, net: int) -> str:
        """Some notes, the rest by phone."""
        cash = max(1, net // 100 * (3 + self.rng.randrange(5)) // 10) * 100
        return f"cash:{yuan(cash)};{('wechat', 'alipay')[self.rng.randrange(2)]}:{yuan(net - cash)}"

    def book_sale(self, day: date, head: list[str], lines: list[Line], tender: str, paid: int,
                  customer: str) -> None:
        """Goods out, money in, rows written, totals kept."""
        month = self.month(day)
        net = sum(line.net for line in lines)
        for line in lines:
            self.take_out(line.item, line.quantity)
            line.item.sold_today += line.quantity
            month["gross"] += line.net + line.discount
            month["discount"] += line.discount
            if not line.discount and not line.item.weighed and line.item.shelf > 60 and line.net < 60_00:
                self.recent.append((line.item, line.price))
        month["receipts"] += 1
        month["net"] += net
        month["tender.rounding"] += net - paid
        self.take_money(day, tender, paid, customer)
        self.write_receipt(day, head, "sale", lines, tender, paid, customer)

    def take_money(self, day: date, tender: str, paid: int, customer: str) -> None:
        """Put the payment where it belongs, one or several tenders."""
        for part in tender.split(";"):
            name, _, text = part.partition(":")
            amount = fen_of(text) if text else paid
            self.month(day)[f"tender.{name}"] += amount
            if name == "tab":
                self.tabs[customer] += amount
            else:
                self.money[name] += amount

    def refund(self, day: date, head: list[str]) -> None:
        """Somebody brings one piece back and gets the price of it in cash or on the phone."""
        item, price = self.recent.pop(self.rng.randrange(len(self.recent)))
        place = ("wechat", "wechat", "alipay", "cash")[self.rng.randrange(4)]
        if self.money[place] < price:
            return
        line = Line(item, -1000, price, 0)
        self.take_out(item, -1000)
        month = self.month(day)
        month["receipts"] += 1
        month["refunds"] += price
        month["net"] -= price
        month[f"tender.{place}"] -= price
        self.money[place] -= price
        self.write_receipt(day, head, "refund", [line], place, -price, "")

    def planned_receipt(self, day: date, head: list[str], plan: Planned) -> None:
        """A receipt a planted mistake needs; the tab that is never paid is noted here."""
        pairs = [(self.items[name], quantity) for name, quantity in plan.lines]
        lines = [Line(item, quantity, item.price, 0) for item, quantity in pairs
                 if item.stock >= quantity or self.is_oversold_now(item)]
        if lines:
            self.book_sale(day, head, lines, plan.tender, sum(line.net for line in lines), plan.customer)
            for line in lines:
                line.item.sold_today = 0  # not what people usually buy

    def note_oversold(self, day: date) -> None:
        """Remember the first day the book shows less than nothing."""
        item = self.items[OVERSOLD_ITEM]
        if item.book < 0 and "oversold_item" not in self.planted:
            self.planted["oversold_item"] = {"item": item.code, "name": item.name, "negative_since": str(day)}

    def write_receipt(self, day: date, head: list[str], kind: str, lines: list[Line], tender: str, paid: int,
                      customer: str) -> None:
        """The receipt's rows; tender, amount paid and customer stand on the first line only."""
        out = self.rows[f"sales-{day:%Y-%m}.csv"]
        payment = [tender, yuan(paid), customer]
        for line in lines:
            item = line.item
            out.append([*head, kind, item.code, item.barcode, item.name, amount_of_goods(line.quantity),
                        yuan(line.price), yuan(line.discount), "", yuan(line.net), *payment])
            payment = ["", "", ""]
