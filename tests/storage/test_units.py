"""One unit of work: whole or not at all, numbered, signed, never backwards."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from lstbo.core.errors import NotFound, Refused
from lstbo.storage import Book
from tests.storage.posting import DAY, documents, post, post_in


def test_a_unit_that_fails_leaves_nothing(book):
    post(book)
    with pytest.raises(ZeroDivisionError), book.write() as tx:
        post_in(tx)
        raise ZeroDivisionError
    assert documents(book) == 1
    assert post(book) == 2


def test_a_dry_run_leaves_nothing(book):
    with book.write(dry_run=True) as tx:
        assert post_in(tx) == 1
    assert documents(book) == 0
    assert post(book) == 1


def test_documents_of_one_unit_share_an_action_and_are_numbered_through(book):
    with book.write("import sales") as tx:
        assert [post_in(tx), post_in(tx)] == [1, 2]
    post(book)
    with book.read() as tx:
        assert tx.rows("SELECT seq, tx, command FROM storage.document ORDER BY seq") == [
            (1, 1, "import sales"),
            (2, 1, "import sales"),
            (3, 2, "test"),
        ]


def test_posting_time_never_runs_backwards(book, monkeypatch):
    monkeypatch.setenv("LSTBO_NOW", "2026-10-05T12:00")
    post(book)
    monkeypatch.setenv("LSTBO_NOW", "1970-01-01T00:00")
    post(book)
    with book.read() as tx:
        assert tx.scalar("SELECT min(posted_at) FROM storage.document") == datetime(2026, 10, 5, 12)


def test_the_last_number_of_a_day_is_found(book, monkeypatch):
    for moment in ("2026-10-05T23:59:59.9", "2026-10-06T00:00", "2026-10-08T12:00"):
        monkeypatch.setenv("LSTBO_NOW", moment)
        post(book)
    days = [date(2026, 10, 4), date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 7), date.max]
    with book.read() as tx:
        assert [tx.seq_at(day) for day in days] == [0, 1, 2, 2, 3]


def test_a_reading_unit_writes_nothing(book):
    with book.read() as tx:
        with pytest.raises(Refused, match="reading only"):
            tx.execute("WITH x AS (SELECT 1) INSERT INTO storage.setting SELECT 'a', 'b', 1")
        with pytest.raises(Refused, match="reading only"):
            tx.rows("DELETE FROM storage.document RETURNING seq")
        with pytest.raises(Refused, match="reading only"):
            tx.document("storage", "note", business_date=DAY)


def test_a_book_opened_for_reading_refuses_to_write(book, path):
    post(book)
    book.close()
    before = path.read_bytes()
    with Book.open(path, read_only=True) as viewer:
        with pytest.raises(Refused, match="reading only"), viewer.write():
            pass
        with pytest.raises(Refused, match="reading only"):
            viewer.take_backup()
        assert documents(viewer) == 1 and viewer.source == "book"
    assert path.read_bytes() == before


def test_a_unit_cannot_be_used_after_its_end(book):
    with book.write() as tx:
        post_in(tx)
    with pytest.raises(RuntimeError, match="has ended"):
        tx.scalar("SELECT 1")


def test_a_reversal_must_name_a_document(book):
    with pytest.raises(NotFound, match="no document 7"), book.write() as tx:
        tx.document("accounting", "reversal", business_date=DAY, reverses=7)


def test_settings_keep_their_history(book):
    for value in ("average", "fifo"):
        with book.write() as tx:
            tx.set_setting("costing", value, doc=tx.document("storage", "setting", business_date=DAY))
    with book.read() as tx:
        assert tx.setting("costing") == "fifo" and tx.setting("other", "x") == "x"
        assert tx.scalar("SELECT count(*) FROM storage.setting") == 2


def test_an_open_book_reads_its_staging_folder(book):
    (book.staging / "rows.csv").write_text("a\n1\n")
    with book.read() as tx:
        assert tx.rows("SELECT a FROM read_csv(?)", [str(book.staging / "rows.csv")]) == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM read_csv('{folder}/shop.duckdb.staging/../secret.csv')",
        "COPY storage.document TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.duckdb'",
        "SET enable_external_access = true",
        "SET memory_limit = '8GB'",
        "INSTALL httpfs",
    ],
)
def test_an_open_book_reaches_nothing_else(book, tmp_path, statement):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    refusal = pytest.raises(duckdb.Error, match=r"(?i)permission|disabled|locked")
    with book.read() as tx, refusal:
        tx.rows(statement.format(folder=tmp_path))


def test_what_is_kept_is_read_anew_when_its_table_was_written_to(book):
    with book.write() as tx:
        tx.set_setting("costing", "average", doc=tx.document("storage", "setting", business_date=DAY))
        assert tx.setting("costing") == "average"
    with pytest.raises(KeyError), book.write() as tx:
        assert tx.setting("costing") == "average"
        tx.set_setting("costing", "fifo", doc=tx.document("storage", "setting", business_date=DAY))
        assert tx.setting("costing") == "fifo"
        raise KeyError
    with book.write() as tx:
        assert tx.setting("costing") == "average"


def test_inserted_rows_come_back_as_they_were(book):
    rows = [
        (1, "a\x1eb", None, Decimal("1E+2"), True),
        (2, "", "x\n'", Decimal("-0.005"), False),
        (3, "c", "\x1e", Decimal(7), True),
    ]
    with book.write() as tx:
        tx.execute("CREATE TEMP TABLE kinds (a INTEGER, b VARCHAR, c VARCHAR, d DECIMAL(18,3), e BOOLEAN, f VARCHAR)")
        columns = ("a", "b", "c", "d", "e", "f")
        assert tx.insert("temp.kinds", columns, [(*row, "same") for row in rows]) == 3
        assert tx.insert("temp.kinds", columns, [(9, "", None, Decimal(0), False, "")] * 2) == 2
        assert tx.rows("SELECT a, b, c, d, e FROM temp.kinds WHERE f = 'same' ORDER BY a") == rows
        assert tx.rows("SELECT * FROM temp.kinds WHERE a = 9") == [(9, "", None, Decimal(0), False, "")] * 2


def test_a_book_that_was_deleted_while_it_was_closed_is_not_made_anew(book):
    post(book)
    book.close()
    book.path.unlink()
    with pytest.raises(NotFound), book.read():
        pass
    assert not book.path.exists()
