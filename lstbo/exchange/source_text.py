"""The text of a source, kept in the book in compressed blocks, so that every figure leads back to the row it came from."""

from __future__ import annotations

from collections.abc import Iterator

import zstandard

from lstbo.exchange._sql import batches as sql
from lstbo.exchange._sql.source_text import insert_source_text
from lstbo.exchange.containers import Source
from lstbo.exchange.reading import utf8_blocks
from lstbo.storage import Transaction

_BLOCK = 1_000_000


def keep_source(tx: Transaction, source: Source, encoding: str, *, batch: int) -> None:
    """Store the physical lines of `source` under a batch; a file whose text is kept already is not stored twice."""
    if sql.has_blocks(tx, source.sha256):
        return
    packer = zstandard.ZstdCompressor(level=1)
    first = 1
    for block in _whole_lines(source, encoding):
        lines = block.count(b"\n") + (0 if block.endswith(b"\n") else 1)
        sql.insert_block(tx, source.sha256, first, lines, packer.compress(block), batch)
        first += lines
    insert_source_text(tx, source.sha256, batch)


def kept_text(tx: Transaction, sha256: str) -> bytes:
    """Return the whole text of a kept file, as UTF-8 with plain line ends; empty when it is not kept."""
    return b"".join(zstandard.ZstdDecompressor().decompress(block) for block in sql.blocks(tx, sha256))


def _whole_lines(source: Source, encoding: str) -> Iterator[bytes]:
    rest = b""
    with source.open() as stream:
        for block in utf8_blocks(stream, encoding, file=source.name, size=_BLOCK):
            data = rest + block
            held = b"\r" if data.endswith(b"\r") else b""
            data = data.removesuffix(b"\r")
            if b"\r" in data:
                data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            cut = data.rfind(b"\n") + 1
            rest = data[cut:] + held
            if cut:
                yield data[:cut]
    rest = rest.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if rest:
        yield rest
