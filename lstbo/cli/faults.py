"""The log of faults: what a person reporting one can send along. Never shown on the screen."""

from __future__ import annotations

import os
import re
import sys
import traceback
from pathlib import Path

from lstbo.core import clock

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LIMIT = 2_000_000


def log_fault(fault: BaseException) -> str:
    """Append a traceback to the log (0600) and return where it is; stays silent when there is no place for one."""
    from platformdirs import user_state_path

    from lstbo import __version__

    folder = user_state_path("lstbo", appauthor=False)
    file = folder / "lstbo.log"
    command = " ".join(sys.argv[1:4])
    text = "".join(traceback.format_exception(fault))
    entry = f"{clock.now().isoformat()} lstbo {__version__} {command}\n{text}\n"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_room(file)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "w", encoding="utf-8", errors="replace") as log:
            log.write(_CONTROL.sub("?", entry))
    except OSError:
        return "(no log could be written)"
    return str(file)


def _make_room(file: Path) -> None:
    if file.exists() and file.stat().st_size > _LIMIT:
        file.replace(file.with_suffix(".log.1"))
