"""Three shops to look at every page with: one that begins today, one of two months, one of 20,000 items.

Each book is made once per run of the tests, whatever the number of processes, and copied for whoever looks at it. A shop
stands in a folder of its own, which is also the home of the person who looks.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from filelock import FileLock

from lstbo.cli.run import Run
from lstbo.cli.sample import make_sample
from lstbo.core.language import language, set_language
from lstbo.exchange import ImportOptions, import_files
from lstbo.screens import begin_book
from lstbo.screens.beginning import Beginning

NOW = "2026-10-31T18:30"
TODAY = date(2026, 10, 31)
MANY = 20_000
BOOK = "shop.duckdb"
_GROUPS = ("饮料", "香烟", "酒", "方便食品", "零食", "乳品", "日用")


def book_of_today(folder: Path) -> None:
    """A shop with nothing in it."""
    begin_book(folder / BOOK, Beginning("福满多", "cn-small", "CNY", Decimal(0)), business_date=TODAY)


def book_of_two_months(folder: Path) -> None:
    """The sample shop."""
    make_sample(Run(folder / BOOK), 2, lambda _step: None)


def book_of_many_items(folder: Path) -> None:
    """20,000 items, every fourth in stock, a day of sales; of two texts nobody knows what they mean."""
    begin_book(folder / BOOK, Beginning("万物商店", "cn-small", "CNY", Decimal(500)), business_date=date(2026, 10, 1))
    numbers = range(1, MANY + 1)
    items = ((f"A{n:05d}", _barcode(n), f"商品 {n} {n % 900 + 100}ml", _GROUPS[n % 7], _price(n)) for n in numbers)
    stock = (("stock", f"A{n:05d}", n % 40 + 1, _price(n * 3 // 4 + 1), "2026-10-01") for n in numbers if n % 4 == 0)
    sold = [(f"R{n // 2:04d}", n * 4, "", _price(n * 4)) for n in range(1, 120)]
    sold += [("R9001", "", "散称瓜子", "7.80"), ("R9002", "", "手工馒头", "3.00")]
    lines = (
        (
            receipt,
            f"2026-10-31 {8 + at // 12:02d}:{at % 12 * 5:02d}:00",
            code and f"A{code:05d}",
            name,
            1,
            price,
            "微信",
        )
        for at, (receipt, code, name, price) in enumerate(sold)
    )
    _import(folder, "items", ("item", "barcode", "name", "category", "price"), items)
    _import(folder, "opening", ("kind", "item", "quantity", "unit_cost", "date"), stock)
    _import(folder, "sales", ("receipt_id", "sold_at", "item", "name", "quantity", "unit_price", "tender"), lines)


BOOKS: dict[str, Callable[[Path], None]] = {
    "empty": book_of_today,
    "sample": book_of_two_months,
    "20000": book_of_many_items,
}


@pytest.fixture(scope="session")
def made_books(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return what gives the folder of a book to be copied, made when it is first asked for."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str) -> Path:
        folder = shared / f"book-{name}"
        with FileLock(f"{folder}.making"):
            if not folder.exists():
                unfinished = shared / f"unfinished-{name}"
                unfinished.mkdir()
                was = language()
                with pytest.MonkeyPatch.context() as patch:
                    patch.setenv("LSTBO_NOW", NOW)
                    patch.setenv("LSTBO_USER", "anna")
                    set_language("zh")
                    BOOKS[name](unfinished)
                set_language(was)
                unfinished.rename(folder)
        return folder

    return made


@pytest.fixture
def at_the_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own for anna, on the evening of October 31, with nobody's settings."""
    for name, value in {"LSTBO_NOW": NOW, "LSTBO_USER": "anna", "HOME": tmp_path, "USERPROFILE": tmp_path}.items():
        monkeypatch.setenv(name, str(value))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LSTBO_LANG", "LSTBO_THEME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    set_language(None)


def copy_of(made: Path, folder: Path) -> Path:
    """Copy a book with what lies beside it, and return the copy."""
    for file in made.glob(BOOK + "*"):
        if file.is_file() and not file.name.endswith((".lock", ".want")):
            shutil.copy(file, folder / file.name)
    return folder / BOOK


def _price(number: int) -> str:
    return f"{Decimal(number % 9000 + 100) / 100:.2f}"


def _barcode(number: int) -> str:
    digits = f"69{number:010d}"
    return f"{digits}{-sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10}"


def _import(folder: Path, kind: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    file = folder / f"{kind}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)
    unknown = {"unknown": "hold"} if kind == "sales" else {}
    for result in import_files(folder / BOOK, kind, [str(file)], ImportOptions(business_date=TODAY, **unknown)):  # type: ignore[arg-type]
        assert not result.queued and result.rejected == 0, (file.name, result.notes)
