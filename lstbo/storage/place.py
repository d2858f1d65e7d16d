"""Where a book lies: its file system, its free space, who may read it."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lstbo.core.disk_words import why_not
from lstbo.core.errors import Refused
from lstbo.core.language import _

_NETWORK = frozenset(
    (
        *("nfs", "nfs3", "nfs4", "cifs", "smb", "smbfs", "smb2", "smb3", "ncpfs", "afs", "davfs", "glusterfs", "ceph"),
        *("lustre", "beegfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph"),
        *("fuse.smbnetfs", "fuse.gvfsd-fuse"),
    )
)
_MOUNTS = Path("/proc/mounts")


@dataclass(frozen=True, slots=True)
class Reserve:
    """Free space a new unit of work wants to see: `floor` bytes, and `times` the size of the book with its log."""

    floor: int = 200_000_000
    times: int = 3


def beside(path: Path, suffix: str) -> Path:
    """Return the file that belongs to the book at `path`: shop.duckdb -> shop.duckdb.lock and so on."""
    return path.with_name(path.name + suffix)


def size_of(path: Path) -> int:
    """Return the bytes of the book and its write-ahead log; 0 when neither exists."""
    return sum(part.stat().st_size for part in (path, beside(path, ".wal")) if part.exists())


def free_bytes(path: Path) -> int:
    """Return the bytes that are free for this user where the book lies."""
    return shutil.disk_usage(path.parent).free


def require_space(path: Path, reserve: Reserve) -> None:
    """Refuse new work while the disk is nearly full. Raises Refused."""
    needed = max(reserve.floor, reserve.times * size_of(path))
    free = free_bytes(path)
    if free < needed:
        raise Refused(
            _("The disk is nearly full: {free} MB free, {needed} MB needed.").format(
                free=free // 1_000_000, needed=-(-needed // 1_000_000)
            ),
            _("Nothing was posted. Make room and try again."),
        )


def require_local(path: Path) -> None:
    """Refuse a book on a network drive, where locks do not hold. Raises Refused."""
    if not sys.platform.startswith("linux") or not _MOUNTS.exists():
        return
    kind = file_system(path, _MOUNTS.read_text("utf-8", errors="replace"))
    if kind in _NETWORK:
        raise Refused(
            _("{file} lies on a network drive ({kind}).").format(file=path.name, kind=kind),
            _("Two computers could write at once and ruin the book. Keep it on this computer's own disk."),
        )


def file_system(path: Path, mounts: str) -> str:
    """Return the kind of file system `path` lies on, from the text of /proc/mounts; empty when unknown."""
    place = str(path.absolute().resolve())
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def make_private_folder(folder: Path) -> None:
    """Make `folder` (and what leads to it) for this user alone, 0700; one that exists keeps its mode. Raises Refused."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        reason = why_not(fault)
        raise Refused(
            _("The folder {name} cannot be made: {reason}.").format(name=folder.name, reason=reason),
            _("Move away what is in its place, or see who may write there."),
        ) from fault


def make_private(path: Path) -> None:
    """Give the book and the files beside it to this user alone (0600)."""
    for suffix in ("", ".wal", ".lock", ".want", ".anchor", ".inbox.sqlite"):
        part = beside(path, suffix)
        if part.exists() and os.name == "posix" and part.stat().st_mode & 0o077:
            part.chmod(0o600)


def write_durably(path: Path, data: bytes) -> None:
    """Replace the file at `path` in one step; it is on the disk when this returns."""
    fresh = path.with_name(path.name + ".new")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            left = memoryview(data)
            while left:  # a disk that is filling up takes a part and refuses the rest
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(fresh, path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (a Windows folder needs no such step)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
