"""`lstbo import`: files in, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lstbo.cli.grammar import command, noun
from lstbo.cli.output import amount, as_json, show, spaced, write
from lstbo.cli.posting import entries_of, posted
from lstbo.cli.profiles import profiles
from lstbo.cli.run import Run, day, note
from lstbo.cli.words import ENDINGS, FILES, PROFILES, told
from lstbo.core.errors import NotFound, Refused, Usage
from lstbo.core.language import N_, _, ngettext
from lstbo.core.text import cell

if TYPE_CHECKING:
    from lstbo.exchange import ImportResult
    from lstbo.reports import Cell, Table

imports = noun(N_("Take in files: sales, purchases, expenses, items, opening."))
imports.add_typer(profiles, name="profiles")

_FILES = Annotated[
    list[str], typer.Argument(metavar="FILE...", help=N_("CSV, xlsx, xls, db or zip; a folder, a pattern; - is stdin."))
]
_PROFILE = Annotated[str, typer.Option("--profile", metavar="NAME", help=N_("A saved profile of this source."))]
_UNKNOWN = Annotated[
    str, typer.Option("--unknown", metavar="create|hold", help=N_("What to do with items nobody knows."))
]
_CHANGES = Annotated[bool, typer.Option("--accept-changes", help=N_("Post what changed, or belongs to a locked day."))]
_REJECTS = Annotated[str, typer.Option("--rejects", metavar="FILE", help=N_("Where rows that were not booked go."))]
_DAY = Annotated[str, typer.Option("--date", metavar="DATE", help=N_("The day of rows that name none; today."))]

_ORDER = Annotated[
    str, typer.Option("--date-order", metavar="ymd|dmy|mdy", help=N_("What dates like 03/04/2026 begin with."))
]

_KINDS = {
    "sales": (
        N_("Take in sales: what the till exported. Importing a file again changes nothing."),
        ["lstbo import sales pos.csv", "lstbo import sales exports/ --json", "cat pos.csv | lstbo import sales -"],
    ),
    "purchases": (
        N_("Take in deliveries: goods received, owed or paid."),
        ["lstbo import purchases deliveries.csv", "lstbo import purchases october.xlsx --dry-run"],
    ),
    "expenses": (
        N_("Take in expenses: rent, wages, power, bags ..."),
        ["lstbo import expenses expenses.csv", "lstbo import expenses expenses.csv --rejects rest.csv"],
    ),
    "items": (
        N_("Take in the list of articles: codes, barcodes, names, prices."),
        ["lstbo import items items.csv", "lstbo import items prices.xlsx --date 2026-11-01"],
    ),
    "opening": (
        N_("Take in what was there at the start: money, debts, stock."),
        ["lstbo import opening opening.csv --date 2025-12-31", "lstbo import opening opening.csv --dry-run"],
    ),
}


def _add(kind: str, help: str, examples: Sequence[str]) -> None:
    @command(imports, kind, help, examples, table=True, writes=True)
    def take_in(
        run: Run,
        files: _FILES,
        profile: _PROFILE = "",
        unknown: _UNKNOWN = "create",
        accept_changes: _CHANGES = False,
        rejects: _REJECTS = "",
        on: _DAY = "",
        date_order: _ORDER = "",
    ) -> int:
        from lstbo.cli.asking import settle_questions
        from lstbo.exchange import ImportOptions, Profile, import_files

        if run.read_only:
            raise Refused(_("The book is open for reading only."), _("Leave out --read-only."))
        if unknown not in ("create", "hold"):
            raise Usage(
                _("'{word}' is not a way to treat unknown items.").format(word=unknown), _("Choose create or hold.")
            )
        if date_order not in ("", "ymd", "dmy", "mdy"):
            raise Usage(_("'{word}' is no order of dates.").format(word=date_order), _("Choose ymd, dmy or mdy."))
        answers = settle_questions(run, kind, files, profile, Profile("", kind, date_order=date_order or None))
        options = ImportOptions(
            profile=profile,
            unknown=unknown,
            accept_changes=accept_changes,
            dry_run=run.dry_run,
            rejects=Path(rejects) if rejects else None,
            wait=None if run.wait is None else run.seconds,
            business_date=day(on) if on else None,
            told=answers if answers.date_order or answers.decimal_style or answers.columns else None,
        )
        results = import_files(run.path, kind, files, options)
        _show_results(run, results)
        return _code(results)


for _kind, (_help, _examples) in _KINDS.items():
    _add(_kind, _help, _examples)


@command(
    imports,
    "batches",
    N_("List every import, the newest first."),
    ["lstbo import batches", "lstbo import batches --json"],
    table=True,
)
def list_imports(run: Run) -> None:
    """List the batches."""
    from lstbo.exchange import list_batches
    from lstbo.reports import Column, Table

    with run.reading() as tx:
        found = list_batches(tx)
    counts = ("accepted", "duplicate", "superseded", "held", "rejected", "ignored")
    columns = [
        Column("batch", _("Batch"), "int"),
        Column("kind", _("Kind")),
        Column("file", _("File"), width=3),
        Column("profile", _("Profile")),
        Column("rows", _("Rows"), "int"),
        *(Column(name, _(_COUNTED[name]), "int") for name in counts),
        Column("ended", _("Ended")),
        Column("posted_at", _("Posted")),
    ]
    rows: list[list[Cell]] = [
        [
            *(batch.id, told(run, FILES, batch.kind), batch.file, told(run, PROFILES, batch.profile), batch.rows),
            *(getattr(batch, name) for name in counts),
            *(told(run, ENDINGS, batch.ended), batch.posted_at.isoformat(" ", "minutes")),
        ]
        for batch in found
    ]
    show(run, Table("", columns, rows))


@command(
    imports,
    "undo",
    N_("Take a batch back: a new document of opposite sign. The file can be imported again."),
    ["lstbo import undo 12", "lstbo import undo 12 --yes --json"],
    table=True,
    writes=True,
    asks=True,
)
def undo(
    run: Run, batch: Annotated[int, typer.Argument(metavar="BATCH", help=N_("See: lstbo import batches"))]
) -> None:
    """Take a batch back."""
    from lstbo.exchange import late_day, undo_batch

    if not (run.yes or run.dry_run):
        run.confirm(_what_would_go(run, batch), f"lstbo import undo {batch}")
    with run.writing(f"import undo {batch}") as tx:
        doc = undo_batch(tx, batch)
        late = late_day(tx, tx.documents)
        entries = entries_of(tx, set(tx.documents)) if run.dry_run else []
    text = _("batch {number} is undone").format(number=batch)
    facts: dict[str, object] = {"batch": batch}
    if late:
        text = _("{text}; what lies in locked months was taken back on {day}").format(text=text, day=late.isoformat())
        facts |= {"posted_on": late.isoformat()}
    posted(run, doc, text, facts, entries)


def _what_would_go(run: Run, batch: int) -> str:
    """Return what is about to be taken back. Raises NotFound when there is no such batch."""
    from lstbo.exchange import list_batches

    with run.reading() as tx:
        found = next((one for one in list_batches(tx) if one.id == batch), None)
    if found is None:
        raise NotFound(_("There is no batch {number}.").format(number=batch), _("See them with: lstbo import batches"))
    text = ngettext(
        "Batch {number} would be taken back: {file}, {count} row.",
        "Batch {number} would be taken back: {file}, {count} rows.",
        found.rows,
    )
    return text.format(number=batch, file=cell(found.file), count=found.rows)


@command(
    imports,
    "held",
    N_("List what waits to be mapped or accepted."),
    ["lstbo import held", "lstbo import held --json"],
    table=True,
)
def list_waiting(run: Run) -> None:
    """List what is held."""
    from lstbo.exchange import code_message, list_held, next_steps
    from lstbo.reports import Column, Table

    with run.reading() as tx:
        found = list_held(tx)
    for text in next_steps(held.code for held in found):
        note(text)
    columns = [
        Column("batch", _("Batch"), "int"),
        Column("file", _("File"), width=2),
        Column("code", _("Reason")),
        Column("field", _("Field")),
        Column("value", _("In the file"), width=2),
        Column("rows", _("Rows"), "int"),
        Column("receipts", _("Receipts"), "int"),
    ]
    rows: list[list[Cell]] = [
        [
            *(held.batch, held.file, code_message(held.code) if run.format == "table" else held.code),
            *(held.field, held.value, held.rows, held.receipts),
        ]
        for held in found
    ]
    show(run, Table("", columns, rows))


@command(
    imports,
    "map",
    N_("Say what a text in files means, for what is held and for every later file."),
    ["lstbo import map 可口可乐罐 6901234567892", "lstbo import map 花呗 alipay --kind tender"],
    table=True,
    writes=True,
)
def map_text(
    run: Run,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("As it stands in the file."))],
    target: Annotated[str, typer.Argument(metavar="TARGET", help=N_("An item, or a way of paying."))],
    kind: Annotated[str, typer.Option("--kind", metavar="item|tender", help=N_("What the text stands for."))] = "item",
) -> None:
    """Map a text to an item or tender."""
    from lstbo.accounting import tender_name
    from lstbo.exchange import map_held

    with run.writing(f"import map {text}") as tx:
        doc = map_held(tx, text, target, kind=kind)
        entries = entries_of(tx, set(tx.documents)) if run.dry_run else []
    facts = {"text": text, "target": target, "kind": kind}
    meaning = tender_name(target) if kind == "tender" else target
    posted(run, doc, _("'{text}' means {target}").format(text=text, target=meaning), facts, entries)


def _code(results: Sequence[ImportResult]) -> int:
    """0 when everything was done, 1 when nothing was, 3 in between."""
    codes = {result.exit_code for result in results}
    return codes.pop() if len(codes) == 1 else 3 if codes else 0


_COUNTED = {
    "accepted": N_("accepted"),
    "duplicate": N_("duplicate"),
    "superseded": N_("superseded"),
    "held": N_("held"),
    "rejected": N_("rejected"),
    "ignored": N_("ignored"),
}


def _show_results(run: Run, results: Sequence[ImportResult]) -> None:
    from lstbo.exchange import summary

    for result in results:
        if result.unreadable:
            note(result.unreadable)
        for text in [*result.notes, *summary(result.problems)]:
            note(f"{result.file}: {text}")
    if run.format == "json":
        objects = [result.to_json() | ({"dry_run": True} if run.dry_run else {}) for result in results]
        write(run, as_json(objects[0] if len(objects) == 1 else objects))
    elif run.format == "csv":
        show(run, _table(results))
    else:
        write(run, "".join(f"{spaced(line)}\n" for result in results for line in _lines(run, result)))


def _table(results: Sequence[ImportResult]) -> Table:
    from lstbo.reports import Column, Table

    objects = [result.to_json() for result in results]
    keys = list(dict.fromkeys(key for one in objects for key in one if key != "tenders"))
    return Table("", [Column(key, key) for key in keys], [[one.get(key) for key in keys] for one in objects])  # type: ignore[misc]


def _lines(run: Run, result: ImportResult) -> list[str]:
    from lstbo.accounting import tender_name

    file = cell(result.file)
    if result.unreadable:
        return [_("{file}: not read, nothing of it was booked.").format(file=file)]
    if result.queued:
        return [
            ngettext(
                "{file}: the book is busy; {rows} row waits in its inbox.",
                "{file}: the book is busy; {rows} rows wait in its inbox.",
                result.rows,
            ).format(file=file, rows=result.rows)
        ]
    counts = [f"{getattr(result, name)} {_(word)}" for name, word in _COUNTED.items() if getattr(result, name)]
    lines = [
        ngettext("{file}: {rows} row", "{file}: {rows} rows", result.rows).format(file=file, rows=result.rows)
        + (f" = {' + '.join(counts)}" if counts else "")
    ]
    if result.batch is not None and not run.dry_run:
        lines.append("  " + _("Batch {number}").format(number=result.batch) + _days(result))
    if result.receipts and result.kind != "sales":
        lines.append(
            "  "
            + ngettext("{count} document, {net}", "{count} documents, {net}", result.receipts).format(
                count=result.receipts, net=amount(result.net)
            )
        )
    elif result.receipts:
        text = ngettext(
            "{receipts} receipt: gross {gross} - discount {discount} - refunds {refunds} = net {net} (tax {tax})",
            "{receipts} receipts: gross {gross} - discount {discount} - refunds {refunds} = net {net} (tax {tax})",
            result.receipts,
        )
        figures = {name: amount(getattr(result, name)) for name in ("gross", "discount", "refunds", "net", "tax")}
        lines.append("  " + text.format(receipts=result.receipts, **figures))
        lines.append("  " + ", ".join(f"{tender_name(name)} {amount(value)}" for name, value in result.tenders.items()))
    if result.rejects_file:
        lines.append("  " + _("What was not booked is in {file}.").format(file=cell(result.rejects_file)))
    if run.dry_run:
        lines += [f"  {cell(text)}" for text in result.preview]
        lines.append("  " + _("Dry run: nothing was posted."))
    return lines


def _days(result: ImportResult) -> str:
    if result.first_date is None or result.last_date is None:
        return ""
    return f", {result.first_date.isoformat()} .. {result.last_date.isoformat()}"
