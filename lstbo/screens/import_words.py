"""What an import says, in words: how a file was understood, what became of its rows, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lstbo.core.language import N_, _, language, ngettext
from lstbo.screens.setup_files import short_path
from lstbo.widgets import Row, money_text

if TYPE_CHECKING:
    from lstbo.core.errors import Problem
    from lstbo.exchange import ImportResult, Look

KINDS = (
    ("sales", N_("Sales of the till")),
    ("purchases", N_("Deliveries")),
    ("expenses", N_("Expenses")),
    ("items", N_("List of items")),
    ("opening", N_("Opening balances")),
)
OUTCOMES = (
    ("accepted", N_("booked")),
    ("duplicate", N_("booked before")),
    ("superseded", N_("replaced")),
    ("held", N_("waiting")),
    ("rejected", N_("rejected")),
    ("ignored", N_("passed over")),
)
_FIELDS = {
    "account": N_("account"),
    "amount": N_("amount"),
    "amount_paid": N_("paid"),
    "barcode": N_("barcode"),
    "cashier": N_("cashier"),
    "category": N_("category"),
    "cost": N_("cost"),
    "customer": N_("customer"),
    "date": N_("date"),
    "debit": N_("debit"),
    "credit": N_("credit"),
    "discount": N_("discount"),
    "document": N_("delivery note"),
    "gross": N_("amount before discount"),
    "item": N_("item code"),
    "kind": N_("sale or refund"),
    "memo": N_("note"),
    "name": N_("name"),
    "net": N_("amount"),
    "pack_barcodes": N_("barcodes of packs"),
    "paid_from": N_("paid from"),
    "party": N_("customer or supplier"),
    "payee": N_("paid to"),
    "price": N_("price"),
    "quantity": N_("quantity"),
    "receipt_id": N_("receipt"),
    "received_at": N_("received"),
    "register": N_("till"),
    "rounding": N_("rounding"),
    "shelf_life_days": N_("shelf life"),
    "sold_at": N_("date and time"),
    "sold_date": N_("day"),
    "sold_time": N_("time"),
    "status": N_("status"),
    "supplier": N_("supplier"),
    "tax_code": N_("tax"),
    "tender": N_("paid by"),
    "unit": N_("unit"),
    "unit_cost": N_("purchase price"),
    "unit_price": N_("price each"),
    "value": N_("value"),
    "void": N_("void"),
}
_ORDERS = {"ymd": "2026-11-22", "dmy": "22.11.2026", "mdy": "11/22/2026"}
_MARKS = {",": N_("comma"), "\t": N_("tab stop"), ";": N_("semicolon"), "|": N_("bar")}
_STEPS = {
    "H_SKU_UNKNOWN": N_("Enter says which item it is."),
    "H_TENDER_UNKNOWN": N_("Enter says how it was paid."),
    "D_SUPERSEDES": N_("Enter shows old beside new; there the new one can be accepted."),
    "H_PERIOD_LOCKED": N_("Enter: book it on the first open day; or reopen the month first: lstbo unlock"),
}
_NEEDED = {
    "sales": N_("date, item, quantity or amount"),
    "purchases": N_("date, item, quantity and purchase price"),
    "expenses": N_("date, amount, what it was for"),
    "items": N_("item code, barcode or name"),
    "opening": N_("account or item, amount or quantity"),
}
_SHOWN_PROBLEMS = 200


def kind_word(kind: str) -> str:
    """Return what a kind of file is called."""
    return _(dict(KINDS).get(kind, kind))


def field_word(field: str) -> str:
    """Return what a column of ours is called; the word itself when it has no name."""
    return _(_FIELDS[field]) if field in _FIELDS else field


def step_word(code: str) -> str:
    """Return what to do about rows held for this code."""
    return _(_STEPS.get(code, N_("Correct the rejects file of the batch and import it.")))


def reason_word(code: str) -> str:
    """Return what a problem's code means, in the reader's language."""
    from lstbo.exchange import code_message

    return code_message(code)


def problem_word(problem: Problem) -> str:
    """Return what is wrong with a row, in the reader's language."""
    return problem.message_zh if language() == "zh" else problem.message_en


