"""The small shop's January on a terminal: a copy of its book for every test, at a fixed time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from lstbo.app import LstboApp
from lstbo.core.language import set_language
from lstbo.screens import Desk
from tests.screens.terminal import frame, settle
from tests.small_shop import found, january

NOW = "2026-01-31T18:00"
SMALL, LARGE = (80, 24), (120, 36)


@pytest.fixture(scope="session")
def january_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the small shop's January, to be copied."""
    path = tmp_path_factory.mktemp("january") / "shop.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LSTBO_NOW", NOW)
        patch.setenv("LSTBO_USER", "anna")
        with found(path) as book:
            january(book)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user's folder of its own, January 31, no animations; the language is English unless a test changes it."""
    for name, value in {
        "LSTBO_NOW": NOW,
        "LSTBO_USER": "anna",
        "HOME": str(tmp_path),
        "USERPROFILE": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LSTBO_LANG"):
        monkeypatch.delenv(name, raising=False)
    set_language("en")
    yield tmp_path
    set_language(None)


@pytest.fixture
def shop(home: Path, january_book: Path) -> Path:
    """A copy of the January book."""
    for file in (january_book, january_book.with_name(january_book.name + ".anchor")):
        shutil.copy(file, home / file.name)
    return home / january_book.name


@asynccontextmanager
async def terminal(book: Path, page: str = "money", size: tuple[int, int] = SMALL) -> Iterator[Pilot[int]]:  # type: ignore[misc]
    """Run the terminal on a book with a page in front."""
    desk = Desk(book)
    try:
        async with LstboApp(desk, start=page).run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield pilot
    finally:
        desk.close()


async def press(pilot: Pilot[int], *keys: str) -> str:
    """Press keys one by one, wait for what they ask for, and return what the screen shows then."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return seen(pilot)


def seen(pilot: Pilot[int]) -> str:
    """Return what the screen shows, without the status line, whose backups and clock are another matter."""
    lines = frame(pilot.app).splitlines()
    return "\n".join(line for line in lines if "shop.duckdb" not in line)
