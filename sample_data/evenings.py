"""After closing: expenses, losses, tabs, bills, payments, transfers, the count of the till."""

from __future__ import annotations

from datetime import date

from .goods import Item, amount_of_goods, cost_of, yuan
from .state import DAY, DEAD_ITEM, EXPIRED_ITEM, OVERSOLD_ITEM, ShopState

UTILITIES_BY_MONTH = [1180, 1090, 860, 820, 900, 1150, 1420, 1460, 1120, 840, 880, 1060]
SMALL_LOSSES = (
    (0.09, "damaged", ("饮料", "酒类", "调味品", "冷藏冻品")),
    (0.16, "own_use", ("乳品", "果蔬散称", "方便食品")),
    (0.02, "theft", ("零食", "日化个护", "酒类")),
    (0.025, "gift", ("饮料", "零食")),
    (0.02, "sample", ("面包糕点", "早餐热食")),
)


class Evenings(ShopState):
    """The hour after the last customer."""

    def evening(self, day: date) -> None:
        """After closing: bills, money moved and paid, losses noted, the till counted last."""
        self.expenses(day)
        self.losses(day)
        self.collect_tabs(day)
        self.enter_bills(day)
        self.owner_money(day)
        self.move_money(day)
        if day.weekday() in (0, 3):
            self.pay_suppliers(day)
        if day.weekday() == 6 or day in (self.short_till, self.end):
            self.count_till(day)
        for item in self.items.values():
            item.per_day = item.per_day * 0.94 + item.sold_today * 0.00006
            item.sold_today = 0

    def spend(self, day: date, category: str, amount: int, place: str, payee: str, memo: str,
              account: str = "") -> None:
        """One expense, if the money is there; the bank helps out."""
        if self.money[place] < amount:
            place = "bank"
        if self.money[place] < amount:
            return
        self.money[place] -= amount
        self.month(day)["expenses"] += amount
        self.rows["expenses.csv"].append([str(day), account, category, yuan(amount), place, payee, memo])

    def expenses(self, day: date) -> None:
        """Rent, power, wages, telephone and the small things, each on its day of the month."""
        label, pick = f"{day.month}月", self.rng.randrange
        if day.day == 3:
            self.spend(day, "房租", 2600_00, "bank", "房东吴先生", f"{label}店面房租")
            self.spend(day, "代理记账", 150_00, "bank", "诚信代账", f"{label}代理记账费")
        elif day.day == 6:
            self.spend(day, "工资", 2400_00, "bank", "阿芳", f"{label}工资(兼职)")
            self.spend(day, "工资", 1500_00, "bank", "小林", f"{label}工资(晚班)")
        elif day.day == 10:
            power = UTILITIES_BY_MONTH[day.month - 1] * 100 + pick(-6000, 6000) // 10 * 10
            self.spend(day, "水电费", power, "wechat", "云州供电公司", f"{label}电费")
            self.spend(day, "水电费", 46_00 + pick(30) * 50, "wechat", "云州自来水", f"{label}水费")
        elif day.day == 15:
            self.spend(day, "通讯费", 129_00, "wechat", "宽带营业厅", "宽带与电话")
            self.spend(day, "垃圾费", 60_00, "cash", "社区物业", f"{label}垃圾清运")
        elif day.day in (8, 24):
            self.spend(day, "耗材", 58_00 + pick(50) * 100, "cash", "昌盛百货批发", "购物袋、收银纸")
        elif day.day == 28:
            self.spend(day, "手续费", 18_00 + pick(900), "bank", "云州银行", "收单手续费")
        if day.day == 19 and day.month in (6, 12):
            self.spend(day, "维修费", 180_00 + pick(12) * 1000, "alipay", "制冷维修张师傅", "冷柜加氟检修")
        if day.day == 12 and day.month == 3:
            self.spend(day, "证照", 160_00, "wechat", "社区卫生中心", "健康证年检")

    def losses(self, day: date) -> None:
        """Goods past their date, broken, eaten, given away or gone."""
        for item in self.items.values():
            gone = 0
            while item.layers and item.layers[0].expires <= day and item.name != EXPIRED_ITEM:
                if item.layers[0].quantity < 150:
                    break  # a handful left in the tray
                gone += item.layers.pop(0).quantity
            if gone:
                item.stock -= gone
                item.book -= gone
                self.waste(day, item, gone, "expired")
        for chance, reason, categories in SMALL_LOSSES:
            if self.rng.random() < chance:
                self.small_loss(day, reason, categories[self.rng.randrange(len(categories))])

    def small_loss(self, day: date, reason: str, category: str) -> None:
        """One or two pieces of something that is in stock."""
        goods = self.by_category[category]
        item = goods[self.rng.randrange(len(goods))]
        quantity = 1000 * (1 + self.rng.randrange(2))
        if item.stock >= quantity and item.name not in (DEAD_ITEM, EXPIRED_ITEM, OVERSOLD_ITEM):
            self.take_out(item, quantity)
            self.waste(day, item, quantity, reason)

    def waste(self, day: date, item: Item, quantity: int, reason: str) -> None:
        """A loss note."""
        self.month(day)["waste_at_cost"] += cost_of(quantity, item.cost)
        self.document(day, "waste", item=item.code, quantity=amount_of_goods(quantity), memo=reason)

    def collect_tabs(self, day: date) -> None:
        """Customers pay what they owe around their usual day; the old tab is never paid."""
        for index, name in enumerate(self.settings["customers"]):
            owed = self.tabs[name]
            usual = (day.day - 4 - 2 * index) % 28 == 0 and self.rng.random() < 0.8
            if owed <= 0 or not (usual or (owed > 300_00 and self.rng.random() < 0.12)):
                continue
            amount = owed // 100_00 * 100_00 if owed > 200_00 and self.rng.random() < 0.2 else owed
            place = "cash" if self.rng.random() < 0.3 else "wechat"
            self.tabs[name] -= amount
            self.money[place] += amount
            self.document(day, "tab_payment", party=name, amount=amount, paid_from=place,
                          memo="还清赊账" if amount == owed else "还部分赊账")

    def enter_bills(self, day: date) -> None:
        """Bills that have come: the debt becomes what the bill says, due on its day."""
        for when, supplier, number, amount, due in [bill for bill in self.bills if bill[0] <= day]:
            self.bills.remove((when, supplier, number, amount, due))
            self.due[supplier].append((due, amount))
            if number == self.planted.get("bill_difference", {}).get("document"):
                self.payable[supplier] += 18_00
            self.document(day, "bill", party=supplier, amount=amount, document=number,
                          memo=f"发票 26{zero_padded(number)}")

    def pay_suppliers(self, day: date) -> None:
        """What has fallen due, in one payment per supplier, from the bank or else a wallet."""
        for supplier, dues in self.due.items():
            amount = sum(owed for due, owed in dues if due <= day)
            if not amount:
                continue
            place = next((name for name in ("bank", "wechat", "alipay") if self.money[name] >= amount), "")
            if place:
                self.money[place] -= amount
                self.payable[supplier] -= amount
                self.due[supplier] = [(due, owed) for due, owed in dues if due > day]
                self.document(day, "payment", party=supplier, amount=amount, paid_from=place, memo="付货款")

    def owner_money(self, day: date) -> None:
        """The owner's own money in, and the household's money out."""
        to_spring = self.calendar.days_to(self.calendar.spring, day)
        if day == self.start + 9 * DAY:
            self.capital(day, 3000_00, "补充流动资金")
        if to_spring == 16:
            self.capital(day, 10000_00, "年货备货资金")
        if day.weekday() == 5:
            place = "wechat" if self.rng.random() < 0.7 else "cash"
            amount = min(900_00, max(0, self.money[place] - 300_00) // 100_00 * 100_00)
            if amount:
                self.draw(day, amount, place, "家用")
        if day.day == 20 and self.money["bank"] > 15000_00:
            self.draw(day, 1500_00, "bank", "孩子学费")
        if to_spring == -25 and self.money["bank"] > 25000_00:
            self.draw(day, 8000_00, "bank", "收回年货备货资金")

    def capital(self, day: date, amount: int, memo: str) -> None:
        """The owner's money into the bank account."""
        self.money["bank"] += amount
        self.document(day, "capital", amount=amount, account="bank", paid_from="bank", memo=memo)

    def draw(self, day: date, amount: int, place: str, memo: str) -> None:
        """Money the owner takes."""
        self.money[place] -= amount
        self.document(day, "drawing", amount=amount, paid_from=place, memo=memo)

    def move_money(self, day: date) -> None:
        """Wallets are emptied to the bank twice a week, the till when it is full, cards on Mondays."""
        plans = [("wechat", 400_00), ("alipay", 300_00)] if day.weekday() in (0, 3) or day == self.end else []
        if day.weekday() == 0:
            plans.append(("card", 0))
        if self.money["cash"] > 1800_00:
            plans.append(("cash", 800_00))
        for place, keep in plans:
            amount = self.money[place] - keep
            if keep:
                amount = amount // 100_00 * 100_00
            if amount > 0:
                self.money[place] -= amount
                self.money["bank"] += amount
                self.document(day, "transfer", amount=amount, account="bank", paid_from=place,
                              memo={"cash": "存款", "card": "刷卡到账"}.get(place, "提现"))

    def count_till(self, day: date) -> None:
        """What is really in the drawer: right most times, a little off sometimes, 52 short once."""
        expected = self.money["cash"]
        off = 0 if self.rng.random() < 0.7 else (self.rng.randrange(-40, 41)) * 10
        if day == self.short_till:
            off = -52_00
            self.planted["short_till"] = {"date": str(day), "expected": yuan(expected),
                                          "counted": yuan(expected + off), "difference": yuan(off)}
        self.money["cash"] = max(0, expected + off)
        self.month(day)["cash_over_short"] += self.money["cash"] - expected
        self.document(day, "shift_count", amount=self.money["cash"], account="till_cash", memo="交班点钱箱")


def zero_padded(number: str) -> str:
    """A made-up invoice number from a delivery number: 16 digits."""
    return "".join(str(ord(char) % 10) for char in number).ljust(16, "7")[:16]
