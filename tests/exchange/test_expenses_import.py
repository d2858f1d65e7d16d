"""Expenses: a document per row, each once, whatever the file calls its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstbo.accounting import lock_period
from lstbo.core.period import Period
from lstbo.storage import Book
from tests.exchange.import_shop import ImportShop, codes, d

HEADER = "date,account,category,amount,paid_from,payee,memo"
RENT = "2026-01-05,,房租,2600.00,bank,房东吴先生,1月房租"
POWER = "2026-01-08,,水电费,310.50,wechat,供电局,"
BAGS = "2026-01-08,,耗材,95.00,cash,昌盛百货,购物袋"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportShop:
    monkeypatch.setenv("LSTBO_NOW", "2026-03-01T10:00")
    return ImportShop(tmp_path)


def test_each_row_is_a_document_against_what_paid_it(shop: ImportShop) -> None:
    result = shop.take("expenses", shop.write("e.csv", HEADER, RENT, POWER, BAGS))
    assert (result.accepted, result.receipts, result.net, result.exit_code) == (3, 3, d("3005.50"), 0)
    assert result.tenders == {"bank": d("2600.00"), "wechat": d("310.50"), "cash": d("95.00")}
    assert shop.balance("rent") == d("2600.00")
    assert shop.balance("bank") == d("-2600.00")


def test_the_same_file_twice_changes_nothing(shop: ImportShop) -> None:
    path = shop.write("e.csv", HEADER, RENT, POWER, BAGS)
    shop.take("expenses", path)
    before = shop.documents()
    again = shop.take("expenses", shop.write("renamed.csv", HEADER, BAGS, RENT, POWER))
    assert (again.duplicate, again.batch, again.net) == (3, None, d("0"))
    assert shop.documents() == before


def test_overlapping_files_add_only_what_is_new(shop: ImportShop) -> None:
    shop.take("expenses", shop.write("a.csv", HEADER, RENT, POWER))
    result = shop.take("expenses", shop.write("b.csv", HEADER, POWER, BAGS))
    assert (result.duplicate, result.accepted) == (1, 1)
    assert shop.balance("till_cash") == d("-95.00")


def test_equal_rows_in_one_file_are_two_expenses(shop: ImportShop) -> None:
    path = shop.write("e.csv", HEADER, BAGS, BAGS)
    assert shop.take("expenses", path).accepted == 2
    assert shop.take("expenses", shop.write("again.csv", HEADER, BAGS, POWER, BAGS)).duplicate == 2
    assert shop.balance("till_cash") == d("-190.00")


def test_nothing_paid_is_owed_to_the_payee(shop: ImportShop) -> None:
    result = shop.take("expenses", shop.write("e.csv", HEADER, "2026-01-05,,维修费,200.00,,冷柜师傅,修冷柜"))
    assert result.tenders == {"tab": d("200.00")}
    assert shop.balance("payables") == d("-200.00")


def test_words_nobody_knows_are_rejected_with_a_suggestion(shop: ImportShop) -> None:
    path = shop.write("e.csv", HEADER, "2026-01-05,,喵喵喵,5.00,cash,,", "2026-01-05,管理费,,5.00,beans,,", RENT)
    result = shop.take("expenses", path)
    assert codes(result) == [(2, "E_ACCOUNT", "category"), (3, "E_ACCOUNT", "account")]
    assert "管理费用" in result.problems[1].suggestion
    assert (result.accepted, result.rejected, result.exit_code) == (1, 2, 3)


def test_wrong_cells_are_named_one_by_one(shop: ImportShop) -> None:
    lines = ("1989-12-31,,房租,5,cash,,", "2026-03-03,,房租,5,cash,,", "2026-01-05,,房租,1.005,cash,,",
             "2026-01-05,,房租,-5,cash,,", "2026-01-05,,房租,5,beans,,")  # fmt: skip
    result = shop.take("expenses", shop.write("e.csv", HEADER, *lines))
    found = [(2, "E_DATE"), (3, "E_DATE"), (4, "E_NUMBER"), (5, "E_SIGN"), (6, "E_TENDER")]
    assert [(row, code) for row, code, _field in codes(result)] == found
    assert (result.exit_code, result.batch) == (1, None)


def test_a_locked_month_holds_the_row_until_it_is_accepted(shop: ImportShop) -> None:
    with Book.open(shop.path) as book, book.write("lock") as tx:
        lock_period(tx, Period.parse("2026-01"))
    path = shop.write("e.csv", HEADER, RENT)
    assert codes(shop.take("expenses", path)) == [(2, "H_PERIOD_LOCKED", "date")]
    late = shop.take("expenses", path, accept_changes=True)
    assert (late.accepted, str(late.first_date)) == (1, "2026-02-01")
    assert shop.take("expenses", path).duplicate == 1


def test_a_file_of_a_payment_app_needs_no_preparation(shop: ImportShop) -> None:
    lines = ("日期,费用类别,金额,付款方式,收款人,备注", "2026-01-05,房租,¥2600.00,银行转账,房东吴先生,")
    result = shop.take("expenses", shop.write("e.csv", *lines))
    assert result.accepted == 1
    assert shop.balance("rent") == d("2600.00")


def test_undone_and_imported_again_is_imported_once(shop: ImportShop) -> None:
    path = shop.write("e.csv", HEADER, RENT, BAGS)
    batch = shop.take("expenses", path).batch
    shop.undo(batch)
    assert shop.balance("bank") == d("0.00")
    assert shop.take("expenses", path).accepted == 2
    assert (shop.balance("bank"), shop.balance("rent")) == (d("-2600.00"), d("2600.00"))


def test_what_was_rejected_is_corrected_in_the_rejects_file_and_imported(shop: ImportShop) -> None:
    first = shop.take("expenses", shop.write("e.csv", HEADER, RENT, "2026-01-08,,喵喵喵,95.00,cash,,袋子"))
    rejects = Path(first.rejects_file or "")
    rejects.write_text(rejects.read_text("utf-8-sig").replace('""喵喵喵""', '""耗材""'), encoding="utf-8")
    before = shop.documents()
    second = shop.take("expenses", rejects)
    assert (second.rows, second.accepted, second.rejected) == (1, 1, 0)
    assert shop.documents() == before + 2  # the batch and the expense; the rent is untouched
    assert shop.balance("till_cash") == d("-95.00")
