"""A field for the path of a file: Tab completes it, as far as it can only go on one way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from textual import events
from textual.message import Message

from lstbo.screens.setup_files import completed
from lstbo.widgets import TextInput


class PathInput(TextInput):
    """`folder` says from where a path without a folder counts. `Completed` names the ways it may go on."""

    class Completed(Message):
        """A path was completed as far as it goes."""

        def __init__(self, before: str, text: str, names: Sequence[str]) -> None:
            self.before = before
            self.text = text
            self.names = names
            super().__init__()

    def __init__(self, folder: Callable[[], Path], *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, limit=1000, advance=False, id=id)
        self._folder = folder

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "tab" and self.value:
            event.stop()
            event.prevent_default()
            self._complete(self.value, self._folder())
        else:
            await super()._on_key(event)

    def _complete(self, text: str, folder: Path) -> None:
        def run() -> None:
            self.post_message(self.Completed(text, *completed(text, folder)))

        self.run_worker(run, thread=True, exclusive=True, group="completing")

    def on_path_input_completed(self, event: Completed) -> None:
        """Put the longer text in, unless something else was typed meanwhile."""
        if self.value == event.before:
            self.value = event.text
            self.cursor_position = len(event.text)
