"""The chain: whatever is changed behind the program's back shows."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstbo.core.errors import IntegrityFailed
from lstbo.storage import Book, Break, audit
from lstbo.storage.connection import connect
from lstbo.storage.states import STATES
from tests.storage.posting import post, post_in

# What someone with another tool might do, and the first document that no longer fits.
TAMPERINGS = {
    "edit an amount": ("UPDATE accounting.posting SET amount = amount + 0.01 WHERE doc = 3 AND line = 1", 3),
    "edit two amounts that still balance": ("UPDATE accounting.posting SET amount = amount * 2 WHERE doc = 3", 3),
    "change an account": ("UPDATE accounting.posting SET account = '1002' WHERE doc = 2 AND line = 2", 2),
    "delete a line": ("DELETE FROM accounting.posting WHERE doc = 4 AND line = 2", 4),
    "insert a line": ("INSERT INTO accounting.posting SELECT entry, 9, account, 0, NULL, '', '', '', doc "
                      "FROM accounting.posting WHERE doc = 2 AND line = 1", 2),
    "swap two lines": ("UPDATE accounting.posting SET line = 3 - line WHERE doc = 5", 5),
    "move a line to another document": ("UPDATE accounting.posting SET doc = 2 WHERE doc = 3 AND line = 1", 2),
    "change a business date": ("UPDATE storage.document SET business_date = '2026-09-30' WHERE seq = 1", 1),
    "change a posting time": ("UPDATE storage.document SET posted_at = posted_at + INTERVAL 1 SECOND WHERE seq = 6", 6),
    "change who did it": ("UPDATE storage.document SET actor = 'nobody' WHERE seq = 4", 4),
    "empty a text": ("UPDATE accounting.journal_entry SET memo = '' WHERE doc = 3", 3),
    "invent a row for a document that never was": ("INSERT INTO storage.setting VALUES ('costing', 'fifo', 99)", 99),
    "delete a document and its audit row": ("DELETE FROM storage.audit WHERE seq = 3; "
                                            "DELETE FROM accounting.posting WHERE doc = 3; "
                                            "DELETE FROM accounting.journal_entry WHERE doc = 3; "
                                            "DELETE FROM storage.document WHERE seq = 3", 3),
    "exchange two audit rows": ("UPDATE storage.audit SET digest = (SELECT digest FROM storage.audit WHERE seq = 2) "
                                "WHERE seq = 1", 1),
    "a chain made up anew from one row on": ("UPDATE storage.audit SET chain = sha256(chain) WHERE seq = 5", 5),
}  # fmt: skip


@pytest.fixture
def six(book: Book) -> Book:
    for _ in range(6):
        post(book)
    return book


def test_an_untouched_book_verifies(six):
    with six.read() as tx:
        assert tx.verify_chain() == []


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_at_its_document(six, path, name):
    statement, seq = TAMPERINGS[name]
    six.close()
    connection = connect(path)
    connection.execute(statement)
    breaks = audit.verify(connection)
    connection.close()
    assert breaks and min(found.seq for found in breaks) == seq


def test_deleting_the_last_document_whole_is_found_by_the_anchor(six, path):
    six.close()
    connection = connect(path)
    for table, key in (("accounting.posting", "doc"), ("accounting.journal_entry", "doc"), ("storage.document", "seq")):
        connection.execute(f"DELETE FROM {table} WHERE {key} = 6")
    connection.execute("DELETE FROM storage.audit WHERE seq = 6")
    assert audit.verify(connection) == []
    connection.close()
    with pytest.raises(IntegrityFailed, match="document 6 was acknowledged"):
        Book.open(path).run_read(lambda tx: tx.verify_chain())


def test_a_missing_audit_row_at_the_end_is_found(six, path):
    with six.write() as tx:
        tx.execute("DELETE FROM storage.audit WHERE seq = 6")
    with six.read() as tx:
        assert tx.verify_chain() == [Break(6, "missing")]


@settings(max_examples=25)
@given(texts=st.lists(st.text(alphabet="|~:=,1\n甲a'\x00\u202e🙂", max_size=5), min_size=1, max_size=6))
def test_few_rows_and_many_rows_give_the_same_digest(texts, shared_book):
    with shared_book.write() as tx:
        doc = post_in(tx, 3)
        for number, text in enumerate(texts):
            tx.set_setting(f"{number}{text}", text, doc=doc)
    with shared_book.read() as tx:
        assert tx.verify_chain() == []


@pytest.fixture(scope="module")
def shared_book(tmp_path_factory):
    with Book.create(tmp_path_factory.mktemp("chain") / "shop.duckdb") as book:
        yield book


def test_a_document_too_long_for_the_short_way_verifies(book):
    post(book, 5000)
    with book.write() as tx:
        post_in(tx, 3000)
        post_in(tx, 2)
    with book.read() as tx:
        assert tx.verify_chain() == []


def test_a_column_added_by_a_migration_leaves_old_digests_as_they_are(six):
    with six.write() as tx:
        tx.execute("ALTER TABLE accounting.posting ADD COLUMN cheque VARCHAR")
    with six.read() as tx:
        assert tx.verify_chain() == []


def test_every_table_of_the_book_is_proved(book):
    # The chain itself, and the kept text of sources, which check compares with what the chained source_text says of it.
    free = {"storage.audit", "exchange.source_block", "main.lstbo_migration"}
    with book.read() as tx:
        tables = {row[0] for row in tx.rows("SELECT schema_name || '.' || table_name FROM duckdb_tables()")}
    assert tables - free == {table.name for table in audit.CHAINED} | set(STATES)


def test_a_hundred_thousand_lines_verify_in_a_second(book):
    with book.write() as tx:
        for _ in range(10):
            post_in(tx, 20_000)
    with book.read() as tx:
        began = time.perf_counter()
        assert tx.verify_chain() == []
        assert time.perf_counter() - began < 2


def test_every_table_is_chained_once():
    assert len({table.name for table in audit.CHAINED}) == len(audit.CHAINED)
