"""Saved profiles: said once, used for every file of the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lstbo.core import clock
from lstbo.core.errors import BadInput, NotFound, Usage
from lstbo.exchange import profiles
from lstbo.exchange.sniffing import Profile
from lstbo.storage import Book
from tests.exchange.import_shop import ImportShop, d

AMBIGUOUS = ("Wann;Wofür;Betrag;Womit", "05/01/2026;Rent;2600,00;bank", "06/02/2026;Rent;2600,00;bank")
COLUMNS = {"date": "Wann", "category": "Wofür", "amount": "Betrag", "paid_from": "Womit"}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportShop:
    monkeypatch.setenv("LSTBO_NOW", "2026-07-01T10:00")
    return ImportShop(tmp_path)


def save(shop: ImportShop, name: str = "kasse", kind: str = "expenses", **known: Any) -> Profile:
    with Book.open(shop.path) as book, book.write("profile") as tx:
        doc = tx.document("exchange", "profile", business_date=clock.today(), title=name)
        return profiles.save_profile(tx, name, kind, doc=doc, **known)


def test_a_profile_answers_what_a_file_leaves_open(shop: ImportShop) -> None:
    path = shop.write("e.csv", *AMBIGUOUS)
    with pytest.raises(BadInput):
        shop.take("expenses", path)
    save(shop, columns=COLUMNS, date_order="dmy", decimal_style=",")
    result = shop.take("expenses", path, profile="kasse")
    assert (result.accepted, result.profile, str(result.first_date)) == (2, "kasse", "2026-01-05")
    assert shop.balance("rent") == d("5200.00")


def test_a_profile_saved_again_takes_the_place_of_the_old(shop: ImportShop) -> None:
    save(shop, columns=COLUMNS, date_order="dmy")
    save(shop, columns=COLUMNS, date_order="mdy")
    with Book.open(shop.path) as book, book.read() as tx:
        assert [(found.name, found.date_order) for found in profiles.list_profiles(tx)] == [("kasse", "mdy")]
        assert profiles.show_profile(tx, "kasse").columns == COLUMNS


def test_a_profile_shows_what_it_would_make_of_a_file(shop: ImportShop) -> None:
    profile = save(shop, columns=COLUMNS, date_order="dmy", decimal_style=",")
    (understood,) = profiles.test_profile(str(shop.write("e.csv", *AMBIGUOUS)), profile)
    assert understood.layout.date_order == "dmy"
    assert understood.rows[0] == {"date": "05/01/2026", "category": "Rent", "amount": "2600,00", "paid_from": "bank"}


def test_a_profile_nobody_saved_is_not_found(shop: ImportShop) -> None:
    with pytest.raises(NotFound, match="no profile"):
        shop.take("expenses", shop.write("e.csv", *AMBIGUOUS), profile="nobody")


def test_a_profile_is_for_its_own_kind(shop: ImportShop) -> None:
    save(shop, columns=COLUMNS)
    with pytest.raises(Usage, match="is for expenses"):
        shop.take("sales", shop.write("s.csv", "sold_at,item,net", "2026-01-05,A1,1.00"), profile="kasse")


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"name": "standard"}, "a name of its own"),
        ({"name": ""}, "a name of its own"),
        ({"kind": "dreams"}, "no kind of table"),
        ({"date_order": "ydm"}, "date_order"),
        ({"delimiter": "x"}, "delimiter"),
        ({"columns": {"moon": "Mond"}}, "no column 'moon'"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(shop: ImportShop, known: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        save(shop, **known)
