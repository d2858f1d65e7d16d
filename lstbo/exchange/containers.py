"""What a path stands for: one or more tables of text, taken out of files, folders, zip archives and workbooks.

The bytes decide what a file is, never its name. Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import glob
import hashlib
import io
import os
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.core.text import clean_text

MAX_ENTRIES = 2000
MAX_RATIO = 100
MAX_UNPACKED = 200_000_000
MAX_STDIN = 400_000_000

_FOLDER_ENDINGS = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".zip")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20
_RATIO_FLOOR = 1 << 20  # below a megabyte an extreme ratio harms nobody


@dataclass(frozen=True, slots=True)
class Source:
    """One table as a file holds it. `open()` gives its bytes; for a sheet these are UTF-8 text, one line per row.

    `name` is for people (archive and entry, or workbook and sheet), `sha256` is of the bytes as they came,
    `kind` is "text" or "sheet", `path` the file itself when it is a plain text file.
    """

    name: str
    sha256: str
    kind: str
    size: int
    path: Path | None = None
    encoding: str | None = None
    _opener: Callable[[], BinaryIO] = field(repr=False, default=io.BytesIO)

    def open(self) -> BinaryIO:
        """Return a new stream over the bytes, from their beginning."""
        return self._opener()

    def read_bytes(self) -> bytes:
        """Return all bytes."""
        with self.open() as stream:
            return stream.read()


def open_sources(path_or_stdin: str) -> list[Source]:
    """Return the tables that `path_or_stdin` stands for, in order of their names.

    "-" is standard input; a folder stands for the tables directly in it (.csv .tsv .xlsx .xls .zip, or .txt when there
    are no others; never its *.rejects.csv); a glob for what it matches. Raises BadInput, with the file, for what is
    missing, unreadable, a pipe or device, a book, an unsafe or too large archive; of several files such a one raises
    it only when it is opened.
    """
    if path_or_stdin == "-":
        return _from_bytes(_read_stdin(), "stdin")
    path = Path(path_or_stdin)
    if not os.path.lexists(path) and any(mark in path_or_stdin for mark in "*?["):
        found = sorted(Path(name) for name in glob.glob(path_or_stdin))
        paths = [name for name in found if not _is_rejects(name) and not name.is_dir()]
        if not paths:
            raise BadInput(_("No file matches this pattern."), _("Check the spelling."), file=shown(path_or_stdin))
    elif path.is_dir():
        paths = _files_of(path)
    else:
        paths = [path]
    if len(paths) == 1:
        return _from_file(paths[0])
    return [source for one in paths for source in _from_one_of_many(one)]


def _from_one_of_many(path: Path) -> list[Source]:
    """Return the tables of one file of several; one that cannot be read says so when it is opened, after the others."""
    try:
        return _from_file(path)
    except BadInput as fault:
        return [Source(shown(path.name), "", "text", 0, path, None, partial(_refuse, fault))]


def _refuse(fault: BadInput) -> BinaryIO:
    raise fault


def shown(name: str | Path) -> str:
    """Return a file name as it may be shown: without control characters."""
    return clean_text(os.fsencode(name).decode("utf-8", "replace"))


def _is_rejects(path: Path) -> bool:
    return path.name.lower().endswith(".rejects.csv")


def _files_of(folder: Path) -> list[Path]:
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise _unreadable(folder, error) from None
    visible = [
        name for name in names if not name.name.startswith((".", "~$")) and not _is_rejects(name) and not name.is_dir()
    ]
    tables = [name for name in visible if name.name.lower().endswith(_FOLDER_ENDINGS)]
    tables = tables or [name for name in visible if name.name.lower().endswith(".txt")]
    if not tables:
        raise BadInput(
            _("There is no table in this folder."),
            _("Expected .csv, .tsv, .xlsx, .xls or .zip files."),
            file=shown(folder),
        )
    return tables


def _unreadable(path: Path, error: OSError) -> BadInput:
    if isinstance(error, FileNotFoundError):
        return BadInput(_("There is no such file."), _("Check the spelling and the folder."), file=shown(path))
    if isinstance(error, PermissionError):
        return BadInput(
            _("You may not read this file."), _("Ask its owner, or copy it to your own folder."), file=shown(path)
        )
    reason = os.strerror(error.errno or 0)
    return BadInput(_("This file cannot be read: {reason}.").format(reason=reason), file=shown(path))


def _read_stdin() -> bytes:
    data = sys.stdin.buffer.read(MAX_STDIN + 1)
    if len(data) > MAX_STDIN:
        raise BadInput(_("Too much on standard input."), _("Save it to a file and import that."), file="stdin")
    return data


def _open_regular(path: Path) -> BinaryIO:
    """Open a regular file without ever waiting for a pipe."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput(
                _("This is not a file but a pipe or a device."), _("Give a file, a folder or -."), file=shown(path)
            )
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from None


