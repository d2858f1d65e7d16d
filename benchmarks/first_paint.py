"""How soon the terminal shows its first page, beside a bare Textual app: python benchmarks/first_paint.py BOOK [RUNS]."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    ENABLE_COMMAND_PALETTE = False
    def compose(self):
        yield Static("F2 Ready")
Bare().run()
"""


def first_paint(args: list[str], marker: bytes = b"F2 ", limit: float = 30.0) -> float:
    """Return the seconds from the start of a program in an 80x24 pty until `marker` was drawn."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LSTBO_LANG": "en"}
    began = time.perf_counter()
    with subprocess.Popen(args, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True) as program:
        os.close(slave)
        seen = b""
        try:
            while marker not in seen and time.perf_counter() - began < limit:
                if select.select([master], [], [], 0.05)[0]:
                    seen += os.read(master, 65536)
            return time.perf_counter() - began
        finally:
            program.kill()
            program.wait()
            os.close(master)


def main() -> int:
    """Measure both, one after the other, and print the medians and their ratio."""
    book, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 9
    bare, ours = [], []
    for _run in range(runs):
        bare.append(first_paint([sys.executable, "-c", BARE]))
        ours.append(first_paint([sys.executable, "-m", "lstbo", "--book", book]))
    floor, shell = statistics.median(bare), statistics.median(ours)
    print(f"bare Textual app {floor * 1000:.0f} ms, lstbo {shell * 1000:.0f} ms, {shell / floor:.2f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
