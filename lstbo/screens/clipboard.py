"""The clipboard of the person at the terminal, also at the far end of an SSH connection (OSC 52)."""

from __future__ import annotations

import os
import subprocess
import threading
from contextlib import suppress
from typing import Any

from textual.app import App

LIMIT = 50_000


def copy_in_terminal(app: App[Any], text: str) -> None:
    """Put a text into the clipboard: through the terminal, and where tmux stands in between, through tmux as well."""
    app.copy_to_clipboard(text[:LIMIT])
    if os.environ.get("TMUX") and not app.is_headless:
        threading.Thread(target=_tell_tmux, args=(text[:LIMIT],), daemon=True).start()


def _tell_tmux(text: str) -> None:
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(["tmux", "load-buffer", "-w", "-"], input=text.encode(), capture_output=True, timeout=5)
