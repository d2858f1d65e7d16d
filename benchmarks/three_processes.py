"""Three processes on one book: a reader of statements in a loop, an importer every two seconds, a read-only viewer.

`python benchmarks/three_processes.py [--minutes 5]` starts real commands, each its own process, and counts what went
wrong: exit codes other than 0, tracebacks, and acknowledged receipts that are not in the book at the end. Exits 1 when
anything did.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Tally:
    """What one of the three saw: how many calls, how long each took (seconds), and its faults."""

    calls: int = 0
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    queued: int = 0


def lstbo(book: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command on the book in a process of its own."""
    command = [sys.executable, "-m", "lstbo", "--book", str(book), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def day_file(folder: Path, number: int) -> Path:
    """Write a small day of sales: ten receipts of two lines."""
    rows = ["receipt_id,sold_at,item,name,quantity,unit_price,net,tender"]
    for receipt in range(10):
        for line in range(2):
            item = (number + receipt + line) % 50
            day = f"2026-03-{1 + number % 28:02d} 10:{receipt:02d}"
            rows.append(f"T{number:05d}-{receipt},{day},I{item},item {item},1,2.50,2.50,cash")
    path = folder / f"day-{number:05d}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def loop(tally: Tally, until: float, pause: float, call: object) -> None:
    """Call again and again until the time is over."""
    while time.monotonic() < until:
        started = time.monotonic()
        done = call()  # type: ignore[operator]
        tally.calls += 1
        tally.seconds.append(time.monotonic() - started)
        if done.returncode != 0 or "Traceback" in done.stderr:
            tally.faults.append(f"exit {done.returncode}: {done.stderr.strip()[-300:]}")
        if '"queued": true' in done.stdout:
            tally.queued += 1
        time.sleep(max(0.0, pause - (time.monotonic() - started)))


def main() -> int:
    """Run the three and print what they saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", default="5")
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "shop.duckdb"
        lstbo(book, "init", "--name", "three", "--template", "generic")
        until = time.monotonic() + 60 * int(minutes.split(".")[0]) + (30 if minutes.endswith(".5") else 0)
        numbers = iter(range(1_000_000))
        calls = {
            "reader": (0.0, lambda: lstbo(book, "report", "income", "--period", "2026-03", "--json")),
            "importer": (2.0, lambda: lstbo(book, "import", "sales", str(day_file(folder, next(numbers))), "--json")),
            "viewer": (0.3, lambda: lstbo(book, "--read-only", "stock", "list", "--json")),
        }
        tallies = {who: Tally() for who in calls}
        threads = [threading.Thread(target=loop, args=(tallies[who], until, *calls[who])) for who in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lstbo(book, "import", "sales", str(day_file(folder, next(numbers))), "--json")  # takes in what is still queued
        expected = (tallies["importer"].calls + 1) * 50
        found = json.loads(lstbo(book, "accounts", "balance", "till_cash", "--json").stdout)["balance"]
        check = lstbo(book, "check", "--json")
    faults = sum(len(tally.faults) for tally in tallies.values())
    for who, tally in tallies.items():
        ordered = sorted(tally.seconds)
        middle, high = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        print(f"{who}: {tally.calls} calls, median {middle:.2f} s, p99 {high:.2f} s, queued {tally.queued}")
        print(f"  faults: {tally.faults[:3]}")
    print(f"cash in the book {found}, acknowledged {expected}.00; check exit {check.returncode}")
    return 0 if not faults and found == f"{expected}.00" and check.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
