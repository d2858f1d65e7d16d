"""The terminal beside a running import: one person at the pages, a script importing every two seconds, one who only looks.

python -m benchmarks.live_terminal [MINUTES]   5 unless told

Counts errors on either screen, rows that were imported and are not in the book, and how long the figure of today took to
follow an import. Exits 1 when anything was lost, an error was shown, or a figure took longer than two seconds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.screens.pty_session import PtySession  # noqa: E402

EVERY = 2.0
FOLLOWS = 2.0
NOW = "2026-10-31T18:30"
# What must not stand on a screen.
FAULTS = ("Traceback", "went wrong", "is in use", "is busy", "cannot", "could not", "failed", "Error")
TOUR = (
    *("f2", "f4", "down", "down", "enter", "escape", "f6", "right", "enter", "f6", "right", "right", "right"),
    *("f9", "enter", "escape", "f10", "right", "right", "left", "left"),
)


@dataclass(slots=True)
class Seen:
    """What happened: imports acknowledged, files that had to wait, screens with a fault, seconds until Today followed."""

    imported: int = 0
    waited: int = 0
    faults: list[str] = field(default_factory=list)
    followed: list[float] = field(default_factory=list)


def lstbo(book: Path, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command on the book and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "lstbo", *map(str, args), "--book", str(book), "--lang", "en"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "LSTBO_NOW": NOW},
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )


def one_receipt(folder: Path, number: int) -> Path:
    """Write a file of one receipt of 1.00."""
    file = folder / f"r{number}.csv"
    at = f"{8 + number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
    row = f"R{number},2026-10-31 {at},1,sale,Cola,1,1.00,1.00,cash,1.00"
    file.write_text(
        f"receipt_id,sold_at,register,kind,name,quantity,unit_price,net,tender,amount_paid\n{row}\n", encoding="utf-8"
    )
    return file


def keep_importing(book: Path, folder: Path, seen: Seen, done: threading.Event) -> None:
    """Import one receipt every two seconds."""
    number = 1
    while not done.is_set():
        number += 1
        said = lstbo(book, "import", "sales", one_receipt(folder, number))
        if said.returncode:
            seen.faults.append(f"import {number}: exit {said.returncode} {said.stderr[-300:]}")
        else:
            seen.imported += 1
            seen.waited += "queue" in said.stdout or "waits" in said.stdout
        done.wait(EVERY)


def look(who: str, terminal: PtySession, seen: Seen, seconds: float) -> None:
    """Read the screen for a while and note what must not stand there."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        terminal.quiet(min(0.1, left), left)
        for line in terminal.text.splitlines():
            if any(fault in line for fault in FAULTS) and f"{who}: {line.strip()}" not in seen.faults:
                seen.faults.append(f"{who}: {line.strip()}")


def tour(terminal: PtySession, viewer: PtySession, seen: Seen, seconds: float) -> None:
    """Walk through the pages; after every round stay on Today and time how the figure follows an import."""
    end, keys = time.monotonic() + seconds, cycle(TOUR)
    while time.monotonic() < end:
        key = next(keys)
        if key == TOUR[0]:
            follow(terminal, seen)
        terminal.press(key)
        look("terminal", terminal, seen, 0.5)
        look("viewer", viewer, seen, 0.05)


def follow(terminal: PtySession, seen: Seen) -> None:
    """Wait on Today until one more import was acknowledged, then until its figure is there."""
    terminal.press("f2")
    look("terminal", terminal, seen, 0.5)
    before, end = seen.imported, time.monotonic() + 15
    while seen.imported == before and time.monotonic() < end:
        look("terminal", terminal, seen, 0.05)
    wanted, begun = seen.imported, time.monotonic()
    while taken(terminal) < wanted + 1 and time.monotonic() - begun < 15:
        look("terminal", terminal, seen, 0.05)
    seen.followed.append(time.monotonic() - begun)


def taken(terminal: PtySession) -> Decimal:
    """The figure of the day on the Today page; 0 when it cannot be read."""
    for line in terminal.text.splitlines():
        if " Today " in line and "receipt" in line:
            word = line.split(" Today ")[1].split()[0]
            return Decimal(word.replace(",", ""))
    return Decimal(0)


def run(seconds: float) -> tuple[Seen, str]:
    """Run everything for some seconds; return what was seen, and what is wrong with the book afterwards ("" = nothing)."""
    with tempfile.TemporaryDirectory() as name:
        folder, seen, done = Path(name), Seen(), threading.Event()
        book = folder / "shop.duckdb"
        lstbo(book, "init", "--name", "Corner", "--template", "generic")
        lstbo(book, "import", "sales", one_receipt(folder, 1))
        env = {"HOME": name, "XDG_CONFIG_HOME": name, "XDG_STATE_HOME": name, "LSTBO_NOW": NOW}
        with (
            PtySession.lstbo("--book", book, env=env) as terminal,
            PtySession.lstbo("--book", book, "--read-only", env=env) as viewer,
        ):
            terminal.wait_for("1 receipt")
            viewer.wait_for("1 receipt")
            importing = threading.Thread(target=keep_importing, args=(book, folder, seen, done))
            importing.start()
            try:
                tour(terminal, viewer, seen, seconds)
            finally:
                done.set()
                importing.join()
            viewer.press("f2")
            look("viewer", viewer, seen, 3)
            if taken(viewer) != seen.imported + 1:
                seen.faults.append(f"the viewer shows {taken(viewer)}, {seen.imported + 1} were imported")
            for session in (terminal, viewer):
                session.press("ctrl+q")
                if session.end():
                    seen.faults.append(f"exit code {session.process.returncode}")
        return seen, wrong_with(book, seen.imported + 1)


def wrong_with(book: Path, receipts: int) -> str:
    """Say what was lost or is broken in the book, nothing when all is there."""
    found = lstbo(book, "accounts", "balance", "till_cash", "--json").stdout
    check = lstbo(book, "check")
    lost = "" if f'"{receipts}.00"' in found else f"{receipts}.00 imported, but {found}"
    return lost or ("" if check.returncode == 0 else check.stdout)


def main(arguments: Sequence[str]) -> int:
    """Run for some minutes and print what was seen."""
    seconds = 60 * float(arguments[0]) if arguments else 300.0
    seen, wrong = run(seconds)
    slow = max(seen.followed, default=0.0)
    middle = statistics.median(seen.followed) if seen.followed else 0.0
    print(f"{seconds:.0f} s: {seen.imported} imports acknowledged, {seen.waited} of them waited in the inbox")
    print(f"errors on the screens: {len(seen.faults)} {seen.faults[:5]}")
    print(f"lost or broken: {wrong or 'nothing'}")
    print(f"Today followed within {middle:.1f} s (median), {slow:.1f} s (worst of {len(seen.followed)})")
    return 1 if seen.faults or wrong or slow > FOLLOWS else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
