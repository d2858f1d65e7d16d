"""A rejects file edited and imported again: the rows it was made of, nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lstbo.exchange import list_batches
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.containers import open_sources
from lstbo.exchange.corrected import corrected_rows
from lstbo.exchange.results import ImportResult
from lstbo.exchange.source_text import kept_text
from lstbo.storage import Book
from tests.exchange.import_shop import ImportShop, codes, d

HEADER = "receipt_id,sold_at,item,quantity,unit_price,tender"
GOOD = "R1,2026-01-05 09:00,A1,2,5.00,cash"
BAD = "R2,2026-01-05 09:05,A1,1,5.oo,wechat"
BESIDE = "R2,2026-01-05 09:05,A2,1,3.00,wechat"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportShop:
    monkeypatch.setenv("LSTBO_NOW", "2026-03-01T10:00")
    return ImportShop(tmp_path)


def edited(result: ImportResult, change: Callable[[str], str], encoding: str = "utf-8-sig") -> Path:
    path = Path(result.rejects_file or "")
    path.write_bytes(change(path.read_text("utf-8-sig")).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_a_corrected_sale_is_booked_and_the_others_stay(shop: ImportShop, encoding: str) -> None:
    first = shop.take("sales", shop.write("s.csv", HEADER, GOOD, BAD, BESIDE))
    assert (first.accepted, first.rejected, shop.balance("sales")) == (1, 2, d("-9.90"))
    second = shop.take("sales", edited(first, lambda text: text.replace("5.oo", "5.00"), encoding))
    assert (second.rows, second.accepted, second.receipts, second.net) == (2, 2, 1, d("8.00"))
    assert shop.take("sales", shop.write("all.csv", HEADER, GOOD, BAD.replace("oo", "00"), BESIDE)).duplicate == 3


def test_what_is_still_wrong_keeps_its_row_number(shop: ImportShop) -> None:
    first = shop.take("sales", shop.write("s.csv", HEADER, *[GOOD.replace("R1", f"G{n}") for n in range(40)], BAD))
    second = shop.take("sales", edited(first, lambda text: text.replace("5.oo", "5.xx")))
    assert codes(second) == [(42, "E_NUMBER", "unit_price")]
    assert second.rejects_file == first.rejects_file


def test_a_figure_leads_back_to_the_corrected_row(shop: ImportShop) -> None:
    first = shop.take("sales", shop.write("s.csv", HEADER, GOOD, BAD, BESIDE))
    second = shop.take("sales", edited(first, lambda text: text.replace("5.oo", "5.00")))
    with Book.open(shop.path) as book, book.read() as tx:
        sha256 = (sql.batch(tx, second.batch or 0) or ())[3]
        assert b"5.00" in kept_text(tx, sha256).splitlines()[2]


def test_day_and_month_are_read_as_in_the_file_they_came_from(shop: ImportShop) -> None:
    lines = [f"R{day},{day:02}/02/2026,A1,1,5.00,cash" for day in range(1, 15)]
    first = shop.take("sales", shop.write("s.csv", HEADER, *lines, "R99,03/02/2026,A1,1,5.oo,cash"))
    second = shop.take("sales", edited(first, lambda text: text.replace("5.oo", "5.00")))
    assert (second.accepted, str(second.first_date)) == (1, "2026-02-03")


def test_any_other_file_is_itself(shop: ImportShop) -> None:
    (source,) = open_sources(str(shop.write("s.csv", HEADER, GOOD)))
    found = corrected_rows(source)
    assert (found.sample, found.table, found.batch) == (source, source, None)


def test_undone_sales_come_again_and_the_list_shows_all_of_it(shop: ImportShop) -> None:
    path = shop.write("s.csv", HEADER, GOOD)
    first = shop.take("sales", path)
    shop.undo(first.batch)
    assert shop.balance("sales") == d("0.00")
    assert shop.take("sales", path).accepted == 1
    assert shop.balance("sales") == d("-9.90")
    with Book.open(shop.path) as book, book.read() as tx:
        assert [(batch.accepted, batch.ended) for batch in list_batches(tx)] == [(1, ""), (1, "undone")]
