"""Booking a file of sales: typed lines become receipts with an outcome, and what is accepted is posted in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lstbo.accounting import TaxRate, ensure_party, first_open_day, locked_months, rate_on, tax_rates
from lstbo.catalog import prices_for
from lstbo.core.language import _
from lstbo.core.money import ZERO, money
from lstbo.inventory import move_stock_from
from lstbo.sales._sql import booking as sql
from lstbo.sales._sql import lines as line_sql
from lstbo.sales._sql import outcomes as outcome_sql
from lstbo.sales._sql import posting as posting_sql
from lstbo.sales.open_days import set_open_days
from lstbo.sales.posting_rules import UNSPECIFIED, post_affected
from lstbo.sales.taking_back import take_back
from lstbo.storage import Transaction

OUTCOMES = ("accepted", "duplicate", "superseded", "held", "rejected", "ignored")


@dataclass(frozen=True, slots=True)
class TenderText:
    """How one text of the tender column reads: a method with an amount (None: all of it), or a code when it is unknown.

    `parts` is how many methods the whole text names.
    """

    text: str
    method: str
    amount: Decimal | None
    parts: int
    code: str | None = None


@dataclass(frozen=True, slots=True)
class SalesFile:
    """What the sales room must know of a file whose typed lines stand in `sales_line`.

    `items` maps each item key of the file to an item id (None: unknown, held) and its text; `tenders` lists every text
    of the tender column; `broken` names receipts one of whose lines could not be read: (number, day or None, code, row).
    """

    profile: str
    items: Mapping[int, tuple[int | None, str]]
    tenders: Sequence[TenderText]
    broken: Sequence[tuple[str, date | None, str, int]] = ()
    accept_changes: bool = False


@dataclass(frozen=True, slots=True)
class SalesProblem:
    """A row that was not booked as it stands: its code and field; `own` says that this very row is at fault."""

    row: int
    receipt: str
    code: str
    field: str
    own: bool
    text: str = ""


@dataclass(slots=True)
class BookedSales:
    """What became of the file: rows per outcome, sums of what was booked (book currency), and the problems.

    `late` receipts are of locked days and were posted on `posted_on`; a change also takes the old receipt back then.
    """

    rows: dict[str, int] = field(default_factory=dict)
    receipts: int = 0
    first_date: date | None = None
    last_date: date | None = None
    gross: Decimal = ZERO
    discount: Decimal = ZERO
    refunds: Decimal = ZERO
    tax: Decimal = ZERO
    net: Decimal = ZERO
    late: int = 0
    posted_on: date | None = None
    tenders: dict[str, Decimal] = field(default_factory=dict)
    problems: list[SalesProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def changed_books(self) -> bool:
        """Whether anything was posted or taken back."""
        return self.receipts > 0 or self.rows.get("superseded", 0) > 0


class TakeBackFirst(Exception):
    """Receipts are replaced: their take-back needs a document before that of the import, so that no moment shows both.

    `days` are the business days of the replaced receipts; none when a take-back was announced and nothing is replaced.
    """

    def __init__(self, days: Sequence[date]) -> None:
        super().__init__()
        self.days = tuple(days)


def start_take_back(tx: Transaction, days: Sequence[date]) -> int:
    """Start the document that takes changed receipts of these business days back, and return it."""
    return tx.document(
        "sales", "sales_superseded", business_date=first_open_day(tx, min(days)), title=_("Changed receipts")
    )


def book_sales(tx: Transaction, file: SalesFile, *, doc: int, back: int | None = None) -> BookedSales:
    """Book the lines in `sales_line` under document `doc` and return what became of them.

    `back` is the document that takes replaced receipts back. Raises TakeBackFirst when one is needed and missing (or the
    other way round): then nothing of this unit of work may stay.

    Outcomes are per receipt: one bad line rejects its receipt; a receipt booked before is a duplicate, or held when it
    differs (superseded with `accept_changes`); a receipt of a locked month is held; unknown items and tenders are
    booked to unmapped accounts and wait to be mapped.
    """
    line_sql.reject_receipts(tx, file.broken)
    notes = _classify(tx, file)
    booked = BookedSales(notes=notes)
    _prepare_insert(tx, doc)
    days = outcome_sql.replaced_days(tx)
    if bool(days) != (back is not None):
        raise TakeBackFirst([day for (day,) in days])
    if back is not None:
        posting_sql.affect_replaced(tx)
        take_back(tx, doc=back, batch=doc)
        set_open_days(tx, [day for (day,) in sql.open_days(tx)])
    if sql.insert_receipts(tx, doc, file.profile, tx.next_id("sales.receipt")):
        posting_sql.affect_new(tx)
        posting_sql.make_movements(tx, -1)
        stock = move_stock_from(tx, "temp.sales_movement", doc=doc)
        post_affected(tx, stock, doc=doc, sign=1)
    _report(tx, booked)
    sql.drop(
        tx,
        "priced_line",
        "sales_receipt",
        "receipt_tender",
        "sales_movement",
        "sales_outcome",
        "sales_key",
    )
    return booked


def _classify(tx: Transaction, file: SalesFile) -> list[str]:
    """Give every receipt its outcome; return what is to be said about tax codes."""
    sql.fill(
        tx,
        "sales_item",
        "key INTEGER, item INTEGER, text VARCHAR",
        ("key", "item", "text"),
        ((key, item, text) for key, (item, text) in sorted(file.items.items())),
    )
    sql.fill(
        tx,
        "tender_word",
        "text VARCHAR, method VARCHAR, amount DECIMAL(18,2), parts INTEGER, code VARCHAR",
        ("text", "method", "amount", "parts", "code"),
        ((t.text, t.method, t.amount, t.parts, t.code) for t in file.tenders),
    )
    wanted = [(item, day) for item, day in line_sql.price_days(tx)]
    prices = prices_for(tx, wanted) if wanted else {}
    sql.fill(
        tx,
        "sales_price",
        "item INTEGER, day DATE, price DECIMAL(18,4)",
        ("item", "day", "price"),
        ((item, day, price) for (item, day), price in prices.items()),
    )
    line_sql.apply_labels(tx)
    line_sql.make_keys(tx)
    line_sql.make_priced(tx)
    sql.drop(tx, "sales_line")
    sql.make_sums(tx)
    sql.make_tenders(tx)
    sql.make_receipts(tx, money(tx.setting("rounding_limit", "1.00")))
    sql.make_receipt_tenders(tx, UNSPECIFIED)
    notes = _find_tax(tx)
    outcome_sql.make_outcomes(tx, file.profile, max(locked_months(tx), default=0), file.accept_changes)
    return notes


def _find_tax(tx: Transaction) -> list[str]:
    """Find code and rate of every tax code and day of the file; return what is to be said about them."""
    rates = tax_rates(tx)
    default = next((rate.code for rate in rates if rate.is_default), "")
    known = {rate.code for rate in rates}
    rows: list[tuple[str, date, str, Decimal]] = []
    for code, day in sql.tax_days(tx):
        used = code if code in known else default
        rows.append((code, day, used, rate_on(rates, used, day)))
    spec = "tax_code VARCHAR, day DATE, code VARCHAR, rate DECIMAL(9,6)"
    sql.fill(tx, "sales_tax", spec, ("tax_code", "day", "code", "rate"), rows)
    return _tax_notes(rates, rows)


def _prepare_insert(tx: Transaction, doc: int) -> None:
    set_open_days(tx, [day for (day,) in sql.open_days(tx)])
    names = sql.customers(tx)
    parties = [(name, ensure_party(tx, "customer", name or _("Unnamed customer"), doc=doc)) for name in names]
    sql.fill(tx, "sales_customer", "name VARCHAR, party INTEGER", ("name", "party"), parties)


def _tax_notes(rates: Sequence[TaxRate], used: Sequence[tuple[str, date, str, Decimal]]) -> list[str]:
    """Return what to say about tax codes nobody knows, and days for which no rate is known."""
    unknown = sorted({code for code, _day, found, _rate in used if code and code != found})
    ruled = [(rate.code, rate.valid_from, rate.valid_to or date.max) for rate in rates]
    without = [
        day for _code, day, code, _rate in used if not any(code == c and first <= day <= last for c, first, last in ruled)
    ]
    notes: list[str] = []
    if unknown:
        notes.append(_("Unknown tax codes, taken as the usual one: {codes}.").format(codes=", ".join(unknown[:10])))
    if without and rates:
        days = {"first": min(without).isoformat(), "last": max(without).isoformat()}
        text = _("There is no tax rate for days between {first} and {last}: they count as without tax.")
        notes.append(text.format(**days))
    return notes


def _report(tx: Transaction, booked: BookedSales) -> None:
    booked.rows = {outcome: 0 for outcome in OUTCOMES} | sql.row_counts(tx)
    (
        booked.receipts,
        booked.first_date,
        booked.last_date,
        booked.discount,
        booked.refunds,
        booked.tax,
        booked.net,
        rounding,
    ) = sql.sums(tx)
    booked.gross = booked.net + booked.refunds + booked.discount
    booked.late, booked.posted_on = sql.late(tx)
    booked.tenders = dict(sql.tender_sums(tx))
    if rounding:
        booked.tenders["rounding"] = rounding
    booked.problems = [SalesProblem(*row) for row in sql.problem_rows(tx)]
    booked.problems += [
        SalesProblem(row, number, code, "item" if code == "H_SKU_UNKNOWN" else "tender", True, text)
        for row, number, code, text in sql.held_rows(tx)
    ]
    booked.problems.sort(key=lambda problem: problem.row)
