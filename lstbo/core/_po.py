"""Message catalogues without a compiler: read a `.po` file, make the bytes of its `.mo` file.

The build hook compiles the catalogues with this, and a checkout that was never built reads its `.po`
through it, so both speak the same words. Uses nothing but the standard library and imports nothing.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

_FIELDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


def read_po(path: Path) -> dict[str, str]:
    """The finished translations of a `.po` file, in the form gettext keeps them.

    Keys are message ids (context and id joined by EOT, singular and plural by NUL); plural forms are
    joined by NUL. Fuzzy, obsolete and empty entries are left out, so the English original shows.
    Raises ValueError, naming file and line, when the file is malformed.
    """
    catalogue: dict[str, str] = {}
    entry: dict[str, str] = {}
    fuzzy = False
    field = ""
    for number, raw in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        line = raw.strip()
        if not line or (line.startswith("#") and "msgstr[0]" in entry):
            _keep(catalogue, entry, fuzzy)
            entry, fuzzy, field = {}, False, ""
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif line:
            head, quote, _rest = line.partition('"')
            field = _field(head.strip()) if head.strip() else field
            if not quote or not field:
                raise ValueError(f"{path}:{number}: not a line of a message catalogue: {line}")
            try:
                entry[field] = entry.get(field, "") + ast.literal_eval(line[len(head) :])
            except (SyntaxError, ValueError) as error:
                raise ValueError(f"{path}:{number}: a text is not closed: {line}") from error
    return catalogue


def compile_po(path: Path) -> bytes:
    """The `.mo` file of a `.po` file: the sorted table of originals and translations gettext reads."""
    catalogue = read_po(path)
    pairs = [(key.encode(), catalogue[key].encode()) for key in sorted(catalogue, key=str.encode)]
    start = 28 + 16 * len(pairs)
    originals, translations, texts = bytearray(), bytearray(), bytearray()
    for column, table in ((0, originals), (1, translations)):
        for pair in pairs:
            table += struct.pack("<II", len(pair[column]), start + len(texts))
            texts += pair[column] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return header + bytes(originals) + bytes(translations) + bytes(texts)


def _field(word: str) -> str:
    if word == "msgstr":
        return "msgstr[0]"
    return word if word in _FIELDS or word.startswith("msgstr[") else ""


def _keep(catalogue: dict[str, str], entry: dict[str, str], fuzzy: bool) -> None:
    plurals = [entry[key] for key in sorted(key for key in entry if key.startswith("msgstr["))]
    if "msgid" not in entry or (fuzzy and entry["msgid"]) or not plurals or not all(plurals):
        return
    key = entry["msgid"] + ("\0" + entry["msgid_plural"] if "msgid_plural" in entry else "")
    if "msgctxt" in entry:
        key = entry["msgctxt"] + "\4" + key
    catalogue[key] = "\0".join(plurals)
