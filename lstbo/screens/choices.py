"""What Ctrl+P offers besides items: pages, their views, reports and actions, each found by every name it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from lstbo.core.language import N_, _
from lstbo.screens.pinyin_words import PINYIN
from lstbo.screens.places import PLACES
from lstbo.screens.report_words import report_title
from lstbo.screens.themes import NAMES

if TYPE_CHECKING:
    from lstbo.screens.everywhere import EverywhereApp


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to go to or to do: its name, what it is, the equivalent command, the deed, and what else it is
    called: in the language in force, and in English."""

    label: str
    kind: str
    command: str
    do: Callable[[EverywhereApp], None]
    also: tuple[str, ...] = ()

    @property
    def spelled(self) -> tuple[str, str]:
        """How the name is typed in pinyin: whole and by its initials; ("", "") when it is not Chinese."""
        return _spelled(self.label)

    def has(self, word: str) -> bool:
        """Whether a word (lower case) stands anywhere in the names, the kind or the command."""
        names = (self.label, *self.also)
        return word in " ".join([*names, self.kind, self.command]).casefold() or any(
            word in text for name in names for text in _spelled(name)
        )


def _spelled(name: str) -> tuple[str, str]:
    syllables = PINYIN.get(name, "").casefold().split()
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def standing_choices() -> Iterator[Choice]:
    """Give the pages, views, reports and actions there always are, in the language in force."""
    for name, place in PLACES.items():
        yield _named(place.label, place.key.upper(), place.command, _opening(name))
    yield from _views()
    yield from _reports()
    yield from _actions()


def _opening(name: str) -> Callable[[EverywhereApp], None]:
    return lambda app: app.action_open(name)


def _views() -> Iterator[Choice]:
    """The views of the pages whose modules are here."""
    for name, place in PLACES.items():
        try:
            page = getattr(import_module(f"lstbo.screens.{place.module}"), place.page)
        except ModuleNotFoundError:  # the page says so itself
            continue
        for view in page.VIEWS:
            deed = lambda app, name=name, view=view: app.open_page(name, view.id)  # noqa: E731
            yield _named(view.label, f"{place.key.upper()} {_(place.label)}", "", deed, place.label)


def _reports() -> Iterator[Choice]:
    from lstbo.reports import REPORTS

    for name, spec in REPORTS.items():
        deed = lambda app, name=name: app.open_page("reports", name)  # noqa: E731
        yield _named(report_title(name), _("report"), f"lstbo report {name}", deed, spec.title)


def _actions() -> Iterator[Choice]:
    kind = _("action")
    yield _named(N_("Show the book as of a day"), kind, "lstbo --as-of 2026-10-31", lambda app: app.action_as_of())
    yield _named("English / 中文", kind, "lstbo --lang en|zh", lambda app: app.action_switch_language(), N_("Language"))
    for name, (_theme, label) in NAMES.items():
        deed = lambda app, name=name: app.action_use_theme(name)  # noqa: E731
        yield _named(label, _("colours"), f"LSTBO_THEME={name} lstbo", deed, N_("Colour theme"))
    yield _named(N_("Help for this page"), kind, "lstbo --help", lambda app: app.action_guide())
    yield _named(N_("Drafts: begun and not posted"), kind, "", lambda app: app.offer_drafts())
    yield _named(N_("Quit"), kind, "", lambda app: app.exit(0), N_("Exit, leave"))


def _named(name: str, kind: str, command: str, do: Callable[[EverywhereApp], None], *also: str) -> Choice:
    """Make a choice from the English of its names, so that it is found by them and by their translations."""
    return Choice(_(name), kind, command, do, (name, *also, *(_(other) for other in also)))


def matching(choices: Iterable[Choice], text: str) -> list[Choice]:
    """Return the choices in whose names, kind, command or pinyin every word of `text` stands, the likeliest first."""
    words = text.casefold().split()
    found = [one for one in choices if all(one.has(word) for word in words)]
    return sorted(found, key=lambda one: _rank(one, words[0] if words else ""))


def _rank(one: Choice, word: str) -> int:
    """0 for the start of the name, 1 for the start of its pinyin, 2 inside the name, 3 for anything else."""
    label = one.label.casefold()
    if label.startswith(word):
        return 0
    if any(spelled.startswith(word) for spelled in one.spelled):
        return 1
    return 2 if word in label else 3
