"""The one-row lines of the terminal's frame: tabs above, status and keys below. They draw what they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from lstbo.core.language import _
from lstbo.widgets.cells import safe_text
from lstbo.widgets.glyphs import ASCII, glyphs

KEYS_WIDTH = 76
HELP = "F1"  # always shown, and last: it lists the keys there was no room for
_KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "delete": "Del",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "Up",
    "down": "Down",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}
_ARROWS = (("←", "→"), ("<-", "->"))  # Unicode, plain


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the key that opens it (as shown), its name, and its translated label."""

    key: str
    name: str
    label: str


class TabLine(Widget):
    """A row of tabs after a heading; the chosen one stands out. Click or `Chosen` says which tab is wanted."""

    DEFAULT_CSS = """
    TabLine { height: 1; background: $panel; color: $foreground; }
    """

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    def __init__(self, tabs: Sequence[Tab], chosen: str = "", heading: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs = tuple(tabs)
        self._chosen = chosen
        self._heading = heading
        self._places: list[tuple[int, int, str]] = []

    def show(self, *, tabs: Sequence[Tab] | None = None, chosen: str | None = None, heading: str | None = None) -> None:
        """Draw anew with other tabs, another chosen tab or another heading; nothing is drawn when nothing changed."""
        was = self._tabs, self._chosen, self._heading
        self._tabs = self._tabs if tabs is None else tuple(tabs)
        self._chosen = self._chosen if chosen is None else chosen
        self._heading = self._heading if heading is None else heading
        if was != (self._tabs, self._chosen, self._heading):
            self.refresh()

    def render(self) -> RenderResult:
        """Return the line; the heading gives way when the tabs need the room."""
        named = [(tab, safe_text(tab.label)) for tab in self._tabs]
        texts = [(f" {tab.key} {label} " if tab.key else f" {label} ", tab.name) for tab, label in named]
        room = self.size.width - sum(cell_len(text) for text, _name in texts)
        heading = _fitted(safe_text(self._heading), room - 2)
        parts: list[Content | str] = [f" {heading} "] if heading else []
        at = cell_len(parts[0]) if heading else 0  # type: ignore[arg-type]
        self._places = []
        for text, name in texts:
            style = "reverse bold" if name == self._chosen else ""
            parts.append(Content.styled(text, style))
            self._places.append((at, at + cell_len(text), name))
            at += cell_len(text)
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Open the tab under the pointer."""
        for start, end, name in self._places:
            if start <= event.x < end:
                self.post_message(self.Chosen(name))


class TextLine(Widget):
    """One row of plain text, left and right; what does not fit is left out on the left side, never on the right."""

    DEFAULT_CSS = """
    TextLine { height: 1; background: $panel; color: $foreground; }
    TextLine.-warning { background: $warning; color: $background; text-style: bold; }
    """

    def __init__(self, left: str = "", right: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left, self._right = left, right

    @property
    def text(self) -> str:
        """The text of the left side."""
        return self._left

    def show(self, left: str, right: str = "") -> None:
        """Draw this text."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> RenderResult:
        """Return the line."""
        width = self.size.width
        right = safe_text(self._right)
        left = _fitted(safe_text(self._left), width - cell_len(right) - (3 if right else 1))
        gap = " " * max(1, width - cell_len(left) - cell_len(right) - 2)
        return Content(f" {left}{gap}{right}")


class KeyLine(Widget):
    """The keys that work now, within 76 cells; what does not fit is found under F1, which always stands last."""

    DEFAULT_CSS = """
    KeyLine { height: 1; background: $panel; color: $foreground; dock: bottom; }
    """

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> RenderResult:
        """Return the line."""
        keys = self._keys()
        helps = [entry for entry in keys if entry[0] == HELP][:1]
        room = min(KEYS_WIDTH, self.size.width) - sum(_wide(entry) for entry in helps)
        shown = []
        for entry in keys:
            if entry not in helps and _wide(entry) <= room:
                room -= _wide(entry)
                shown.append(entry)
        parts: list[Content] = []
        for key, label in [*shown, *helps]:
            parts += [Content(" "), Content.styled(key, "bold $accent"), Content(f" {label} ")]
        return Content.assemble(*parts)

    def _keys(self) -> list[tuple[str, str]]:
        shown: dict[str, tuple[str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in shown:
                shown[binding.action] = (key_name(binding), _(binding.description))
        return list(shown.values())


def _wide(entry: tuple[str, str]) -> int:
    return cell_len(entry[0]) + cell_len(entry[1]) + 3


def key_name(binding: Binding) -> str:
    """Return how a key is written: F4, ^P, Enter."""
    if binding.key_display:
        return arrows() if binding.key_display == "< >" else binding.key_display
    key = binding.key
    if key in ("left", "right"):
        return _ARROWS[glyphs() is ASCII][key == "right"]
    if key.startswith("ctrl+"):
        return "^" + key[5:].upper()
    if key.startswith("alt+"):
        return "Alt+" + key[4:]
    return _KEY_NAMES.get(key, key.upper() if key[:1] == "f" and key[1:].isdigit() else key)


def arrows() -> str:
    """Return how the two keys that go left and right are written: nobody types them."""
    return " ".join(_ARROWS[glyphs() is ASCII])


def _fitted(text: str, room: int) -> str:
    """Cut text to a number of cells."""
    if cell_len(text) <= room:
        return text
    kept = ""
    for letter in text:
        if cell_len(kept + letter) > room - 2:
            break
        kept += letter
    return f"{kept}.." if kept else ""
