"""Shops for the sales room: moving average and first-in-first-out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shop_files import Shop, new_shop


@pytest.fixture(params=["average", "fifo"])
def shop(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop with five items on 1 February 2026, nothing sold yet, with either costing."""
    monkeypatch.setenv("LSTBO_NOW", "2026-02-01T12:00")
    found = new_shop(tmp_path, costing=request.param)
    yield found
    found.proven()
    found.book.close()
