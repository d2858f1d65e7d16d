"""Real exports, nothing prepared: what the books say is what an independent query over the raw file says, to the penny."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from lstbo.accounting import trial_balance
from lstbo.exchange import ImportOptions
from lstbo.exchange.containers import open_sources
from lstbo.exchange.importing import import_source
from tests.shop_files import Shop, new_shop, outcomes

Figures = tuple[int, int, Decimal, Decimal]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("LSTBO_NOW", "2026-02-01T12:00")
    found = new_shop(tmp_path)
    yield found
    found.book.close()


def raw_figures(path: Path) -> Figures:
    """Lines, receipts, net and refunds of a UCI file, straight from its text; every line to the penny."""
    with duckdb.connect() as raw:
        found = raw.execute(
            """SELECT count(*), count(DISTINCT (InvoiceNo, InvoiceDate[:10])), sum(line),
                      -coalesce(sum(line) FILTER (line < 0), 0)
               FROM (SELECT *, round(Quantity::DECIMAL(18,3) * UnitPrice::DECIMAL(18,4), 2)::DECIMAL(18,2) AS line
                     FROM read_csv(?, all_varchar = true, header = true, delim = ',', quote = '"'))""",
            [str(path)],
        ).fetchone()
    assert found is not None
    return found


def sold_quantities(path: Path) -> dict[str, Decimal]:
    """Units that left per stock code, codes compared without regard to case."""
    with duckdb.connect() as raw:
        rows = raw.execute(
            """SELECT upper(trim(StockCode)), sum(Quantity::DECIMAL(18,3))
               FROM read_csv(?, all_varchar = true, header = true, delim = ',', quote = '"')
               GROUP BY 1 HAVING sum(Quantity::DECIMAL(18,3)) <> 0""",
            [str(path)],
        ).fetchall()
    return {code: Decimal(quantity) for code, quantity in rows}


def agrees(shop: Shop, path: Path) -> int:
    """Import a UCI file, compare, import it again, and return its batch."""
    found = shop.take(path)
    lines, receipts, net, refunds = raw_figures(path)
    assert outcomes(found) == {"accepted": lines} and found.receipts == receipts
    assert (found.net, found.refunds, found.exit_code) == (net, refunds, 0)
    assert found.tenders == {"unspecified": net} and shop.balance("tender_unspecified") == f"{net:.2f}"
    again = shop.take(path)
    assert outcomes(again) == {"duplicate": lines} and (again.batch, again.net) == (None, 0)
    assert found.batch is not None
    return found.batch


def balanced(shop: Shop) -> None:
    with shop.book.read() as tx:
        balance = trial_balance(tx, None)
    assert balance.total_debit == balance.total_credit
    assert sum((row.closing for row in balance.rows), Decimal(0)) == 0


@pytest.mark.parametrize("name", ["2010-12-01.csv", "2010-12-02.csv"])
def test_one_day_of_a_british_wholesaler(shop: Shop, real_data: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((real_data / "uci_online_retail" / name).read_bytes())
    batch = agrees(shop, path)
    ledger = shop.ledger()
    shop.undo(batch)
    assert shop.ledger() == []
    shop.take(path)
    assert shop.ledger() == ledger
    balanced(shop)
    shop.proven()


def test_seven_months_of_a_british_wholesaler(shop: Shop, real_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "seven months.csv"
    with duckdb.connect() as raw:
        source = real_data / "uci_online_retail" / "lines_2010-12_2011-06.parquet"
        raw.execute(f"COPY (SELECT * FROM read_parquet('{source}')) TO '{path}' (HEADER, DELIMITER ',')")
    batch = agrees(shop, path)
    ledger = shop.ledger()
    shop.undo(batch)
    assert shop.ledger() == []
    shop.take(path)
    assert shop.ledger() == ledger
    balanced(shop)
    booked = dict(
        shop.rows(
            """SELECT upper(i.code), -sum(m.quantity) FROM inventory.stock_movement m JOIN catalog.item i ON i.id = m.item
               GROUP BY 1 HAVING sum(m.quantity) <> 0"""
        )
    )
    assert booked == sold_quantities(path)
    for name in ("2010-12-01.csv", "2010-12-02.csv"):
        day = shop.take(real_data / "uci_online_retail" / name, rejects=tmp_path / "day.csv")
        assert outcomes(day) == {"duplicate": day.rows}
    shop.proven()


def test_bakery_without_prices_is_held_until_it_has_a_price_list(shop: Shop, real_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "breadbasket.csv"
    path.write_bytes((real_data / "breadbasket" / "BreadBasket_DMS.csv").read_bytes())
    found = shop.take(path)
    assert outcomes(found) == {"held": 21293} and (found.net, found.receipts, found.exit_code) == (0, 0, 3)
    assert {problem.code for problem in found.problems} == {"H_PRICE_UNKNOWN"} and shop.stock() == {}
    with duckdb.connect() as raw:
        names = raw.execute(
            "SELECT Item, count(*) FROM read_csv(?, all_varchar = true) GROUP BY 1 ORDER BY 1", [str(path)]
        ).fetchall()
    prices = {name: Decimal(number % 40 + 100) / 100 for number, (name, _count) in enumerate(names)}
    wanted = sum((prices[name] * count for name, count in names), Decimal(0))
    listed = tmp_path / "prices.csv"
    listed.write_text(
        "name,price\n" + "".join(f'"{name}",{price}\n' for name, price in prices.items()), encoding="utf-8"
    )
    (source,) = open_sources(str(listed))
    assert import_source(shop.book, "items", source, ImportOptions(business_date=date(2016, 1, 1))).rejected == 0
    found = shop.take(path)
    assert outcomes(found) == {"accepted": 21293} and found.net == wanted
    assert outcomes(shop.take(path)) == {"duplicate": 21293}
    balanced(shop)
    shop.proven()
