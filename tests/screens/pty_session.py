"""The program in a real terminal: a pty of a given size, keys written to it, and what it draws read by pyte."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

ROOT = Path(__file__).resolve().parents[2]
_SEQUENCE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "space": " ",
    **{f"f{n}": f"\x1bO{letter}" for n, letter in zip(range(1, 5), "PQRS", strict=True)},
    **{f"f{n}": f"\x1b[{code}~" for n, code in zip(range(5, 11), (15, 17, 18, 19, 20, 21), strict=True)},
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}


class PtySession:
    """A program in a terminal of its own; use it with `with`. `raw` is every byte it wrote so far."""

    def __init__(
        self,
        args: Sequence[str | Path],
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        columns, lines = size
        self.raw = b""
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        base = {key: value for key, value in os.environ.items() if not key.startswith(("LSTBO_", "LC_", "TEXTUAL"))}
        for name in ("NO_COLOR", "COLUMNS", "LINES"):  # the size is asked of the terminal
            base.pop(name, None)
        own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LSTBO_LANG": "en"}
        paths = {"PYTHONPATH": str(ROOT), "TEXTUAL_ANIMATIONS": "none"}
        self.process = subprocess.Popen(
            [str(arg) for arg in args],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=base | own | paths | dict(env or {}),
            cwd=cwd or ROOT,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(slave)

    @classmethod
    def lstbo(cls, *args: str | Path, **options: object) -> PtySession:
        """Start `lstbo` with arguments; the options are those of the class."""
        return cls([sys.executable, "-m", "lstbo", *args], **options)  # type: ignore[arg-type]

    @classmethod
    def script(cls, path: Path, *args: str, **options: object) -> PtySession:
        """Start a Python script that runs an app."""
        return cls([sys.executable, path, *args], **options)  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """What the terminal shows now, without blanks at the ends of lines."""
        rows = (self.screen.buffer[line] for line in range(self.screen.lines))
        return "\n".join("".join(row[at].data for at in range(self.screen.columns)).rstrip() for row in rows)

    def press(self, *keys: str) -> None:
        """Press keys by name (`down`, `f2`, `ctrl+p`); anything else is typed as it stands."""
        for key in keys:
            self.write(KEYS.get(key, key))

    def write(self, text: str) -> None:
        """Write text to the program at once, as a scanner or a paste does."""
        data = text.encode()
        while data:
            data = data[os.write(self._master, data) :]

    def wait_for(self, *texts: str, timeout: float = 20) -> str:
        """Read until the screen shows all texts; return it. Raises AssertionError with the screen when it does not."""
        end = time.monotonic() + timeout
        while not all(text in self.text for text in texts):
            if not self._read(min(0.25, end - time.monotonic())) and (time.monotonic() > end or self._is_over()):
                raise AssertionError(f"{texts!r} did not appear in:\n{self.text}")
        return self.text

    def wait_for_bytes(self, text: str, timeout: float = 20) -> None:
        """Read until the program has written `text`, without looking at the screen. Raises AssertionError."""
        wanted, end = text.encode(), time.monotonic() + timeout
        while wanted not in self.raw:
            if not self._read(0.25) and (time.monotonic() > end or self._is_over()):
                raise AssertionError(f"{text!r} was not written")

    def quiet(self, seconds: float = 0.15, timeout: float = 20) -> bytes:
        """Read until the program has written nothing for a while; return what it wrote since the call."""
        start, end = len(self.raw), time.monotonic() + timeout
        while self._read(seconds) and time.monotonic() < end:
            pass
        return self.raw[start:]

    def answer(self, key: str, gap: float = 0.05) -> tuple[int, float]:
        """Press a key; return how many bytes the program wrote in answer, and the seconds to the first of them."""
        start, begun = len(self.raw), time.perf_counter()
        self.press(key)
        self._read(5)
        first = time.perf_counter() - begun
        self.quiet(gap)
        return len(self.raw) - start, first

    def first(self, key: str, pattern: str, timeout: float = 20) -> float:
        """Press a key; return the seconds until what was written since then, without its colours, matches a pattern.

        Raises AssertionError with the screen when it does not. What is drawn is taken in afterwards, so that reading
        the screen does not count.
        """
        wanted, written, begun = re.compile(pattern), b"", time.perf_counter()
        self.press(key)
        while not wanted.search(_SEQUENCE.sub(b"", written).decode(errors="replace")):
            left = timeout - (time.perf_counter() - begun)
            if not select.select([self._master], [], [], max(0, left))[0]:
                self._take(written)
                raise AssertionError(f"{key} did not bring {pattern!r} in:\n{self.text}")
            written += os.read(self._master, 65536)
        seconds = time.perf_counter() - begun
        self._take(written)
        return seconds

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the terminal, as dragging a window does."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    def hang_up(self) -> None:
        """Take the terminal away, as a lost connection does."""
        os.close(self._master)
        self._master = -1

    def end(self, timeout: float = 10) -> int:
        """Read until the program has ended by itself; return its exit code. Raises AssertionError when it does not."""
        until = time.monotonic() + timeout
        while not self._is_over():
            if time.monotonic() > until:
                raise AssertionError(f"still running:\n{self.text}")
            if not self._read(0.1):
                time.sleep(0.01)
        return int(self.process.returncode)

    def close(self) -> int:
        """End the program if it still runs, and return its exit code."""
        if self._master >= 0:
            self.hang_up()
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def __enter__(self) -> PtySession:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _read(self, seconds: float) -> bool:
        """Read what is there within some seconds; say whether there was anything."""
        if not select.select([self._master], [], [], max(0, seconds))[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says so when the program is gone
            return False
        self._take(data)
        return bool(data)

    def _take(self, data: bytes) -> None:
        self.raw += data
        self._stream.feed(data)

    def _is_over(self) -> bool:
        return self.process.poll() is not None


def _take_terminal() -> None:
    """Make the pty the terminal that controls the new process: it then hears of a new size and of a lost connection."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
