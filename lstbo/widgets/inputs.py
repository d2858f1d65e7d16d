"""Fields for amounts, quantities, days and texts: one row each, checked with every key, the cursor stays where it is.

Enter is dealt with inside the field, not by a binding, so that keys typed ahead never land in the wrong field.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from lstbo.core.errors import BadInput
from lstbo.core.language import _
from lstbo.core.text import LIMIT, clean_text
from lstbo.core.typed import TypedQuantity, money_typed, plain_typing, quantity_typed
from lstbo.core.typed_dates import date_typed
from lstbo.widgets.cells import plain, safe_text

_REMEMBERED = 64
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff]"
)


class Field(Input):
    """What all fields have in common. Use one of its kinds.

    `problem` says what is wrong with the present text ('' = nothing). An empty field is fine while it is typed in;
    `check` also minds `required`. With `advance` Enter goes to the next field, without it it only posts `Entered`.
    """

    DEFAULT_CSS = "Field.-faulty { text-style: underline; }"

    class Checked(Message):
        """The text changed; `problem` is what is wrong with it now."""

        def __init__(self, field: Field, problem: str) -> None:
            super().__init__()
            self.field = field
            self.problem = problem

        @property
        def control(self) -> Field:
            """The field."""
            return self.field

    class Entered(Message):
        """Enter was pressed in a field whose text is right."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> Field:
            """The field."""
            return self.field

    def __init__(
        self,
        value: str = "",
        *,
        required: bool = False,
        advance: bool = True,
        placeholder: str = "",
        limit: int = LIMIT,
        select_on_focus: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self.required = required
        self.advance = advance
        self.problem = ""
        self._limit = limit
        self._before: deque[tuple[str, Selection]] = deque(maxlen=_REMEMBERED)
        self._at_focus = self._settled = tidy(value)[:limit]
        super().__init__(
            self._settled, safe_text(placeholder), compact=True, select_on_focus=select_on_focus, id=id, classes=classes
        )

    @property
    def typed(self) -> object | None:
        """What the text means: an amount, a quantity, a day, a text. None when empty or wrong."""
        return self._meaning_or_none(self.value)

    @property
    def is_changed(self) -> bool:
        """Whether the text differs from what it was when made or settled."""
        return self.value != self._settled

    def settle(self) -> None:
        """Take the present text for the clean state."""
        self._settled = self._at_focus = self.value

    def check(self) -> str:
        """Return what is wrong with the text, '' when nothing is; an empty required field is wrong here."""
        self._look_at(self.value, whole=True)
        return self.problem

    def meaning(self, text: str) -> object:
        """Return what a text that is not empty means. Raises BadInput."""
        return text

    def take_back(self, count: int) -> None:
        """Undo the last `count` characters typed: text, cursor and selection are as they were."""
        if not 0 < count <= len(self._before):
            return
        for _number in range(count):
            value, selection = self._before.pop()
        self.value = value
        self.selection = selection

    def validate_value(self, value: str) -> str:
        """Keep what cannot be seen out of the text, however it came in."""
        return tidy(value)[: self._limit]

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in, in plain characters and no longer than the field."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        room = self._limit - len(self.value) + (end - start)
        super().replace(tidy(text)[: max(0, room)], start, end)

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable:
            self._before.append((self.value, self.selection))
            await super()._on_key(event)
        elif event.key in ("enter", "ctrl+j"):
            self._taken(event)
            self._enter()
        elif event.key in ("tab", "shift+tab"):
            self._taken(event)
            self._move(1 if event.key == "tab" else -1)
        elif event.key == "escape" and self.value != self._at_focus:
            self._taken(event)
            self.value = self._at_focus
            self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        self._taken(event)
        text = tidy(" ".join(event.text.split()))
        start, end = self.selection
        self.replace(text, start, end)

    def _on_focus(self, event: events.Focus) -> None:
        self._at_focus = self.value
        super()._on_focus(event)

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        self._look_at(value)
        self.post_message(self.Checked(self, self.problem))

    def _taken(self, event: events.Key | events.Paste) -> None:
        event.stop()
        event.prevent_default()

    def _enter(self) -> None:
        if self.check():
            self.app.bell()
            return
        self.post_message(self.Entered(self))
        if self.advance:
            self._move(1)

    def _move(self, step: int) -> None:
        """Give the focus away at once; `focus()` would come after keys that are waiting already."""
        if step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def _look_at(self, value: str, *, whole: bool = False) -> None:
        was = self.problem
        self.problem = ""
        if value.strip():
            try:
                self.meaning(value)
            except BadInput as refusal:
                self.problem = str(refusal)
        elif whole and self.required:
            self.problem = _("This must be filled in.")
        self.set_class(bool(self.problem), "-faulty")
        if whole and was != self.problem:
            self.post_message(self.Checked(self, self.problem))

    def _meaning_or_none(self, value: str) -> object | None:
        try:
            return self.meaning(value) if value.strip() else None
        except BadInput:
            return None


class _PlainField(Field):
    """A field that shows full-width digits and signs as plain ones."""

    def validate_value(self, value: str) -> str:
        """Keep plain characters only."""
        return super().validate_value(plain_typing(value))

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in with plain digits."""
        super().replace(plain_typing(text), start, end)


class MoneyInput(_PlainField):
    """An amount in yuan, typed as people do: 12.50, 3块5, 12*3."""

    def __init__(
        self,
        amount: Decimal | None = None,
        *,
        negative: bool = False,
        required: bool = False,
        advance: bool = True,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self.negative = negative
        text = "" if amount is None else f"{amount:f}"
        super().__init__(
            text, required=required, advance=advance, placeholder=placeholder, limit=40, id=id, classes=classes
        )

    @property
    def amount(self) -> Decimal | None:
        """The amount with two places; None when the field is empty or wrong."""
        found = self.typed
        return found if isinstance(found, Decimal) else None

    def meaning(self, text: str) -> Decimal:
        """Return the amount. Raises BadInput."""
        return money_typed(text, negative=self.negative)


class QuantityInput(_PlainField):
    """A quantity with or without a unit: 3, 3*, 1.5斤, 2箱. `units` are further words this item is counted in."""

    def __init__(
        self,
        quantity: Decimal | None = None,
        *,
        units: Collection[str] = (),
        negative: bool = False,
        required: bool = False,
        advance: bool = True,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self.units = units
        self.negative = negative
        text = "" if quantity is None else _short(quantity)
        super().__init__(
            text, required=required, advance=advance, placeholder=placeholder, limit=40, id=id, classes=classes
        )

    @property
    def quantity(self) -> TypedQuantity | None:
        """The quantity as typed; None when the field is empty or wrong."""
        found = self.typed
        return found if isinstance(found, TypedQuantity) else None

    def meaning(self, text: str) -> TypedQuantity:
        """Return the quantity. Raises BadInput."""
        return quantity_typed(text, units=self.units, negative=self.negative)


class DateInput(_PlainField):
    """A day: 昨天, -3, 20日, 3-5, 周一, 2026-11-20. `today` is where they are counted from."""

    def __init__(
        self,
        day: date | None = None,
        *,
        today: date,
        future: bool = False,
        required: bool = False,
        advance: bool = True,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self.today = today
        self.future = future
        text = "" if day is None else day.isoformat()
        super().__init__(
            text, required=required, advance=advance, placeholder=placeholder, limit=40, id=id, classes=classes
        )

    @property
    def day(self) -> date | None:
        """The day; None when the field is empty or wrong."""
        found = self.typed
        return found if isinstance(found, date) else None

    def meaning(self, text: str) -> date:
        """Return the day. Raises BadInput."""
        return date_typed(text, self.today, future=self.future)

    def _enter(self) -> None:
        if self.day is not None:
            self.value = self.day.isoformat()
        super()._enter()


class TextInput(Field):
    """A line of text; what it holds can be drawn and stored: no control characters, one line, `limit` characters."""

    def __init__(
        self,
        text: str = "",
        *,
        limit: int = LIMIT,
        required: bool = False,
        advance: bool = True,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            text,
            required=required,
            advance=advance,
            placeholder=placeholder,
            limit=limit,
            select_on_focus=False,
            id=id,
            classes=classes,
        )

    @property
    def text(self) -> str:
        """The text, cleaned."""
        return clean_text(self.value, self._limit)

    def meaning(self, text: str) -> str:
        """Return the cleaned text."""
        return clean_text(text, self._limit)


class FieldRow(Vertical):
    """A label and its field in one row, and a line below for what is wrong with it."""

    DEFAULT_CSS = """
    FieldRow { height: 2; width: 1fr; }
    FieldRow > Horizontal { height: 1; }
    FieldRow .field-label { width: 16; height: 1; padding-right: 1; text-align: right; color: $text-muted; }
    FieldRow Input { width: 1fr; height: 1; border: none; padding: 0 1; background: $surface; }
    FieldRow Input:focus { background: $boost; }
    FieldRow .field-fault { height: 1; margin-left: 17; color: $text-error; }
    """

    def __init__(self, label: str, field: Field, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = label
        self.field = field
        self._fault = Static("", classes="field-fault", markup=False)

    def compose(self) -> ComposeResult:
        """The label, the field, the line for its fault."""
        yield Horizontal(Static(plain(self.label), classes="field-label"), self.field)
        yield self._fault

    def on_field_checked(self, message: Field.Checked) -> None:
        """Show the fault of the field, or take it away."""
        self._fault.update(plain(message.problem))


def tidy(text: str) -> str:
    """Return `text` without anything invisible: control and direction characters, line ends. Blanks stay."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def _short(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
