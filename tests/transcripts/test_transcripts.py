"""Every transcript in this folder, played in an empty folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command import terminal
from tests.transcripts.transcript import play, read, written

FOLDER = Path(__file__).parent
ALL = sorted(path.name for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", ALL)
def test_it_goes_as_written(name: str, tmp_path: Path) -> None:
    path = FOLDER / name
    text = path.read_text(encoding="utf-8")
    went = written(play(read(text), terminal(tmp_path)))
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        path.write_text(went, encoding="utf-8")
    assert went.splitlines() == text.splitlines() or os.environ.get("UPDATE_TRANSCRIPTS")


def test_there_are_transcripts_in_both_languages() -> None:
    texts = [(FOLDER / name).read_text(encoding="utf-8") for name in ALL]
    assert any("LSTBO_LANG=zh" in text for text in texts) and len(texts) >= 8
