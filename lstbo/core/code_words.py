"""Words for what the book keeps as codes, in English and to be translated: promises, findings, kinds of files."""

from __future__ import annotations

from lstbo.core.language import N_

CHECKS = {
    "entries-balance": N_("Entries balance"),
    "stock-value": N_("Stock value is its account"),
    "control-accounts": N_("Control accounts are their parties"),
    "corrections-linked": N_("Corrections are linked"),
    "period-locks": N_("Locked periods untouched"),
    "posted-once": N_("Everything is posted once"),
    "imports-add-up": N_("Imports add up"),
    "voucher-numbers": N_("Voucher numbers without gaps"),
    "audit-chain": N_("Audit chain unbroken"),
    "anchor": N_("Nothing confirmed is missing"),
    "kept-sources": N_("Imported files are kept"),
    "references": N_("References lead somewhere"),
    "costs-recomputed": N_("Costs come out the same again"),
}
FINDINGS = {
    "network": N_("Network folder"),
    "modes": N_("Who may read"),
    "space": N_("Free space"),
    "log": N_("Write-ahead log"),
    "engine": N_("Database engine"),
    "holder": N_("In use by"),
    "backup": N_("Backup"),
    "inbox": N_("Waiting files"),
    "staging": N_("Left-over files"),
    "book": N_("Book"),
    "anchor": N_("Anchor"),
    "clock": N_("Clock"),
}
SEVERITIES = {"ok": N_("ok"), "note": N_("note"), "warning": N_("warning"), "error": N_("fault")}
FILES = {
    "sales": N_("sales"),
    "purchases": N_("deliveries"),
    "expenses": N_("expenses"),
    "items": N_("items"),
    "opening": N_("opening balances"),
}
ENDINGS = {"undone": N_("undone"), "replaced": N_("replaced")}
PROFILES = {"standard": N_("standard")}
