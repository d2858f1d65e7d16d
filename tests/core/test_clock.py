"""The clock, which a demonstration can set."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lstbo.core import clock
from lstbo.core.errors import Usage


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LSTBO_NOW", "2026-11-22T18:30")
    assert clock.now() == datetime(2026, 11, 22, 18, 30)
    assert clock.today() == date(2026, 11, 22)


def test_a_setting_that_is_no_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LSTBO_NOW", "tomorrow")
    with pytest.raises(Usage, match="tomorrow"):
        clock.now()


def test_without_a_setting_it_is_local_time_without_a_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LSTBO_NOW", raising=False)
    assert clock.now().tzinfo is None
