"""What one person prefers in the terminal: language and theme, kept in a small file of the user's, not in the book."""

from __future__ import annotations

import json
import os
import tomllib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from lstbo.core.text import clean_text

LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices of one person; empty means: as the terminal and its environment suggest."""

    language: str = ""
    theme: str = ""


def folder() -> Path:
    """Return the folder of the user's own files for lstbo; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path("lstbo", appauthor=False)


def load_preferences() -> Preferences:
    """Return what was chosen; a file that cannot be read counts as none."""
    try:
        found = tomllib.loads((folder() / "settings.toml").read_bytes()[:LIMIT].decode("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    texts = {name: clean_text(str(found.get(name, ""))) for name in asdict(Preferences())}
    return Preferences(**texts)


def save_preferences(chosen: Preferences) -> bool:
    """Keep what was chosen and return whether that was possible."""
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in asdict(chosen).items() if value]
    file = folder() / "settings.toml"
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text("".join(lines), encoding="utf-8")
        os.replace(part, file)
        return True
    return False
