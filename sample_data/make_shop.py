"""Make the standard files of a small Chinese corner shop, the same bytes every time.

    python sample_data/make_shop.py OUT_DIR [--months 12] [--end 2026-10-31] [--seed 2026]

A day-by-day simulation: customers come by hour, weekday, season and festival; suppliers deliver on their
days; money moves between till, wallets and bank and never goes below zero. A few mistakes are planted on
purpose (see README.md); `shop.json` names them and says how the books must end.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

if not __package__:  # run as a script: say which package this is, so that the imports below work (PEP 366)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    __package__ = "sample_data"

from .buying import Buying
from .evenings import Evenings
from .goods import Item, amount_of_goods, cost_of, unit_cost, yuan
from .selling import Selling
from .state import DAY, DEAD_ITEM, EXPIRED_ITEM

VERSION = 1
OPENING_CATEGORY = "礼品摆件"
OPENING_DEBTS = (("乐享食品批发", 2416_50), ("润泉饮品经销部", 1873_00), ("金穗酒业商行", 3204_80))
PROMOTED = ("零食", "饮料", "日化个护", "纸品", "方便食品")
ITEM_COLUMNS = ["item", "barcode", "pack_barcodes", "name", "category", "unit", "price", "cost", "tax_code",
                "supplier", "shelf_life_days"]
OPENING_COLUMNS = ["kind", "account", "party", "item", "quantity", "unit_cost", "amount", "date", "memo"]
PURCHASE_COLUMNS = ["document", "received_at", "supplier", "item", "barcode", "name", "quantity", "unit_cost",
                    "paid_from"]
SALES_COLUMNS = ["receipt_id", "sold_at", "register", "cashier", "kind", "item", "barcode", "name",
                 "quantity", "unit_price", "discount", "tax_code", "net", "tender", "amount_paid", "customer"]
EXPENSE_COLUMNS = ["date", "account", "category", "amount", "paid_from", "payee", "memo"]
DOCUMENT_COLUMNS = ["date", "kind", "party", "item", "quantity", "amount", "account", "paid_from", "document",
                    "memo"]


class Shop(Buying, Selling, Evenings):
    """The simulation: one object per run, filled day by day, then written out."""

    def open_books(self) -> None:
        """Opening money, debts, tabs and stock, dated the day before the first sale."""
        day = (self.start - DAY).isoformat()
        places = {"till_cash": "cash", "wallet.wechat": "wechat", "wallet.alipay": "alipay", "bank": "bank"}
        out = self.rows["opening.csv"]
        for role, amount in self.settings["opening"].items():
            self.money[places[role]] = amount * 100
            out.append(["account", role, "", "", "", "", yuan(amount * 100), day, "期初余额"])
        for name, amount in OPENING_DEBTS:
            self.owe(name, amount, self.start + 6 * DAY)
            out.append(["payable", "", name, "", "", "", yuan(amount), day, "期初欠款"])
        old = self.settings["old_tab_customer"]
        for name, amount, when in (("3栋李婶", 86_50, day), ("陈记快餐", 214_00, day),
                                   (old, 268_00, (self.start - 96 * DAY).isoformat())):
            self.tabs[name] += amount
            out.append(["tab", "", name, "", "", "", yuan(amount), when, "期初赊账"])
        out.append(["category", OPENING_CATEGORY, "", "", "", "", "640.00", day, "未逐件登记的小礼品"])
        for item in self.items.values():
            self.open_item(item, day)

    def open_item(self, item: Item, day: str) -> None:
        """Opening stock of one item: some days' worth, nothing of goods out of season."""
        wanted = self.expected(item, self.start)
        item.per_day = wanted
        if item.name == DEAD_ITEM:
            pieces = 16
        elif item.name == EXPIRED_ITEM or wanted == 0:
            return
        else:
            days = min(12, item.shelf * 0.5) if item.shelf and item.shelf <= 30 else 18
            pieces = max(2, int(wanted * days * (0.6 + 0.6 * self.rng.random()))) + min(6, item.multiple // 2)
        self.take_in(item, pieces * 1000, self.start - DAY + timedelta(days=item.shelf // 2 or 1))
        self.rows["opening.csv"].append(["stock", "", "", item.code, str(pieces), unit_cost(item.cost), "",
                                         day, item.name])

    def run(self) -> None:
        """Every day from the opening to the end."""
        self.open_books()
        day = self.start
        while day <= self.end:
            if day == self.start or day.day == 1:
                self.new_promotions()
            if not self.calendar.is_closed(day):
                self.deliveries(day)
                self.sell_day(day)
                self.evening(day)
            day += DAY

    def new_promotions(self) -> None:
        """Eight articles at ten per cent off for the month."""
        goods = [item for name in PROMOTED for item in self.by_category[name]]
        self.promoted = {item.code for item in self.rng.sample(goods, 8)}

    def item_rows(self) -> Iterable[list[str]]:
        """The item list as it stands at the end."""
        for item in self.items.values():
            yield [item.code, item.barcode, item.packs, item.name, item.category, item.unit, yuan(item.price),
                   unit_cost(item.cost), "", item.supplier, str(item.shelf or "")]

    def note_lasting(self) -> None:
        """The planted mistakes that only show as time passes: the tab and the dead item."""
        dead, old = self.items[DEAD_ITEM], self.settings["old_tab_customer"]
        self.planted["unpaid_tab"] = {
            "customer": old, "balance": yuan(self.tabs[old]), "oldest": str(self.start - 96 * DAY),
            "last_sale": str(self.start + 8 * DAY)}
        self.planted["dead_item"] = {
            "item": dead.code, "name": dead.name, "quantity": amount_of_goods(dead.book),
            "value": yuan(cost_of(dead.book, dead.cost)), "last_sale": str(self.start + 5 * DAY)}

    def card(self, seed: int) -> dict[str, Any]:
        """shop.json: the shop's settings, the planted mistakes and how the books must end."""
        self.note_lasting()
        months = {month: {name: figure if name == "receipts" else yuan(figure)
                          for name, figure in sorted(figures.items())}
                  for month, figures in self.totals.items()}
        at_end = {
            "money": {name: yuan(amount) for name, amount in self.money.items()},
            "tabs": {name: yuan(amount) for name, amount in sorted(self.tabs.items()) if amount},
            "payables": {name: yuan(owed) for name, owed in sorted(self.payable.items()) if owed},
            "stock": {item.code: amount_of_goods(item.book) for item in self.items.values()},
        }
        return {**self.settings["shop"], "version": VERSION, "seed": seed,
                "opening_date": str(self.start - DAY), "first_day": str(self.start),
                "last_day": str(self.end), "planted": dict(sorted(self.planted.items())), "months": months,
                "at_end": at_end}


def columns_of(name: str) -> list[str]:
    """The header of a file by its name."""
    columns = {"opening": OPENING_COLUMNS, "purchases": PURCHASE_COLUMNS, "sales": SALES_COLUMNS,
               "expenses": EXPENSE_COLUMNS, "documents": DOCUMENT_COLUMNS, "items": ITEM_COLUMNS}
    return columns[name.partition(".")[0].partition("-")[0]]


def first_day(end: date, months: int) -> date:
    """The day after `end` that many months earlier: 12 months to 2026-10-31 begin on 2025-11-01."""
    after = end + DAY
    index = after.year * 12 + after.month - 1 - months
    return date(index // 12, index % 12 + 1, min(after.day, 28))


def write_shop(out: Path, *, months: int = 12, end: date = date(2026, 10, 31), seed: int = 2026) -> Path:
    """Write the shop's files into the folder `out` (made when missing) and return it.

    The same months, end and seed give the same bytes. Raises ValueError for less than one month.
    """
    if months < 1:
        raise ValueError("months must be 1 or more")
    shop = Shop(first_day(end, months), end, seed)
    shop.run()
    shop.rows["items.csv"] = list(shop.item_rows())
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in sorted(shop.rows.items()):
        with (out / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns_of(name))
            writer.writerows(rows)
    text = json.dumps(shop.card(seed), ensure_ascii=False, indent=1)
    (out / "shop.json").write_bytes((text + "\n").encode("utf-8"))
    return out


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Make the standard files of the sample shop.")
    parser.add_argument("out", type=Path, help="folder to write into")
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--end", type=date.fromisoformat, default=date(2026, 10, 31))
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    write_shop(options.out, months=options.months, end=options.end, seed=options.seed)


if __name__ == "__main__":
    main()
