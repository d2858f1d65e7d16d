"""A form of compact fields: Enter moves on, Ctrl+S submits what is right, Esc leaves, and a crash loses nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from lstbo.core.errors import LstboError
from lstbo.core.language import N_, _
from lstbo.widgets.cells import plain
from lstbo.widgets.inputs import Field, FieldRow

KEEP_AFTER = 0.4  # seconds after the last key before a draft is written


class Pen(Protocol):
    """What keeps a draft: `lstbo.storage.DraftPen`."""

    def save(self, fields: Mapping[str, str]) -> None:
        """Keep the texts of the fields. Raises LstboError."""

    def discard(self) -> None:
        """Forget them."""


class Form(VerticalScroll, can_focus=False):
    """Labels and fields; each field has an id, which is its name in `values` and in drafts."""

    DEFAULT_CSS = """
    Form { height: auto; max-height: 100%; }
    Form > .form-title { height: 1; text-style: bold; }
    Form > .form-line { height: auto; min-height: 1; color: $text-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", N_("Post"), id="form.submit"),
        Binding("escape", "leave", N_("Back"), id="form.leave"),
    ]

    class Submitted(Message):
        """Ctrl+S, and every field is right. `values` holds what each field means, by its id."""

        def __init__(self, form: Form, values: dict[str, Any]) -> None:
            super().__init__()
            self.form = form
            self.values = values

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    class Left(Message):
        """Esc, and either nothing was changed or Esc was pressed again. The draft, if any, is discarded."""

        def __init__(self, form: Form) -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    def __init__(
        self,
        rows: Sequence[tuple[str, Field] | FieldRow],
        *,
        title: str = "",
        pen: Pen | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.rows = [row if isinstance(row, FieldRow) else FieldRow(*row) for row in rows]
        self.fields = {row.field.id or str(number): row.field for number, row in enumerate(self.rows)}
        self._title = title
        self._line = Static(plain(""), classes="form-line")
        self._pen = pen
        self._kept: dict[str, str] = {}
        self._timer: Timer | None = None
        self._asked_to_leave = False
        self._is_held = False

    @property
    def values(self) -> dict[str, Any]:
        """What each field means; None where it is empty or wrong."""
        return {name: field.typed for name, field in self.fields.items()}

    @property
    def texts(self) -> dict[str, str]:
        """What each field holds, as typed."""
        return {name: field.value for name, field in self.fields.items()}

    @property
    def is_dirty(self) -> bool:
        """Whether any field was changed since the form was made, cleared or done."""
        return any(field.is_changed for field in self.fields.values())

    def compose(self) -> ComposeResult:
        """The title, the rows, a line for the whole form."""
        if self._title:
            yield Static(plain(self._title), classes="form-title")
        yield from self.rows
        yield self._line

    def focus_first(self) -> None:
        """Give the focus to the first field."""
        next(iter(self.fields.values())).focus()

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put the texts of a draft in; the form is dirty then. Names that are no fields are left out."""
        for name, text in texts.items():
            if name in self.fields:
                self.fields[name].value = text

    def clear(self) -> None:
        """Empty every field; that is the clean state."""
        for field in self.fields.values():
            field.value = ""
        self.done()

    def complain(self, sentence: str) -> None:
        """Say in the form's own line why the book refused it; '' takes the sentence away."""
        self._asked_to_leave = False
        self._line.update(plain(sentence))

    def done(self) -> None:
        """Take the present texts for clean and discard the draft: it was posted, or is not wanted."""
        self._stop_timer()
        for field in self.fields.values():
            field.settle()
        self._kept = {}
        pen = self._pen
        if pen is not None:
            self.app.run_worker(pen.discard, thread=True, group="draft")  # the form may be closed before it began

    def take_pen(self, pen: Pen | None) -> None:
        """Keep what is typed from now on with another pen: a new draft for the next document."""
        self._pen = pen
        self._kept = {}

    def hold(self, held: bool) -> None:
        """While held, what was submitted is under way: Ctrl+S and Esc do nothing but say so."""
        self._is_held = held
        self.complain("")

    def _must_wait(self) -> bool:
        if self._is_held:
            self.complain(_("This is under way; it is done in a moment."))
        return self._is_held

    def action_submit(self) -> None:
        """Submit when every field is right; else go to the first that is not."""
        if self._must_wait():
            return
        wrong = [field for field in self.fields.values() if field.check()]
        if wrong:
            self.screen.set_focus(wrong[0])
            self.app.bell()
            return
        self.complain("")
        self.post_message(self.Submitted(self, self.values))

    def action_leave(self) -> None:
        """Leave; a changed form asks first."""
        if self._must_wait():
            return
        if self.is_dirty and not self._asked_to_leave:
            self.complain(_("This is not posted yet. Esc again throws it away, any other key goes on."))
            self._asked_to_leave = True
            return
        self.done()
        self.post_message(self.Left(self))

    def on_field_checked(self, message: Field.Checked) -> None:
        """Something was typed: the form goes on, and is kept in a moment."""
        if self._asked_to_leave:
            self.complain("")
        self._stop_timer()
        if self._pen is not None and self.is_dirty and self.texts != self._kept:
            self._timer = self.set_timer(KEEP_AFTER, self._keep)

    def on_unmount(self) -> None:
        """Keep what was typed last, should the screen close before the moment was over."""
        if self._timer is not None and self._pen is not None:
            self._stop_timer()
            self._kept = self.texts
            with suppress(LstboError):
                self._pen.save(self._kept)

    def _keep(self) -> None:
        self._timer = None
        pen, texts = self._pen, self.texts
        self._kept = texts
        self.app.run_worker(lambda: self._save(pen, texts), thread=True, group="draft")

    def _save(self, pen: Pen | None, texts: Mapping[str, str]) -> None:
        try:
            if pen is not None and texts == self._kept:  # a later text is on its way otherwise
                pen.save(texts)
        except LstboError as refusal:
            self.call_later(self.complain, str(refusal))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
