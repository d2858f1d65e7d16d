"""`lstbo journal`: the double-entry journal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from lstbo.cli.grammar import command, noun
from lstbo.cli.output import show
from lstbo.cli.periods import period_of
from lstbo.cli.posting import entries_of, posted
from lstbo.cli.run import Run, day, note
from lstbo.core.errors import NotFound, Usage
from lstbo.core.language import N_, _
from lstbo.core.period import Period

if TYPE_CHECKING:
    from lstbo.accounting import JournalEntry, Posting
    from lstbo.storage import Transaction

journal = noun(N_("The double-entry journal: look, post, reverse."))
_VOUCHER = re.compile(r"(?:记-)?(\d{4})-?(\d{2})-(\d+)")


@command(
    journal,
    "list",
    N_("List journal entries in voucher order."),
    [
        "lstbo journal list --period 2026-10",
        "lstbo journal list --account bank --limit 20",
        "lstbo journal list --json",
    ],
    table=True,
)
def list_entries(
    run: Run,
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help=N_("2026-10, 2026-Q3 or 2026."))] = "",
    account: Annotated[
        str, typer.Option("--account", metavar="ROLE_OR_CODE", help=N_("Only entries that touch it."))
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help=N_("At most so many entries; 0 = all."))
    ] = 0,
) -> None:
    """List journal entries."""
    from lstbo.accounting import book_chart
    from lstbo.accounting import journal as read_journal
    from lstbo.cli.tables import journal_data, journal_table

    chosen = period_of(period)
    with run.reading() as tx:
        codes = None
        if account:
            chart = book_chart(tx)
            codes = chart.posting_codes(chart.find(account).code)
        entries = read_journal(tx, chosen, run.knowing(tx), run.as_of, codes)
    if limit and len(entries) > limit:
        note(_("{count} entries; the first {limit} are shown.").format(count=len(entries), limit=limit))
        entries = entries[:limit]
    show(run, journal_table(entries), journal_data(entries))


@command(
    journal,
    "show",
    N_("Show one voucher, or all entries of a document."),
    ["lstbo journal show 202610-003", "lstbo journal show 27 --json"],
    table=True,
)
def show_entry(
    run: Run,
    number: Annotated[str, typer.Argument(metavar="VOUCHER_OR_DOCUMENT", help=N_("202610-003, or a document number."))],
) -> None:
    """Show one voucher or document."""
    from lstbo.cli.tables import journal_data, journal_table

    with run.reading() as tx:
        entries = _found(tx, number)
    if not entries:
        raise NotFound(
            _("There is no voucher or document {number}.").format(number=number), _("See: lstbo journal list")
        )
    show(run, journal_table(entries), journal_data(entries))


@command(
    journal,
    "post",
    N_("Post a voucher written by hand: ACCOUNT=AMOUNT, debit +, credit -; it must balance."),
    [
        "lstbo journal post --memo 房租 rent=3000 bank=-3000",
        "lstbo journal post --date 2026-10-31 --memo Correction 5602=12.50 till_cash=-12.50 --dry-run",
    ],
    table=True,
    writes=True,
)
def post(
    run: Run,
    lines: Annotated[
        list[str], typer.Argument(metavar="ACCOUNT=AMOUNT...", help=N_("A role or code, and its amount."))
    ],
    memo: Annotated[str, typer.Option("--memo", metavar="TEXT", help=N_("What it is for."))] = "",
    on: Annotated[str, typer.Option("--date", metavar="DATE", help=N_("The business date; today if left out."))] = "",
) -> None:
    """Post a voucher."""
    from lstbo.accounting import journal as read_journal
    from lstbo.accounting import post_voucher
    from lstbo.core import clock

    postings = [_posting(line) for line in lines]
    business_date = day(on) if on else clock.today()
    with run.writing("journal post") as tx:
        done = post_voucher(tx, postings, business_date=business_date, memo=memo)
        entries = [entry for entry in read_journal(tx, Period.of_month(business_date)) if entry.document == done.doc]
    facts = {"date": done.business_date, "amount": done.amount}
    posted(run, done.doc, _("voucher of {day} posted").format(day=business_date.isoformat()), facts, entries)


@command(
    journal,
    "reverse",
    N_("Reverse a document: a new one with opposite signs; both stay visible and linked."),
    ["lstbo journal reverse 27", "lstbo journal reverse 27 --date 2026-11-01 --yes"],
    table=True,
    writes=True,
    asks=True,
)
def reverse(
    run: Run,
    document: Annotated[int, typer.Argument(metavar="DOCUMENT", help=N_("The number of the document."))],
    on: Annotated[str, typer.Option("--date", metavar="DATE", help=N_("The business date; its own if left out."))] = "",
) -> None:
    """Reverse a document of money, goods or buying, or a whole import."""
    from lstbo.exchange import take_back

    business_date = day(on) if on else None
    if not (run.yes or run.dry_run):
        run.confirm(_what_would_go(run, document), f"lstbo journal reverse {document}")
    with run.writing(f"journal reverse {document}") as tx:
        doc = take_back(tx, document, business_date=business_date)
        entries = entries_of(tx, {doc})
    text = _("reverses document {number}").format(number=document)
    posted(run, doc, text, {"reverses": document}, entries)


def _what_would_go(run: Run, document: int) -> str:
    """Return what is about to be reversed. Raises NotFound for no such document, Refused for one reversed before."""
    from lstbo.accounting import refuse_reversed
    from lstbo.core.document_words import kind_name
    from lstbo.proof import document_card

    with run.reading() as tx:
        refuse_reversed(tx, document)
        found = document_card(tx, document, limit=1)
    text = _("Document {number} would be reversed: {kind}, {day}{title}.")
    name = kind_name(found.room, found.kind)
    title = f" {found.title}" if found.title else ""
    return text.format(number=document, kind=name, day=found.business_date.isoformat(), title=title)


def _posting(text: str) -> Posting:
    from lstbo.accounting import Posting
    from lstbo.core.errors import BadInput
    from lstbo.core.money import decimal_of, money

    account, equals, amount = text.rpartition("=")
    wrong = Usage(_("'{text}' is not ACCOUNT=AMOUNT.").format(text=text), _("Write it like rent=3000 or bank=-3000."))
    if not equals or not account:
        raise wrong
    try:
        value = decimal_of(amount)
    except (BadInput, ValueError):
        raise wrong from None
    if money(value) != value:
        raise Usage(_("{amount} has more than two decimals.").format(amount=amount), _("Amounts are exact to 0.01."))
    return Posting(account.strip(), value)


def _found(tx: Transaction, number: str) -> list[JournalEntry]:
    from lstbo.accounting import journal as read_journal
    from lstbo.accounting import voucher_number

    named = _VOUCHER.fullmatch(number.strip())
    if named:
        month = Period.parse(f"{named[1]}-{named[2]}")
        wanted = voucher_number(int(named[1] + named[2]), int(named[3]))
        return [entry for entry in read_journal(tx, month) if entry.voucher == wanted]
    if number.isdecimal():
        return entries_of(tx, {int(number)})
    return []
