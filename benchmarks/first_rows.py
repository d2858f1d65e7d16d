"""From a key to its first rows, on a book of a million lines, in a real terminal of 80x24.

python -m benchmarks.first_rows BOOK [RUNS]   the pages, views, cards and documents, and the search
python -m benchmarks.first_rows --items BOOK  a list of many items: Down, page after page, bytes per key

BOOK is made with `benchmarks/shop.py` and imported. Every run starts the program anew, waits a moment as a person does,
then presses one key after the other. "first" is the first time in a run, "again" the second.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.screens.pty_session import PtySession

GOAL = 150
_THINK = 1.0
_STATEMENT = r"Operating revenue|Cash and bank|Operating activities"
# A key and what the first rows it asks for look like; what stands before the mark in a list is not its rows.
Key = tuple[str, str, str]
WALK: Sequence[Key] = (
    ("F4 all items", "f4", r"商品1\b"),
    ("by category", "right", r"100\.0%"),
    ("oversold", "right", r"Nothing is oversold"),
    ("cost unknown", "right", r"everything sold is known"),
    ("to review", "right", r"商品1\b"),
    ("not sold 90 days", "right", r"商品1\b"),
    ("all items again", "right", r"商品1\b"),
    ("item card", "enter", r"20\d\d-\d\d-\d\d "),
    ("its prices", "right", r"no price yet|20\d\d-\d\d-\d\d "),
    ("F4 back to the list", "f4", r"商品1\b"),
    ("F6 cash book", "f6", r"2017-12-23 "),
    ("document", "enter", r"1012\.01"),
    ("explain", "e", r"receipt R0"),
    ("F6 back to the list", "f6", r"2017-12-23 "),
    ("vouchers", "right", r"2017-12-23 "),
    ("account balances", "right", r"1001\.01"),
    ("account ledger", "enter", r"2017-12-2\d "),
    ("F6 back to balances", "f6", r"1001\.01"),
    ("statements", "right", _STATEMENT),
    ("balance sheet", "t", _STATEMENT),
    ("cash book from there", "right", r"2017-12-23 "),
    ("F9 reports", "f9", r"Trial balance"),
    ("trial balance", "enter", r"1001\.01"),
    ("F9 back to the list", "f9", r"Trial balance "),
    ("F10 setup", "f10", r"day\.csv"),
    ("waiting", "right", r"Nothing waits"),
    ("batches", "right", r"sales\.csv"),
    ("waiting from there", "left", r"Nothing waits"),
    ("files from there", "left", r"day\.csv"),
    ("palette", "ctrl+p", r"lstbo stock list"),
    ("an item in the palette", "商品77", r"lstbo stock card"),
    ("F2 today", "f2", r"WeChat"),
)


def walk(book: str, keys: Sequence[Key], seen: dict[str, list[float]]) -> None:
    """Start the program once, press all keys, twice over, and note the milliseconds to the first rows of each."""
    with (
        tempfile.TemporaryDirectory() as home,
        PtySession.lstbo("--book", book, env={"HOME": home}, cwd=Path(home)) as terminal,
    ):
        (Path(home) / "Downloads").mkdir()
        (Path(home) / "Downloads" / "day.csv").touch()
        terminal.wait_for("WeChat")
        _wait(terminal, _THINK)
        for time_ in ("first", "again"):
            for name, key, rows in keys:
                seen[f"{name}|{time_}"].append(terminal.first(key, rows) * 1000)
                _wait(terminal, 0.4)
                if name.startswith("an item in"):  # the first Esc empties the line, the second leaves
                    for _again in range(2):
                        terminal.press("escape")
                        _wait(terminal, 0.4)


def items(book: str) -> None:
    """Go down a list of many items key by key, then page by page, and print bytes and milliseconds."""
    with (
        tempfile.TemporaryDirectory() as home,
        PtySession.lstbo("--book", book, env={"HOME": home}, cwd=Path(home)) as terminal,
    ):
        terminal.wait_for("F10")
        _wait(terminal, _THINK)
        print(f"open the list: {terminal.first('f4', r'商品 1') * 1000:.0f} ms (goal {GOAL})")
        _wait(terminal, 2.0)
        for key, count, goal in (("down", 100, 50), ("pagedown", 60, 100), ("pageup", 30, 100), ("end", 1, 100)):
            answers = [terminal.answer(key, gap=0.04) for _ in range(count)]
            slow = sorted(seconds for _bytes, seconds in answers)[max(0, round(count * 0.95) - 1)]
            size = statistics.median(size for size, _seconds in answers)
            print(f"{key}: p95 {slow * 1000:.0f} ms (goal {goal}), {size:.0f} bytes")


def _wait(terminal: PtySession, seconds: float) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        terminal.quiet(left, left)


def main() -> int:
    """Measure and print what was asked for; 1 when a median misses the goal."""
    if sys.argv[1] == "--items":
        items(sys.argv[2])
        return 0
    book, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seen: dict[str, list[float]] = defaultdict(list)
    for _run in range(runs):
        walk(book, WALK, seen)
    print(
        f"{'milliseconds to first rows':30}{'first':>8}{'worst':>8}{'again':>8}{'worst':>8}   load {os.getloadavg()[0]:.1f}"
    )
    missed = 0
    for name, _key, _rows in WALK:
        first, again = seen[f"{name}|first"], seen[f"{name}|again"]
        mark = " over" if max(statistics.median(first), statistics.median(again)) > GOAL else ""
        missed += bool(mark)
        figures = (statistics.median(first), max(first), statistics.median(again), max(again))
        print(f"{name:30}" + "".join(f"{figure:8.0f}" for figure in figures) + mark)
    print(f"goal {GOAL} ms: {len(WALK) - missed} of {len(WALK)} within it")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
