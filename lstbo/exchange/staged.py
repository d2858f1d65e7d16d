"""The staged file: what one holds, and how it is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from lstbo.exchange.reading import BLOCK_BYTES

SEPARATOR = "\x1f"


class BadRow(NamedTuple):
    """A line that is no record: E_ROW_WIDTH, E_ROW_LONG or E_ENCODING (a NUL). `line` is 1-based, `raw` cut at 2000."""

    line: int
    code: str
    found: int
    expected: int
    raw: str


class Ignored(NamedTuple):
    """A line that is not a row of data: I_TOTAL_ROW, or I_PREAMBLE for a header repeated inside the file."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class StagedFile:
    """The staged records of one source.

    `columns` is the number of fields of a record (without the line number), `rows` the number of records staged. When
    `numbered`, every record begins with the 1-based physical line of its source; else record i (from 0) stands on line
    `first_line` + i. `cleaned` counts control and direction characters taken out; `footer` counts lines of text
    around the table that are no rows.
    """

    path: Path
    columns: int
    rows: int
    bad_rows: list[BadRow]
    ignored: list[Ignored]
    numbered: bool
    first_line: int
    cleaned: int
    footer: int = 0


def _private(path: Path) -> BinaryIO:
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    os.fchmod(number, 0o600)
    return os.fdopen(number, "w+b")


@dataclass(slots=True)
class Output:
    """The staged file being written. Line numbers are written only from the moment they cannot be counted any more."""

    path: Path
    stream: BinaryIO = field(init=False)
    rows: int = 0
    first_line: int = 0
    numbered: bool = False

    def __post_init__(self) -> None:
        self.stream = _private(self.path)

    def write_run(self, block: bytes, line: int, count: int) -> None:
        """Write `count` records (each ends with a newline) that stand on the lines from `line` on."""
        if not self.rows:
            self.first_line = line
        elif not self.numbered and line != self.first_line + self.rows:
            self._number_all()
        self.stream.write(_numbered(block, line) if self.numbered else block)
        self.rows += count

    def write_scattered(self, records: Sequence[tuple[int, str]]) -> None:
        """Write (line, record) pairs; lines rise, with gaps."""
        if not records:
            return
        first, last = records[0][0], records[-1][0]
        if last - first + 1 == len(records):
            block = "".join([text + "\n" for _line, text in records]).encode("utf-8", "replace")
            self.write_run(block, first, len(records))
            return
        if not self.rows:
            self.first_line = first
        if not self.numbered:
            self._number_all()
        self.stream.write("".join([f"{line}\x1f{text}\n" for line, text in records]).encode("utf-8", "replace"))
        self.rows += len(records)

    def _number_all(self) -> None:
        """Put the line number in front of every record written so far."""
        beside = self.path.with_name(self.path.name + ".numbered")
        self.stream.flush()
        self.stream.seek(0)
        line, rest = self.first_line, b""
        numbered = _private(beside)
        try:
            while block := self.stream.read(BLOCK_BYTES):
                whole, newline, rest = (rest + block).rpartition(b"\n")
                numbered.write(_numbered(whole + newline, line))
                line += whole.count(b"\n") + len(newline)
            os.replace(beside, self.path)
        except BaseException:
            numbered.close()
            beside.unlink(missing_ok=True)
            raise
        self.stream.close()
        self.stream, self.numbered = numbered, True


def _numbered(block: bytes, first: int) -> bytes:
    lines = block.split(b"\n")
    lines.pop()
    return b"".join(map(b"%d\x1f%b\n".__mod__, zip(range(first, first + len(lines)), lines, strict=True)))
