"""Who owes whom, against a small shop whose figures are known by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lstbo.reports import Report
from lstbo.reports.owing import _aged

Make = Callable[..., Report]
ON = date(2026, 3, 31)


def test_a_tab_is_shown_by_its_age(report: Make) -> None:
    found: Any = report("ageing", as_of=date(2026, 3, 5)).data
    assert found["owed"] == "100.00"
    assert found["rows"] == [{
        "customer": "李阿姨", "owed": "100.00", "days_0_30": "0.00", "days_31_60": "100.00", "days_61_90": "0.00",
        "days_over_90": "0.00", "last": "2026-01-20",
    }]  # fmt: skip


def test_what_suppliers_are_owed_is_the_account(report: Make) -> None:
    found: Any = report("payables").data
    assert [(row["supplier"], row["owed"]) for row in found["rows"]] == [("王记粮油", "500.00")]
    assert found["owed"] == "500.00" == str(-Decimal(report("ledger", subject="payables").data["closing"]))  # type: ignore[index]


@pytest.mark.parametrize(
    ("charges", "aged"),
    [
        ([("2026-03-30", "10")], "10 10 0 0 0"),
        ([("2026-01-01", "10"), ("2026-03-01", "-10"), ("2026-03-30", "5")], "5 5 0 0 0"),
        ([("2025-12-01", "30"), ("2026-02-15", "20"), ("2026-03-01", "-40")], "10 0 10 0 0"),
        ([("2025-12-01", "30")], "30 0 0 0 30"),
        ([("2026-02-01", "10"), ("2026-03-01", "-15")], "-5 -5 0 0 0"),
    ],
)
def test_payments_settle_the_oldest_first(charges: list[tuple[str, str]], aged: str) -> None:
    found = _aged([(date.fromisoformat(on), Decimal(amount)) for on, amount in charges], ON)
    assert found == [Decimal(text) for text in aged.split()]
