"""What shows when something unexpected happens: one screen that names the log. Never a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import WorkerFailed

from lstbo.core.language import N_, _
from lstbo.screens.sheet import Sheet
from lstbo.widgets import plain

AGAIN = 75


class FaultScreen(Sheet[None]):
    """Says that something went wrong, what is safe, and where the details are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "again", N_("Go on")),
        Binding("escape", "again", N_("Go on"), show=False),
        Binding("ctrl+q", "app.quit", N_("Quit")),
    ]

    def __init__(self, log: str) -> None:
        super().__init__()
        self._log = log

    def title_text(self) -> str:
        """Return the line at the top."""
        return _("Something went wrong inside lstbo")

    def body(self) -> Iterable[Widget]:
        """Say what is safe and what to do."""
        text = _("Everything that was posted is safe in the book. The details are in {file}.").format(file=self._log)
        yield Static(plain(text))
        yield Static(plain(_("Press Enter to go on with Today. If it happens again, send that file along.")))

    def action_again(self) -> None:
        """Begin anew on the first page."""
        self.app.exit(AGAIN)


def show_fault(app: App[Any], error: Exception, log_fault: Callable[[BaseException], str], *, first: bool) -> None:
    """Put the fault into the log and show the screen; when that is not possible any more, leave with one sentence."""
    cause = error.error if isinstance(error, WorkerFailed) else error
    where = log_fault(cause)
    if first and app.is_running:
        app.push_screen(FaultScreen(where))
        return
    app.exit(1, return_code=1, message=plain(_("Something went wrong; the details are in {file}.").format(file=where)))
