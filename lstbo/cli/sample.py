"""The sample shop: its files are written, and taken into a new book as a shop would do it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from lstbo.cli.run import Run
from lstbo.core.errors import IntegrityFailed, NotFound
from lstbo.core.language import _

_STEPS = ("items.csv", "opening.csv", "purchases-*.csv", "sales-*.csv", "expenses.csv")
Tell = Callable[[str], None]


def make_sample(run: Run, months: int, tell: Tell) -> dict[str, Any]:
    """Make the sample shop's book at `run.path` and return what its card says (name, first and last day ...).

    `tell` is given a line for each step. Raises NotFound when the sample is not installed, Refused, IntegrityFailed.
    """
    from lstbo.cli.founding import refuse_existing

    refuse_existing(run)
    with tempfile.TemporaryDirectory(prefix="lstbo-files-") as folder:
        write_shop = _maker()
        tell(_("Writing the files of the sample shop ..."))
        files: Path = write_shop(Path(folder) / "shop", months=months)
        card: dict[str, Any] = json.loads((files / "shop.json").read_text(encoding="utf-8"))
        _found(run, card)
        _import(run, files, date.fromisoformat(card["opening_date"]), tell)
    return card


def _maker() -> Callable[..., Path]:
    """The script that writes the sample shop: in the package, or in a checkout beside it."""
    for name in ("lstbo.sample_data.make_shop", "sample_data.make_shop"):
        try:
            maker: Callable[..., Path] = import_module(name).write_shop
            return maker
        except ModuleNotFoundError:
            continue
    raise NotFound(_("The sample shop is not installed."), _("Install lstbo from its package."))


def _found(run: Run, card: dict[str, Any]) -> None:
    from lstbo.cli.founding import make_book
    from lstbo.shop import Founding

    founding = Founding(card["name"], card.get("template", "cn-small"), card.get("currency", ""))
    make_book(run, founding, business_date=date.fromisoformat(card["opening_date"]))


def _import(run: Run, files: Path, opening: date, tell: Tell) -> None:
    """Import everything in the order a shop would: articles, opening, then month by month."""
    from lstbo.exchange import ImportOptions, import_documents, import_files, summary
    from lstbo.storage import Book

    options = ImportOptions(wait=run.seconds, business_date=opening)
    for pattern in _STEPS:
        found = sorted(files.glob(pattern))
        kind = pattern.partition(".")[0].partition("-")[0]
        tell(_("Importing {kind} ...").format(kind=pattern))
        for result in import_files(run.path, kind, [str(file) for file in found], options):
            if result.exit_code or result.queued:
                told = "; ".join([*result.notes[:3], *summary(result.problems)[:3]])
                raise IntegrityFailed(_("The sample shop was not taken in whole."), f"{result.file}: {told}")
    tell(_("Booking bills, payments, losses and till counts ..."))
    with Book.open(run.path, wait=run.seconds, role="demo") as book:
        import_documents(book, files / "documents.csv")
