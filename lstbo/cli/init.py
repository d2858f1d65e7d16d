"""`lstbo init`: a new book."""

from __future__ import annotations

from typing import Annotated

import typer

from lstbo.cli.grammar import lone
from lstbo.cli.output import show_facts
from lstbo.cli.run import Run
from lstbo.core.language import N_, _


@lone(
    "init",
    N_("Make a new book for a shop.\n\nAn existing file is never touched."),
    [
        "lstbo init --name 福满多便利店",
        "lstbo --book corner.duckdb init --template generic --currency EUR --costing fifo",
    ],
    table=True,
    writes=True,
)
def init(
    run: Run,
    template: Annotated[
        str, typer.Option("--template", metavar="cn-small|generic", help=N_("The chart of accounts and its forms."))
    ] = "cn-small",
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help=N_("The name of the shop."))] = "",
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help=N_("CNY, EUR ..."))] = "",
    costing: Annotated[
        str, typer.Option("--costing", metavar="average|fifo", help=N_("How goods are costed; fixed from the start."))
    ] = "average",
) -> None:
    """Make a new book."""
    from lstbo.cli.founding import make_book
    from lstbo.core.errors import Refused, Usage
    from lstbo.shop import Founding

    if run.read_only:
        raise Refused(_("The book is open for reading only."), _("Leave out --read-only."))
    if costing not in ("average", "fifo"):
        raise Usage(_("'{costing}' is not a costing method.").format(costing=costing), _("Choose average or fifo."))
    made = make_book(run, Founding(name or _("My shop"), template, currency, costing))
    facts = {"book": str(run.path), "document": made.doc, "name": made.name, "template": template}
    facts |= {"currency": made.currency, "costing": costing, "accounts": made.accounts}
    text = _("Made {file}: {name}, {currency}, {accounts} accounts (document {number}).")
    if run.dry_run:
        facts["dry_run"] = True
        text = _("Would make {file}: {name}, {currency}, {accounts} accounts (document {number}).")
    line = text.format(file=run.path, name=made.name, currency=made.currency, accounts=made.accounts, number=made.doc)
    show_facts(run, facts, [line, _("Next: lstbo import sales FILE")])
