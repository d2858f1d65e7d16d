"""A rejects file come back: the rows a person has corrected, as a table again, each on the line it had at first."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace

from lstbo.exchange.containers import Source
from lstbo.exchange.reading import read_sample, split_cells, utf8_blocks
from lstbo.exchange.rejects import is_rejects, rows_again
from lstbo.exchange.sniffing import DELIMITERS


@dataclass(frozen=True, slots=True)
class Corrected:
    """A source as it is imported, and what it is looked at by to find out how it is to be read.

    Both are the source itself unless it is a rejects file. Then `sample` holds the rows close together, in `table`
    every row stands on the line of its number, so that problems and figures lead back to it, and `batch` is the import
    that rejected them, when it booked something; `profile` the one they came with, when it did not.
    """

    sample: Source
    table: Source
    batch: int | None = None
    profile: str = ""


def corrected_rows(source: Source) -> Corrected:
    """Return the rows of a rejects file as a table; any other source is itself. Raises BadInput for unreadable rows."""
    if source.kind != "text":
        return Corrected(source, source)
    with source.open() as stream:
        sample = read_sample(stream, file=source.name, encoding=source.encoding)
    first = sample.text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    delimiter = next((mark for mark in DELIMITERS if is_rejects(split_cells(first, mark))), None)
    if delimiter is None:
        return Corrected(source, source)
    with source.open() as stream:
        text = b"".join(utf8_blocks(stream, sample.encoding, file=source.name)).decode("utf-8", "replace")
    header, rows, numbers = rows_again(text, delimiter)
    lines = [_line(row) for row in rows]
    ordered = sorted(zip(numbers, lines, strict=True))
    close = [_line(header), *(line for _number, line in ordered)]
    apart = [close[0]]
    for number, line in ordered:
        apart += [""] * (number - len(apart) - 1)
        apart.append(line)
    return Corrected(_table(source, close), _table(source, apart), *_batch(text, delimiter))


def _batch(text: str, delimiter: str) -> tuple[int | None, str]:
    for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter):
        number, _at, profile = (row["batch_id"] or "").strip().partition("@")
        booked = number.isascii() and number.isdecimal() and len(number) < 12
        return (int(number) if booked else None), profile
    return None, ""


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([" ".join(cell.splitlines()) for cell in cells])
    return out.getvalue()


def _table(source: Source, lines: list[str]) -> Source:
    data = "".join(line + "\n" for line in lines).encode("utf-8")
    return replace(source, size=len(data), encoding="utf-8", _opener=lambda: io.BytesIO(data))
