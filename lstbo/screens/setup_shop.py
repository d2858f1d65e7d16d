"""What the shop view of the setup page says beside the settings of the book: this person's choices and the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstbo import __version__
from lstbo.core.language import _, language
from lstbo.screens.preferences import folder
from lstbo.screens.setup_files import short_path
from lstbo.screens.themes import NAMES

if TYPE_CHECKING:
    from lstbo.screens.desk import Desk

_LANGUAGES = {"zh": "中文", "en": "English"}


def own_choices(desk: Desk, theme: str) -> list[tuple[str, str, str, str]]:
    """Return (key, label, value, how to change it) of each line."""
    colours = next((label for name, label in NAMES.values() if name == theme), theme)
    keys = folder() / "keys.toml"
    own_keys = short_path(keys) if keys.is_file() else _("none of your own")
    return [
        ("language", _("Language"), _LANGUAGES.get(language(), language()), _("Enter: the other one")),
        ("theme", _("Colours"), _(colours), _("Enter: the next ones")),
        ("keys", _("Keys"), own_keys, "" if keys.is_file() else short_path(keys)),
        ("book", _("Book"), short_path(desk.path), ""),
        ("version", _("Version"), f"lstbo {__version__}", ""),
    ]
