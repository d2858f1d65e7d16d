"""Sixty scans back to back in a real terminal: sixty right, whatever has the focus and whatever the program does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.screens.pty_session import PtySession

APP = Path(__file__).with_name("scan_terminal.py")
Run = Callable[..., dict[str, list[str]]]


def ean(number: int) -> str:
    """A valid EAN-13 that begins with 690."""
    body = f"690{number:09}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


CODES = [ean(number * 7_919) for number in range(1, 61)]


@pytest.fixture
def shop(tmp_path: Path) -> Run:
    """Start the shop with a focus, write each of some texts at once, end it, and return its lines by their words."""

    def run(focus: str, *texts: str, scans: int, stall: list[str] | None = None) -> dict[str, list[str]]:
        with PtySession.script(APP, str(tmp_path / "got"), focus) as session:
            session.wait_for("<ready>")
            for text in texts[:-1]:
                session.press(text)
                session.wait_for(text)
            session.press(*(stall or []), texts[-1])
            session.wait_for(f"<{scans} lines>")
            session.quiet()
            session.press("f7")
            while session.process.poll() is None:
                session.quiet(0.05)
        lines = (tmp_path / "got").read_text(encoding="utf-8").split("\n")
        got: dict[str, list[str]] = {"scan": [], "key": [], "money": [], "text": []}
        for line in lines:
            word, _blank, text = line.partition(" ")
            got[word].append(text)
        return got

    return run


@pytest.mark.parametrize("focus", ["table", "money", "text"])
@pytest.mark.parametrize("stall", ["", "f5", "f6"])
def test_sixty_queued_scans_are_sixty_right(shop: Run, focus: str, stall: str) -> None:
    got = shop(focus, "".join(f"{code}\r" for code in CODES), scans=60, stall=[stall] if stall else [])
    assert got == {"scan": CODES, "key": [], "money": [""], "text": [""]}


def test_what_was_typed_before_stays_in_the_money_field(shop: Run) -> None:
    got = shop("money", "12.5", ean(1) + "\r", scans=1)
    assert got == {"scan": [ean(1)], "key": [], "money": ["12.5"], "text": [""]}


def test_a_code_with_letters_fires_no_binding(shop: Run) -> None:
    codes = [f"LATNEB-{number:05}" for number in range(60)]
    got = shop("table", "".join(f"{code}\r" for code in codes), scans=60)
    assert got == {"scan": codes, "key": [], "money": [""], "text": [""]}
