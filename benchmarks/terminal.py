"""The table of the terminal against its floors, in a real terminal of 80x24: `python -m benchmarks.terminal [RUNS]`.

First paint is the time from starting the program until the first row stands on screen; the works take turns.
"""

from __future__ import annotations

import statistics
import sys
import time

from benchmarks.terminal_apps import READY
from tests.screens.pty_session import PtySession

WORKS = {
    "minimal app": ("floor", 0),
    "table, 1,000 rows": ("table", 1_000),
    "table, 20,000 rows": ("table", 20_000),
    "table, 200,000 rows": ("table", 200_000),
    "Textual's DataTable, 20,000 rows": ("stock", 20_000),
}
KEYS = 200


def start(kind: str, rows: int) -> PtySession:
    """Start one of the programs."""
    return PtySession([sys.executable, "-m", "benchmarks.terminal_apps", kind, str(rows)])


def first_paint(kind: str, rows: int) -> float:
    """Return the seconds until the first row was written."""
    begun = time.perf_counter()
    with start(kind, rows) as terminal:
        terminal.wait_for_bytes(READY, timeout=60)
        return time.perf_counter() - begun


def keys(kind: str, rows: int, key: str, times: int) -> tuple[float, float]:
    """Return the median bytes and the 95th percentile of seconds from a key to the first byte of its answer."""
    with start(kind, rows) as terminal:
        terminal.wait_for_bytes(READY, timeout=60)
        terminal.quiet(0.5)
        taken = []
        for at in range(times):
            if key == "down" and at % 20 == 19:
                terminal.press("home")
                terminal.quiet(0.1)
            taken.append(terminal.answer(key, gap=0.03))
    return statistics.median(count for count, _seconds in taken), statistics.quantiles([s for _c, s in taken], n=20)[-1]


def main(runs: int) -> None:
    """Measure and print."""
    seen: dict[str, list[float]] = {name: [] for name in WORKS}
    for _run in range(runs):
        for name, (kind, rows) in WORKS.items():
            seen[name].append(first_paint(kind, rows))
    floors = seen["minimal app"]
    print(f"{'first paint, 80x24':36}{'seconds':>9}{'x floor':>9}")
    for name, taken in seen.items():
        ratio = statistics.median(one / floor for one, floor in zip(taken, floors, strict=True))
        print(f"{name:36}{statistics.median(taken):9.2f}{ratio:9.2f}")
    pairs = zip(seen["table, 200,000 rows"], seen["table, 1,000 rows"], strict=True)
    print(f"200,000 rows against 1,000 rows: {statistics.median(one / other for one, other in pairs):.2f} (goal 1.5)")
    print(f"\n{'keys':44}{'bytes':>9}{'p95 ms':>9}")
    for name, kind in (("table, 200,000 rows", "table"), ("Textual's DataTable, 20,000 rows", "stock")):
        for key, times in (("down", KEYS), ("pagedown", KEYS // 2)):
            count, slow = keys(kind, WORKS[name][1], key, times)
            print(f"{name + ', ' + key:44}{count:9.0f}{slow * 1000:9.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
