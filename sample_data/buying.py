"""Deliveries: what is ordered, what it costs and how it is paid, the planted ones too."""

from __future__ import annotations

from datetime import date
from typing import Any

from .goods import Item, amount_of_goods, cost_of, unit_cost, yuan
from .state import DAY, DEAD_ITEM, DOUBLE_DELIVERY_SUPPLIER, EXPIRED_ITEM, OVERSOLD_ITEM, ShopState


class Buying(ShopState):
    """The mornings."""

    def days_until_next(self, supplier: dict[str, Any], day: date) -> int:
        """Days from this delivery to the supplier's next one, the festival's closed days included."""
        ahead = 1
        while (day + ahead * DAY).weekday() not in supplier["days"]:
            ahead += 1
        return ahead + 2 if self.calendar.is_closed(day + ahead * DAY) else ahead

    def order_quantity(self, item: Item, gap: int, day: date) -> int:
        """Whole order multiples that last until the delivery after next; 0 when there is enough."""
        if item.name in (DEAD_ITEM, EXPIRED_ITEM):
            return 0
        if item.name == OVERSOLD_ITEM and self.no_water_from <= day < self.water_late:
            return 0
        daily = 0.45 * item.per_day + 0.55 * self.expected(item, day + 3 * DAY)
        if daily < 0.001:
            return 0
        perishable = 0 < item.shelf <= 30
        cover = min(gap + 1.0, item.shelf * 0.6) if perishable else gap + 14.0
        trigger = cover * 0.75 if perishable else gap * 1.3 + 3.0
        have = item.stock / 1000
        if have >= max(1.0, daily * trigger):
            return 0
        return max(1, int((daily * cover - have) / item.multiple + 0.999)) * item.multiple

    def deliveries(self, day: date) -> None:
        """Every supplier whose day it is brings what was ordered; late water and planted lots too."""
        for supplier in self.suppliers.values():
            if day.weekday() not in supplier["days"]:
                continue
            gap = self.days_until_next(supplier, day)
            lines = [(item, quantity) for item in self.by_supplier[supplier["name"]]
                     if (quantity := self.order_quantity(item, gap, day))]
            if not lines:
                continue
            for item, _ in lines:
                self.maybe_new_cost(item)
            number = f"{supplier['code']}-{day:%Y%m%d}-01"
            total = self.receive(day, supplier, number, lines)
            if (supplier["name"] == DOUBLE_DELIVERY_SUPPLIER and day >= self.double_from
                    and "double_delivery" not in self.planted):
                self.deliver_twice(day + DAY, supplier, number, lines, total)
        self.planted_deliveries(day)

    def planted_deliveries(self, day: date) -> None:
        """The water whose papers come late, and the cheese that will not sell in time."""
        if day == self.water_late:
            item = self.items[OVERSOLD_ITEM]
            cases = (-item.book // 1000 + 96) // item.multiple + 1
            supplier = self.suppliers[item.supplier]
            number = f"{supplier['code']}-{day:%Y%m%d}-09"
            lowest = item.book
            self.receive(day, supplier, number, [(item, cases * item.multiple)])
            self.planted["oversold_item"].update(document=number, received=str(day),
                                                 quantity=str(cases * item.multiple),
                                                 before_receipt=amount_of_goods(lowest))
        if day == self.cheese_day:
            item = self.items[EXPIRED_ITEM]
            supplier = self.suppliers[item.supplier]
            number = f"{supplier['code']}-{day:%Y%m%d}-09"
            self.receive(day, supplier, number, [(item, 12)])
            self.planted["expired_lot"] = {
                "item": item.code, "name": item.name, "document": number, "received": str(day),
                "quantity": "12", "sold": "4", "left": "8", "expires": str(day + item.shelf * DAY),
                "value": yuan(cost_of(8000, item.cost))}

    def maybe_new_cost(self, item: Item) -> None:
        """Suppliers put prices up a little now and then; the shelf price follows when it must."""
        if item.category == "香烟" or self.rng.random() > 0.012:
            return
        item.cost = item.cost * (98, 101, 102, 103, 104)[self.rng.randrange(5)] // 10000 * 100
        if item.cost * 100 > item.base_cost * 106:
            item.price += 50 if item.price >= 500 else 20
            item.base_cost = item.cost

    def receive(self, day: date, supplier: dict[str, Any], number: str, lines: list[tuple[Item, int]]) -> int:
        """One delivery note: goods in, money out or owed. Returns its total in fen."""
        total = sum(cost_of(quantity * 1000, item.cost) for item, quantity in lines)
        paid_from = self.place_for(supplier["pays"], total)
        self.write_purchase(day, supplier["name"], number, lines, paid_from)
        for item, quantity in lines:
            self.take_in(item, quantity * 1000, day + item.shelf * DAY)
        if paid_from:
            self.money[paid_from] -= total
        else:
            self.bill_or_owe(day, supplier, number, total)
        return total

    def write_purchase(self, day: date, supplier: str, number: str, lines: list[tuple[Item, int]],
                       paid_from: str) -> None:
        """The delivery's rows in the month's purchases file."""
        clock = f"{day} {6 + self.rng.randrange(4):02d}:{self.rng.randrange(60):02d}:00"
        out = self.rows[f"purchases-{day:%Y-%m}.csv"]
        for item, quantity in lines:
            self.month(day)["purchases"] += cost_of(quantity * 1000, item.cost)
            out.append([number, clock, supplier, item.code, item.barcode, item.name, str(quantity),
                        unit_cost(item.cost), paid_from])

    def bill_or_owe(self, day: date, supplier: dict[str, Any], number: str, total: int) -> None:
        """An unpaid delivery is owed at once; the formal suppliers' bill follows a few days later."""
        due = day + supplier["due"] * DAY
        if not supplier["bills"]:
            self.owe(supplier["name"], total, due)
            return
        self.payable[supplier["name"]] += total
        amount = total
        if day >= self.wrong_bill_from and "bill_difference" not in self.planted:
            amount += 18_00
            self.planted["bill_difference"] = {"supplier": supplier["name"], "document": number,
                                               "received_amount": yuan(total), "bill_amount": yuan(amount),
                                               "difference": "18.00"}
        self.bills.append((day + 3 * DAY, supplier["name"], number, amount, due))

    def deliver_twice(self, day: date, supplier: dict[str, Any], number: str, lines: list[tuple[Item, int]],
                      total: int) -> None:
        """The same delivery entered again next day from the supplier's own slip: goods and debt twice."""
        copy = f"送货单{day:%m%d}87"
        self.write_purchase(day, supplier["name"], copy, lines, "")
        for item, quantity in lines:
            item.book += quantity * 1000
        self.payable[supplier["name"]] += total
        self.planted["double_delivery"] = {
            "supplier": supplier["name"], "document": number, "received": str(day - DAY),
            "copy_document": copy, "copy_received": str(day), "lines": len(lines), "amount": yuan(total)}

    def place_for(self, wanted: str, amount: int) -> str:
        """Where to pay from: the wanted place, else another that has it, else '' (owed)."""
        if not wanted:
            return ""
        keep = 200_00 if wanted == "cash" else 0
        for place in (wanted, "wechat", "bank"):
            if self.money[place] >= amount + (keep if place == "cash" else 0):
                return place
        return ""
