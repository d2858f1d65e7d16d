"""F1: what the screen in front is for, and every key that works on it now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from textual.binding import Binding
from textual.containers import ScrollableContainer, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from lstbo.core.language import N_, _
from lstbo.screens.places import PLACES
from lstbo.screens.sheet import Sheet
from lstbo.widgets import cell, key_name, plain

_KEY_WIDTH = 14
_KNOWN_ANYWAY = frozenset(
    binding.action
    for kind in (Input, ScrollableContainer, Screen)
    for binding in kind.BINDINGS
    if isinstance(binding, Binding) and not binding.action.startswith("app.focus")
)
_OF_THE_FRAMEWORK = {"app.focus_next": N_("Next field or list"), "app.focus_previous": N_("Field or list before")}


class GuideScreen(Sheet[None]):
    """Explains a screen."""

    DEFAULT_CSS = "GuideScreen VerticalScroll { height: 1fr; }"

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about
        self._keys = list(_keys(about))

    def title_text(self) -> str:
        """Return the line at the top."""
        place = PLACES.get(getattr(self._about, "TAB", ""))
        return _("Help: {page}").format(page=_(place.label)) if place else _("Help")

    def body(self) -> Iterable[Widget]:
        """Show the guide of the page and the keys."""
        guide = getattr(self._about, "GUIDE", "")
        with_command = getattr(self._about, "command", lambda: "")()
        lines: list[Content] = []
        if guide:
            lines += [*plain(_(guide)).split("\n"), Content("")]
        if with_command:
            lines += [plain(_("The same from the command line: {command}").format(command=f"lstbo {with_command}"))]
            lines += [Content("")]
        for keys, label in self._keys:
            lines.append(Content.assemble(Content.styled(cell(keys, _KEY_WIDTH), "bold $accent"), plain(label)))
        yield VerticalScroll(Static(Content("\n").join(lines)), id="guide")

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#guide").focus()


def _keys(screen: Screen[Any]) -> Iterator[tuple[str, str]]:
    """The keys that work now, the focused widget's first, each action once with all its keys."""
    found: dict[tuple[str, str], list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if active.enabled and binding.description and not binding.system and binding.action not in _KNOWN_ANYWAY:
            description = _OF_THE_FRAMEWORK.get(binding.action, binding.description)
            names = found.setdefault((binding.action, description), [])
            name = key_name(binding)
            if name not in names:
                names.append(name)
    for (_action, description), names in found.items():
        yield " ".join(names), _(description)
    yield _("Esc, digit"), _("Opens the page of that F-key")
