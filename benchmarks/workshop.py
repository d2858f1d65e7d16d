"""The workshop: files and books that several benchmarks use, made once per run, each by a process of its own."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import lstbo, python


@dataclass(slots=True)
class Workshop:
    """Where the benchmarks work: a folder, the size of the big shop in sale lines, and how often things are measured.

    `often` is for what takes seconds at most, `seldom` for what takes longer.
    """

    folder: Path
    lines: int
    often: int
    seldom: int
    _totals: dict[str, dict[str, str]] = field(default_factory=dict)

    def say(self, text: str) -> None:
        """Say on stderr what is being done."""
        print(f"  {text}", file=sys.stderr, flush=True)

    def sales(
        self, lines: int, *, first_receipt: int = 0, per_day: int = 400, registers: int = 1
    ) -> tuple[Path, dict[str, str]]:
        """Return a sales file and the totals an import of it must find."""
        name = f"sales-{lines}-{first_receipt}-{per_day}-{registers}.csv"
        made, path = self.folder / f"{name}.json", self.folder / name
        if not made.exists():
            self.say(f"making {name}")
            span = ("--first-receipt", str(first_receipt), "--per-day", str(per_day), "--registers", str(registers))
            took = python("-m", "benchmarks.shop", "sales", self.folder, str(lines), *span, "--name", name)
            made.write_text(took.out, encoding="utf-8")
        totals: dict[str, str] = json.loads(made.read_text(encoding="utf-8"))
        return path, totals

    def purchases(self, lines: int, *, per_day: int = 400) -> Path:
        """Return a file of the deliveries that cover these sales."""
        place = self.folder / f"purchases-{lines}-{per_day}"
        if not (place / "purchases.csv").exists():
            python("-m", "benchmarks.shop", "purchases", place, str(lines), "--per-day", str(per_day))
        return place / "purchases.csv"

    def journal(self, lines: int) -> tuple[Path, dict[str, str]]:
        """Return a journal with one entry per receipt, and the sales of every month."""
        place = self.folder / f"journal-{lines}"
        made = place / "months.json"
        if not made.exists():
            took = python("-m", "benchmarks.shop", "journal", place, str(lines))
            made.write_text(took.out, encoding="utf-8")
        return place / "receipts.journal", json.loads(made.read_text(encoding="utf-8"))

    def empty(self, costing: str = "average") -> Path:
        """Return a new book without sales; copy it before writing to it."""
        path = self.folder / f"empty-{costing}" / "shop.duckdb"
        if not path.exists():
            path.parent.mkdir(parents=True)
            lstbo(path, "init", "--name", "福满多", "--costing", costing)
        return path

    def sold(self, lines: int, costing: str = "average") -> Path:
        """Return a book with these sales and no purchases; copy it before writing to it."""
        path = self.folder / f"sold-{lines}-{costing}" / "shop.duckdb"
        if not path.exists():
            self.say(f"booking {lines:,} sale lines ({costing})")
            self.copy(self.empty(costing), path.parent)
            lstbo(path, "import", "sales", self.sales(lines)[0])
        return path

    def stocked(self, lines: int, costing: str = "average") -> Path:
        """Return a book with these sales and their purchases; copy it before writing to it."""
        path = self.folder / f"stocked-{lines}-{costing}" / "shop.duckdb"
        if not path.exists():
            self.copy(self.sold(lines, costing), path.parent)
            self.say(f"booking the purchases of {lines:,} sale lines ({costing})")
            lstbo(path, "import", "purchases", self.purchases(lines))
        return path

    def keep(self, book: Path, name: str) -> None:
        """Keep a book that a benchmark made as one that others would have to make."""
        if not (self.folder / name).exists():
            self.copy(book, self.folder / name)

    def copy(self, book: Path, place: Path) -> Path:
        """Copy a book with what stands beside it into a folder of its own and return the copy."""
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for name in (book.name, f"{book.name}.anchor"):
            if (book.parent / name).exists():
                shutil.copy(book.parent / name, place / name)
        return place / book.name

    def scratch(self, book: Path) -> Path:
        """Return a copy of a book to write to; the one before it is gone."""
        return self.copy(book, self.folder / "scratch")
