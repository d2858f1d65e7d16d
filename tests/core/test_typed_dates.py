"""Days as people type them, seen from Sunday 2026-11-22."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstbo.core.errors import BadInput
from lstbo.core.typed_dates import date_typed

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2026-11-22"),
        ("today", "2026-11-22"),
        ("昨天", "2026-11-21"),
        ("Yesterday", "2026-11-21"),
        ("前天", "2026-11-20"),
        ("大前天", "2026-11-19"),
        ("-3", "2026-11-19"),
        ("－３", "2026-11-19"),
        ("-0", "2026-11-22"),
        ("20日", "2026-11-20"),
        ("20号", "2026-11-20"),
        ("25日", "2026-10-25"),
        ("31日", "2026-10-31"),
        ("3-5", "2026-03-05"),
        ("3/5", "2026-03-05"),
        ("3月5日", "2026-03-05"),
        ("3月5", "2026-03-05"),
        ("12-31", "2025-12-31"),
        ("2-29", "2024-02-29"),
        ("2026-11-20", "2026-11-20"),
        ("2026/1/2", "2026-01-02"),
        ("2026年1月2日", "2026-01-02"),
        ("20260102", "2026-01-02"),
        ("２０２６-１１-２０", "2026-11-20"),
        ("mon", "2026-11-16"),
        ("Monday", "2026-11-16"),
        ("周一", "2026-11-16"),
        ("星期日", "2026-11-22"),
        ("礼拜天", "2026-11-22"),
        ("周六", "2026-11-21"),
        ("上周五", "2026-11-13"),
        ("上周日", "2026-11-15"),
        ("本周一", "2026-11-16"),
        ("sun", "2026-11-22"),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, day: str) -> None:
    assert date_typed(text, SUNDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "20",
        "3",
        "5-3-2026",
        "05/03/26",
        "2026-13-01",
        "2026-02-30",
        "2-30",
        "0日",
        "32日",
        "13-1",
        "-1000",
        "--3",
        "1.5",
        "3.5",
        "2026-1/2",
        "0026-01-01",
        "9999-01-01",
        "somewhen",
        "周八",
        "上上周五",
        "昨",
        "1e5",
        "٣-٥",
        "2026-11-20x",
        "上",
        "-３a",
    ],
)
def test_anything_else_is_no_day(text: str) -> None:
    with pytest.raises(BadInput):
        date_typed(text, SUNDAY)


@pytest.mark.parametrize("text", ["明天", "+1", "2026-11-23", "下周一", "后天"])
def test_a_day_to_come_is_refused_unless_it_is_allowed(text: str) -> None:
    with pytest.raises(BadInput, match="still to come"):
        date_typed(text, SUNDAY)
    assert date_typed(text, SUNDAY, future=True) > SUNDAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20日", "2026-12-20"),
        ("25日", "2026-11-25"),
        ("3-5", "2027-03-05"),
        ("周一", "2026-11-23"),
        ("周日", "2026-11-22"),
        ("2-29", "2028-02-29"),
    ],
)
def test_where_days_to_come_are_allowed_the_next_one_is_meant(text: str, day: str) -> None:
    assert date_typed(text, SUNDAY, future=True) == date.fromisoformat(day)


def test_a_day_that_neither_month_has_is_refused() -> None:
    with pytest.raises(BadInput):
        date_typed("31日", date(2026, 3, 5))


@given(st.dates(date(1970, 1, 1), SUNDAY))
def test_a_day_written_out_reads_back(day: date) -> None:
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"):
        assert date_typed(text, SUNDAY) == day


@given(
    st.text(alphabet="0123456789-+/.年月日号上下本周一二五天昨今mon ０", max_size=12) | st.text(max_size=40),
    st.booleans(),
)
def test_nothing_typed_raises_anything_but_a_sentence(text: str, future: bool) -> None:
    try:
        date_typed(text, SUNDAY, future=future)
    except BadInput as refusal:
        assert refusal.message
