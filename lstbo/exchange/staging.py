"""A table as plain lines: one record per line, fields parted by U+001F, no quoting, nothing left to misread.

The text is streamed in blocks. A clean block is turned over in bulk; a block with quotes goes through the csv module;
only a piece with damage in it is read line by line. A damaged line never takes its neighbours along.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.exchange.containers import Source
from lstbo.exchange.dates import ValueProblem, parse_moment, plain
from lstbo.exchange.reading import physical_lines, read_cells, split_cells, utf8_blocks
from lstbo.exchange.sniffing import MOMENTS, Layout
from lstbo.exchange.staged import SEPARATOR, BadRow, Ignored, Output, StagedFile
from lstbo.exchange.words import is_total_text

__all__ = ["SEPARATOR", "BadRow", "Ignored", "StagedFile", "stage"]

MAX_LINE = 1_100_000
MAX_BAD_ROWS = 200_000
_LOOK_AHEAD = 5
_QUOTED_PIECE = 512 * 1024
_SMALLEST_PIECE = 4 * 1024
_RAW_KEPT = 2000

_CONTROLS = bytes([*range(0, 9), *range(11, 32), 127])
_WIDE_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_TO_BLANK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = {ord("\n"): " ", ord("\t"): " ", ord("\r"): " "}
_TOTAL_HINTS = tuple(word.encode() for word in ["计", "总", "otal", "OTAL", "Sum", "SUM", "sum"])
_TOTAL_LINE = re.compile(
    rb"(?:^|\n)[\x1f \xe3\x80`']*(?i:"
    + "本页|本日|当日|日|页|总|合计|总计|小计|共计|累计|汇总".encode()
    + rb"|grand|sub|page|total|sum|overall|report)"
)
_FOOTER = re.compile(
    r"[\s\"`'*]*(?:#|-{3,}|={3,}|\*{3,}|_{3,}|—{2,}|[【\[(]?\s*(?:合计|总计|小计|共计|共\s*[:：]?\s*\d|导出|打印|制表|制单|备注|注\s*[:：]|说明|特别提示|以上|结束|"
    r"第\s*\d+\s*页|收入|支出|本报表|数据来源|生成"
    r"|total|sum\b|generated|exported|printed|created|report|end of|page\b|notes?\b|"
    r"number of|records?\b|rows?\b|count\b|\d+\s*(?:records?|rows?|条|笔)))",
    re.IGNORECASE,
)


def stage(source: Source, layout: Layout, out_path: Path) -> StagedFile:
    """Write the records of `source` to `out_path` (UTF-8, mode 0600) and return what became of every line.

    Blank lines are no rows. Raises BadInput (E_ENCODING with the byte offset) when the bytes are not the encoding of
    the layout, and when nearly every line is damaged; then nothing is left behind.
    """
    stager = _Stager(source, layout, out_path)
    try:
        with source.open() as stream:
            return stager.run(stream)
    except BaseException:
        out_path.unlink(missing_ok=True)
        raise
    finally:
        stager.close()


def _has_wide_controls(block: bytes) -> bool:
    if block.isascii() or not (b"\xc2" in block or b"\xe2" in block or b"\xef" in block):  # one byte is found quickly
        return False
    if not any(lead in block for lead in (b"\xc2", b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf")):
        return False
    return bool(_WIDE_CONTROLS.search(block))


def _all_begin_alike(block: bytes, count: int) -> bool:
    """Say whether all records begin with the same letter or digit and a digit: then none begins with a word."""
    return block[:1].isalnum() and block[1:2].isdigit() and block.count(b"\n" + block[:2]) == count - 1


class _Stager:
    """Turns one source into its staged file; holds what has been counted so far."""

    def __init__(self, source: Source, layout: Layout, out_path: Path) -> None:
        self.source, self.layout = source, layout
        self.out = Output(out_path)
        self.delimiter = layout.delimiter
        self.width = len(layout.header)
        self.wanted = max((at + 1 for at, cell in enumerate(layout.header) if cell.strip()), default=self.width)
        self.day = next((layout.columns[name] for name in MOMENTS if name in layout.columns), None)
        self.bad: list[BadRow] = []
        self.pending: list[BadRow] = []
        self.ignored: list[Ignored] = []
        self.cleaned = self.footer = 0
        self.line = 1
        self.header_staged = b""
        table = bytearray(range(256))
        table[ord("\t")] = ord(" ")
        table[ord(self.delimiter)] = 0x1F
        self.table = bytes(table)
        mark = self.delimiter.encode()
        self.others = bytes(code for code in range(256) if code not in (*mark, 0x0A))
        self.pattern = mark * (self.width - 1) + b"\n"
        self.hollow = b"\x1f" * (self.width - 1) + b"\n"

    def close(self) -> None:
        """Close the file being written."""
        self.out.stream.close()

    def run(self, stream: BinaryIO) -> StagedFile:
        blocks = utf8_blocks(stream, self.layout.encoding, file=self.source.name)
        rest = b""
        for piece, last in self._pieces(self._after_header(blocks)):
            rest = self._piece(rest + piece, last)
        self._settle_pending(at_header=False)
        self.bad.sort()
        self.out.stream.flush()
        return StagedFile(
            self.out.path,
            self.width,
            self.out.rows,
            self.bad,
            self.ignored,
            self.out.numbered,
            self.out.first_line,
            self.cleaned,
            self.footer,
        )

    # ---- blocks -------------------------------------------------------------------------------------------------

    def _after_header(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the blocks without the lines down to the header; line ends are made plain on the way."""
        blocks = self._plain_ends(blocks)
        head = b""
        for block in blocks:
            head += block
            if head.count(b"\n") > self.layout.header_line:
                break
        lines = head.split(b"\n", self.layout.header_line + 1)
        if len(lines) > self.layout.header_line:
            header = lines[self.layout.header_line].decode("utf-8", "replace")
            self.header_staged = SEPARATOR.join(split_cells(header, self.delimiter)).replace("\t", " ").encode()
        self.line = self.layout.header_line + 2
        yield lines[self.layout.header_line + 1] if len(lines) > self.layout.header_line + 1 else b""
        yield from blocks

    def _plain_ends(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the blocks with LF for CR LF, and for CR alone where the file does not end its lines otherwise."""
        held = b""
        only_cr: bool | None = None
        for read in blocks:
            block = held + read
            held = b""
            if block.endswith(b"\r"):
                block, held = block[:-1], b"\r"
            if b"\r" in block:
                block = block.replace(b"\r\n", b"\n")
            if only_cr is None:
                only_cr = b"\n" not in block[: 1 << 20] and b"\r" in block
                before_header = block.split(b"\n", self.layout.header_line + 1)[:-1]
                if not only_cr and any(b"\r" in line for line in before_header):
                    only_cr = True
            yield block.replace(b"\r", b"\n") if only_cr else block
        if held:
            yield b"\n"

    def _pieces(self, blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
        """Yield runs of whole lines, with True for the last one; a line without end is cut off and reported."""
        carry = b""
        too_long = False
        for block in blocks:
            if too_long:
                _gone, newline, block = block.partition(b"\n")
                too_long = not newline
                self.line += 1 if newline else 0
            whole, newline, carry = (carry + block).rpartition(b"\n")
            if newline:
                yield whole + newline, False
            if len(carry) > 4 * MAX_LINE:
                yield b"", True
                self._bad("E_ROW_LONG", 0, carry[:_RAW_KEPT].decode("utf-8", "ignore"))
                carry, too_long = b"", True
        yield carry + b"\n" if carry else b"", True

    def _piece(self, block: bytes, last: bool) -> bytes:
        """Stage a run of whole lines, in ever smaller parts around damage; return what must wait for what follows."""
        if not block or self._bulk(block) or (len(block) <= _QUOTED_PIECE and b'"' in block and self._quoted(block)):
            return b""
        if len(block) <= _SMALLEST_PIECE:
            return self._by_line(block, last)
        size = max(len(block) // 8, _SMALLEST_PIECE)
        rest = b""
        at = 0
        while at < len(block):
            end = block.find(b"\n", at + size) + 1 or len(block)
            if end - at == len(block):
                return self._by_line(block, last)
            piece, final = rest + block[at:end], last and end == len(block)
            rest = self._by_line(piece, final) if len(piece) >= len(block) else self._piece(piece, final)
            at = end
        return rest

    # ---- the fast ways ------------------------------------------------------------------------------------------

    def _bulk(self, block: bytes) -> bool:
        """Stage a block without quotes or damage in one go; say whether that was possible."""
        if b'"' in block or _has_wide_controls(block):
            return False
        out = block.translate(self.table, _CONTROLS)
        if len(out) != len(block):
            return False
        count = block.count(b"\n")
        if block.translate(None, self.others) != self.pattern * count:
            return False
        return self._accept(out, count)

    def _quoted(self, block: bytes) -> bool:
        """Stage a block with well-formed quotes through the csv module; say whether that was possible."""
        if len(block.translate(None, _CONTROLS)) != len(block) or self.delimiter.encode() + b' "' in block:
            return False
        if _has_wide_controls(block):
            return False
        lines = block.decode("utf-8").split("\n")
        lines.pop()
        try:
            rows = list(csv.reader(lines, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return False
        if len(rows) != len(lines) or set(map(len, rows)) != {self.width}:
            return False
        text = "\n".join(map(SEPARATOR.join, rows)).replace("\t", " ")
        return self._accept((text + "\n").encode("utf-8"), len(rows))

    def _accept(self, out: bytes, count: int) -> bool:
        """Write finished records unless one of them may be a total, a footer, a repeated header or empty."""
        if (self.width > 2 and self.hollow in out) or (self.width == 1 and b"\n\n" in b"\n" + out):
            return False
        sparse = self.width < 4 or b"\x1f\x1f" in out  # a row of totals leaves cells beside each other empty
        hinted = sparse and not _all_begin_alike(out, count) and any(hint in out for hint in _TOTAL_HINTS)
        if hinted and _TOTAL_LINE.search(out):
            return False
        if self.header_staged and self.header_staged in out:
            return False
        self._bad_for_good()
        self.out.write_run(out, self.line, count)
        self.line += count
        return True

    # ---- the careful way ----------------------------------------------------------------------------------------

    def _by_line(self, block: bytes, last: bool) -> bytes:
        """Stage line by line; return the last lines when an open quote in them may close further on."""
        lines = self._split_returns(block.decode("utf-8").split("\n"))
        lines.pop()
        records: list[tuple[int, str]] = []
        at = 0
        while at < len(lines):
            if (
                not last
                and len(lines) - at <= _LOOK_AHEAD
                and '"' in lines[at]
                and read_cells(lines[at], self.delimiter)[1]
            ):
                self.out.write_scattered(records)
                return "\n".join([*lines[at:], ""]).encode("utf-8")
            taken, cells = self._record(lines, at)
            if cells is not None:
                self._bad_for_good()
                records.append((self.line, SEPARATOR.join(cells)))
            self.line += taken
            at += taken
        self.out.write_scattered(records)
        return b""

    def _split_returns(self, lines: Sequence[str]) -> list[str]:
        """Split lines at a lone CR, unless only the whole line is a record: then the CR is dirt inside a cell."""
        found: list[str] = []
        for line in lines:
            if "\r" not in line or len(read_cells(line, self.delimiter)[0]) == self.width:
                found.append(line)
            else:
                found.extend(line.split("\r"))
        return found

    def _record(self, lines: Sequence[str], at: int) -> tuple[int, list[str] | None]:
        """Return how many physical lines the record at `at` takes, and its cells; None when it is no record."""
        line = lines[at]
        if not line.strip():
            return 1, None
        if len(line) > MAX_LINE:
            self._bad("E_ROW_LONG", 0, line)
            return 1, None
        if "\x00" in line:
            self._bad("E_ENCODING", 0, line)
            return 1, None
        cells, still_open = read_cells(line, self.delimiter)
        taken = 1
        if still_open:
            joined = self._joined(lines, at, cells)
            if joined:
                taken, cells = joined
        return taken, self._sorted_out(cells, line)

    def _joined(self, lines: Sequence[str], at: int, alone: list[str]) -> tuple[int, list[str]] | None:
        """Follow an open quote over a few lines; None unless it closes into exactly one record and eats no good row."""
        text = lines[at]
        for step in range(1, _LOOK_AHEAD + 1):
            if at + step >= len(lines):
                return None
            following = lines[at + step]
            text = f"{text}\n{following}"
            cells, still_open = read_cells(text, self.delimiter)
            good_row = self.width > 2 and len(split_cells(following, self.delimiter)) in (self.wanted, self.width)
            if not still_open and len(cells) == self.width and not (good_row and len(alone) == self.width):
                return (step + 1, cells) if "\x00" not in text else None
            if good_row:
                return None
        return None

    def _sorted_out(self, cells: list[str], line: str) -> list[str] | None:
        """Return a record of the right width and clean text, or file the line where it belongs and return None."""
        cells = self._fitted(cells, line)
        cells = [self._clean(cell) for cell in cells]
        filled = [cell for cell in cells if cell]
        if not filled:
            return None
        if self._is_header(cells):
            self._settle_pending(at_header=True)
            self.ignored.append(Ignored(self.line, "I_PREAMBLE"))
        elif self._is_total(cells, filled[0]):
            self._settle_pending(at_header=False)
            self.ignored.append(Ignored(self.line, "I_TOTAL_ROW"))
        elif len(filled) == 1 and self.width > 2 and _FOOTER.match(line):
            self.footer += 1
        elif len(cells) != self.width:
            self._bad("E_ROW_WIDTH", len(cells), line)
        else:
            return cells
        return None

    def _fitted(self, cells: list[str], line: str) -> list[str]:
        """Drop empty cells beyond the header, add those the header only promises, and undo back-ticks."""
        if len(cells) != self.width and line.startswith("`"):
            parts = line[1:].split(self.delimiter + "`")
            cells = parts if len(parts) == self.width else cells
        while len(cells) > self.width and not cells[-1].strip():
            cells = cells[:-1]
        if self.wanted <= len(cells) < self.width:
            cells = [*cells, *[""] * (self.width - len(cells))]
        return cells

    def _clean(self, cell: str) -> str:
        if cell.isprintable():
            return cell.strip()
        text = cell.replace("\r\n", "\n")
        self.cleaned += text.count("\r") + len(_UNWANTED.findall(text))
        text = _UNWANTED.sub("", _TO_BLANK.sub(" ", text))
        return text.translate(_BLANKS).strip()

    def _is_header(self, cells: Sequence[str]) -> bool:
        return len(cells) == self.width and tuple(plain(cell) for cell in cells) == self.layout.header

    def _is_total(self, cells: Sequence[str], first: str) -> bool:
        if not is_total_text(plain(first)):
            return False
        if self.day is None:
            names = (self.layout.columns.get(name) for name in ("barcode", "item", "account", "category", "supplier"))
            return not any(at is not None and at < len(cells) and cells[at] not in ("", first) for at in names)
        if self.day >= len(cells) or not cells[self.day]:
            return True
        return isinstance(parse_moment(cells[self.day], "dmy"), ValueProblem)

    # ---- what is no record --------------------------------------------------------------------------------------

    def _bad(self, code: str, found: int, raw: str) -> None:
        self.pending.append(BadRow(self.line, code, found, self.width, raw[:_RAW_KEPT]))
        if len(self.pending) + len(self.bad) > MAX_BAD_ROWS and self.out.rows < MAX_BAD_ROWS:
            message = _("Most rows do not have as many cells as the header line has.")
            raise BadInput(message, _("Check the delimiter and the header line."), file=self.source.name, row=self.line)

    def _bad_for_good(self) -> None:
        """A good record follows: the damaged lines before it were rows."""
        if self.pending:
            self.bad.extend(self.pending)
            self.pending.clear()

    def _settle_pending(self, *, at_header: bool) -> None:
        """Lines of text at the end, or in front of a repeated header, are no rows; a row cut off is."""
        for row in self.pending:
            cells = [
                cell
                for cell in physical_lines(row.raw)[:1]
                for cell in split_cells(cell, self.delimiter)
                if cell.strip()
            ]
            is_text = row.code == "E_ROW_WIDTH" and len(cells) <= 2 and self.width > 2
            if is_text and (_FOOTER.match(row.raw) or (at_header and len(cells) == 1)):
                self.footer += 1
            else:
                self.bad.append(row)
        self.pending.clear()