def understood_lines(look: Look) -> list[str]:
    """Return how a file is read: its form, then its columns and what each means."""
    layout = look.first.layout
    if look.foreign:
        text = _("This file has none of the columns of: {kind} (it needs {wanted}; found: {found}). Choose another file.")
        heads = ", ".join(head for head in layout.header[:8] if head)
        return [text.format(kind=kind_word(look.kind), wanted=_(_NEEDED[look.kind]), found=heads)]
    asked = {what for what, _question in layout.asks}
    mark = _(_MARKS.get(layout.delimiter, layout.delimiter))
    text = _("Read as {encoding}, parted by {mark}, headings in line {line}, dates like {date}, decimal mark {n}")
    if "date_order" in asked:
        text = _("Read as {encoding}, parted by {mark}, headings in line {line}, decimal mark {n}")
    known = {at: name for name, at in layout.columns.items()}
    columns = [f"{layout.header[at]} = {field_word(known[at])}" for at in sorted(known)]
    lines = [
        text.format(
            encoding=layout.encoding,
            mark=mark,
            line=layout.header_line + 1,
            date=_ORDERS.get(layout.date_order, layout.date_order),
            n=layout.decimal_style,
        ),
        ", ".join(columns),
    ]
    if layout.unknown:
        lines.append(_("Not used: {columns}").format(columns=", ".join(layout.unknown)))
    questions = {question for _what, question in layout.asks}
    return lines + [problem for problem in layout.problems if problem not in questions]


def outcome_lines(results: Sequence[ImportResult], *, trial: bool, known: Sequence[str] = ()) -> list[str]:
    """Return what became of files, or would: counts that add up, the money, the days, and what else to know.

    `known` are notes that were said already.
    """
    lines: list[str] = []
    for result in results:
        named = f"{result.file}: " if len(results) > 1 else ""
        if result.unreadable:
            lines.append(f"{named}{result.unreadable}")
            continue
        if result.queued:
            text = _("The book is in use: {rows} rows wait in its inbox and come in by themselves when it is free.")
            lines.append(named + text.format(rows=f"{result.rows:,}"))
            continue
        lines.append(named + sum_line(result))
        lines += _money_lines(result)
        if trial:
            lines += [line for line in result.preview if line[:4].isdigit() and line[10:12] == ": "][:6]
        elif result.rejects_file and result.rejected:
            lines.append(_("What was rejected is in {file}.").format(file=short_path(Path(result.rejects_file))))
        lines += [note for note in result.notes if note not in known]
    return lines


def sum_line(result: ImportResult) -> str:
    """Return the rows of a file as a sum of their outcomes."""
    counts = [f"{getattr(result, name):,} {_(word)}" for name, word in OUTCOMES if getattr(result, name)]
    rows = ngettext("{count} row", "{count} rows", result.rows).format(count=f"{result.rows:,}")
    return f"{rows} = {' + '.join(counts)}" if counts else rows


def _money_lines(result: ImportResult) -> list[str]:
    from lstbo.accounting import tender_name

    if not result.receipts:
        return []
    days = ""
    if result.first_date and result.last_date:
        first, last = result.first_date.isoformat(), result.last_date.isoformat()
        days = first if first == last else f"{first} .. {last}"
    if result.kind != "sales":
        text = ngettext("{count} document, {net}", "{count} documents, {net}", result.receipts)
        return [f"{text.format(count=f'{result.receipts:,}', net=money_text(result.net))} | {days}"]
    text = ngettext("{count} receipt, {net}", "{count} receipts, {net}", result.receipts)
    tenders = ", ".join(f"{tender_name(name)} {money_text(value)}" for name, value in result.tenders.items())
    return [f"{text.format(count=f'{result.receipts:,}', net=money_text(result.net))} | {days}", tenders]


def verdict_rows(look: Look, results: Sequence[ImportResult]) -> list[Row]:
    """Return the first rows of a file with what becomes of each, then its problems; counted by reason above."""
    problems = [problem for result in results for problem in result.problems]
    first: dict[int, Problem] = {}
    for problem in reversed(problems):
        first[problem.row] = problem
    rows = []
    usual = _usual(results)
    for line, text in zip(look.first.lines, look.first.raw, strict=False):
        fault = first.get(line)
        tone = {"error": "bad", "held": "warn"}.get(fault.severity, "") if fault else "good"
        rows.append(Row(("row", line), (line, text, problem_word(fault) if fault else usual), tone))
    counts = Counter(problem.code for problem in problems)
    seen = set(look.first.lines)
    for at, problem in enumerate([one for one in problems if one.row not in seen][:_SHOWN_PROBLEMS]):
        value = f"{field_word(problem.field)}: {problem.value}" if problem.field else problem.value or problem.receipt
        tone = "bad" if problem.severity == "error" else "warn"
        rows.append(Row(("problem", at), (problem.row, value, problem_word(problem)), tone))
    if counts.total() > _SHOWN_PROBLEMS:
        text = _("and {count} more").format(count=counts.total() - _SHOWN_PROBLEMS)
        rows.append(Row(("more", 0), (None, text, ""), "muted"))
    return rows


def _usual(results: Sequence[ImportResult]) -> str:
    if not results:
        return ""
    result = results[0]
    if not (result.accepted or result.superseded):
        return _("booked before") if result.duplicate else ""
    return _("booked") if not result.duplicate else _("booked, or booked before")
