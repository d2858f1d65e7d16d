"""Measuring: whole processes with their time and peak memory, work and floor taking turns, figures against goals."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_KB_PER_MB = 1024
_UNSET = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "LSTBO_BOOK", "LSTBO_LANG", "NO_COLOR")


@dataclass(frozen=True, slots=True)
class Took:
    """What one process needed: wall and processor seconds, peak memory in MB, and what it printed."""

    seconds: float
    cpu: float = 0.0
    peak: float = 0.0
    out: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ratio` is the median over the pairs, so it need not be seen / floor to the digit.

    `cpu_ratio` compares processor seconds: on a computer that others use too it is the steadier one. `met` is None
    where there is no goal.
    """

    name: str
    work: str
    floor_is: str
    floor: float | None
    seen: float | None
    unit: str
    ratio: float | None
    cpu_ratio: float | None
    goal: str
    met: bool | None
    note: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the figure as JSON."""
        return asdict(self)


def process(args: Sequence[str | Path], *, ok: Sequence[int] = (0,)) -> Took:
    """Run a program to its end. Raises RuntimeError with what it said when its exit code is not among `ok`."""
    env = {name: value for name, value in os.environ.items() if name not in _UNSET}
    env["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        started = subprocess.Popen(
            [str(arg) for arg in args], stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env, cwd=ROOT
        )
        _pid, status, used = os.wait4(started.pid, 0)
        seconds = time.perf_counter() - begun
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode not in ok:
            err.seek(0)
            said = err.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{' '.join(map(str, args))}: exit {started.returncode}\n{said}")
        out.seek(0)
        text = out.read().decode()
    peak = used.ru_maxrss / (_KB_PER_MB * _KB_PER_MB if sys.platform == "darwin" else _KB_PER_MB)
    return Took(seconds, used.ru_utime + used.ru_stime, peak, text)


def python(*args: str | Path, ok: Sequence[int] = (0,)) -> Took:
    """Run this Python with bytecode compiled."""
    return process([sys.executable, *args], ok=ok)


def lstbo(book: Path | None, *args: str | Path) -> Took:
    """Run one command of lstbo on a book, in English."""
    chosen = () if book is None else ("--book", book)
    return python("-m", "lstbo", *args, *chosen, "--lang", "en")


def floor(name: str, *args: str | Path) -> Took:
    """Run one of the bare scripts of `floors.py`."""
    return python("-m", "benchmarks.floors", name, *args)


def turns(times: int, *works: Callable[[], Took]) -> list[list[Took]]:
    """Run works in turn (A B A B ...), and return what each took, run by run."""
    taken: list[list[Took]] = [[] for _ in works]
    for _ in range(times):
        for at, work in enumerate(works):
            taken[at].append(work())
    return taken


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def compare(
    name: str,
    work: str,
    seen: Sequence[Took],
    floor_is: str,
    floors: Sequence[Took],
    *,
    at_most: float | None = None,
    times_faster: float | None = None,
    note: str = "",
) -> Figure:
    """Return a figure of seconds against a floor: at most so many times the floor, or so many times faster."""
    pairs = list(zip(seen, floors, strict=True))
    ratio = median([one.seconds / other.seconds for one, other in pairs])
    cpu = median([one.cpu / other.cpu for one, other in pairs]) if all(o.cpu and f.cpu for o, f in pairs) else None
    goal, met = "", None
    if at_most is not None:
        goal, met = f"<= {at_most:g}x", ratio <= at_most
    elif times_faster is not None:
        goal, met = f">= {times_faster:g}x faster", 1 / ratio >= times_faster
    times = median([one.seconds for one in seen]), median([other.seconds for other in floors])
    return Figure(name, work, floor_is, times[1], times[0], "s", ratio, cpu, goal, met, note)


def limit(
    name: str,
    work: str,
    seen: float,
    unit: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    floor_is: str = "",
    floor: float | None = None,
    note: str = "",
) -> Figure:
    """Return a figure that is held against a fixed amount."""
    goal, met = "", None
    if at_most is not None:
        goal, met = f"<= {at_most:g} {unit}", seen <= at_most
    elif at_least is not None:
        goal, met = f">= {at_least:,.0f} {unit}", seen >= at_least
    return Figure(name, work, floor_is, floor, seen, unit, seen / floor if floor else None, None, goal, met, note)


def share(
    name: str, work: str, seen: float, floor_is: str, floor: float, unit: str, *, at_most: float, note: str = ""
) -> Figure:
    """Return a figure that may be at most so many times its floor, in any unit."""
    ratio = seen / floor
    return Figure(name, work, floor_is, floor, seen, unit, ratio, None, f"<= {at_most:g}x", ratio <= at_most, note)


def failure(name: str, fault: Exception) -> Figure:
    """Return the line of a benchmark that could not be finished: a missed goal, with its reason."""
    return Figure(
        name, f"{name}: failed", "", None, None, "", None, None, "", False, f"{type(fault).__name__}, see above"
    )
