"""The exported journal, read by independent programs: both must hold the balances of our trial balance."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.accounting import trial_balance
from lstbo.core.errors import Refused
from lstbo.core.language import set_language
from lstbo.exchange.plain_text import export_beancount, export_hledger
from lstbo.storage import Book
from tests.small_shop import evil_names, found, january

Balances = dict[str, Decimal]


@pytest.fixture(params=["zh", "en"])
def book(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Book]:
    set_language(request.param)
    with found(tmp_path / "shop.duckdb") as book:
        january(book)
        evil_names(book)
        yield book
    set_language(None)


def ours(book: Book) -> Balances:
    with book.read() as tx:
        return {row.account.replace(".", ""): row.closing for row in trial_balance(tx, None).rows if row.closing}


def by_code(balances: Iterator[tuple[str, Decimal]]) -> Balances:
    sums: Balances = defaultdict(Decimal)
    for account, amount in balances:
        head = re.match(r"[A-Za-z]+:([0-9.\-]+)", account)
        assert head, account
        sums[re.sub(r"\D", "", head[1])] += amount
    return {code: amount for code, amount in sums.items() if amount}


def beancount_balances(file: Path) -> Balances:
    from beancount import loader
    from beancount.core import realization

    entries, errors, _options = loader.load_file(str(file))
    assert errors == []
    root = realization.realize(entries)
    leaves = ((node.account, node.balance) for node in realization.iter_children(root) if node.account)
    return by_code((name, position.units.number) for name, balance in leaves for position in balance)


def hledger_balances(file: Path) -> Balances:
    if not shutil.which("hledger"):
        pytest.skip("hledger is not installed")
    run = subprocess.run(
        ["hledger", "-f", str(file), "balance", "--flat", "--empty", "-N", "-O", "csv"],
        capture_output=True, env=os.environ | {"LC_ALL": "C.UTF-8"}, check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    rows = list(csv.reader(io.StringIO(run.stdout.decode())))[1:]
    return by_code((name, Decimal(amount.split()[0])) for name, amount in rows if amount != "0")


def test_beancount_holds_the_same_balances(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        assert export_beancount(tx, tmp_path / "book.beancount") == 18
    assert beancount_balances(tmp_path / "book.beancount") == ours(book)


def test_hledger_holds_the_same_balances(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        assert export_hledger(tx, tmp_path / "book.journal") == 18
    assert hledger_balances(tmp_path / "book.journal") == ours(book)


def test_hledger_keeps_every_date_whatever_a_memo_says(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        export_hledger(tx, tmp_path / "book.journal")
    if not shutil.which("hledger"):
        pytest.skip("hledger is not installed")
    run = subprocess.run(
        ["hledger", "-f", str(tmp_path / "book.journal"), "register", "-O", "csv"],
        capture_output=True, env=os.environ | {"LC_ALL": "C.UTF-8"}, check=True,
    )
    days = {row["date"] for row in csv.DictReader(io.StringIO(run.stdout.decode()))}
    assert (min(days), max(days)) == ("2026-01-02", "2026-02-13")


def test_parties_of_like_names_stay_apart(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        export_beancount(tx, tmp_path / "book.beancount")
    names = re.findall(r"open (Assets:1122-01\S+)", (tmp_path / "book.beancount").read_text("utf-8"))
    assert len(names) == len(set(names)) == 14


def test_an_export_as_of_a_day_holds_that_day(book: Book, tmp_path: Path) -> None:
    with book.read() as tx:
        assert export_beancount(tx, tmp_path / "b", as_of=date(2026, 1, 4)) == 2
        assert export_hledger(tx, tmp_path / "h", known_at=2) == 1


def test_an_export_is_not_written_through_a_link(book: Book, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    with book.read() as tx, pytest.raises(Refused):
        export_hledger(tx, tmp_path / "link")
    assert (tmp_path / "precious").read_text() == "mine"


def test_an_export_that_fails_leaves_the_old_file(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book.journal").write_text("old")
    with book.read() as tx:
        monkeypatch.setattr(tx, "setting", lambda name: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            export_hledger(tx, tmp_path / "book.journal")
    assert (tmp_path / "book.journal").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".part")] == []
