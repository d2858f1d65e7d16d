"""What a command says that posted something, or would have: the document's number, and on a dry run its entries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from lstbo.cli.output import amount, show_facts
from lstbo.cli.run import Run
from lstbo.core.language import _

if TYPE_CHECKING:
    from lstbo.accounting import JournalEntry
    from lstbo.storage import Transaction

_SHOWN = 20


def posted(
    run: Run, doc: int, text: str, facts: Mapping[str, object] | None = None, entries: Sequence[JournalEntry] = ()
) -> None:
    """Show the number of a document that was posted; on a dry run, what it would have been."""
    data: dict[str, object] = {"document": doc, **(facts or {})}
    lines = [_("Document {number}: {text}").format(number=doc, text=text)]
    if run.dry_run:
        data = {"dry_run": True} | data
        lines = [_("Dry run, nothing was posted. It would be:"), *lines]
    if entries:
        from lstbo.cli.tables import journal_data

        data["entries"] = journal_data(entries)
        lines += _preview(entries) if run.dry_run else _vouchers(entries)
    show_facts(run, data, lines)


def entries_of(tx: Transaction, documents: Collection[int]) -> list[JournalEntry]:
    """Return the journal entries of these documents."""
    from lstbo.accounting import entries_of as of_documents

    return of_documents(tx, sorted(documents))


def _vouchers(entries: Sequence[JournalEntry]) -> list[str]:
    return [_("Voucher {number}").format(number=entry.voucher) for entry in entries]


def _preview(entries: Sequence[JournalEntry]) -> list[str]:
    """Totals by day, and the first documents."""
    lines: list[str] = []
    for day in sorted({entry.date for entry in entries}):
        total = sum(line.amount for entry in entries if entry.date == day for line in entry.lines if line.amount > 0)
        lines.append(_("{day}: {total}").format(day=day.isoformat(), total=amount(total + 0)))  # type: ignore[arg-type]
    for entry in entries[:_SHOWN]:
        lines.append(f"{entry.voucher} {entry.date.isoformat()} {entry.memo}")
        lines += [f"- {line.account} {line.name} {amount(line.amount)}" for line in entry.lines]
    return lines
