"""Running `lstbo` inside the test process: quick enough for hundreds of calls."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from lstbo.cli import main
from lstbo.core.language import set_language

NOW = "2026-11-22T18:30:00"


@dataclass(frozen=True)
class Said:
    """What one call gave back."""

    exit_code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """A folder to work in and an environment; call it with the words after `lstbo`."""

    folder: Path
    env: Mapping[str, str]

    def __call__(self, *words: object, stdin: str | bytes = b"", env: Mapping[str, str] | None = None) -> Said:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        streams = [io.TextIOWrapper(io.BytesIO(data), encoding="ascii") for data in (given, b"", b"")]
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            with (
                patch.dict(os.environ, {**self.env, **(env or {})}, clear=True),
                patch.object(sys, "stdin", streams[0]),
                patch.object(sys, "stdout", streams[1]),
                patch.object(sys, "stderr", streams[2]),
            ):
                set_language(None)
                code = main([str(word) for word in words])
                for stream in streams[1:]:
                    stream.flush()
        finally:
            os.chdir(before)
            set_language(None)
        out, err = (stream.buffer.getvalue() for stream in streams[1:])  # type: ignore[attr-defined]
        return Said(code, out, err.decode("utf-8"))

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path


def terminal(folder: Path, **more: str) -> Terminal:
    """Return a terminal in `folder`: English, no colour, a fixed clock, its book shop.duckdb there."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR") if key in os.environ}
    own = {"LSTBO_LANG": "en", "NO_COLOR": "1", "COLUMNS": "100", "LSTBO_NOW": NOW, "LSTBO_USER": "owner"}
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_STATE_HOME": str(folder / "state")}
    return Terminal(folder, kept | own | homes | {"LSTBO_BOOK": "shop.duckdb"} | more)
