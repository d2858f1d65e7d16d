"""Files that go out: written whole or not at all, for this user's eyes, never through a symbolic link."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lstbo.core.disk_words import why_not
from lstbo.core.errors import Refused
from lstbo.core.language import _


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary file (0600) beside `path`; when the block ends well it takes the place of `path` in one step.

    On any failure what stood at `path` is untouched. Raises Refused when `path` is a folder, a symbolic link or a
    device, or when its folder does not exist or may not be written to.
    """
    _refuse_odd(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as fault:
        raise _cannot(path, fault) from fault
    os.close(handle)
    part = Path(name)
    try:
        yield part
        _to_disk(part)
        _refuse_odd(path)
        os.replace(part, path)
    except OSError as fault:
        raise _cannot(path, fault) from fault
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a temporary folder beside `path`; when the block ends well its files take their places in `path`.

    Files of other names that stand in `path` stay. Raises Refused when `path` is a symbolic link or a file, or one of
    the files to be replaced is a symbolic link or a folder.
    """
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise _not_there(path)
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent))
    except OSError as fault:
        raise _cannot(path, fault) from fault
    try:
        yield part
        files = sorted(part.iterdir())
        for file in files:
            _refuse_odd(path / file.name)
            _to_disk(file)
        if path.exists():
            for file in files:
                os.replace(file, path / file.name)
        else:
            os.replace(part, path)
    except OSError as fault:
        raise _cannot(path, fault) from fault
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse_odd(path: Path) -> None:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise _not_there(path)


def _not_there(path: Path) -> Refused:
    return Refused(
        _("{file} is a link, a folder or a device; it is not overwritten.").format(file=path.name), _("Choose another name.")
    )


def _cannot(path: Path, fault: OSError) -> Refused:
    return Refused(
        _("{file} cannot be written: {reason}.").format(file=path.name, reason=why_not(fault)),
        _("Nothing was changed there. Check the folder and the free space."),
    )


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
