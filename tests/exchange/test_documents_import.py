"""The sample shop's other paper, row by row, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstbo.core.errors import BadInput
from lstbo.exchange.documents_import import COLUMNS, ImportedDocuments, import_documents
from lstbo.storage import Book
from tests.exchange.import_shop import ImportShop, d

HEADER = ",".join(COLUMNS)
PURCHASES = "document,received_at,supplier,item,name,quantity,unit_cost,paid_from"
OPENING = "kind,account,party,item,quantity,unit_cost,amount,date,memo"
BILL = "2026-01-09,bill,乐享食品,,,52.40,,,LX-1,发票 1"
PAYMENT = "2026-01-12,payment,乐享食品,,,52.40,,bank,,付货款"
TAB = "2026-01-12,tab_payment,老周,,,100.00,,cash,,还账"
LOSS = "2026-01-07,waste,,A1,4,,,,,expired"
THEFT = "2026-01-07,waste,,A1,1,,,,,theft"
DRAWING = "2026-01-08,drawing,,,,300.00,,cash,,家用"
CAPITAL = "2026-01-08,capital,,,,3000.00,bank,bank,,补充资金"
TRANSFER = "2026-01-13,transfer,,,,55.00,bank,card,,到账"
COUNT = "2026-01-14,shift_count,,,,595.00,till_cash,,,交班"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportShop:
    monkeypatch.setenv("LSTBO_NOW", "2026-03-01T10:00")
    shop = ImportShop(tmp_path)
    lines = ("account,till_cash,,,,,800.00,2026-01-01,", "tab,,老周,,,,268.00,2026-01-01,",
             "account,card_in_transit,,,,,55.00,2026-01-01,")  # fmt: skip
    shop.take("opening", shop.write("o.csv", OPENING, *lines))
    shop.take("purchases", shop.write("p.csv", PURCHASES, "LX-1,2026-01-05,乐享食品,A1,可乐,24,2.10,"))
    return shop


def book_papers(shop: ImportShop, *lines: str) -> ImportedDocuments:
    path = shop.write("documents.csv", HEADER, *lines)
    with Book.open(shop.path) as book:
        return import_documents(book, path)


def test_every_kind_is_booked(shop: ImportShop) -> None:
    done = book_papers(shop, LOSS, THEFT, DRAWING, CAPITAL, BILL, PAYMENT, TAB, TRANSFER, COUNT)
    assert done.booked == {
        "waste": 2, "drawing": 1, "capital": 1, "bill": 1, "payment": 1, "tab_payment": 1, "transfer": 1,
        "shift_count": 1,
    }  # fmt: skip
    balances = {role: shop.balance(role) for role in ("payables", "tabs", "till_cash", "bank", "card_in_transit")}
    assert balances == {
        "payables": d("0.00"), "tabs": d("168.00"), "till_cash": d("595.00"), "bank": d("3002.60"),
        "card_in_transit": d("0.00"),
    }  # fmt: skip
    assert shop.balance("cash_short") == d("5.00")
    assert shop.stock()["A1"][0] == d("19")


def test_the_same_paper_twice_is_booked_once(shop: ImportShop) -> None:
    book_papers(shop, DRAWING, DRAWING)
    before = shop.documents()
    assert book_papers(shop, DRAWING, DRAWING).duplicate == 2
    assert shop.documents() == before
    assert shop.balance("till_cash") == d("200.00")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2026-01-07,喵,,,,1.00,,,,", "no kind"),
        ("2026-01-07,waste,,A9,1,,,,,expired", "not known"),
        ("then,drawing,,,,1.00,,cash,,", "no date"),
    ],
)
def test_one_row_that_cannot_be_booked_stops_them_all(shop: ImportShop, line: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        book_papers(shop, DRAWING, line)
    assert shop.balance("till_cash") == d("800.00")
