"""What reports are called."""

from __future__ import annotations

import re

from lstbo.core.language import N_, _

_NAMES = {
    "trial-balance": N_("Trial balance"),
    "balance-sheet": N_("Balance sheet"),
    "income": N_("Income statement"),
    "cash-flow": N_("Cash-flow statement"),
    "ledger": N_("Ledger"),
    "journal": N_("Journal"),
    "day-book": N_("Day book"),
    "cash-book": N_("Cash book"),
    "stock-list": N_("Stock list"),
    "stock-value": N_("Stock value"),
    "stock-card": N_("Stock card"),
    "margins": N_("Margins"),
    "ageing": N_("Tabs"),
    "payables": N_("Owed to suppliers"),
    "monthly": N_("Monthly pack"),
}
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')


def report_title(name: str) -> str:
    """Return what a report is called in English, to translate; its own name when there is no word for it."""
    return _NAMES.get(name, name)


def report_name(name: str) -> str:
    """Return what a report is called; its own name when there is no word for it."""
    return _(report_title(name))


def file_stem(name: str, period: str, subject: str) -> str:
    """Return the name of a report's file without its ending: Journal-2026-10."""
    parts = (report_name(name), subject, period)
    return "-".join(_FORBIDDEN.sub("_", part) for part in parts if part)
