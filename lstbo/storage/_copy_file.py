"""Copy a file and say its sha256; run as a program of its own: python -I -S _copy_file.py FROM TO

Reading the file of a book inside the process that holds it would drop the engine's lock, so copies are made outside.
"""

from __future__ import annotations

import hashlib
import os
import sys


def copy(source: str, target: str) -> str:
    """Copy `source` to the new file `target` (0600), on the disk when this returns, and return its sha256."""
    digest = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with open(source, "rb", buffering=0) as reader, open(handle, "wb", buffering=0) as writer:
        while block := reader.read(1 << 20):
            digest.update(block)
            left = memoryview(block)
            while left:
                left = left[writer.write(left) or 0 :]
        os.fsync(writer.fileno())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(copy(sys.argv[1], sys.argv[2]))
