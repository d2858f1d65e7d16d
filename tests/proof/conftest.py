"""A sound book with a bit of everything, made once and copied for each test that damages it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from lstbo.accounting import lock_period, reverse_entries
from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.exchange import ImportOptions, import_files
from lstbo.proof import CheckReport, check_book
from lstbo.storage import Book, anchor_of
from tests.small_shop import found, january, post

SALES = """receipt_id,sold_at,register,kind,item,name,quantity,unit_price,discount,net,tender,amount_paid
R1,2026-02-01 09:00,1,sale,A1,酱油 500ml,2,10.00,0,20.00,cash,23.00
R1,2026-02-01 09:00,1,sale,A2,可乐,1,3.50,0.50,3.00,cash,
R2,2026-02-01 10:00,1,sale,A1,酱油 500ml,1,10.00,0,10.00,cash:4.00;wechat:6.00,10.00
R3,2026-02-02 10:00,1,refund,A1,酱油 500ml,-1,10.00,0,-10.00,cash,-10.00
R4,2026-02-02 11:00,1,sale,A3,雪糕,1,5.20,0,5.20,wechat,5.00
"""


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    (folder / "sales.csv").write_text(SALES, "utf-8")
    with found(folder / "shop.duckdb") as book:
        january(book)
        with book.write("lock") as tx:
            lock_period(tx, Period.parse("2026-01"))
    import_files(folder / "shop.duckdb", "sales", [str(folder / "sales.csv")], ImportOptions())
    with Book.open(folder / "shop.duckdb") as book, book.write("wrong rent") as tx:
        day = date(2026, 2, 10)
        wrong = post(tx, day, "expense", "房租", ("rent", "30.00"), ("bank", "-30.00"), cash="6")
        doc = tx.document("accounting", "reversal", business_date=day, reverses=wrong)
        reverse_entries(tx, wrong, doc=doc, business_date=day)
    return folder / "shop.duckdb"


@pytest.fixture
def damaged(sound: Path, tmp_path: Path) -> Callable[..., CheckReport]:
    """Run statements on a copy of the book, past the program, and check it."""
    set_language("en")

    def run(*statements: str) -> CheckReport:
        path = tmp_path / "shop.duckdb"
        for file in sound.parent.glob("shop.duckdb*"):
            if file.is_file():
                shutil.copyfile(file, tmp_path / file.name)
        with duckdb.connect(str(path)) as raw:
            for statement in statements:
                raw.execute(statement)
        with Book.open(path) as book, book.read() as tx:
            return check_book(tx, anchor_of(path))

    return run


def failed(report: CheckReport) -> Sequence[str]:
    """Return the checks that failed, the audit chain (which sees every damage) left out."""
    return [check.name for check in report.checks if not check.ok and check.name != "audit-chain"]
