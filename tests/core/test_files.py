"""Files that go out are written whole or not at all, and never through a link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lstbo.core.errors import Refused
from lstbo.core.files import whole_file, whole_folder


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    with whole_file(target) as part:
        part.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), whole_file(target) as part:
        part.write_text("half")
        raise ZeroDivisionError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_links_and_folders_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(Refused), whole_file(tmp_path / name):
            pass
    with pytest.raises(Refused), whole_folder(tmp_path / "link"):
        pass
    assert (tmp_path / "mine").read_text() == "precious"


def test_a_pipe_or_device_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused), whole_file(tmp_path / "pipe") as part:
        part.write_text("x")
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_slipped_in_meanwhile_is_seen(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(Refused), whole_file(tmp_path / "out") as part:
        part.write_text("new")
        (tmp_path / "out").symlink_to(tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "precious"


def test_a_folder_that_is_missing_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"cannot be written"), whole_file(tmp_path / "none" / "out"):
        pass


def test_a_folder_keeps_the_files_of_others(tmp_path: Path) -> None:
    target = tmp_path / "out"
    for text in ("one", "two"):
        with whole_folder(target) as part:
            (part / "a.csv").write_text(text)
        (target / "notes.txt").write_text("mine")
    found = sorted((file.name, file.read_text()) for file in target.iterdir())
    assert found == [("a.csv", "two"), ("notes.txt", "mine")]
    assert list(tmp_path.iterdir()) == [target]
