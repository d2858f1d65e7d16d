"""What goes on around the open book, told in the status line and the banner: looked at once a second, in a thread."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lstbo.core import clock
from lstbo.core.language import _, ngettext
from lstbo.core.text import cell

if TYPE_CHECKING:
    from lstbo.screens.desk import Desk

OLD_BACKUP = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was seen last. `version` moves with every document posted by any process; `holder` says in words who else
    has the book just now, empty when nobody has; `backup` is the age of the last tested backup."""

    version: str = ""
    holder: str = ""
    backup: timedelta | None = None
    waiting: int = 0
    drafts: int = 0
    looked: bool = False


def look_around(desk: Desk) -> Surroundings:
    """Look once. Reads only small files beside the book; never opens it and never waits for it."""
    from lstbo.storage import Drafts, Inbox, newest_tested, version_of

    path = desk.path
    last = newest_tested(path)
    drafts = sum(not draft.in_use for draft in Drafts(path).list())
    age = last.age() if last else None
    return Surroundings(version_of(path), _other_holder(desk), age, Inbox(path).count(), drafts, True)


def _other_holder(desk: Desk) -> str:
    from lstbo.storage import holder_of

    who = holder_of(desk.path)
    if who is None or (who.pid == os.getpid() and who.host == socket.gethostname()):
        return ""
    since = who.since[11:16] if who.since[:10] == clock.today().isoformat() else who.since[:10]
    return _("in use by {role} since {since}").format(role=cell(who.role), since=cell(since))


def status_text(desk: Desk, seen: Surroundings) -> str:
    """Return the left side of the status line."""
    parts = [desk.path.name]
    if not seen.looked:
        return parts[0]
    if seen.holder:
        parts.append(seen.holder)
    if seen.backup is None:
        parts.append(_("no tested backup"))
    else:
        parts.append(_("backup {age}").format(age=age_text(seen.backup)))
    if seen.waiting:
        parts.append(ngettext("{count} file waits", "{count} files wait", seen.waiting).format(count=seen.waiting))
    if seen.drafts:
        parts.append(ngettext("{count} draft", "{count} drafts", seen.drafts).format(count=seen.drafts))
    return " | ".join(parts)


def banner_text(desk: Desk) -> str:
    """Return what must not be overlooked: another day, reading only, a backup in the book's place."""
    parts = []
    if desk.as_of:
        parts.append(_("As of {day}").format(day=desk.as_of.isoformat()))
    if desk.known_at:
        parts.append(_("As known on {day}").format(day=desk.known_at.isoformat()))
    book = desk.opened
    if book is not None and book.source == "backup":
        text = _("The book is in use: this is the backup of {age} ago")
        parts.append(text.format(age=age_text(book.age)))
    if desk.read_only:
        parts.append(_("Reading only"))
    elif book is not None and book.read_only_reason:
        parts.append(book.read_only_reason)
    return " | ".join(parts)


def age_text(age: timedelta) -> str:
    """Return an age in one unit: 5 min, 3 h, 12 d."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    if minutes < 48 * 60:
        return _("{count} h").format(count=minutes // 60)
    return _("{count} d").format(count=minutes // (24 * 60))


def right_text() -> str:
    """Return the right side of the status line: the day and the time of the shop."""
    now: datetime = clock.now()
    return f"{now:%Y-%m-%d %H:%M}"
