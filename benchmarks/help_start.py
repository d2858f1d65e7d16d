"""`lstbo --help`: what one pays for every command before it does anything."""

from __future__ import annotations

from benchmarks.measuring import Figure, compare, lstbo, python, turns
from benchmarks.workshop import Workshop


def measure(shop: Workshop) -> list[Figure]:
    """Compare the help with that of a bare app of twelve commands."""
    lstbo(None, "--help")
    python("-m", "benchmarks.bare_app", "--help")
    seen, floors = turns(
        shop.often * 2 + 1, lambda: lstbo(None, "--help"), lambda: python("-m", "benchmarks.bare_app", "--help")
    )
    return [compare("help", "lstbo --help", seen, "bare Typer app, 12 commands", floors, at_most=1.2)]
