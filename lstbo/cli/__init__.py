"""The command line: Typer commands, one module per noun, loaded when they are called.

Scripts and accountants live on it, so names, JSON fields and exit codes are kept stable. A command opens the book,
calls one function of a room, and shows what comes back: data on stdout, notes and errors on stderr. No rule and no
SQL lives here. A module of commands loads rooms inside its functions only, so that help stays quick.
"""

from __future__ import annotations

from lstbo.cli.entry import main

__all__ = ["main"]
