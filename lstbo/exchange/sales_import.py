"""Importing a sales file: staged outside the lock, read and booked in one short unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from lstbo.accounting import tender_name
from lstbo.catalog import ItemKey, create_unknown
from lstbo.core import clock
from lstbo.core.language import _
from lstbo.exchange._sql import batches as batch_sql
from lstbo.exchange._sql import sales as sales_sql
from lstbo.exchange.batches import STANDARD, known_to_wait, problem_of, record
from lstbo.exchange.containers import Source
from lstbo.exchange.reading import split_cells
from lstbo.exchange.results import COUNTS, ImportOptions, ImportResult
from lstbo.exchange.sales_lines import FileItem, TypedSales, raw_rows, tidy, too_fine, type_lines
from lstbo.exchange.sniffing import Layout
from lstbo.exchange.staging import StagedFile
from lstbo.exchange.values import ValueProblem, is_guessed_tender, parse_moment, parse_tender
from lstbo.sales import BookedSales, SalesFile, TenderText, book_sales, start_take_back
from lstbo.storage import Transaction


def import_sales(
    tx: Transaction,
    source: Source,
    layout: Layout,
    staged: StagedFile,
    options: ImportOptions,
    replaced: Sequence[date] = (),
) -> tuple[ImportResult, dict[int, object]]:
    """Book one staged sales file and return the result with the raw rows of its problems.

    `replaced` are the business days of booked receipts that it replaces: known once TakeBackFirst was raised. Nothing
    is written when every row was booked before (the caller rolls back when `batch` is None).
    """
    profile = options.profile or STANDARD
    back = start_take_back(tx, replaced) if replaced else None
    doc = tx.document("exchange", "sales", business_date=clock.today(), title=source.name)
    day_shift = _day_shift(tx)
    typed = type_lines(tx, staged, layout, profile=profile, day_shift=day_shift, today=clock.today())
    items = _resolved(tx, typed, options, doc)
    tenders, unknown = _tenders(tx)
    file = SalesFile(profile, items, tenders, _broken(staged, layout, day_shift), options.accept_changes)
    booked = book_sales(tx, file, doc=doc, back=back)
    result = _result(source, profile, booked, staged)
    result.booked_late(booked.late, booked.posted_on)
    result.notes += [*layout.notes, *_notes(layout, staged, booked, tenders, unknown), *booked.notes]
    raw = _problems(tx, result, booked, staged, layout)
    if booked.changed_books or (result.held and not known_to_wait(tx, source, result)):
        result.batch = doc
        record(tx, source, layout, options, result, raw, doc=doc)
    return result, raw


def _day_shift(tx: Transaction) -> timedelta:
    hours, minutes = tx.setting("day_ends_at", "00:00").split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _resolved(
    tx: Transaction, typed: TypedSales, options: ImportOptions, doc: int
) -> dict[int, tuple[int | None, str]]:
    """Return the item of every key; with `--unknown create` the items of lines that can be booked are made."""
    found = {item.key: item.found for item in typed.items}
    if options.unknown == "create":
        days: dict[int, date] = dict(sales_sql.bookable_keys(tx))
        wanted = [item for item in typed.items if item.key in days and item.found.item_id is None]
        if wanted:
            made = create_unknown(
                tx,
                {item.wanted: item.found for item in wanted},
                doc=doc,
                valid_from=min(days.values()),
                prices=_first_prices(tx, wanted),
                categories={item.wanted: item.category for item in wanted if item.category},
                units={item.wanted: item.unit for item in wanted if item.unit},
            )
            found |= {item.key: made[item.wanted] for item in wanted}
    return {item.key: (found[item.key].item_id, _label(item)) for item in typed.items}


def _first_prices(tx: Transaction, wanted: list[FileItem]) -> dict[ItemKey, Decimal]:
    prices: dict[int, Decimal] = dict(sales_sql.usual_prices(tx))
    return {item.wanted: prices[item.key] for item in wanted if item.key in prices}


def _label(item: FileItem) -> str:
    return item.wanted.item or item.wanted.barcode or item.wanted.name


def _tenders(tx: Transaction) -> tuple[list[TenderText], list[str]]:
    learnt = batch_sql.aliases(tx, "tender")
    texts: list[TenderText] = []
    unknown: list[str] = []
    for text in sales_sql.tender_texts(tx):
        parsed = [(learnt[text], None)] if text in learnt else parse_tender(text)
        if isinstance(parsed, ValueProblem):
            unknown.append(text)
            texts.append(TenderText(text, "unmapped", None, 1, parsed.code))
        elif any(amount is not None and too_fine(amount, 2) for _method, amount in parsed):
            texts.append(TenderText(text, "unmapped", None, 1, "E_TENDER"))
        else:
            texts += [TenderText(text, method, amount, len(parsed)) for method, amount in parsed]
    return texts, unknown


def _broken(staged: StagedFile, layout: Layout, day_shift: timedelta) -> list[tuple[str, date | None, str, int]]:
    """Return the receipts that damaged lines name, with the day where it can be read: they are rejected whole."""
    found: list[tuple[str, date | None, str, int]] = []
    for bad in staged.bad_rows if "receipt_id" in layout.columns else ():
        cells = split_cells(bad.raw, layout.delimiter)
        number = tidy(_cell(cells, layout, "receipt_id"))
        if number and layout.columns["receipt_id"] < len(cells) - 1:  # where the line is cut off, so may the number be
            clock_text = _cell(cells, layout, "sold_time")
            moment = parse_moment(
                f"{_cell(cells, layout, 'sold_at', 'sold_date')} {clock_text}".strip(), layout.date_order
            )
            day = None if isinstance(moment, ValueProblem) else moment[0]
            if day and not isinstance(moment, ValueProblem) and moment[1]:
                day = (datetime.combine(day, moment[1]) - day_shift).date()
            found.append((number, day, bad.code, bad.line))
    return found


def _cell(cells: list[str], layout: Layout, *names: str) -> str:
    place = next((layout.columns[name] for name in names if name in layout.columns), None)
    return cells[place] if place is not None and place < len(cells) else ""


def _result(source: Source, profile: str, booked: BookedSales, staged: StagedFile) -> ImportResult:
    result = ImportResult(source.name, profile=profile, tenders=booked.tenders)
    for name in COUNTS:
        setattr(result, name, booked.rows.get(name, 0))
    result.rejected += len(staged.bad_rows)
    result.ignored += len(staged.ignored)
    result.rows = sum(getattr(result, name) for name in COUNTS)
    for name in ("receipts", "first_date", "last_date", "gross", "discount", "refunds", "tax", "net"):
        setattr(result, name, getattr(booked, name))
    return result


def _notes(
    layout: Layout, staged: StagedFile, booked: BookedSales, tenders: list[TenderText], unknown: list[str]
) -> list[str]:
    notes: list[str] = []
    if staged.cleaned:
        notes.append(_("{count} control or direction characters were taken out.").format(count=staged.cleaned))
    if "tender" not in layout.columns and booked.receipts:
        notes.append(
            _("The file does not say how receipts were paid: the money is in the account for unspecified payments.")
        )
    known = [one for one in tenders if not one.code and is_guessed_tender(one.text)]
    guessed = [f"{one.text} → {tender_name(one.method)}" for one in known]
    if guessed:
        notes.append(_("Ways of paying read as: {names}.").format(names=", ".join(guessed[:10])))
    if unknown:
        notes.append(_("Unknown ways of paying: {names}.").format(names=", ".join(unknown[:10])))
    return notes


def _problems(
    tx: Transaction, result: ImportResult, booked: BookedSales, staged: StagedFile, layout: Layout
) -> dict[int, object]:
    """Fill the problems of the result and return the raw rows they speak of."""
    values = raw_rows(tx, staged, layout, sorted({problem.row for problem in booked.problems}))
    headers = {name: layout.header[index] for name, index in layout.columns.items()}
    raw: dict[int, object] = {}
    for row, texts in values.items():
        raw[row] = {
            headers.get(name, headers.get("sold_date", name) if name == "sold_at" else name): text
            for name, text in texts.items()
        }
    for bad in staged.bad_rows:
        result.problems.append(problem_of(bad.code, bad.line, "", f"{bad.found} / {bad.expected}"))
        raw[bad.line] = split_cells(bad.raw, layout.delimiter)
    for found in booked.problems:
        value = found.text or values.get(found.row, {}).get(found.field, "")
        result.problems.append(problem_of(found.code, found.row, found.field, value, found.receipt, own=found.own))
    result.problems.sort(key=lambda problem: problem.row)
    return raw
