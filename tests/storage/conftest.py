"""A book of its own for every test, and other processes that want it too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lstbo.storage import Book
from tests.conftest import ROOT


class Neighbour:
    """A process of its own that works on the same book."""

    def __init__(self, path: Path, *words: str) -> None:
        command = [sys.executable, "-m", "tests.storage.neighbour", str(path), *words]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, env=env, text=True)

    def ready(self) -> Neighbour:
        assert self.process.stdout and self.process.stdout.readline().startswith("ready")
        return self

    def answer(self) -> Any:
        out, _err = self.process.communicate("go\n", timeout=60)
        return json.loads(out.splitlines()[-1])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.duckdb"


@pytest.fixture
def book(path: Path) -> Iterator[Book]:
    with Book.create(path, wait=5) as book:
        yield book


@pytest.fixture
def neighbour() -> Iterator[Callable[..., Neighbour]]:
    started: list[Neighbour] = []

    def start(path: Path, *words: object) -> Neighbour:
        started.append(Neighbour(path, *map(str, words)))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


class Foreigner:
    """A process that opens the file with the engine itself, past our lock."""

    def __init__(self) -> None:
        code = (
            "import sys, duckdb\nconnection = duckdb.connect(sys.stdin.readline().strip())\n"
            "print('ready', flush=True)\nsys.stdin.readline()"
        )
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True)
        self.pid = self.process.pid

    def take(self, path: Path) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "ready\n"

    def leave(self) -> None:
        self.process.communicate("go\n", timeout=60)


@pytest.fixture
def foreigner() -> Iterator[Foreigner]:
    one = Foreigner()
    yield one
    one.process.kill()
    one.process.wait()
