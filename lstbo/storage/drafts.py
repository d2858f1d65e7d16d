"""Half-entered documents, kept beside the book while they are typed, so that a crash loses nothing of them.

A draft is a small JSON file of its own: no lock of the book is needed, and a broken one is named, never a crash.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lstbo.core import clock
from lstbo.core.errors import NotFound, Refused
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.storage.place import beside, make_private_folder, write_durably
from lstbo.storage.staging import is_alive

_LARGEST = 1_000_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}-[0-9a-f]{12}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,30}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was begun: what its fields hold as typed, and when (local time).

    `in_use` says that a running program is at work on it. `problem` is why it cannot be read ('' = it can).
    """

    name: str
    kind: str
    saved_at: datetime | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    in_use: bool = False
    problem: str = ""


class DraftPen:
    """Writes one draft again and again. May be used from several threads; after `discard` it writes no more."""

    def __init__(self, file: Path, kind: str) -> None:
        self.name = file.stem
        self._file = file
        self._kind = kind
        self._one_at_a_time = threading.Lock()
        self._is_over = False

    def save(self, fields: Mapping[str, str]) -> None:
        """Keep what the fields hold; it is on the disk when this returns. Raises Refused when it cannot be written."""
        record = {
            "kind": self._kind,
            "saved_at": clock.now().isoformat(timespec="seconds"),
            "pid": os.getpid(),
            "fields": dict(fields),
        }
        data = json.dumps(record, ensure_ascii=True).encode()
        with self._one_at_a_time:
            if self._is_over:
                return
            try:
                make_private_folder(self._file.parent)
                write_durably(self._file, data)
            except OSError as fault:
                raise Refused(
                    _("What you type cannot be kept: {reason}.").format(reason=fault.strerror or fault),
                    _("Post or finish it soon, and make room on the disk."),
                ) from fault

    def discard(self) -> None:
        """Forget the draft: it was posted, or is not wanted. A save that comes later does nothing."""
        with self._one_at_a_time:
            self._is_over = True
            self._file.unlink(missing_ok=True)


class Drafts:
    """The drafts of the book at `path`."""

    def __init__(self, path: Path) -> None:
        self._folder = beside(path, ".drafts")

    def begin(self, kind: str) -> DraftPen:
        """Return a pen for a new draft of a kind of form (small letters, digits and _). Nothing is written yet."""
        if not _KIND.fullmatch(kind):
            raise ValueError(kind)
        return DraftPen(self._folder / f"{kind}-{secrets.token_hex(6)}.json", kind)

    def save(self, name: str, fields: Mapping[str, str]) -> None:
        """Keep what the fields of a draft hold now. Raises NotFound for a name no pen has given, Refused."""
        file = self._file(name)
        DraftPen(file, name.rpartition("-")[0]).save(fields)

    def list(self) -> list[Draft]:
        """Return all drafts, the newest first, then those that cannot be read."""
        if not self._folder.is_dir():
            return []
        found = [_read(file) for file in sorted(self._folder.iterdir()) if file.suffix != ".new"]
        return sorted(found, key=lambda draft: draft.saved_at or datetime.min, reverse=True)

    def load(self, name: str) -> Draft:
        """Return one draft. Raises NotFound; a draft that cannot be read comes with its problem."""
        file = self._file(name)
        if not file.exists():
            raise NotFound(_("There is no draft '{name}'.").format(name=clean_text(name)))
        return _read(file)

    def resume(self, name: str) -> DraftPen:
        """Return a pen that goes on writing a draft. Raises NotFound."""
        draft = self.load(name)
        return DraftPen(self._file(name), draft.kind)

    def discard(self, name: str) -> None:
        """Remove a draft, also one that cannot be read; nothing happens when it is gone. Raises NotFound, Refused."""
        file = self._folder / name if name in self._odd() else self._file(name)
        try:
            file.unlink(missing_ok=True)
        except OSError as fault:
            raise Refused(
                _("The draft '{name}' cannot be removed: {reason}.").format(
                    name=clean_text(name), reason=fault.strerror or fault
                )
            ) from fault

    def _odd(self) -> set[str]:
        """The names of files in the folder that no pen made."""
        return {file.name for file in self._folder.iterdir()} if self._folder.is_dir() else set()

    def _file(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise NotFound(_("There is no draft '{name}'.").format(name=clean_text(name)))
        return self._folder / f"{name}.json"


def _read(file: Path) -> Draft:
    """Read one file; whatever is in it, the answer is a draft."""
    named = file.suffix == ".json" and _NAME.fullmatch(file.stem)
    name, kind = (file.stem, file.stem.rpartition("-")[0]) if named else (file.name, "")
    try:
        if not named or file.is_symlink() or file.stat().st_size > _LARGEST:
            raise ValueError
        record = json.loads(file.read_text("utf-8"))
        fields = {str(key): value for key, value in record["fields"].items() if isinstance(value, str)}
        pid = int(record["pid"])
        in_use = pid != os.getpid() and 0 < pid < 2**31 and is_alive(pid)
        return Draft(name, kind, datetime.fromisoformat(record["saved_at"]).replace(tzinfo=None), fields, in_use)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        problem = _("The draft {file} cannot be read. It is left as it is.").format(file=clean_text(file.name))
        return Draft(name, kind, problem=problem)
