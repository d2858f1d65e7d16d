"""The colours of the terminal, and which of them suit the terminal at hand. Colour is never the only sign."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

from lstbo.core.language import N_

_CURSOR = {"block-cursor-text-style": "none", "footer-key-foreground": "$accent"}

THEMES = (
    Theme(
        "lstbo-dark",
        primary="#5fa8d3",
        secondary="#8fb8a8",
        warning="#e0af68",
        error="#f07178",
        success="#9ece6a",
        accent="#e0af68",
        foreground="#d8dee9",
        background="#14181f",
        surface="#1a1f29",
        panel="#232a36",
        dark=True,
        variables=_CURSOR | {"block-cursor-background": "#5fa8d3", "block-cursor-foreground": "#14181f"},
    ),
    Theme(
        "lstbo-light",
        primary="#1f5f8b",
        secondary="#3c6e5b",
        warning="#8a5a00",
        error="#b3261e",
        success="#2e6b1f",
        accent="#8a4b00",
        foreground="#1d232b",
        background="#fbfaf7",
        surface="#f3f1ec",
        panel="#e4e1d9",
        dark=False,
        variables=_CURSOR | {"block-cursor-background": "#1f5f8b", "block-cursor-foreground": "#ffffff"},
    ),
    Theme(
        "lstbo-contrast",
        primary="#ffff00",
        secondary="#00ffff",
        warning="#ffff00",
        error="#ff8080",
        success="#00ff00",
        accent="#ffff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#303030",
        dark=True,
        variables=_CURSOR | {"block-cursor-background": "#ffff00", "block-cursor-foreground": "#000000"},
    ),
)
NAMES: dict[str, tuple[str, str]] = {
    "dark": ("lstbo-dark", N_("Dark colours")),
    "light": ("lstbo-light", N_("Light colours")),
    "contrast": ("lstbo-contrast", N_("High contrast")),
    "ansi-dark": ("ansi-dark", N_("The terminal's own 16 colours, dark")),
    "ansi-light": ("ansi-light", N_("The terminal's own 16 colours, light")),
}


def choose_theme(environment: Mapping[str, str], preferred: str = "") -> str:
    """Return the name of the theme for a terminal: LSTBO_THEME, else what was preferred, else what suits it.

    A terminal that does not say it knows all colours gets its own 16, which it shows as its user set them.
    """
    for asked in (environment.get("LSTBO_THEME", ""), preferred):
        if asked in NAMES:
            return NAMES[asked][0]
    light = _light_background(environment.get("COLORFGBG", ""))
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "lstbo-light" if light else "lstbo-dark"
    return "ansi-light" if light else "ansi-dark"


def _light_background(colours: str) -> bool:
    """Whether COLORFGBG (`0;15`: black on white) tells of a light background."""
    return colours.rpartition(";")[2] in ("7", "15")
