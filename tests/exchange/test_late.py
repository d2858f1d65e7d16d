"""Late documents say on which day they were posted, and what is held says what to do next."""

from __future__ import annotations

from datetime import date

from lstbo.exchange import late_day, summary, undo_batch
from tests.shop_files import Shop, line

LATE = [line(at="2026-01-31 10:00:00", tender="cash"), line("R2", at="2026-02-01 10:00:00", tender="cash")]


def test_late_receipts_say_on_which_day_they_were_posted(shop: Shop) -> None:
    shop.lock("2026-01")
    found = shop.give(LATE, accept_changes=True)
    assert (found.late, found.posted_on) == (1, date(2026, 2, 1))
    assert found.to_json() | {"late": 1, "posted_on": "2026-02-01"} == found.to_json()
    assert any("2026-02-01, the first open day" in note for note in found.notes)


def test_change_of_a_locked_day_says_on_which_day_it_was_posted(shop: Shop) -> None:
    shop.give(LATE)
    shop.lock("2026-01")
    found = shop.give([line(at="2026-01-31 10:00:00", quantity="2", tender="cash")], "b.csv", accept_changes=True)
    assert (found.late, found.posted_on, found.superseded) == (1, date(2026, 2, 1), 1)


def test_receipts_of_open_days_say_nothing_about_another_day(shop: Shop) -> None:
    assert "posted_on" not in shop.give(LATE).to_json()


def test_what_is_held_for_a_locked_month_says_what_to_do(shop: Shop) -> None:
    shop.lock("2026-01")
    assert any("--accept-changes" in text and "lstbo unlock" in text for text in summary(shop.give(LATE).problems))


def test_undo_says_when_it_posted_on_another_day(shop: Shop) -> None:
    first, second = shop.give(LATE[:1]), shop.give(LATE[1:], "b.csv")
    shop.lock("2026-01")
    for batch, day in ((first.batch, date(2026, 2, 1)), (second.batch, None)):
        with shop.book.write("undo") as tx:
            undo_batch(tx, batch or 0)
            assert late_day(tx, tx.documents) == day
