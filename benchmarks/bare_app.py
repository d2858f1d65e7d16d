"""The floor of `lstbo --help`: a bare Typer app with twelve commands that do nothing."""

from __future__ import annotations

import typer

app = typer.Typer(help="Twelve commands that do nothing.")


def _add(name: str) -> None:
    @app.command(name, help=f"Do nothing, the {name} way.")
    def command(book: str = "", wait: int = 10, read_only: bool = False) -> None:
        """Do nothing."""


for _name in ("init", "import", "stock", "journal", "accounts", "report", "export", "check", "backup", "lock", "demo"):
    _add(_name)
_add("explain")

if __name__ == "__main__":
    app()
