"""Tables whose rows may change are proved by the digest of their state."""

from __future__ import annotations

from tests.storage.posting import post_in

ITEM = "INSERT INTO catalog.item (id, code, name, doc) VALUES (?, ?, 'tea', 1)"


def test_a_state_is_put_down_only_by_units_that_wrote_to_the_table(book):
    for number in (1, 2):
        with book.write() as tx:
            post_in(tx)
            tx.execute(ITEM, [number, f"A{number}"])
    with book.write() as tx:
        post_in(tx)
    with book.read() as tx:
        assert tx.rows("SELECT name, doc FROM storage.state ORDER BY doc") == [("catalog.item", 1), ("catalog.item", 2)]
        assert tx.verify_chain() == []


def test_a_change_that_no_document_told_of_gets_one(book):
    with book.write() as tx:
        post_in(tx)
        tx.execute(ITEM, [1, "A1"])
    with book.write("rename") as tx:
        tx.execute("UPDATE catalog.item SET name = 'green tea' WHERE id = 1")
    with book.read() as tx:
        assert tx.rows("SELECT room, kind, title, command FROM storage.document WHERE seq = 2") == [
            ("catalog", "change", "item", "rename")
        ]
        assert tx.verify_chain() == []


def test_rows_are_proved_in_whatever_order_they_lie(book):
    with book.write() as tx:
        post_in(tx)
        tx.execute(ITEM, [2, "A2"])
        tx.execute(ITEM, [1, "A1"])
    with book.write() as tx:
        post_in(tx)
        tx.execute("CREATE TEMP TABLE kept AS SELECT * FROM catalog.item ORDER BY id")
        tx.execute("DELETE FROM catalog.item")
    with book.write() as tx:
        post_in(tx)
        tx.execute("INSERT INTO catalog.item SELECT * FROM temp.kept ORDER BY id")
    with book.read() as tx:
        first, last = (tx.scalar("SELECT digest FROM storage.state WHERE doc = ?", [doc]) for doc in (1, 3))
        assert first == last and tx.verify_chain() == []
