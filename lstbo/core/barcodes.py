"""Barcodes: one key for every way the same code is written, and what is wrong with a code that cannot be used.

A GTIN (EAN-8, UPC-A, EAN-13, ITF-14) is compared by its 14 digits, any other code by its own cleaned text. Codes of the
shop itself (restricted circulation, 20-29 and others) often carry wrong check digits and are never refused for that.
"""

from __future__ import annotations

import re
import unicodedata

_LENGTHS = frozenset((8, 12, 13, 14))
_SHORTEST = 7
_EXPONENT = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_LOOKS_ROUNDED = re.compile(r"\d[.,]\d+[eE]\+?\d{1,2}|\d[eE]\+\d{1,2}")
_WHOLE = re.compile(r"(\d+)[.]0+")
_GROUPS = re.compile(r"\d[\d -]*\d")
_BLANKS = re.compile(r"\s+")


def normalise_code(text: str) -> str:
    """Return the code as it was meant: plain ASCII digits, nothing invisible, no quote marks of a spreadsheet.

    `６９０１` becomes 6901, `17850.0` becomes 17850, `6 928804 011142` and `978-7-111-21382-6` lose their separators
    when a valid GTIN remains. Other codes keep their letters and signs.
    """
    plain = text
    if not (text.isascii() and text.isalnum()):
        plain = "".join(_visible(mark) for mark in unicodedata.normalize("NFKC", text))
        plain = _BLANKS.sub(" ", plain).strip().strip("'`").strip()
        plain = _written_out(plain)
    return plain


def _visible(mark: str) -> str:
    if mark in "\t\r\n":
        return " "
    if unicodedata.category(mark) in ("Cc", "Cf", "Cs"):
        return ""
    if mark.isdecimal() and not mark.isascii():
        return str(unicodedata.decimal(mark))
    return mark


def _written_out(plain: str) -> str:
    """Undo what a spreadsheet does to a number, as far as no digit was lost."""
    whole = _WHOLE.fullmatch(plain)
    if whole:
        return whole[1]
    power = _EXPONENT.fullmatch(plain)
    if power and len(power[2] or "") == int(power[3]) >= _SHORTEST:
        return power[1] + power[2]
    if _GROUPS.fullmatch(plain):
        digits = plain.replace(" ", "").replace("-", "")
        if check_digit_ok(digits):
            return digits
    return plain


def check_digit_ok(code: str) -> bool:
    """Say whether `code` is 8, 12, 13 or 14 ASCII digits that end in the right GTIN check digit."""
    from stdnum import ean

    return len(code) in _LENGTHS and code.isascii() and code.isdigit() and bool(ean.is_valid(code))


def gtin_key(code: str) -> str | None:
    """Return the 14-digit GTIN of a valid EAN-8, UPC-A, EAN-13 or ITF-14, None for every other code."""
    plain = normalise_code(code)
    return plain.zfill(14) if check_digit_ok(plain) and int(plain) else None


def code_variants(text: str) -> list[str]:
    """Return the codes that `text` may stand for, the cleaned text itself first.

    "10" in front of an EAN-13 is dropped, leading zeros lost in a spreadsheet come back when the check digit then fits,
    and UPC-A is given in its 12- and its 13-digit form.
    """
    plain = normalise_code(text)
    found = [plain]
    if not (plain.isascii() and plain.isdigit()):
        return found
    if len(plain) == 15 and plain.startswith("10") and (check_digit_ok(plain[2:]) or is_in_store(plain[2:])):
        found.append(plain[2:])
    if _SHORTEST <= len(plain) < 8 and check_digit_ok(plain.zfill(8)):
        found.append(plain.zfill(8))
    if 8 < len(plain) < 12 and check_digit_ok(plain.zfill(12)):
        found += [plain.zfill(12), plain.zfill(13)]
    if len(plain) == 12 and check_digit_ok(plain):
        found.append("0" + plain)
    if len(plain) == 13 and plain.startswith("0") and check_digit_ok(plain):
        found.append(plain[1:])
    return found


def barcode_key(text: str) -> str:
    """Return the one key under which all variants of a code are found: a GTIN's 14 digits, else the code itself."""
    variants = code_variants(text)
    for code in variants:
        key = gtin_key(code)
        if key:
            return key
    return variants[-1]


def is_in_store(code: str) -> bool:
    """Say whether a shop made this code itself: GS1 restricted circulation, or a longer scale label.

    13 digits from 02, 04 or 2; UPC-A from 2 or 4; EAN-8 from 0 or 2; 18 digits from 2.
    """
    plain = normalise_code(code)
    if not (plain.isascii() and plain.isdigit()):
        return False
    if len(plain) == 14 and plain.startswith("0"):
        plain = plain[1:]
    starts = {8: ("0", "2"), 12: ("2", "4"), 13: ("02", "04", "2"), 18: ("2",)}
    return plain.startswith(starts.get(len(plain), ("-",)))


def code_problem(text: str) -> str | None:
    """Return why a barcode from a file must be refused, or None.

    E_ENCODING: control characters inside. E_GTIN_PRECISION: a spreadsheet rounded it (6.92117E+12), digits are lost.
    E_GTIN_CHECK: it has the length of a GTIN, its check digit is wrong, and it is no code of the shop itself.
    """
    if any(unicodedata.category(mark) == "Cc" for mark in text.strip()):
        return "E_ENCODING"
    plain = normalise_code(text)
    if _LOOKS_ROUNDED.fullmatch(plain):
        return "E_GTIN_PRECISION"
    is_gtin_shaped = len(plain) in _LENGTHS and plain.isascii() and plain.isdigit()
    if is_gtin_shaped and not check_digit_ok(plain) and not is_in_store(plain):
        return "E_GTIN_CHECK"
    return None
