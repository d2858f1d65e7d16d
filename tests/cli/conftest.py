"""A terminal with nothing in it, and one with the books of a small shop's January."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import Terminal, terminal
from tests.small_shop import found, january

SALES = (
    "receipt_id,sold_at,item,name,quantity,unit_price,tender\n"
    "R1,2026-01-21 09:00:00,A1,,2,10.00,cash:20.00\n"
    "R2,2026-01-21 09:05:00,,新来的茶,1,5.50,wechat\n"
)


@pytest.fixture
def lstbo(tmp_path: Path) -> Terminal:
    """A terminal in an empty folder: there is no book yet."""
    return terminal(tmp_path)


@pytest.fixture(scope="session")
def january_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of tests.small_shop, made once."""
    folder = tmp_path_factory.mktemp("january")
    with found(folder / "shop.duckdb") as book:
        january(book)
    return folder


@pytest.fixture
def shop(tmp_path: Path, january_book: Path) -> Terminal:
    """A terminal with the January book and a file of sales, sales.csv."""
    for name in ("shop.duckdb", "shop.duckdb.anchor"):
        shutil.copyfile(january_book / name, tmp_path / name)
    here = terminal(tmp_path)
    here.write("sales.csv", SALES)
    return here
