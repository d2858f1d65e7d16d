"""What is kept in version control names no machine and no server, and nothing that can be made again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, none_of

# Written in pieces, so that this file does not find itself.
PLACES = re.compile(
    "|".join(
        [
            r"(^|[^\w.])/" + r"(work|root|farm|home/\w+|Users/\w+)/",
            "bash_" + "jobs",
            "(extra-)?index" + "-url",
            "find" + "-links",
            "python" + "hosted",
            r"pypi\." + "org",
            r"registry\." + "npmjs",
        ]
    ),
    re.IGNORECASE,
)
MADE = re.compile(r"\.(mo|pyc|rejects\.csv)$|^(\.venv|dist|build)/|(?<!^tests)/[^/]*\.duckdb(\.wal)?$")


def test_no_file_names_a_machine_or_a_server() -> None:
    complaints = []
    for path in _tracked():
        for number, line in enumerate(_text(path).splitlines(), start=1):
            if found := PLACES.search(line):
                complaints.append(f"{path.relative_to(ROOT).as_posix()}:{number} {found.group().strip()}")
    none_of(complaints, "Nobody else has this folder or this server:")


def test_nothing_is_kept_that_can_be_made() -> None:
    made = [name for path in _tracked() if MADE.search(name := path.relative_to(ROOT).as_posix())]
    none_of([name for name in made if not name.startswith("tests/")], "These are made, not kept:")


def test_every_version_is_pinned_with_its_hashes() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    loose = [line for line in lines if not re.match(r"[a-z0-9._-]+==\S+ |    --hash=sha256:[0-9a-f]{64}( \\)?$", line)]
    none_of(loose, "Every line of constraints.txt is a package == with hashes:")
    assert len([line for line in lines if "==" in line.split(";")[0]]) >= 30


def _tracked() -> list[Path]:
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if run.returncode != 0:
        pytest.skip("this is not a git checkout")
    return [path for name in run.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def _text(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data[:8192] else data.decode("utf-8", errors="replace")
