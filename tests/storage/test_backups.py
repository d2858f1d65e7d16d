"""A backup counts when its restore was tested; old ones go by a rule; a restore keeps what it replaces."""

from __future__ import annotations

import json
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lstbo.core.errors import BookBusy, IntegrityFailed, NotFound, Refused
from lstbo.storage import Backup, Book, anchor_of, restore
from lstbo.storage.backups import kept, newest_tested, records
from tests.storage.posting import documents, post


@pytest.fixture
def three(book: Book) -> Book:
    for _ in range(3):
        post(book)
    return book


def test_a_backup_is_named_by_day_document_and_chain(three, path, monkeypatch):
    monkeypatch.setenv("LSTBO_NOW", "2026-10-31T21:15:00")
    made = three.take_backup()
    assert made.file.parent == path.with_name("shop.duckdb.backups")
    assert made.file.name == f"shop-20261031T211500-000003-{anchor_of(path).chain[:12]}.duckdb"
    assert made.tested_at == datetime(2026, 10, 31, 21, 15)
    assert records(path) == [made] and newest_tested(path) == made


def test_work_goes_on_after_a_backup(three):
    three.take_backup()
    assert post(three) == 4


def test_a_backup_leaves_nothing_lying_about_and_belongs_to_its_owner(three, path):
    made = three.take_backup()
    assert sorted(file.name for file in made.file.parent.iterdir()) == ["index.json", made.file.name]
    assert list(three.staging.iterdir()) == []
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700


def test_a_book_with_a_broken_chain_gives_no_backup(three, path):
    with three.write() as tx:
        tx.execute("UPDATE accounting.posting SET amount = 7 WHERE doc = 2")
    with pytest.raises(IntegrityFailed, match=r"does not check out: document 2 \(digest\)"):
        three.take_backup()
    assert list(path.with_name("shop.duckdb.backups").iterdir()) == []


def test_a_backup_the_index_does_not_know_counts_as_untested(three, path):
    made = three.take_backup()
    (made.file.parent / "index.json").write_text("not json")
    (found,) = records(path)
    assert (found.seq, found.tested_at, found.taken_at) == (3, None, made.taken_at.replace(microsecond=0))
    assert newest_tested(path) is None


def test_seven_days_four_weeks_and_twelve_months_are_kept():
    noon = datetime(2026, 10, 31, 12)
    all_ = [
        Backup(Path(f"{day}-{hour}"), 1, "", "", 1, noon - timedelta(days=day, hours=hour))
        for day in range(500)
        for hour in (0, 3)
    ]
    days = [(noon - backup.taken_at).days for backup in kept(all_)]
    assert days[:8] == [0, 1, 2, 3, 4, 5, 6, 13]
    assert len(days) == 7 + 2 + 11 and days[-1] == 335
    assert all(backup.taken_at.hour == 12 for backup in kept(all_))


def test_the_backup_before_an_upgrade_is_kept_longer():
    noon = datetime(2026, 10, 31, 12)
    later = Backup(Path("later"), 2, "", "", 1, noon)
    before = Backup(Path("before"), 1, "", "", 1, noon - timedelta(hours=1), reason="upgrade")
    assert kept([later, before]) == [later, before]


def test_backups_that_are_due_are_removed(three, path, monkeypatch):
    for hour in (9, 12, 18):
        monkeypatch.setenv("LSTBO_NOW", f"2026-10-31T{hour:02}:00")
        made = three.take_backup()
    assert records(path) == [made]
    rows = json.loads((made.file.parent / "index.json").read_text())
    assert [row["file"] for row in rows] == [made.file.name]


def test_a_restore_says_first_what_would_be_lost(three, path):
    made = three.take_backup()
    post(three)
    three.close()
    foreseen = restore(path, made.file)
    assert (foreseen.seq, foreseen.lost, foreseen.aside, foreseen.doc) == (3, 1, None, None)
    with Book.open(path) as book:
        assert documents(book) == 4


def test_a_restore_keeps_the_replaced_book_and_writes_the_jump_down(three, path):
    made = three.take_backup()
    last = post(three)
    replaced = anchor_of(path)
    three.close()
    done = restore(path, made.file, yes=True)
    assert (done.seq, done.lost, done.doc) == (3, 1, 4)
    with Book.open(path) as book, book.read() as tx:
        assert book.warnings == [] and tx.verify_chain() == []
        title, kind = tx.one("SELECT title, kind FROM storage.document WHERE seq = 4")
        assert kind == "restore" and f"{last} {replaced.chain[:12]} -> 3 {made.chain[:12]}" in title
    with Book.open(done.aside / path.name) as old:
        assert documents(old) == 4 and old.warnings == []


def test_a_restore_makes_a_book_where_there_is_none(three, path, tmp_path):
    made = three.take_backup()
    place = tmp_path / "new computer" / "shop.duckdb"
    done = restore(place, made.file, yes=True)
    assert (done.seq, done.lost, done.doc) == (3, None, 4)
    with Book.open(place) as book:
        assert documents(book) == 4


@pytest.mark.parametrize("damage", ["truncated", "text", "broken chain"])
def test_a_bad_backup_is_refused_and_the_book_left_alone(three, path, damage, tmp_path):
    made = three.take_backup()
    if damage == "broken chain":
        with three.write() as tx:
            tx.execute("UPDATE accounting.posting SET amount = 7 WHERE doc = 2")
        three.close()
        made.file.write_bytes(path.read_bytes())
    else:
        made.file.write_bytes(made.file.read_bytes()[:9000] if damage == "truncated" else b"hello")
    three.close()
    before = path.read_bytes()
    with pytest.raises(IntegrityFailed, match=f"^{made.file.name} cannot be restored: ") as raised:
        restore(path, made.file, yes=True)
    assert "staging" not in str(raised.value) and str(raised.value).count(".duckdb") <= 2
    assert path.read_bytes() == before and list(path.with_name("shop.duckdb.staging").iterdir()) == []


def test_a_restore_needs_a_backup_and_a_free_book(three, path, neighbour):
    with pytest.raises(NotFound, match="no backup"):
        restore(path, path.with_name("none.duckdb"), yes=True)
    with pytest.raises(Refused, match="the book itself"):
        restore(path, path, yes=True)
    made = three.take_backup()
    three.close()
    script = neighbour(path, "sit").ready()
    with pytest.raises(BookBusy, match="an old script"):
        restore(path, made.file, yes=True, wait=0.2)
    script.answer()
