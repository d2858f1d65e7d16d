"""Restores the last backup again and again until it is killed: python -m tests.kill.restorer BOOK ACKS SEED"""

from __future__ import annotations

import sys
from pathlib import Path

from lstbo.storage import restore
from lstbo.storage.backups import newest_tested


def main(path: Path) -> None:
    backup = newest_tested(path)
    assert backup is not None
    print("ready", flush=True)
    while True:
        restore(path, backup.file, yes=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
