"""A screen that finishes what it began: it does one piece of work at a time, and closes only when it is in front."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

from lstbo.core.errors import Refused
from lstbo.core.language import _

T = TypeVar("T")


class FinishingScreen(Screen[T]):
    """The common ground of pages and sheets.

    `under_way` is true while the book is asked to try or to post something for this screen: it takes no second piece of
    work then, and is not left.
    """

    under_way = False
    _answer: tuple[T | None] | None = None

    def begin_work(self) -> bool:
        """Note that a piece of work begins; False when one is under way already."""
        if self.under_way:
            return False
        self.under_way = True
        return True

    def end_work(self) -> None:
        """Note that the piece of work is done, posted or not."""
        self.under_way = False

    def may_leave(self) -> bool:
        """Return whether the screen may be left; when it may not, say why."""
        if self.under_way:
            self.app.notify(_("This is under way; it is done in a moment."), markup=False)
        return not self.under_way

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer: at once when this screen is in front, else when it comes to the front again."""
        if self.is_active:
            return super().dismiss(result)
        self._answer = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Close now, when that was put off."""
        if self._answer is not None:
            (result,), self._answer = self._answer, None
            super().dismiss(result)


def changed_meanwhile() -> Refused:
    """Return the sentence for work that would post something else than what was shown before it."""
    return Refused(
        _("The book changed meanwhile: this would post something else than was shown. Nothing is posted."),
        _("Ask for it again, and look at it once more."),
    )
