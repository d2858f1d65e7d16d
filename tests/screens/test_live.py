"""The terminal beside a script that imports and a second one that only looks: twenty seconds of it, with real processes.

`python -m benchmarks.live_terminal` does the same for minutes and measures.
"""

from __future__ import annotations

import os

import pytest

from benchmarks.live_terminal import run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pty")


def test_no_error_is_shown_nothing_is_lost_and_today_follows() -> None:
    seen, wrong = run(20)
    assert (seen.faults, wrong) == ([], "")
    assert seen.imported >= 2 and seen.followed