def _from_file(path: Path) -> list[Source]:
    name = shown(path.name)
    with _open_regular(path) as stream:
        try:
            head = stream.read(4096)
            stream.seek(0)
            if _container(head, name) == "text":
                digest, size = _digest(stream)
                return [Source(name, digest, "text", size, path, None, lambda: _open_regular(path))]
            if head.startswith(_ZIP):
                return _from_zip(stream, name, lambda: _open_regular(path))
            if os.fstat(stream.fileno()).st_size > MAX_UNPACKED:
                raise _too_large(name)
            return _from_bytes(stream.read(), name)
        except OSError as error:
            raise _unreadable(path, error) from None


def _from_bytes(data: bytes, name: str, *, nested: bool = False) -> list[Source]:
    kind = _container(data[:4096], name)
    if kind == "zip":
        if _is_workbook(data):
            return _workbook(data, name)
        if nested:
            raise BadInput(_("An archive inside an archive is not opened."), _("Unpack it first."), file=name)
        return _from_zip(io.BytesIO(data), name, lambda: io.BytesIO(data))
    if kind == "xls":
        return _workbook(data, name)
    if kind == "sqlite":
        return _database(data, name)
    if kind == "html":
        return _html(data, name)
    return [Source(name, hashlib.sha256(data).hexdigest(), "text", len(data), None, None, lambda: io.BytesIO(data))]


