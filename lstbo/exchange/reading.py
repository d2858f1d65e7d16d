"""Bytes into text: which encoding a file has, its physical lines, and the cells of one line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.exchange.words import count_header_words

SAMPLE_BYTES = 1 << 20
BLOCK_BYTES = 4 << 20

_LINE_END = re.compile("\r\n|\r|\n")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = re.compile("[,;\t|]")
_HIGH = re.compile(rb"[\x80-\xff]")
_SURE = Decimal("0.95")


class UnreadableFile(BadInput):
    """A file whose bytes cannot be read as text. `code` is for the rejects file, `offset` counts bytes from 0."""

    def __init__(
        self, code: str, message: str, hint: str = "", *, file: str, row: int | None = None, offset: int = 0
    ) -> None:
        super().__init__(message, hint, file=file, row=row)
        self.code = code
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file as text. `confidence` (0 to 1) is of the encoding, `whole` says that nothing follows."""

    text: str
    encoding: str
    confidence: Decimal
    whole: bool
    notes: tuple[str, ...] = ()


def physical_lines(text: str) -> list[str]:
    """Return the lines of `text` without their ends; CR LF, LF and CR alone all end a line."""
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def split_cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; see `read_cells`."""
    return line.split(delimiter) if '"' not in line else read_cells(line, delimiter)[0]


def read_cells(line: str, delimiter: str) -> tuple[list[str], bool]:
    """Return the cells of one line after RFC 4180, forgiving damage, and whether a quote never closes.

    A quoted cell ends at the first quote in front of a delimiter or the line's end, so quotes inside it stay; a quote
    that never closes is an ordinary character of its cell.
    """
    cells: list[str] = []
    at, end, still_open = 0, len(line), False
    while at <= end:
        start = at
        while start < end and line[start] in " \t" and line[start] != delimiter:
            start += 1
        quoted = start < end and line[start] == '"'
        close = _closing_quote(line, start + 1, delimiter) if quoted else -1
        still_open = still_open or (quoted and close < 0)
        stop = line.find(delimiter, at if close < 0 else close + 1)
        if close >= 0:
            cells.append(line[start + 1 : close].replace('""', '"'))
        else:
            cells.append(line[at:] if stop < 0 else line[at:stop])
        if stop < 0:
            break
        at = stop + 1
    return cells, still_open


def _closing_quote(line: str, at: int, delimiter: str) -> int:
    while True:
        at = line.find('"', at)
        if at < 0:
            return -1
        if line.startswith('""', at):
            at += 2
            continue
        rest = at + 1
        while rest < len(line) and line[rest] in " \t" and line[rest] != delimiter:
            rest += 1
        if rest == len(line) or line[rest] == delimiter:
            return at
        at += 1


# ---- encodings --------------------------------------------------------------------------------------------------


def _decodes(data: bytes, encoding: str, final: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final)
    except UnicodeDecodeError:
        return None


def _header_score(text: str) -> int:
    """Return the best count of known header words in one of the first 60 lines."""
    lines = physical_lines(text[:60_000])[:60]
    return max((count_header_words(_DELIMITERS.split(line.replace('"', ""))) for line in lines), default=0)


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:8192]
    if len(head) < 4 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    low, high = sorted((even, odd))
    if high * 20 < len(head) or low * 10 > high:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _row_of(data: bytes, offset: int) -> int:
    return data[:offset].count(b"\n") + 1


def _damaged(file: str, encoding: str, offset: int, row: int | None) -> UnreadableFile:
    return UnreadableFile(
        "E_ENCODING",
        _("Byte {offset} cannot be read as {encoding}.").format(offset=offset, encoding=encoding),
        _("The file is cut off or mixes encodings: export it again, as UTF-8 if you can choose."),
        file=file,
        row=row,
        offset=offset,
    )


def _utf8_error(data: bytes, file: str) -> UnreadableFile:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _damaged(file, "UTF-8", error.start, _row_of(data, error.start))
    return _damaged(file, "UTF-8", 0, None)


def _utf8_damage(data: bytes, file: str, final: bool) -> None:
    """Raise when `data` is UTF-8 but for a few bad bytes: then it is damaged, not another encoding."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for character in text[:200_000] if character > "\x7f") - bad
    if good < 4 or bad * 10 > good:
        return
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(data, final)
    except UnicodeDecodeError as error:
        raise _damaged(file, "UTF-8", error.start, _row_of(data, error.start)) from None


