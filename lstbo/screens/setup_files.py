"""Files a person is likely to import, and paths as people type, paste and drop them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlparse

from lstbo.screens.preferences import folder as own_folder

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".zip", ".txt")
_PLACES = ("Downloads", "下载", "Desktop", "桌面")
_LOOKED_AT = 3000
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class LikelyFile:
    """A file that may be imported: where it lies, its size in bytes, and when it was changed (local time)."""

    path: Path
    size: int
    changed: datetime


def likely_files(book: Path) -> list[LikelyFile]:
    """Return tables in Downloads, on the Desktop, beside the book and where the last one came from, newest first."""
    places = [Path.home() / name for name in _PLACES]
    places += [book.parent, Path.cwd(), *_last_folder()]
    found: dict[Path, LikelyFile] = {}
    for place in dict.fromkeys(Path(os.path.realpath(one)) for one in places):
        for file in islice(_tables(place), _LOOKED_AT):
            found[file.path] = file
    return sorted(found.values(), key=lambda file: file.changed, reverse=True)[:_SHOWN]


def file_mark(path: Path) -> tuple[int, int, int] | None:
    """Return what changes whenever a file is written or replaced; None when it is not there."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


def _tables(place: Path) -> Iterator[LikelyFile]:
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")) or not name.lower().endswith(ENDINGS):
                continue
            with suppress(OSError, ValueError, OverflowError):
                state = entry.stat()
                if entry.is_file():
                    yield LikelyFile(Path(entry.path), state.st_size, datetime.fromtimestamp(state.st_mtime))


def path_typed(text: str, beside: Path) -> Path | None:
    """Return the path a text means: plain, quoted, with `\\ ` for blanks, `~`, or a file:// address; None for none.

    A path without a folder counts from the folder `beside`, unless it is found in the current one.
    """
    bare = text.strip()
    if bare.startswith("file://"):
        bare = unquote(urlparse(bare).path)
    elif bare[:1] in "'\"" or "\\ " in bare:
        with suppress(ValueError):
            bare = next(iter(shlex.split(bare)), "")
    if not bare:
        return None
    path = Path(bare).expanduser()
    return path if path.is_absolute() or path.exists() else beside / path


def completed(text: str, beside: Path) -> tuple[str, list[str]]:
    """Return a typed path as far as it can only go on one way, and the names it may go on with (a few)."""
    path = path_typed(text, beside)
    start = text.strip()
    if path is None or not start:
        return text, []
    folder, begun = (path, "") if start.endswith(("/", os.sep)) else (path.parent, path.name)
    names = sorted(_going_on(folder, begun))
    if not names:
        return text, []
    common = names[0]
    while not all(name.startswith(common) for name in names):
        common = common[:-1]
    return f"{folder}{'' if str(folder).endswith(os.sep) else os.sep}{common}", names[:8]


def _going_on(folder: Path, begun: str) -> Iterator[str]:
    """The folders and tables in a folder whose names begin so; folders with a stroke at the end."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, _LOOKED_AT):
            if not entry.name.startswith(begun) or (entry.name.startswith(".") and not begun):
                continue
            if entry.is_dir():
                yield entry.name + "/"
            elif entry.name.lower().endswith(ENDINGS):
                yield entry.name


def remember_folder(folder: Path) -> None:
    """Remember where a file was imported from; where that cannot be written nothing is remembered."""
    with suppress(OSError):
        file = own_folder() / "last_folder"
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text(str(folder), encoding="utf-8")


def _last_folder() -> list[Path]:
    with suppress(OSError, ValueError):
        text = (own_folder() / "last_folder").read_text(encoding="utf-8").strip()
        return [Path(text)] if text else []
    return []


def size_text(size: int) -> str:
    """Return a size in bytes as people read it: 640 B, 12 KB, 3.4 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def short_path(path: Path) -> str:
    """Return a path as it is shown: from the home folder on, with ~ for it."""
    try:
        return str(Path("~") / path.absolute().relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path.absolute())
