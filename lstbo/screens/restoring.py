"""Putting a backup in the place of the book: what would be lost is shown first, and a word is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core.errors import LstboError
from lstbo.core.language import _, ngettext
from lstbo.screens.sheet import Sheet
from lstbo.widgets import TextInput, plain

if TYPE_CHECKING:
    from lstbo.screens.desk import Desk
    from lstbo.storage import Jump


class RestoreSheet(Sheet[str]):
    """Proves a backup, asks, restores it; answers with the sentence that says what was done, None when left."""

    class Found(Message):
        """The backup was proved; `jump` says what restoring would do, or did."""

        def __init__(self, jump: Jump) -> None:
            self.jump = jump
            super().__init__()

    class Failed(Message):
        """The backup cannot be restored; nothing was changed."""

        def __init__(self, error: LstboError) -> None:
            self.error = error
            super().__init__()

    def __init__(self, desk: Desk, backup: Path) -> None:
        super().__init__()
        self._desk = desk
        self._backup = backup
        self._ready = self._busy = False
        self._shown: Jump | None = None

    def title_text(self) -> str:
        """Say which backup it is."""
        return _("Restore a backup: {file}").format(file=self._backup.name)

    def body(self) -> Iterable[Widget]:
        """Lay out what would be lost and the word that is asked for."""
        yield Static(plain(_("Proving the backup ...")), id="said", classes="note")
        yield TextInput(id="word", advance=False, placeholder=_word())

    def on_mount(self) -> None:
        """Prove the backup."""
        self.query_one("#word").display = False
        if self._desk.read_only:
            self._say(_("The book is open for reading only."))
        else:
            self._run(yes=False)

    def may_leave(self) -> bool:
        """Leave, unless it is being restored."""
        return not (self._busy and self._ready)

    def _run(self, *, yes: bool) -> None:
        self._busy = True
        backup, wait, shown = self._backup, self._desk.wait, self._shown

        def work(path: Path) -> Jump:
            from lstbo.storage import restore

            return restore(path, backup, yes=yes, wait=wait, shown=shown)

        def run() -> None:
            try:
                self.post_message(self.Found(self._desk.apart(work)))
            except LstboError as error:
                self.post_message(self.Failed(error))

        self.run_worker(run, thread=True, exclusive=True, group="restore")

    @on(Found)
    def _found(self, event: Found) -> None:
        self._busy, jump = False, event.jump
        if jump.doc is not None:
            said = _(
                "Restored: the book ends at document {last}; that it jumped is document {number}. Before: {folder}"
            )
            self.dismiss(said.format(last=jump.seq, number=jump.doc, folder=jump.aside))
            return
        moved, self._shown, self._ready = self._shown not in (None, jump), jump, True
        again = [_("Something was posted meanwhile; nothing was restored yet."), ""] if moved else []
        self._say("\n".join([*again, _lost(jump), "", _kept(), "", _ask().format(word=_word())]))
        field = self.query_one("#word", TextInput)
        field.value = ""
        field.display = True
        field.focus()

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._busy = self._ready = False
        self.query_one("#word").display = False
        self._say(str(event.error))

    @on(TextInput.Entered)
    def _entered(self) -> None:
        field = self.query_one("#word", TextInput)
        if not self._ready or self._busy:
            return
        if field.text.strip().lower() == _word():
            self._say(_("Restoring ..."))
            self._run(yes=True)

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(plain(text))


def _word() -> str:
    return _("restore")


def _ask() -> str:
    return _("To do it, type the word {word} and press Enter. Esc leaves everything as it is.")


def _kept() -> str:
    return _("The present book is kept aside, nothing is deleted.")


def _lost(jump: Jump) -> str:
    """Say what the book would not hold any more."""
    if jump.lost is None:
        return _("The book would end at document {number}; what is lost cannot be told.").format(number=jump.seq)
    if not jump.lost:
        return _("The book would end at document {number}; nothing is lost.").format(number=jump.seq)
    text = ngettext(
        "The book would end at document {number}: {count} document posted since would be missing.",
        "The book would end at document {number}: {count} documents posted since would be missing.",
        jump.lost,
    )
    return text.format(number=jump.seq, count=f"{jump.lost:,}")
