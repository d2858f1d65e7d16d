"""The journal for plain-text accounting: hledger and beancount, with the same balances per account code.

An account is written `Type:CODE-name[:party]`. hledger keeps the dots of a code, beancount gets dashes. Names are cut
down to letters, digits and dashes, so nothing in a name can be read as anything else; a party is unique by its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from lstbo.core.files import whole_file
from lstbo.core.language import language
from lstbo.core.text import cell
from lstbo.exchange._sql import export as _sql
from lstbo.storage import Transaction

ROOTS = {
    "asset": "Assets", "liability": "Liabilities", "equity": "Equity", "income": "Income", "expense": "Expenses",
}
_NO_CURRENCY = "XXX"
_Key = tuple[str, int | None]


def export_hledger(tx: Transaction, path: Path, *, as_of: date | None = None, known_at: int | None = None) -> int:
    """Write the journal for hledger into a file, whole or not at all; return the number of entries."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as out:
        return write_hledger(tx, out, as_of=as_of, known_at=known_at)


def export_beancount(tx: Transaction, path: Path, *, as_of: date | None = None, known_at: int | None = None) -> int:
    """Write the journal for beancount into a file, whole or not at all; return the number of entries."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as out:
        return write_beancount(tx, out, as_of=as_of, known_at=known_at)


def write_hledger(tx: Transaction, out: TextIO, *, as_of: date | None = None, known_at: int | None = None) -> int:
    """Write the journal for hledger to a text stream; return the number of entries."""
    used = _sql.used_accounts(tx, as_of, known_at)
    names = {(row[0], row[5]): _account(row, lambda code: code) for row in used}
    currency = _currency(tx)
    out.write(f"; {_comment(tx.setting('shop_name'))}\n\ndecimal-mark .\ncommodity 1000.00 {currency}\n\n")
    for root, letter in zip(ROOTS.values(), "ALERX", strict=True):
        out.write(f"account {root}  ; type:{letter}\n")
    for row in used:
        out.write(f"account {names[row[0], row[5]]}{'  ; type:C' if row[4] else ''}\n")
    count = 0
    for lines in _entries(tx, as_of, known_at):
        _entry, day, voucher, kind, doc, memo = lines[0][:6]
        head = f"{day.isoformat()} * ({voucher}) {_description(memo)}".rstrip()
        out.write(f"\n{head}  ; doc:{doc}, kind:{_comment(kind)}\n")
        for line in lines:
            note = f"  ; {_comment(line[9])}" if line[9] else ""
            out.write(f"    {names[line[6], line[7]]}  {line[8]} {currency}{note}\n")
        count += 1
    return count


def write_beancount(tx: Transaction, out: TextIO, *, as_of: date | None = None, known_at: int | None = None) -> int:
    """Write the journal for beancount to a text stream; return the number of entries."""
    used = _sql.used_accounts(tx, as_of, known_at)
    names = {(row[0], row[5]): _account(row, lambda code: code.replace(".", "-")) for row in used}
    currency = _currency(tx)
    out.write(f'option "title" {_quoted(tx.setting("shop_name"))}\noption "operating_currency" "{currency}"\n\n')
    for row in used:
        out.write(f"{row[7].isoformat()} open {names[row[0], row[5]]} {currency}\n")
    count = 0
    for lines in _entries(tx, as_of, known_at):
        _entry, day, voucher, kind, doc, memo = lines[0][:6]
        out.write(f"\n{day.isoformat()} * {_quoted(memo)}\n")
        out.write(f'  voucher: "{voucher}"\n  doc: {doc}\n  kind: {_quoted(kind)}\n')
        for line in lines:
            out.write(f"  {names[line[6], line[7]]}  {line[8]} {currency}\n")
            if line[9]:
                out.write(f"    memo: {_quoted(line[9])}\n")
        count += 1
    return count


def _entries(tx: Transaction, as_of: date | None, known_at: int | None) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the postings of each entry, month by month in voucher order."""
    for month in _sql.months(tx):
        for _entry, lines in groupby(_sql.month_postings(tx, month, as_of, known_at), key=lambda row: row[0]):
            yield list(lines)


def _account(row: tuple[Any, ...], spell: Callable[[str], str]) -> str:
    code, kind, zh, en, _cash, party, party_name, _day = row
    name = _word(zh if language() == "zh" else en).lstrip("-0123456789")
    name = name if name else "N"
    parts = [ROOTS[kind], f"{_word(spell(code), '.')}-{name}"]
    if party is not None:
        parts.append(f"P{party}-{_word(party_name or '')}".rstrip("-"))
    return ":".join(parts)


def _word(text: str, also: str = "") -> str:
    """Return the letters and digits of a text, everything else as single dashes."""
    kept = "".join(mark if mark.isalpha() or mark.isdecimal() or mark in also else "-" for mark in text)
    return re.sub("-+", "-", kept).strip("-")


def _currency(tx: Transaction) -> str:
    """Return the currency as a commodity both programs take: capital letters."""
    code = tx.setting("currency")
    return code if re.fullmatch("[A-Z]{2,20}", code) else _NO_CURRENCY


def _description(text: str) -> str:
    """Return a text that hledger reads as a description and nothing else."""
    return cell(text).replace(";", ",").replace("|", "/")


def _comment(text: str) -> str:
    """Return a text that hledger reads as a comment: no tags (colons), no posting dates (brackets)."""
    return cell(text).replace(":", "：").replace("[", "(").replace("]", ")")


def _quoted(text: str) -> str:
    """Return a text as a beancount string."""
    return '"' + cell(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
