"""What every test may ask for: the command line, real data, and books of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("shop", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("shop")


@dataclass(frozen=True)
class Answer:
    """What one run of the command line gave back."""

    exit_code: int
    raw: bytes  # stdout as it came, for PDF and xlsx
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real exports and official tables; without it a test is skipped, saying so."""
    folder = Path(os.environ.get("LSTBO_REAL_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder} (set LSTBO_REAL_DATA)")
    return folder


@pytest.fixture
def shop_env(tmp_path: Path) -> dict[str, str]:
    """An environment without this machine's books and language: English, no colour, data under tmp_path."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LSTBO_", "LC_", "LANG", "XDG_"))}
    own = {"LSTBO_LANG": "en", "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    return kept | own | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "APPDATA": str(tmp_path)}


@pytest.fixture
def cli(tmp_path: Path, shop_env: dict[str, str]) -> Callable[..., Answer]:
    """Run `lstbo` as its own process in tmp_path: `cli("stock", "list", "--json").json`.

    `stdin` is text or bytes for it, `env` adds variables, `timeout` is in seconds.
    """

    def run(*args: object, stdin: str | bytes = b"", env: dict[str, str] | None = None, timeout: float = 120) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "lstbo", *map(str, args)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env=shop_env | (env or {}),
            timeout=timeout,
        )
        return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", errors="replace"))

    return run


# Books: fixtures that make one stand below.
