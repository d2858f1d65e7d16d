"""Widgets are tested in English with the Unicode set, whatever a test before them chose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lstbo.core.language import set_language
from lstbo.widgets import UNICODE, use_glyphs
from tests.screens.conftest import svg_frame, text_frame

__all__ = ["svg_frame", "text_frame"]


@pytest.fixture(autouse=True)
def _plain_start() -> Iterator[None]:
    set_language("en")
    use_glyphs(UNICODE)
    yield
    set_language(None)
    use_glyphs(UNICODE)
