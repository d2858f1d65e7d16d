"""The lists of the setup page: their columns, and their rows from what the rooms say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from lstbo.core.code_words import CHECKS, ENDINGS, FINDINGS, SEVERITIES
from lstbo.core.language import N_, _
from lstbo.screens.import_words import kind_word, reason_word
from lstbo.screens.setup_files import likely_files, short_path, size_text
from lstbo.screens.surroundings import age_text
from lstbo.widgets import ListSource, Row, Source, TableColumn, View, Window

if TYPE_CHECKING:
    from lstbo.exchange import Batch, Waiting
    from lstbo.proof import CheckReport
    from lstbo.screens.desk import Desk
    from lstbo.storage import Finding

_REASONS = {
    "H_SKU_UNKNOWN": N_("unknown item"),
    "H_TENDER_UNKNOWN": N_("unknown way of paying"),
    "H_STATUS_UNKNOWN": N_("unknown status"),
    "H_PRICE_UNKNOWN": N_("no price"),
    "H_PERIOD_LOCKED": N_("month is locked"),
    "D_SUPERSEDES": N_("changed since"),
}
_TONES = {"error": "bad", "warning": "warn", "note": "", "ok": "good"}
SETTINGS = (
    ("shop_name", N_("Shop")),
    ("currency", N_("Currency")),
    ("template", N_("Chart of accounts")),
    ("costing", N_("Costs of goods")),
    ("day_ends_at", N_("A day ends at")),
)
_COSTINGS = {"average": N_("moving average"), "fifo": N_("first in, first out")}


def file_columns() -> tuple[TableColumn, ...]:
    """The columns of the files that may be imported."""
    return (
        TableColumn("name", _("File"), width=24, flex=2),
        TableColumn("folder", _("Folder"), width=14, flex=1, priority=1),
        TableColumn("size", _("Size"), width=8, priority=2, sortable=False),
        TableColumn("changed", _("Changed"), width=16),
    )


def file_source(desk: Desk, columns: Sequence[TableColumn]) -> Source:
    """Return the source of the files that may be imported; folders are looked into when it is read."""

    def source(view: View) -> Window:
        rows = [
            Row(
                str(file.path),
                (file.path.name, short_path(file.path.parent), size_text(file.size), f"{file.changed:%Y-%m-%d %H:%M}"),
            )
            for file in likely_files(desk.path)
        ]
        return ListSource(columns, rows)(view)

    return source


def held_columns() -> tuple[TableColumn, ...]:
    """The columns of what waits."""
    return (
        TableColumn("text", _("What waits"), width=22, flex=2),
        TableColumn("reason", _("Why"), width=12, flex=1),
        TableColumn("parts", _("Rows"), "count", width=6),
        TableColumn("amount", _("Amount"), "money", width=11),
        TableColumn("since", _("Since"), "date", width=10, priority=1),
    )


def held_rows(found: Sequence[Waiting]) -> list[Row]:
    """Return what waits; the key is the place in `found`."""
    return [
        Row(
            at,
            (
                f"{one.name} {one.text}".strip() or f"{kind_word(one.kind)} {one.batch}: {one.file}",
                _(_REASONS[one.code]) if one.code in _REASONS else reason_word(one.code),
                one.parts,
                one.amount,
                one.first_day,
            ),
            "warn",
        )
        for at, one in enumerate(found)
    ]


def held_totals(found: Sequence[Waiting]) -> dict[str, object] | None:
    """Return the totals of what waits, None when nothing does."""
    amounts = [one.amount for one in found if one.amount is not None]
    parts = sum(one.parts for one in found)
    return {"text": _("Total"), "parts": parts, "amount": sum(amounts, Decimal("0.00"))} if found else None


def batch_columns() -> tuple[TableColumn, ...]:
    """The columns of the imports."""
    return (
        TableColumn("batch", _("No."), "count", width=5),
        TableColumn("kind", _("Kind"), width=10, priority=2),
        TableColumn("file", _("File"), width=18, flex=1),
        TableColumn("rows", _("Rows"), "count", width=6),
        TableColumn("booked", _("booked"), "count", width=6),
        TableColumn("held", _("waiting"), "count", width=5, priority=1),
        TableColumn("rejected", _("rejected"), "count", width=5, priority=1),
        TableColumn("net", _("Amount"), "money", width=11),
        TableColumn("posted", _("Posted"), width=10, priority=3),
    )


def batch_rows(found: Sequence[Batch]) -> list[Row]:
    """Return the imports; the key is the number, those in force no longer are dim."""
    rows = []
    for one in found:
        ended = f"({_(ENDINGS[one.ended])}) " if one.ended in ENDINGS else ""
        tone = "muted" if one.ended else "bad" if one.rejected else "warn" if one.held else ""
        net = one.result.get("net") if one.kind != "items" else None
        booked = one.accepted + one.superseded
        posted = f"{one.posted_at:%Y-%m-%d}"
        values = (one.id, kind_word(one.kind), ended + one.file, one.rows, booked, one.held, one.rejected)
        rows.append(Row(one.id, (*values, Decimal(str(net)) if net else None, posted), tone))
    return rows


def backup_columns() -> tuple[TableColumn, ...]:
    """The columns of the backups."""
    return (
        TableColumn("taken", _("Taken"), width=16),
        TableColumn("age", _("Age"), width=8, sortable=False),
        TableColumn("document", _("Up to document"), "count", width=8),
        TableColumn("size", _("Size"), width=8, sortable=False),
        TableColumn("tested", _("Tested"), width=12, flex=1, sortable=False),
    )


def backup_source(desk: Desk, columns: Sequence[TableColumn]) -> Source:
    """Return the source of the backups; their folder is looked into when it is read. The key is the file."""

    def source(view: View) -> Window:
        from lstbo.storage import list_backups

        rows = []
        for one in list_backups(desk.path):
            tested = _("yes, it can be restored") if one.tested_at else _("not tested")
            taken = f"{one.taken_at:%Y-%m-%d %H:%M}"
            values = (taken, age_text(one.age()), one.seq, size_text(one.size), tested)
            rows.append(Row(str(one.file), values, "good" if one.tested_at else "warn"))
        return ListSource(columns, rows)(view)

    return source


def finding_columns() -> tuple[TableColumn, ...]:
    """The columns of what the doctor found."""
    return (
        TableColumn("what", _("What"), width=14, sortable=False),
        TableColumn("severity", "", width=7, sortable=False),
        TableColumn("message", _("Found"), width=40, flex=1, sortable=False),
    )


def finding_rows(found: Sequence[Finding]) -> list[Row]:
    """Return what the doctor found, the worst first, each with what to do below it."""
    rank = ("error", "warning", "note", "ok")
    rows = []
    for at, one in enumerate(sorted(found, key=lambda one: rank.index(one.severity) if one.severity in rank else 0)):
        what = _(FINDINGS[one.code]) if one.code in FINDINGS else one.code
        word = _(SEVERITIES[one.severity]) if one.severity in SEVERITIES else one.severity
        rows.append(Row((at, ""), (what, word, one.message), _TONES.get(one.severity, "")))
        if one.hint:
            hint = _("Go to Backups, then press n.") if one.code == "backup" else one.hint
            rows.append(Row((at, "hint"), ("", "", hint), "muted"))
    return rows


def promise_columns() -> tuple[TableColumn, ...]:
    """The columns of the book's promises."""
    return (
        TableColumn("what", _("Promise"), width=28, sortable=False),
        TableColumn("kept", _("Kept"), width=6, sortable=False),
        TableColumn("detail", _("Detail"), width=20, flex=1, sortable=False),
    )


