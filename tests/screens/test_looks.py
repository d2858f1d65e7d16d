"""How the pages look: colours and marks that a text frame cannot show, as ten drawings of the sample shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from lstbo.app import LstboApp
from lstbo.core.language import set_language
from lstbo.screens import Desk
from tests.screens.terminal import in_a_loop, settle
from tests.screens.three_books import at_the_shop, copy_of, made_books

__all__ = ["at_the_shop", "made_books"]
LOOKS: dict[str, tuple[str, str, Sequence[str]]] = {
    "today": ("zh", "dark", ()),
    "today in light": ("zh", "light", ()),
    "today in contrast": ("en", "contrast", ()),
    "stock, an item chosen": ("zh", "dark", ("f4", "down", "down")),
    "stock, marked": ("zh", "dark", ("f4", "space", "down", "space")),
    "item": ("zh", "dark", ("f4", "enter")),
    "money in 16 colours": ("en", "ansi-dark", ("f6", "down")),
    "document": ("en", "dark", ("f6", "enter")),
    "statement": ("zh", "dark", ("f6", "left")),
    "help": ("en", "dark", ("f6", "f1")),
}


@pytest.mark.parametrize("name", LOOKS)
@in_a_loop
async def test_how_it_looks(
    made_books: Callable[[str], Path],
    at_the_shop: Path,
    monkeypatch: pytest.MonkeyPatch,
    svg_frame: SnapshotAssertion,
    name: str,
) -> None:
    language, theme, keys = LOOKS[name]
    monkeypatch.setenv("LSTBO_THEME", theme)
    desk = Desk(copy_of(made_books("sample"), at_the_shop))
    set_language(language)
    app = LstboApp(desk)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            while not app.seen.looked:
                await pilot.pause(0.02)
            for key in ("", *keys):
                if key:
                    await pilot.press(key)
                await settle(pilot)
            assert app.export_screenshot(simplify=True) == svg_frame
    finally:
        desk.close()
