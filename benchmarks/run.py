"""The benchmarks: every job beside its floor, measured in turn in one run, as a table of ratios.

python benchmarks/run.py [--quick] [--big] [--only NAME ...] [--json FILE] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import unicodedata
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.measuring import Figure

BENCHMARKS = {
    "help": "help_start",
    "import": "importing",
    "big": "large_import",
    "recost": "recost",
    "income": "income",
    "warm": "warm",
    "posting": "posting",
    "proving": "proving",
    "paper": "paper",
    "keeping": "keeping",
}
_LINES, _QUICK_LINES = 1_000_000, 100_000
_HEAD = ("work", "floor", "floor is", "seen", "ratio", "cpu", "goal", "met", "")


def main() -> int:
    """Run what was asked for and print the table; the exit code is 0 also when a goal is missed."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from benchmarks.measuring import failure
    from benchmarks.workshop import Workshop

    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="lstbo-bench-") as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        often, seldom = (3, 2) if asked.quick else (5, 3)
        lines = _QUICK_LINES if asked.quick else _LINES
        shop = Workshop(folder.resolve(), lines, often, seldom)
        figures: list[Figure] = []
        failed = 0
        for name in asked.only or [name for name in BENCHMARKS if name != "big" or asked.big]:
            begun = time.perf_counter()
            print(f"{name} ...", file=sys.stderr, flush=True)
            try:
                figures += import_module(f"benchmarks.{BENCHMARKS[name]}").measure(shop)
            except Exception as fault:
                failed = 1
                figures.append(failure(name, fault))
                print(f"  {name} failed: {type(fault).__name__}: {fault}", file=sys.stderr, flush=True)
            print(f"  {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
            if asked.json:
                asked.json.write_text(json.dumps([figure.to_json() for figure in figures], indent=1), encoding="utf-8")
    print(as_text(figures, lines))
    return failed


def as_text(figures: list[Figure], lines: int) -> str:
    """Return the table as Markdown that also reads well as it is."""
    rows = [_HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(_HEAD))]
    written = [
        " | ".join(text + " " * (wide - _width(text)) for text, wide in zip(row, widths, strict=True)) for row in rows
    ]
    written.insert(1, "-|-".join("-" * wide for wide in widths))
    head = f"One shop of {lines:,} sale lines. Ratio: median over runs in turn; cpu: the same by processor time.\n"
    return head + "\n".join(f"| {line} |" if line[0] != "-" else f"|-{line}-|" for line in written)


def _cells(figure: Figure) -> tuple[str, ...]:
    floor = "" if figure.floor is None else f"{_number(figure.floor)} {figure.unit}"
    met = "" if figure.met is None else "yes" if figure.met else "NO"
    seen = "" if figure.seen is None else f"{_number(figure.seen)} {figure.unit}"
    ratios = [_times(ratio, figure.goal) for ratio in (figure.ratio, figure.cpu_ratio)]
    return figure.work, floor, figure.floor_is, seen, *ratios, figure.goal, met, figure.note


def _times(ratio: float | None, goal: str) -> str:
    if ratio is None:
        return ""
    return f"{1 / ratio:.1f}x faster" if ratio < 0.1 or goal.endswith("faster") else f"{ratio:.2f}x"


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a shop of 100,000 lines, fewer runs")
    parser.add_argument("--big", action="store_true", help="also import 2,500,000 lines")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=list(BENCHMARKS), help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="keep the books there and use them again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
