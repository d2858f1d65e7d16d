"""Importing two and a half million sale lines at once: the same promises of time and memory as a million."""

from __future__ import annotations

from benchmarks.importing import import_once
from benchmarks.measuring import Figure
from benchmarks.workshop import Workshop

_LINES = 2_500_000


def measure(shop: Workshop) -> list[Figure]:
    """Measure the first import."""
    return import_once(shop, _LINES)[0]