def _container(head: bytes, name: str) -> str:
    """Return text, zip, xls, sqlite or html by the first bytes. Raises BadInput for books and other programs' files."""
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "xls"
    if head.startswith(b"SQLite format 3\x00"):
        return "sqlite"
    if head[8:12] == b"DUCK":
        raise BadInput(_("This is a DuckDB database, perhaps a book."), _("Open a book with --book FILE."), file=name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<table", b"<!doctype html", b"<meta")):
        return "html"
    for mark in (
        b"%PDF",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"\x7fELF",
        b"PAR1",
        b"\x1f\x8b",
        b"Rar!",
        b"7z\xbc\xaf",
        b"GIF8",
        b"MZ\x90",
    ):
        if head.startswith(mark):
            hint = _("Expected .csv, .tsv, .xlsx, .xls or .zip files.")
            raise BadInput(_("This file is not a table."), hint, file=name)
    if start.startswith((b"<?xml", b"{\\rtf")):
        raise BadInput(_("This file is not a table."), _("Save it as .xlsx or .csv."), file=name)
    return "text"


def _digest(stream: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


# ---- zip --------------------------------------------------------------------------------------------------------


def _too_large(name: str) -> BadInput:
    return BadInput(
        _("This archive unpacks to too much."), _("Unpack it yourself and import the files in it."), file=name
    )


def _check_directory(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what the directory already gives away: too many entries, too much, names that climb out, links."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _too_large(name)
    for entry in entries:
        if entry.file_size > max(_RATIO_FLOOR, MAX_RATIO * entry.compress_size):
            raise _too_large(name)
        parts = entry.orig_filename.replace("\\", "/").split("/")
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if ".." in parts or parts[0] == "" or parts[0].endswith(":") or link:
            raise BadInput(
                _("This archive names a file outside of itself: {entry}.").format(entry=shown(entry.filename)),
                _("Do not trust it; ask where it comes from."),
                file=name,
            )


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; without the UTF-8 flag Chinese programs write GBK, which zipfile reads as cp437."""
    if entry.flag_bits & 0x800:
        return shown(entry.filename)
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gbk"):
        try:
            return shown(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return shown(entry.filename)


def _wanted(entry: zipfile.ZipInfo, name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    hidden = last.startswith((".", "~$")) or name.startswith("__MACOSX/")
    return not (entry.is_dir() or hidden or last.endswith(".rejects.csv"))


@dataclass(slots=True)
class _Budget:
    """How many bytes may still come out of an archive, counted while they come."""

    name: str
    left: int = MAX_UNPACKED

    def spend(self, chunk: bytes) -> bytes:
        self.left -= len(chunk)
        if self.left < 0:
            raise _too_large(self.name)
        return chunk


class _Limited(io.RawIOBase):
    """An entry being read, which stops at its limits whatever its directory said; closing it closes the archive."""

    def __init__(self, stream: IO[bytes], owners: tuple[BinaryIO | zipfile.ZipFile, ...], budget: _Budget) -> None:
        self._stream, self._owners, self._budget = stream, owners, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            chunk = self._budget.spend(self._stream.read(len(buffer)))
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise _broken_zip(self._budget.name) from error
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        for one in (self._stream, *self._owners):
            one.close()
        super().close()


def _broken_zip(name: str) -> BadInput:
    return BadInput(_("This archive is damaged."), _("Fetch or make it again."), file=name)


def _open_zip(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _broken_zip(name) from None


def _open_entry(archive_opener: Callable[[], BinaryIO], index: int, name: str) -> BinaryIO:
    raw = archive_opener()
    archive = _open_zip(raw, name)
    return _entry_stream(archive, archive.infolist()[index], _Budget(name), (archive, raw))


def _entry_stream(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    budget: _Budget,
    owners: tuple[BinaryIO | zipfile.ZipFile, ...] = (),
) -> BinaryIO:
    try:
        stream = archive.open(entry)
    except RuntimeError:
        raise BadInput(
            _("This archive has a password."), _("Unpack it yourself and import the files in it."), file=budget.name
        ) from None
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise _broken_zip(budget.name) from None
    return io.BufferedReader(_Limited(stream, owners, budget), _CHUNK)  # type: ignore[type-var]


def _from_zip(stream: BinaryIO, name: str, opener: Callable[[], BinaryIO]) -> list[Source]:
    archive = _open_zip(stream, name)
    if any(entry.filename == "xl/workbook.xml" for entry in archive.infolist()):
        stream.seek(0)
        return _workbook(stream.read(), name)
    _check_directory(archive, name)
    budget = _Budget(name)
    sources: list[Source] = []
    for index, entry in enumerate(archive.infolist()):
        entry_name = _entry_name(entry)
        if _wanted(entry, entry_name):
            sources.extend(_from_entry(archive, index, f"{name}/{entry_name}", budget, opener))
    if not sources:
        raise BadInput(_("This archive is empty."), _("Expected .csv, .tsv, .xlsx or .xls files in it."), file=name)
    return sorted(sources, key=lambda source: source.name)


def _from_entry(
    archive: zipfile.ZipFile, index: int, name: str, budget: _Budget, opener: Callable[[], BinaryIO]
) -> Iterator[Source]:
    with _entry_stream(archive, archive.infolist()[index], budget) as stream:
        head = stream.read(4096)
        if _container(head, name) != "text":
            yield from _from_bytes(head + stream.read(), name, nested=True)
            return
        digest, size = hashlib.sha256(head), len(head)
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    archive_name = budget.name
    yield Source(name, digest.hexdigest(), "text", size, None, None, lambda: _open_entry(opener, index, archive_name))


# ---- workbooks and tables in HTML -------------------------------------------------------------------------------


def _is_workbook(data: bytes) -> bool:
    with _open_zip(io.BytesIO(data), "") as archive:
        return "xl/workbook.xml" in archive.namelist()


def _workbook(data: bytes, name: str) -> list[Source]:
    from lstbo.exchange.sheets import first_table

    if data.startswith(_ZIP):
        with _open_zip(io.BytesIO(data), name) as archive:
            _check_directory(archive, name)
            budget = _Budget(name)
            for entry in archive.infolist():
                with _entry_stream(archive, entry, budget) as stream:
                    while stream.read(_CHUNK):
                        pass
    title, text = first_table(data, name)
    return [_sheet(data, f"{name}/{title}" if title else name, text)]


def _database(data: bytes, name: str) -> list[Source]:
    from lstbo.exchange.sheets import database_table

    title, text = database_table(data, name)
    return [_sheet(data, f"{name}/{title}", text)]


def _html(data: bytes, name: str) -> list[Source]:
    from lstbo.exchange.sheets import html_table

    return [_sheet(data, name, html_table(data, name))]


def _sheet(data: bytes, name: str, text: str) -> Source:
    content = text.encode("utf-8", "replace")
    digest = hashlib.sha256(data).hexdigest()
    return Source(name, digest, "sheet", len(content), None, "utf-8", lambda: io.BytesIO(content))
