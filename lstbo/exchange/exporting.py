"""Tables of the book for other programs: CSV for spreadsheets, Parquet for analysts, SQLite for everyone.

Every export is written whole or not at all. `staging` is the book's staging folder, the only place the engine may
write to; from there the files are carried to where they belong.
"""

from __future__ import annotations

import csv
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lstbo.core.files import whole_file, whole_folder
from lstbo.exchange._sql import export as _sql
from lstbo.storage import Transaction

TABLES = tuple(_sql.TABLES)
_MARK = b"\xef\xbb\xbf"


def export_csv(tx: Transaction, path: Path, *, staging: Path) -> list[str]:
    """Write every table as a CSV for spreadsheets (UTF-8 with its mark), into a folder, or a zip when so named.

    Text that a spreadsheet would run as a formula is neutralised. Returns the names of the files.
    """
    if path.suffix.lower() == ".zip":
        with whole_file(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, staged in staged_tables(tx, staging, "csv", _sql.copy_csv):
                with staged.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
                    target.write(_MARK)
                    shutil.copyfileobj(source, target)
    else:
        with whole_folder(path) as folder:
            for name, staged in staged_tables(tx, staging, "csv", _sql.copy_csv):
                with staged.open("rb") as source, (folder / name).open("wb") as target:
                    target.write(_MARK)
                    shutil.copyfileobj(source, target)
    return [f"{table}.csv" for table in TABLES]


def export_parquet(tx: Transaction, path: Path, *, staging: Path) -> list[str]:
    """Write every table as a Parquet file into a folder. Returns the names of the files."""
    with whole_folder(path) as folder:
        for name, staged in staged_tables(tx, staging, "parquet", _sql.copy_parquet):
            shutil.copyfile(staged, folder / name)
    return [f"{table}.parquet" for table in TABLES]


def export_sqlite(tx: Transaction, path: Path, *, staging: Path) -> list[str]:
    """Write every table into one SQLite file. Money and quantities are text, exact to the last digit.

    Returns the names of the tables.
    """
    from sqlite_utils import Database

    with whole_file(path) as part:
        database = Database(str(part))
        try:
            for name, staged in staged_tables(tx, staging, "csv", _sql.copy_plain):
                table = name.removesuffix(".csv")
                columns = _sql.columns(tx, table)
                kinds = {column: int if "INT" in kind or kind == "BOOLEAN" else str for column, kind in columns}
                database.table(table).create(kinds)
                _sql.fill(database.conn, table, [column for column, _kind in columns], _records(staged, columns))
            database.conn.commit()
        finally:
            database.close()
    return list(TABLES)


def staged_tables(
    tx: Transaction, staging: Path, suffix: str, write: Callable[[Transaction, str, Path], None]
) -> Iterator[tuple[str, Path]]:
    """Yield the file name of each table and where the engine has just put it; the staged file goes when taken.

    A staged file carries the process number, so that what a killed export leaves is swept away.
    """
    run = f"{os.getpid()}-{secrets.token_hex(6)}"
    for table in TABLES:
        file = staging / f"{run}-{table}.{suffix}"
        try:
            write(tx, table, file)
            yield f"{table}.{suffix}", file
        finally:
            file.unlink(missing_ok=True)


def _records(file: Path, columns: list[tuple[str, str]]) -> Iterable[tuple[object, ...]]:
    readers = [_truth if kind == "BOOLEAN" else _text for _name, kind in columns]
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            yield tuple(read(value) for read, value in zip(readers, row, strict=True))


def _text(value: str) -> object:
    return None if value == _sql.NULL else value


def _truth(value: str) -> object:
    return None if value == _sql.NULL else int(value == "true")
