"""Finding an item while typing: part of the name, pinyin, initials, the last digits of a barcode; matches stand below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from lstbo.core.errors import LstboError
from lstbo.core.language import _
from lstbo.widgets.cells import cell, safe_text, width_of
from lstbo.widgets.inputs import TextInput

DEBOUNCE = 0.12  # seconds after the last key before the book is asked
_MARKER = "> "


@dataclass(frozen=True, slots=True)
class Choice:
    """One match: the item's id, its name, and a note shown on the right (price, stock)."""

    id: int
    name: str
    note: str = ""
    code: str = ""


Search = Callable[[str, int], Sequence[Choice]]


class ItemPicker(Vertical):
    """A search field with its matches below. `search` runs in a thread and may raise LstboError.

    Up and down choose, Enter picks. Enter before the matches are there picks the only match when they come.
    """

    DEFAULT_CSS = """
    ItemPicker { height: auto; }
    ItemPicker TextInput { width: 1fr; height: 1; border: none; padding: 0 1; background: $surface; }
    """

    class Picked(Message):
        """An item was chosen."""

        def __init__(self, picker: ItemPicker, choice: Choice) -> None:
            super().__init__()
            self.picker = picker
            self.choice = choice
            self.item_id = choice.id

        @property
        def control(self) -> ItemPicker:
            """The picker."""
            return self.picker

    class NothingFound(Message):
        """Enter was pressed and nothing matches `text`."""

        def __init__(self, picker: ItemPicker, text: str) -> None:
            super().__init__()
            self.picker = picker
            self.text = text

        @property
        def control(self) -> ItemPicker:
            """The picker."""
            return self.picker

    class Answered(Message):
        """The search came back; for the picker itself."""

        def __init__(self, number: int, text: str, choices: Sequence[Choice], fault: str) -> None:
            super().__init__()
            self.number = number
            self.text = text
            self.choices = choices
            self.fault = fault

    def __init__(self, search: Search, *, limit: int = 8, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.choices: Sequence[Choice] = ()
        self._search = search
        self._limit = limit
        self._field = _SearchField(placeholder=placeholder, advance=False)
        self._matches = _Matches()
        self._number = 0
        self._asked = self._answered = ""
        self._wants_pick = False
        self._timer: Timer | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._field.text != self._answered

    @property
    def text(self) -> str:
        """What is typed."""
        return self._field.text

    def compose(self) -> ComposeResult:
        """The field, the matches."""
        yield self._field
        yield self._matches

    def focus(self, scroll_visible: bool = True) -> ItemPicker:
        """Give the focus to the search field."""
        self._field.focus(scroll_visible)
        return self

    def find(self, text: str) -> None:
        """Search for a text as if typed and Enter pressed: a single match is picked at once."""
        self._field.value = text
        self._field.cursor_position = len(self._field.value)
        self._wants_pick = True
        self._ask()

    def clear(self) -> None:
        """Empty the field; an answer still to come is dropped."""
        self._field.value = ""
        self._forget()

    def on_field_checked(self, message: TextInput.Checked) -> None:
        """Ask when the typing rests for a moment."""
        message.stop()
        if self._field.text == self._asked:
            return
        self._stop_timer()
        self._wants_pick = False
        if not self._field.text:
            self._forget()
        else:
            self._timer = self.set_timer(DEBOUNCE, self._ask)

    def on_field_entered(self, message: TextInput.Entered) -> None:
        """Pick the chosen match, or the only one as soon as it is known."""
        message.stop()
        if not self._field.text:
            return
        if self._field.text != self._answered:
            self._wants_pick = True
            self._ask()
        elif self.choices:
            self._pick(self.choices[self._matches.chosen])
        else:
            self.post_message(self.NothingFound(self, self._field.text))

    def move(self, step: int) -> None:
        """Choose the match above or below."""
        self._matches.move(step)

    def _ask(self) -> None:
        self._stop_timer()
        self._number += 1
        number, text = self._number, self._field.text
        self._asked = text
        if text:
            self.run_worker(lambda: self._run(number, text), thread=True, group="search", exit_on_error=False)

    def _run(self, number: int, text: str) -> None:
        if number != self._number:
            return
        try:
            answer = self.Answered(number, text, list(self._search(text, self._limit))[: self._limit], "")
        except LstboError as refusal:
            answer = self.Answered(number, text, (), str(refusal))
        self.post_message(answer)

    def on_item_picker_answered(self, message: Answered) -> None:
        """Show the answer unless something else was asked since."""
        message.stop()
        if message.number != self._number:
            return
        self._answered, self.choices = message.text, message.choices
        wants, self._wants_pick = self._wants_pick, False
        fault = message.fault or ("" if self.choices else _("Nothing matches '{text}'.").format(text=message.text))
        self._matches.show(self.choices, fault)
        if wants and len(self.choices) == 1:
            self._pick(self.choices[0])
        elif wants and not self.choices and not message.fault:
            self.post_message(self.NothingFound(self, message.text))

    def _pick(self, choice: Choice) -> None:
        self.clear()
        self.post_message(self.Picked(self, choice))

    def _forget(self) -> None:
        self._stop_timer()
        self._number += 1
        self._asked = self._answered = ""
        self.choices, self._wants_pick = (), False
        self._matches.show((), "")

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


class _SearchField(TextInput):
    """The field of a picker: arrows go to the matches, Esc empties it at once."""

    async def _on_key(self, event: events.Key) -> None:
        picker = self.parent
        assert isinstance(picker, ItemPicker)
        if event.key in ("up", "down") and picker.choices:
            self._taken(event)
            picker.move(1 if event.key == "down" else -1)
        elif event.key == "escape" and self.value:
            self._taken(event)
            picker.clear()
        else:
            await super()._on_key(event)


class _Matches(Widget):
    """The matches, one a row, the chosen one marked; also the sentence when there is none."""

    DEFAULT_CSS = "_Matches { height: auto; padding: 0 1; } _Matches.-empty { display: none; }"

    def __init__(self) -> None:
        super().__init__(classes="-empty")
        self.chosen = 0
        self._choices: Sequence[Choice] = ()
        self._sentence = ""

    def show(self, choices: Sequence[Choice], sentence: str) -> None:
        """Show matches, or a sentence, or nothing."""
        self.chosen, self._choices, self._sentence = 0, choices, sentence
        self.set_class(not choices and not sentence, "-empty")
        self.refresh(layout=True)

    def move(self, step: int) -> None:
        """Choose another one."""
        self.chosen = max(0, min(len(self._choices) - 1, self.chosen + step))
        self.refresh()

    def render(self) -> Text:
        """Draw the rows; names are data and never markup."""
        if self._sentence:
            return Text(safe_text(self._sentence))
        width = max(20, self.content_size.width)
        rows = [self._row(number, choice, width) for number, choice in enumerate(self._choices)]
        return Text("\n", no_wrap=True).join(rows)

    def _row(self, number: int, choice: Choice, width: int) -> Text:
        note = safe_text(choice.note)
        room = max(8, width - len(_MARKER) - width_of(note) - 1)
        chosen = number == self.chosen
        line = (_MARKER if chosen else " " * len(_MARKER)) + cell(choice.name, room) + " " + note
        return Text(line, style="reverse" if chosen else "", no_wrap=True)
