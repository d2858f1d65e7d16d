"""Packs: what is printed together, with the footer that says how far the books went."""

from __future__ import annotations

from lstbo.core.language import _
from lstbo.reports import _sql
from lstbo.reports.layout import Pack, Section
from lstbo.reports.report import Asked, Report
from lstbo.reports.words import period_text
from lstbo.storage import Transaction


def report_pack(tx: Transaction, report: Report, asked: Asked) -> Pack:
    """Return any report as a pack for `paper.render_pack`."""
    title = _("Monthly report") if report.name == "monthly" else report.table.title
    return make_pack(tx, title, asked, list(report.printed))


def make_pack(tx: Transaction, title: str, asked: Asked, sections: list[Section]) -> Pack:
    """Return sections as a pack; the footer says up to which document of the book they go."""
    seq, chain = _sql.head_of_chain(tx)
    known = seq if asked.known_at is None else min(asked.known_at, seq)
    footer = _("Documents to {number} · chain {chain}").format(number=known, chain=f"{seq}:{chain[:16]}")
    return Pack(title, tx.setting("shop_name"), period_text(asked.period), sections, footer)