def _chinese_share(data: bytes, encoding: str) -> Decimal:
    """Return the share of double-byte characters that are everyday ones of that encoding, 0 to 1."""
    everyday = total = at = 0
    lead_from, lead_to = (0xA1, 0xF7) if encoding == "gb18030" else (0xA1, 0xC6)
    first = _HIGH.search(data)
    data = data[first.start() : first.start() + 200_000] if first else b""
    while at < len(data) - 1:
        lead, trail = data[at], data[at + 1]
        if lead < 0x80:
            at += 1
            continue
        total += 1
        usual = trail >= 0xA1 or (encoding == "big5" and 0x40 <= trail <= 0x7E)
        everyday += usual and lead_from <= lead <= lead_to
        at += 2
    return Decimal(everyday) / total if total else Decimal(0)


def _legacy(data: bytes, file: str, final: bool) -> tuple[str, Decimal]:
    """Choose between GB18030, Big5 and Windows-1252 for bytes that are not Unicode."""
    ranked: list[tuple[int, Decimal, str]] = []
    for encoding in ("gb18030", "big5"):
        text = _decodes(data, encoding, final)
        if text is not None:
            ranked.append((_header_score(text), _chinese_share(data, encoding), encoding))
    ascii_words = _header_score(data.decode("ascii", "ignore"))
    ranked = [entry for entry in ranked if entry[1] >= Decimal("0.8") or entry[0] > ascii_words + 1]
    ranked.sort(key=lambda entry: (entry[0], entry[1]), reverse=True)
    if ranked:
        words, share, encoding = ranked[0]
        rival = ranked[1] if len(ranked) > 1 else (-1, Decimal(0), "")
        if words > rival[0] and words >= 1:
            return encoding, _SURE
        return encoding, Decimal("0.4") if share - rival[1] < Decimal("0.1") or words == 0 else Decimal("0.7")
    _gb18030_damage(data, file, final)
    if _decodes(data, "cp1252", final) is not None:
        return "cp1252", Decimal("0.7") if ascii_words >= 2 else Decimal("0.3")
    raise _utf8_error(data, file)


def _gb18030_damage(data: bytes, file: str, final: bool) -> None:
    """Raise when `data` is Chinese text with known headers but for one bad byte."""
    try:
        codecs.getincrementaldecoder("gb18030")("strict").decode(data, final)
    except UnicodeDecodeError as error:
        text = data.decode("gb18030", "replace")
        if text.count("\ufffd") <= 3 and _chinese_share(data, "gb18030") >= Decimal("0.8"):
            raise _damaged(file, "GB18030", error.start, _row_of(data, error.start)) from None
        del text


