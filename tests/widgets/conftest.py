"""Widgets are tested in English with the Unicode set, whatever a test before them chose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lstbo.core.language import set_language
from lstbo.widgets import UNICODE, use_glyphs


@pytest.fixture(autouse=True)
def _plain_start() -> Iterator[None]:
    set_language("en")
    use_glyphs(UNICODE)
    yield
    set_language(None)
    use_glyphs(UNICODE)
