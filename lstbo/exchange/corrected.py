"""A rejects file come back: the rows a person has corrected, as a table again, each on the line it had at first."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from lstbo.exchange.containers import Source
from lstbo.exchange.reading import read_sample, split_cells, utf8_blocks
from lstbo.exchange.rejects import is_rejects, rows_again
from lstbo.exchange.sniffing import DELIMITERS


def corrected_rows(source: Source) -> tuple[Source, Source] | None:
    """Return the rows of a rejects file as two tables, or None when the source is no rejects file.

    The first holds the rows close together, to find out how they are to be read; in the second every row stands on the
    line of its number, so that problems and figures lead back to it. Raises BadInput when its rows cannot be read.
    """
    if source.kind != "text":
        return None
    with source.open() as stream:
        sample = read_sample(stream, file=source.name, encoding=source.encoding)
    first = sample.text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    delimiter = next((mark for mark in DELIMITERS if is_rejects(split_cells(first, mark))), None)
    if delimiter is None:
        return None
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
    return _table(source, close), _table(source, apart)


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([" ".join(cell.splitlines()) for cell in cells])
    return out.getvalue()


def _table(source: Source, lines: list[str]) -> Source:
    data = "".join(line + "\n" for line in lines).encode("utf-8")
    return replace(source, size=len(data), encoding="utf-8", _opener=lambda: io.BytesIO(data))
