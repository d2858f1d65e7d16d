"""A shop with a month of plain postings and two days of imported sales, made once and only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.exchange import ImportOptions, import_files
from lstbo.reports import Asked, Report, make_report
from lstbo.storage import Book, Transaction
from tests.small_shop import found, january

SALES = """receipt_id,sold_at,register,kind,item,name,quantity,unit_price,discount,net,tender,amount_paid
R1,2026-02-01 09:00,1,sale,A1,酱油 500ml,2,10.00,0,20.00,cash,23.00
R1,2026-02-01 09:00,1,sale,A2,可乐,1,3.50,0.50,3.00,cash,
R2,2026-02-01 10:00,1,sale,A1,酱油 500ml,1,10.00,0,10.00,cash:4.00;wechat:6.00,10.00
R3,2026-02-02 10:00,1,refund,A1,酱油 500ml,-1,10.00,0,-10.00,cash,-10.00
R4,2026-02-02 11:00,1,sale,A3,雪糕,1,5.20,0,5.20,wechat,5.00
"""


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reported")
    (folder / "sales.csv").write_text(SALES, "utf-8")
    with found(folder / "shop.duckdb") as book:
        january(book)
    import_files(folder / "shop.duckdb", "sales", [str(folder / "sales.csv")], ImportOptions())
    return folder / "shop.duckdb"


@pytest.fixture
def tx(shop: Path) -> Iterator[Transaction]:
    set_language("en")
    with Book.open(shop, read_only=True) as book, book.read() as tx:
        yield tx
    set_language(None)


@pytest.fixture
def report(tx: Transaction) -> Callable[..., Report]:
    """Make a report: `report("ledger", "2026-02", subject="bank")`."""

    def make(name: str, period: str = "", **asked: object) -> Report:
        return make_report(tx, name, Asked(Period.parse(period) if period else None, **asked))  # type: ignore[arg-type]

    return make
