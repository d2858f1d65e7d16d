"""Words for what the book keeps as codes: people read these, programs read the codes (JSON, CSV)."""

from __future__ import annotations

from collections.abc import Mapping

from lstbo.cli.run import Run
from lstbo.core.code_words import CHECKS, ENDINGS, FILES, FINDINGS, PROFILES, SEVERITIES
from lstbo.core.language import N_, _

__all__ = [
    "ACCOUNT_KINDS",
    "ACCOUNT_TYPES",
    "CHECKS",
    "ENDINGS",
    "FILES",
    "FINDINGS",
    "PROFILES",
    "SEVERITIES",
    "SIDES",
    "told",
]

ACCOUNT_TYPES = {
    "asset": N_("asset"),
    "liability": N_("liability"),
    "equity": N_("equity"),
    "income": N_("income"),
    "expense": N_("expense"),
}
ACCOUNT_KINDS = {"group": N_("group"), "posting": N_("posting")}
SIDES = {"D": N_("debit"), "C": N_("credit")}


def told(run: Run, words: Mapping[str, str], code: str) -> str:
    """Return the word for a code when people are shown a table; the code itself in JSON and CSV, or when unknown."""
    return _(words[code]) if run.format == "table" and code in words else code