def promise_rows(report: CheckReport) -> list[Row]:
    """Return every promise and whether it is kept, broken ones first."""
    rows = []
    for one in sorted(report.checks, key=lambda one: one.ok):
        name = _(CHECKS[one.name]) if one.name in CHECKS else one.name
        rows.append(Row(one.name, (name, _("ok") if one.ok else _("BROKEN"), one.detail), "good" if one.ok else "bad"))
    return rows


def shop_columns() -> tuple[TableColumn, ...]:
    """The columns of what the shop is set up as."""
    return (
        TableColumn("what", _("What"), width=20, sortable=False),
        TableColumn("value", _("Is"), width=30, flex=2, sortable=False),
        TableColumn("key", _("To change it"), width=12, flex=1, sortable=False),
    )


def shop_rows(settings: Mapping[str, str], own: Sequence[tuple[str, str, str, str]]) -> list[Row]:
    """Return the settings of the book, then `own`: (key, label, value, how to change it) of this person's choices."""
    rows = [Row(name, (_(label), _setting(name, settings.get(name, "")), "")) for name, label in SETTINGS]
    return rows + [Row(key, (label, value, way)) for key, label, value, way in own]


def _setting(name: str, value: str) -> str:
    return _(_COSTINGS[value]) if name == "costing" and value in _COSTINGS else value
