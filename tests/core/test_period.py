"""Periods of the books."""

from __future__ import annotations

from datetime import date

import pytest

from lstbo.core.errors import Usage
from lstbo.core.period import Period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (" 2026-q4 ", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_reaches_from_its_first_to_its_last_day(text: str, start: date, end: date) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, str(period)) == (start, end, text.strip().upper())


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-Q5", "26", "2026-1", "", "1989", "9999", "2026-10-01", "x"]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Usage, match="2026-10"):
        Period.parse(text)


def test_a_quarter_has_three_months() -> None:
    assert [str(month) for month in Period.parse("2026-Q1").months()] == ["2026-01", "2026-02", "2026-03"]
    assert len(Period.parse("2026").months()) == 12


@pytest.mark.parametrize(("text", "before"), [("2026-02", "2025-02"), ("2026-Q3", "2025-Q3"), ("2026", "2025")])
def test_the_comparative_is_the_same_period_a_year_earlier(text: str, before: str) -> None:
    assert str(Period.parse(text).before()) == before


def test_a_day_lies_in_its_month() -> None:
    assert Period.of_month(date(2026, 2, 28)) == Period.parse("2026-02")


@pytest.mark.parametrize(
    ("text", "count", "then"),
    [
        ("2026-12", 1, "2027-01"),
        ("2026-01", -1, "2025-12"),
        ("2026-03", -15, "2024-12"),
        ("2026-Q4", 1, "2027-Q1"),
        ("2026-Q1", -2, "2025-Q3"),
        ("2026", -1, "2025"),
        ("2026-02", 0, "2026-02"),
    ],
)
def test_a_period_steps_to_others_of_its_kind(text: str, count: int, then: str) -> None:
    assert str(Period.parse(text).step(count)) == then


def test_a_period_does_not_step_out_of_time() -> None:
    with pytest.raises(Usage):
        Period.parse("1990").step(-1)
