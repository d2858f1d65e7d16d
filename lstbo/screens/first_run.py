"""The first run: four questions on one sheet, and the book is there. Leaving makes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lstbo.core import clock
from lstbo.core.errors import BadInput, LstboError
from lstbo.core.language import N_, _, language, set_language
from lstbo.screens.beginning import Beginning, begin_book, take_away
from lstbo.screens.desk import Desk
from lstbo.screens.sheet import Sheet
from lstbo.widgets import Field, MoneyInput, OneOf, TextInput, plain

Sample = Callable[[Path, Callable[[str], None]], None]
LANGUAGES = (("zh", "中文"), ("en", "English"))
CHARTS = (("cn-small", N_("China, small enterprises")), ("generic", N_("Small retail, any country")))
SAMPLES = (("no", N_("No, begin with an empty book")), ("yes", N_("Yes, a year of a sample shop, to look around")))


class CurrencyInput(TextInput):
    """The code of a currency: three letters."""

    def meaning(self, text: str) -> str:
        """Return the code in capitals. Raises BadInput."""
        from lstbo.shop import is_currency

        code = text.strip().upper()
        if not is_currency(code):
            raise BadInput(_("A currency has three letters, such as CNY or EUR."))
        return code


class FirstRun(Sheet[bool]):
    """Asks for shop and language, currency and chart, cash in the till, and whether to look around first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "make", N_("Make the book"), priority=True),
        Binding("down", "app.focus_next", N_("Next"), show=False),
        Binding("up", "app.focus_previous", N_("Back"), show=False),
        Binding("escape", "leave", N_("Leave"), id="first_run.leave"),
    ]
    DEFAULT_CSS = """
    FirstRun Horizontal { height: 1; margin: 0 0 1 0; }
    FirstRun .label { width: 26; }
    FirstRun .number { width: 4; color: $accent; text-style: bold; }
    FirstRun Field { width: 1fr; max-width: 46; }
    FirstRun OneOf { max-width: 46; }
    FirstRun #told { height: auto; margin-top: 1; }
    """

    class Told(Message):
        """How far the making of the sample shop is."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Made(Message):
        """The book is made, or could not be made."""

        def __init__(self, fault: LstboError | None) -> None:
            self.fault = fault
            super().__init__()

    def __init__(self, desk: Desk, sample: Sample | None) -> None:
        super().__init__()
        self._desk = desk
        self._sample = sample
        self._making = False

    def title_text(self) -> str:
        """Return the line at the top."""
        return _("A new book")

    def body(self) -> Iterable[Widget]:
        """Ask the questions."""
        zh = language() == "zh"
        yield from _question(1, _("Name of the shop"), TextInput("", placeholder=_("My shop"), id="name"))
        yield from _question(0, _("Language"), OneOf(LANGUAGES, language(), id="language"))
        yield from _question(
            2, _("Currency"), CurrencyInput("CNY" if zh else "", placeholder="CNY", limit=3, id="currency")
        )
        yield from _question(0, _("Accounts"), OneOf(CHARTS, "cn-small" if zh else "generic", id="chart"))
        yield from _question(3, _("Cash in the till now"), MoneyInput(placeholder="0.00", id="cash"))
        if self._sample is not None:
            yield from _question(4, _("Sample data"), OneOf(SAMPLES, id="sample"))
        text = _("The book will be {file}. Enter goes on, Ctrl+S makes the book, Esc leaves and makes nothing.")
        yield Static(plain(text.format(file=self._desk.path)), classes="note")
        yield Static(id="told")

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        yield from super().compose()

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name").focus()

    @on(OneOf.Turned, "#language")
    async def _language_turned(self, event: OneOf.Turned) -> None:
        set_language(event.value)
        kept = {field.id: field.value for field in self.query(Field)}
        await self.recompose()
        for field in self.query(Field):
            if field.id != "currency" or kept["currency"]:
                field.value = kept.get(field.id, "")
        self.set_focus(self.query_one("#language"))

    @on(Field.Entered, "#cash")
    def _cash_entered(self, event: Field.Entered) -> None:
        if self._sample is None:
            self.action_make()

    def action_make(self) -> None:
        """Make the book from the answers, in a thread."""
        faulty = next((field for field in self.query(Field) if field.check()), None)
        if self._making or faulty is not None:
            if faulty is not None:
                faulty.focus()
                self._say(faulty.problem)
            return
        self._making = True
        self._say(_("Making the book ..."))
        sample = self._sample if self._sample and self.query_one("#sample", OneOf).value == "yes" else None
        answers = Beginning(
            self.query_one("#name", TextInput).value.strip() or _("My shop"),
            self.query_one("#chart", OneOf).value,
            self.query_one("#currency", TextInput).value.strip(),
            self.query_one("#cash", MoneyInput).amount or 0,  # type: ignore[arg-type]
        )
        self.run_worker(lambda: self._make(answers, sample), thread=True, group="make")

    def _make(self, answers: Beginning, sample: Sample | None) -> None:
        path = self._desk.path
        try:
            if sample is None:
                begin_book(path, answers, business_date=clock.today())
            else:
                self._make_sample(path, sample)
        except LstboError as fault:
            self.post_message(self.Made(fault))
        else:
            self.post_message(self.Made(None))

    def _make_sample(self, path: Path, sample: Sample) -> None:
        try:
            sample(path, self._tell)
        except BaseException:
            take_away(path)
            raise

    def _tell(self, text: str) -> None:
        self.post_message(self.Told(text))

    @on(Told)
    def _told(self, event: Told) -> None:
        self._say(event.text)

    @on(Made)
    def _made(self, event: Made) -> None:
        self._making = False
        if event.fault is None:
            self.dismiss(True)
        else:
            self._say(str(event.fault))

    def _say(self, text: str) -> None:
        self.query_one("#told", Static).update(plain(text, "bold $accent"))

    def action_leave(self) -> None:
        """Leave without making anything; a book that is being made is waited for."""
        if not self._making:
            self.dismiss(False)


def _question(number: int, label: str, field: Widget) -> ComposeResult:
    yield Horizontal(
        Static(plain(f"{number}." if number else ""), classes="number"), Static(plain(label), classes="label"), field
    )
