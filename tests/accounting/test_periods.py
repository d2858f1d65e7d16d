"""Locked months: closed in order, opened again newest first, never when locked hard."""

from __future__ import annotations

from datetime import date

import pytest

from lstbo.accounting import first_open_day, lock_period, locked_months, post_expense, refuse_locked, unlock_period
from lstbo.core.errors import NotFound, PeriodLocked, Refused
from lstbo.core.period import Period
from lstbo.storage import Transaction
from tests.books import day


def spend(tx: Transaction, on: date) -> None:
    post_expense(tx, business_date=on, account="rent", amount=10, paid_from="cash")


def test_a_quarter_locks_its_three_months(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-Q1"))
    assert locked_months(tx) == {202601: "soft", 202602: "soft", 202603: "soft"}


def test_months_are_locked_in_order(tx: Transaction) -> None:
    spend(tx, day(5))
    with pytest.raises(Refused, match="2026-01 is still open"):
        lock_period(tx, Period.parse("2026-02"))


def test_the_first_locked_month_may_be_any_when_nothing_is_before_it(tx: Transaction) -> None:
    spend(tx, day(5, 3))
    lock_period(tx, Period.parse("2026-03"))
    assert locked_months(tx) == {202603: "soft"}


def test_days_before_a_locked_month_are_closed_too(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-03"))
    with pytest.raises(PeriodLocked, match="2025-12-31 lies before 2026-03"):
        spend(tx, date(2025, 12, 31))


def test_the_first_open_day_is_the_first_after_the_newest_lock(tx: Transaction) -> None:
    assert first_open_day(tx, day(5)) == day(5)
    lock_period(tx, Period.parse("2026-01"))
    assert first_open_day(tx) == day(1, 2)
    assert [first_open_day(tx, on) for on in (date(2025, 6, 1), day(5), day(7, 2))] == [day(1, 2), day(1, 2), day(7, 2)]


def test_a_soft_lock_is_opened_again(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-01"))
    unlock_period(tx, Period.parse("2026-01"))
    spend(tx, day(5))
    assert locked_months(tx) == {}


def test_a_hard_lock_never_opens(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-01"), hard=True)
    with pytest.raises(Refused, match="locked for ever"):
        unlock_period(tx, Period.parse("2026-01"))


def test_a_soft_lock_does_not_soften_a_hard_one(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-01"), hard=True)
    lock_period(tx, Period.parse("2026-Q1"))
    assert locked_months(tx) == {202601: "hard", 202602: "soft", 202603: "soft"}


def test_the_newest_month_opens_first(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-Q1"))
    with pytest.raises(Refused, match="2026-03 is locked after it"):
        unlock_period(tx, Period.parse("2026-02"))


def test_what_is_not_locked_cannot_be_opened(tx: Transaction) -> None:
    with pytest.raises(NotFound, match="not locked"):
        unlock_period(tx, Period.parse("2026-01"))


def test_every_day_of_several_is_looked_at(tx: Transaction) -> None:
    lock_period(tx, Period.parse("2026-01"))
    refuse_locked(tx, {day(1, 2), day(28, 2)})
    with pytest.raises(PeriodLocked, match="2026-01-31"):
        refuse_locked(tx, {day(1, 2), day(31)})
