"""Backups: copies of the file that were restored to a scratch file and checked before they count.

They lie in `shop.duckdb.backups/` beside the book, named by day, last document and head of the chain; `index.json`
keeps when each was tested. Kept: the newest of 7 days, 4 weeks and 12 months, and the last one before an upgrade.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lstbo.core import clock
from lstbo.core.errors import IntegrityFailed
from lstbo.core.language import _
from lstbo.storage import anchor, staging
from lstbo.storage.copying import check_copy, copy_file, scratch
from lstbo.storage.kill import kill_point
from lstbo.storage.place import beside, make_private_folder, sync_folder, write_durably

_NAME = re.compile(r".*-(\d{8}T\d{6})-(\d+)-([0-9a-f]{12})\.duckdb")
_STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a book: where, its last document and link, digest and size, when taken and when tested, and why."""

    file: Path
    seq: int
    chain: str
    sha256: str
    size: int
    taken_at: datetime
    tested_at: datetime | None = None
    reason: str = ""

    def age(self) -> timedelta:
        """Return the time since it was taken."""
        return max(timedelta(0), clock.now() - self.taken_at)


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was not tested yet, and the anchor the book had when it was made."""

    file: Path
    sha256: str
    expected: anchor.Anchor | None
    taken_at: datetime


def folder(path: Path) -> Path:
    """Return where the backups of the book at `path` lie; it need not exist."""
    return beside(path, ".backups")


def copy_of(path: Path) -> Copied:
    """Copy the book; the caller holds its lock and the file is closed and checkpointed."""
    make_private_folder(folder(path))
    _sweep(path)
    part = folder(path) / f"{os.getpid()}-{secrets.token_hex(6)}.part"
    copied = Copied(part, copy_file(path, part), anchor.read(path), clock.now())
    kill_point("in-backup")
    return copied


def test_copy(path: Path, copied: Copied, reason: str = "") -> Backup:
    """Restore a copy to a scratch file, check it, give it its name, record it, and remove backups that are due.

    Raises IntegrityFailed, and removes the copy, when it does not check out.
    """
    try:
        with scratch(path) as place:
            if copy_file(copied.file, place) != copied.sha256:
                raise IntegrityFailed(_("The backup reads back differently: the disk may be failing."))
            checked = check_copy(place, copied.expected)
            if not checked.holds:
                raise IntegrityFailed(_("The copy lacks documents the book acknowledged."), _("Run: lstbo doctor"))
    except BaseException:
        copied.file.unlink(missing_ok=True)
        raise
    stem = f"{path.stem}-{copied.taken_at.strftime(_STAMP)}-{checked.seq:06d}-{checked.chain[:12]}"
    final = folder(path) / f"{stem}.duckdb"
    os.replace(copied.file, final)
    sync_folder(folder(path))
    size = final.stat().st_size
    made = Backup(final, checked.seq, checked.chain, copied.sha256, size, copied.taken_at, clock.now(), reason)
    _record(path, [made, *(other for other in records(path) if other.file != final)])
    return made


def records(path: Path) -> list[Backup]:
    """Return the backups of the book at `path`, newest first; those the index does not know count as untested."""
    place = folder(path)
    if not place.is_dir():
        return []
    known: dict[str, Backup] = {}
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = {row["file"]: _read(place, row) for row in json.loads((place / "index.json").read_text("utf-8"))}
    found = [known.get(file.name) or _guess(file) for file in place.glob("*.duckdb")]
    return _newest_first([backup for backup in found if backup])


def newest_tested(path: Path) -> Backup | None:
    """Return the newest backup whose restore was tested, or None."""
    return next((backup for backup in records(path) if backup.tested_at), None)


def kept(backups: list[Backup]) -> list[Backup]:
    """Return which of these backups (newest first) are kept: of 7 days, 4 weeks, 12 months, and the last upgrade's."""

    def newest_per(key: Callable[[Backup], Hashable], count: int) -> list[Backup]:
        firsts: dict[Hashable, Backup] = {}
        for backup in backups:
            firsts.setdefault(key(backup), backup)
        return list(firsts.values())[:count]

    keep = newest_per(lambda backup: backup.taken_at.date(), 7)
    keep += newest_per(lambda backup: backup.taken_at.isocalendar()[:2], 4)
    keep += newest_per(lambda backup: (backup.taken_at.year, backup.taken_at.month), 12)
    keep += [backup for backup in backups if backup.reason == "upgrade"][:1]
    return [backup for backup in backups if backup in keep]


def _record(path: Path, backups: list[Backup]) -> None:
    keep = kept(_newest_first(backups))
    rows = [_written(backup) for backup in keep]
    write_durably(folder(path) / "index.json", json.dumps(rows, indent=1, ensure_ascii=False).encode())
    for backup in backups:
        if backup not in keep:
            backup.file.unlink(missing_ok=True)


def _newest_first(backups: list[Backup]) -> list[Backup]:
    return sorted(backups, key=lambda backup: (backup.taken_at, backup.seq), reverse=True)


def _written(backup: Backup) -> dict[str, object]:
    return {
        "file": backup.file.name,
        "seq": backup.seq,
        "chain": backup.chain,
        "sha256": backup.sha256,
        "size": backup.size,
        "taken_at": backup.taken_at.isoformat(),
        "tested_at": backup.tested_at.isoformat() if backup.tested_at else None,
        "reason": backup.reason,
    }


def _read(place: Path, row: dict[str, str]) -> Backup:
    tested = datetime.fromisoformat(row["tested_at"]) if row["tested_at"] else None
    taken = datetime.fromisoformat(row["taken_at"])
    numbers = int(row["seq"]), int(row["size"])
    return Backup(
        place / row["file"], numbers[0], row["chain"], row["sha256"], numbers[1], taken, tested, row["reason"]
    )


def _guess(file: Path) -> Backup | None:
    named = _NAME.fullmatch(file.name)
    if not named:
        return None
    taken = datetime.strptime(named[1], _STAMP)
    return Backup(file, int(named[2]), named[3], "", file.stat().st_size, taken)


def _sweep(path: Path) -> None:
    for part in folder(path).glob("*.part"):
        owner = part.name.split("-")[0]
        if not (owner.isdigit() and staging.is_alive(int(owner))):
            part.unlink(missing_ok=True)