def detect_encoding(data: bytes, *, file: str = "", final: bool = True) -> tuple[str, Decimal]:
    """Return the encoding of `data` and how sure that is, 0 to 1.

    Order: byte order mark, strict UTF-8, UTF-16 by its pattern of NULs, GB18030 and Big5 scored by known header words,
    Windows-1252. `final` says that `data` is the whole file. Raises UnreadableFile (E_ENCODING with the byte offset)
    for text that is nearly UTF-8 or GB18030, as a file cut off inside a character is.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, Decimal(1)
    guess = _utf16_without_mark(data)
    if guess and _decodes(data, guess, final) is not None:
        return guess, Decimal("0.9")
    if data.isascii():
        return "utf-8", Decimal(1)
    text = _decodes(data, "utf-8", final)
    if text is not None:
        return "utf-8", Decimal("0.6") if "ï»¿" in text[:10] or "锘" in text[:10] else Decimal(1)
    _utf8_damage(data, file, final)
    return _legacy(data, file, final)


def first_mark(encoding: str) -> bytes:
    """Return the byte order mark that a file of `encoding` may start with."""
    return next((mark for mark, name in _BOMS if name == encoding), b"")


def _evidence(stream: BinaryIO, head: bytes) -> tuple[bytes, bool]:
    """Return the bytes to judge by (the head, or the first block that is not plain ASCII), and whether it is all."""
    if not head.isascii() or b"\x00" in head or len(head) < SAMPLE_BYTES:
        return head, len(head) < SAMPLE_BYTES
    while block := stream.read(BLOCK_BYTES):
        if not block.isascii():
            header = head[:20_000].rpartition(b"\n")[0] + b"\n"
            high = _HIGH.search(block)
            start = block.rfind(b"\n", 0, high.start() if high else 0) + 1
            return header + block[start:], False
    return head, False


def _detected(stream: BinaryIO, head: bytes, file: str) -> tuple[str, Decimal]:
    evidence, final = _evidence(stream, head)
    try:
        return detect_encoding(evidence, file=file, final=final)
    except UnreadableFile:
        if evidence is head:
            raise
        return "utf-8", Decimal("0.5")  # a bad byte far below: whoever reads that far names its place


def read_sample(stream: BinaryIO, *, file: str = "", encoding: str | None = None) -> Sample:
    """Return the first megabyte of `stream` as text. A given `encoding` is trusted.

    Raises UnreadableFile for an empty file and for damaged text (E_ENCODING with the byte offset).
    """
    head = stream.read(SAMPLE_BYTES)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("E_HEADER", _("The file is empty."), _("Export it again."), file=file)
    whole = len(head) < SAMPLE_BYTES
    if encoding:
        found, confidence = encoding, Decimal(1)
    else:
        found, confidence = _detected(stream, head, file)
    body = head.removeprefix(first_mark(found))
    try:
        text = codecs.getincrementaldecoder(found)("strict").decode(body, whole)
    except UnicodeDecodeError as error:
        raise _damaged(file, found, error.start + len(head) - len(body), _row_of(body, error.start)) from None
    notes: tuple[str, ...] = ()
    if confidence < Decimal("0.5"):
        notes = (_("The encoding looks like {encoding}, but that is a guess.").format(encoding=found),)
    return Sample(text, found, confidence, whole, notes)


def utf8_blocks(stream: BinaryIO, encoding: str, *, file: str = "", size: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Yield the stream as valid UTF-8 blocks without byte order mark; blocks may end anywhere but inside a character.

    Raises UnreadableFile (E_ENCODING) at the first byte that is not `encoding`, with its offset in the file.
    """
    if encoding == "utf-8":
        yield from _checked_utf8(stream, file, size)
        return
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset = pending = rows = 0
    mark = first_mark(encoding)
    block = stream.read(size)
    offset, block = (len(mark), block[len(mark) :]) if mark and block.startswith(mark) else (0, block)
    while True:
        last = not block
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, last)
        except UnicodeDecodeError as error:
            row = rows + _row_of(error.object, error.start)
            raise _damaged(file, encoding, offset - pending + error.start, row) from None
        rows += text.count("\n")
        if text:
            yield text.encode("utf-8", "replace")
        if last:
            return
        offset += len(block)
        block = stream.read(size)


def _checked_utf8(stream: BinaryIO, file: str, size: int) -> Iterator[bytes]:
    offset = rows = 0
    rest = b""
    first = True
    while True:
        read = stream.read(size)
        block = rest + read
        if first and block.startswith(codecs.BOM_UTF8):
            block, offset = block[3:], 3
        first = False
        if not block:
            return
        rest = b""
        if not block.isascii():
            try:
                block.decode("utf-8")
            except UnicodeDecodeError as error:
                if error.reason != "unexpected end of data" or not read or len(block) - error.start > 3:
                    raise _damaged(file, "UTF-8", offset + error.start, rows + _row_of(block, error.start)) from None
                block, rest = block[: error.start], block[error.start :]
        if block:
            yield block
        offset += len(block)
        rows += block.count(b"\n")
