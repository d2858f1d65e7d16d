"""`lstbo import profiles`: what a shop knows about the files of one source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lstbo.cli.grammar import command, noun
from lstbo.cli.output import as_json, show, write
from lstbo.cli.posting import posted
from lstbo.cli.run import Run
from lstbo.core import clock
from lstbo.core.errors import Usage
from lstbo.core.language import N_, _

if TYPE_CHECKING:
    from lstbo.reports import Cell

profiles = noun(N_("What is known about the files of one source."))
_FIELDS = ("encoding", "delimiter", "date_order", "decimal_style")


@command(profiles, "list", N_("List the saved profiles."), ["lstbo import profiles list"], table=True)
def list_all(run: Run) -> None:
    """List the profiles."""
    from lstbo.exchange import list_profiles

    with run.reading() as tx:
        found = list_profiles(tx)
    show(run, _table(found), [_data(profile) for profile in found])


@command(profiles, "show", N_("Show one profile."), ["lstbo import profiles show meituan --json"], table=True)
def show_one(run: Run, name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Its name."))]) -> None:
    """Show one profile."""
    from lstbo.exchange import show_profile

    with run.reading() as tx:
        found = show_profile(tx, name)
    show(run, _table([found]), _data(found))


@command(
    profiles,
    "test",
    N_("Show how a file would be read. The book is not touched."),
    ["lstbo import profiles test pos.csv", "lstbo import profiles test pos.csv --profile meituan --json"],
    table=True,
)
def test(
    run: Run,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("The file to look at."))],
    profile: Annotated[str, typer.Option("--profile", metavar="NAME", help=N_("A saved profile."))] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=N_("sales, purchases, expenses ..."))] = "sales",
) -> None:
    """Show how a file would be read."""
    from lstbo.exchange import Profile, show_profile, test_profile
    from lstbo.reports import Column, Table

    if profile:
        with run.reading() as tx:
            chosen = show_profile(tx, profile)
    else:
        chosen = Profile("", kind)
    for found in test_profile(file, chosen):
        layout = found.layout
        facts = {
            **{"file": found.file, "encoding": layout.encoding, "delimiter": layout.delimiter},
            **{
                "header_line": layout.header_line,
                "columns": dict(layout.columns),
                "confidence": str(layout.confidence),
            },
            "rows": [dict(row) for row in found.rows],
        }
        if run.format == "json":
            write(run, as_json(facts))
            continue
        names = list(layout.columns)
        title = _("{file}: {encoding}, columns after line {line}").format(
            file=found.file, encoding=layout.encoding, line=layout.header_line
        )
        rows: list[list[Cell]] = [[row.get(name, "") for name in names] for row in found.rows]
        show(run, Table(title, [Column(name, name) for name in names], rows))


@command(
    profiles,
    "save",
    N_("Save what is known about the files of a source under a name."),
    ["lstbo import profiles save meituan --column quantity=数量 --column net=实收金额 --encoding gb18030"],
    table=True,
    writes=True,
)
def save(
    run: Run,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Its name."))],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=N_("sales, purchases, expenses ..."))] = "sales",
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="OURS=THEIRS", help=N_("What a column is called there."))
    ] = None,
    encoding: Annotated[str, typer.Option("--encoding", metavar="NAME", help=N_("utf-8, gb18030 ..."))] = "",
    delimiter: Annotated[str, typer.Option("--delimiter", metavar="CHAR", help=N_("Between cells."))] = "",
    date_order: Annotated[str, typer.Option("--date-order", metavar="ymd|dmy|mdy", help=N_("Of dates."))] = "",
    decimal_style: Annotated[str, typer.Option("--decimal", metavar=".|,", help=N_("The decimal mark."))] = "",
) -> None:
    """Save a profile."""
    from lstbo.exchange import save_profile

    columns = dict(_pair(text) for text in column or ())
    if not (columns or encoding or delimiter or date_order or decimal_style):
        raise Usage(_("Nothing is said about these files yet."), _("Give --column, --encoding, --delimiter ..."))
    with run.writing(f"import profiles save {name}") as tx:
        doc = tx.document("exchange", "profile", business_date=clock.today(), title=name[:60])
        save_profile(
            tx,
            name,
            kind,
            doc=doc,
            columns=columns,
            encoding=encoding or None,
            delimiter=delimiter.replace("\\t", "\t") or None,
            date_order=date_order or None,
            decimal_style=decimal_style or None,
        )
    posted(run, doc, _("profile {name} is saved").format(name=name), {"profile": name})


def _pair(text: str) -> tuple[str, str]:
    ours, equals, theirs = text.partition("=")
    if not equals or not ours:
        raise Usage(_("'{text}' is not OURS=THEIRS.").format(text=text), _("Write it like quantity=数量."))
    return ours.strip(), theirs.strip()


def _data(profile: Any) -> dict[str, object]:
    facts = {field: getattr(profile, field) for field in _FIELDS}
    return {"name": profile.name, "kind": profile.kind, "columns": dict(profile.columns), **facts}


def _table(found: Sequence[Any]) -> Any:
    from lstbo.reports import Column, Table

    columns = [
        Column("name", _("Name")),
        Column("kind", _("Kind")),
        Column("columns", _("Columns"), width=3),
        Column("encoding", _("Encoding")),
        Column("delimiter", _("Delimiter")),
        Column("date_order", _("Date order")),
        Column("decimal_style", _("Decimal mark")),
    ]
    rows = []
    for profile in found:
        named = ", ".join(f"{ours}={theirs}" for ours, theirs in profile.columns.items())
        rows.append([profile.name, profile.kind, named, *(getattr(profile, field) for field in _FIELDS)])
    return Table("", columns, rows)
