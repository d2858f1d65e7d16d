"""A book of an older version is upgraded when it is opened for writing: after a tested backup, whole, once."""

from __future__ import annotations

import pytest

from lstbo.core.errors import Refused
from lstbo.storage import Book, audit, migration
from lstbo.storage.backups import records
from lstbo.storage.connection import connect
from tests.migrations.older import older_book
from tests.storage.posting import documents, post

STEPS = len(migration.migrations())


@pytest.mark.parametrize("steps", range(3, STEPS))
def test_an_older_book_is_upgraded_after_a_tested_backup(tmp_path, steps):
    path = tmp_path / "shop.duckdb"
    older_book(path, steps=steps, documents=3)
    with Book.open(path) as book:
        assert post(book) == 4
        with book.read() as tx:
            assert tx.verify_chain() == []
            assert tx.scalar("SELECT count(*) FROM main.lstbo_migration") == STEPS
    (backup,) = records(path)
    assert (backup.seq, backup.reason) == (3, "upgrade") and backup.tested_at
    old = connect(backup.file, read_only=True)
    assert len(migration.applied(old)) == steps and audit.verify(old) == []
    old.close()


def test_an_upgraded_book_has_the_tables_of_a_new_one(tmp_path):
    older_book(tmp_path / "old.duckdb", steps=3)
    tables = "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns ORDER BY ALL"
    with Book.open(tmp_path / "old.duckdb") as old, old.read() as tx:
        upgraded = tx.rows(tables)
    with Book.create(tmp_path / "new.duckdb") as new, new.read() as tx:
        assert tx.rows(tables) == upgraded


def test_an_older_book_opened_for_reading_is_left_as_it_is(tmp_path):
    path = tmp_path / "shop.duckdb"
    older_book(path, steps=4)
    before = path.read_bytes()
    with pytest.raises(Refused, match="older version of the program"):
        Book.open(path, read_only=True)
    assert path.read_bytes() == before and records(path) == []


def test_an_older_backup_is_upgraded_when_it_is_restored(tmp_path):
    from lstbo.storage import restore

    older_book(tmp_path / "old.duckdb", steps=4, documents=2)
    path = tmp_path / "shop.duckdb"
    assert restore(path, tmp_path / "old.duckdb", yes=True).doc == 3
    with Book.open(path) as book:
        assert documents(book) == 3


def test_no_statement_of_an_upgrade_stays_in_the_log(tmp_path):
    path = tmp_path / "shop.duckdb"
    older_book(path, steps=3)
    book = Book.open(path)
    documents(book)
    wal = path.with_name("shop.duckdb.wal")
    assert not wal.exists() or wal.stat().st_size == 0
    book.close()
