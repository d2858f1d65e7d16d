"""Files that the engine may read: prepared outside the lock, 0600, gone when their process is gone."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lstbo.storage.connection import disk_full
from lstbo.storage.place import beside, make_private_folder

_DAY = 86_400


def folder(path: Path) -> Path:
    """Return the staging folder (0700) of the book at `path`."""
    place = beside(path, ".staging")
    make_private_folder(place)
    return place


@contextmanager
def staged(path: Path, suffix: str = ".csv") -> Iterator[Path]:
    """Give the name of a new, empty staging file (0600); it is removed at the end, or after a kill at the next open.

    Raises Refused when the disk is full.
    """
    place = folder(path) / f"{os.getpid()}-{secrets.token_hex(6)}{suffix}"
    os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield place
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full() from fault
        raise
    finally:
        place.unlink(missing_ok=True)


def leftovers(path: Path) -> list[Path]:
    """Return staged files whose process is gone, and files of unknown origin that are older than a day."""
    place = beside(path, ".staging")
    if not place.is_dir():
        return []
    lock = beside(path, ".lock")
    now = lock.stat().st_mtime if lock.exists() else 0.0  # the moment the book was taken
    return [entry for entry in sorted(place.iterdir()) if _is_left(entry, now)]


def sweep(path: Path) -> int:
    """Remove what killed processes left in the staging folder and return how many files that were."""
    found = leftovers(path)
    for entry in found:
        with suppress(OSError):
            entry.unlink()
    return len(found)


def _is_left(entry: Path, now: float) -> bool:
    owner = entry.name.split("-")[0]
    if owner.isdigit():
        return not is_alive(int(owner))
    try:
        return entry.is_file() and now - entry.stat().st_mtime > _DAY
    except OSError:
        return False


def is_alive(pid: int) -> bool:
    """Return whether a process with this number runs on this computer."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
