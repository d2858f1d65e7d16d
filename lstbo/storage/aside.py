"""Files that are replaced are never deleted: they are moved to `shop.duckdb.aside/`, in a folder of their own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from lstbo.core import clock
from lstbo.storage.place import beside, make_private_folder, sync_folder


def put_aside(path: Path, why: str, suffixes: Sequence[str]) -> Path | None:
    """Move the files beside the book with these suffixes aside; return the folder, None when there was nothing."""
    found = [beside(path, suffix) for suffix in suffixes if beside(path, suffix).exists()]
    if not found:
        return None
    target = new_folder(path, why)
    for file in found:
        os.replace(file, target / file.name)
    sync_folder(path.parent)
    return target


def swap(path: Path, fresh: Path, why: str) -> Path:
    """Put the file `fresh` in the place of the book; the book, its log and its anchor are kept aside.

    At every instant there is either the old file or the new one. Returns the folder with the old files.
    """
    target = new_folder(path, why)
    for suffix in (".wal", ".anchor"):
        if beside(path, suffix).exists() and (suffix == ".wal" or path.exists()):
            _keep(beside(path, suffix), target, move=suffix == ".wal")
    if path.exists():
        _keep(path, target, move=False)
    os.replace(fresh, path)
    sync_folder(target)
    sync_folder(path.parent)
    return target


def new_folder(path: Path, why: str) -> Path:
    """Make a new folder (0700) for files that are put aside, named by the moment and the reason."""
    stem = f"{clock.now().strftime('%Y%m%dT%H%M%S')}-{why}"
    target = beside(path, ".aside") / stem
    number = 1
    while target.exists():
        number += 1
        target = beside(path, ".aside") / f"{stem}-{number}"
    make_private_folder(target)
    return target


def _keep(file: Path, target: Path, *, move: bool) -> None:
    """Keep `file` in `target`: moved, or given a second name there while the first one stays in use."""
    if not move:
        with suppress(OSError):
            os.link(file, target / file.name)
            return
    os.replace(file, target / file.name)
