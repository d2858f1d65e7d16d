"""Single values as files hold them, read exactly: a value or a named problem, never a guess, never a binary number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from lstbo.exchange.dates import ValueProblem, parse_moment, parse_time, plain
from lstbo.exchange.words import KIND_WORDS, TENDER_WORDS, normalise

__all__ = [
    "TENDERS",
    "ValueProblem",
    "is_blank",
    "parse_code",
    "parse_flag",
    "parse_kind",
    "parse_moment",
    "parse_number",
    "parse_tender",
    "parse_time",
]

TENDERS = ("cash", "wechat", "alipay", "card", "bank", "tab", "voucher", "platform", "other")

_BLANK = frozenset(("", "/", "\\", "n/a", "na", "null", "none", "nil", "无", "nan", "#n/a"))
_DASHES = re.compile(r"[-—–―_]+")
_MARKS = re.compile(r"(?:us\$|hk\$|rmb|cny|usd|eur|gbp|hkd|jpy|人民币|[$€£¥₩₹]|元|圆)", re.IGNORECASE)
_CODE_REMARK = re.compile(r"\([A-Za-z]{2,3}\)$")
_GROUPED = {
    ".": re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:[' ]\d{3})+)?(?:\.\d*)?"),
    ",": re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:[' ]\d{3})+)?(?:,\d*)?"),
}
_SIMPLE = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?", re.ASCII)
_MAX_DIGITS = 18


@lru_cache(maxsize=20_000)
def is_blank(text: str) -> bool:
    """Say whether a cell holds nothing: empty, "/", "-", "----", "N/A", "null"."""
    bare = plain(text).lower()
    return bare in _BLANK or bool(_DASHES.fullmatch(bare))


def _signed(bare: str) -> tuple[str, bool] | None:
    """Return the digits of `bare` without sign and currency mark, and whether it is negative; None when unclear."""
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip()
    bare = _CODE_REMARK.sub("", bare).replace("\u2212", "-").replace("–", "-")
    signs = 0
    marks = 0
    while bare:
        mark = _MARKS.match(bare)
        if mark:
            marks, bare = marks + 1, bare[mark.end() :].lstrip()
        elif bare[0] in "+-":
            signs, negative, bare = signs + 1, negative or bare[0] == "-", bare[1:].lstrip()
        else:
            break
    while bare:
        tail = re.search(r"\s*" + _MARKS.pattern + r"$", bare, re.IGNORECASE)
        if tail:
            marks, bare = marks + 1, bare[: tail.start()]
        elif bare[-1] == "-" and not signs and not negative:
            signs, negative, bare = 1, True, bare[:-1].rstrip()
        else:
            break
    return (bare, negative) if signs <= 1 and marks <= 2 else None


@lru_cache(maxsize=20_000)
def parse_number(text: str, decimal_style: str = ".") -> Decimal | ValueProblem:
    """Return the exact number in `text`, or E_NUMBER.

    `decimal_style` is the mark of the decimals in this column, "." or ",". Currency marks, thousands marks, full-width
    digits, brackets for negative, and a leading apostrophe or back-tick are understood. An empty cell, a percentage, an
    exponent, NaN, infinity and more than 18 digits are problems. Minus zero is zero.
    """
    bare = plain(text)
    if decimal_style == "." and _SIMPLE.fullmatch(bare):
        number = Decimal(bare)
        return number if number else abs(number)
    parts = _signed(bare)
    if parts is None or not re.search(r"\d", parts[0]) or not parts[0].isascii():
        return ValueProblem("E_NUMBER", text, "empty" if not bare else "not a number")
    digits, negative = parts
    if not _GROUPED[decimal_style].fullmatch(digits):
        return ValueProblem("E_NUMBER", text, "not a plain number")
    whole, mark, fraction = digits.partition(decimal_style)
    whole = re.sub(r"[^\d]", "", whole)
    if len(whole.lstrip("0")) + len(fraction) > _MAX_DIGITS:
        return ValueProblem("E_NUMBER", text, "too many digits")
    number = Decimal(f"{whole or '0'}.{fraction or '0'}" if mark and fraction else whole or "0")
    return -number if negative and number else number


# ---- tenders ----------------------------------------------------------------------------------------------------

_TENDER = {normalise(word): method for method, line in TENDER_WORDS.items() for word in line.split()}
_TENDER |= {normalise(name): name for name in TENDERS}
_INSIDE = (
    ("wechat", "微信"),
    ("wechat", "wechat"),
    ("alipay", "支付宝"),
    ("alipay", "alipay"),
    ("alipay", "花呗"),
    ("platform", "美团"),
    ("platform", "饿了么"),
    ("voucher", "储值"),
    ("voucher", "券"),
    ("voucher", "礼品卡"),
    ("voucher", "giftcard"),
    ("card", "信用卡"),
    ("card", "银行卡"),
    ("card", "储蓄卡"),
    ("card", "借记卡"),
    ("card", "银联"),
    ("card", "刷卡"),
    ("card", "creditcard"),
    ("card", "debitcard"),
    ("tab", "赊"),
    ("tab", "挂账"),
    ("cash", "现金"),
    ("bank", "转账"),
    ("bank", "银行"),
)
_AMOUNT = r"[-+]?\s*[$€£¥]?\s*-?\d[\d,]*(?:\.\d+)?\s*元?"
_WITH_AMOUNT = re.compile(rf"(?P<word>.*?\D)(?P<mark>\s*[:=]\s*|\s+|(?=\d))(?P<amount>{_AMOUNT})")
_IN_BRACKETS = re.compile(rf"(?P<word>[^()]+)\(\s*(?P<amount>{_AMOUNT})\)")


_CARD_NUMBER = re.compile(r"(?:x*\d[\dx]*|x{3,})$")


def is_guessed_tender(text: str) -> bool:
    """Say whether a way of paying is known only by a part of its words: 招行信用卡 as a card."""
    found = _tenders(plain(text).strip(";,+"))
    return found is not None and len(found) == 1 and found[0][1] is None and normalise(text) not in _TENDER


def _method(word: str) -> str | None:
    """Return the tender that `word` names, or None."""
    key = normalise(word)
    if key in _TENDER:
        return _TENDER[key]
    key = _CARD_NUMBER.sub("", key) or key
    if key in _TENDER:
        return _TENDER[key]
    return next((method for method, inside in _INSIDE if inside in key), None)


def _one_tender(part: str) -> tuple[str, Decimal | None] | None:
    bracket = _IN_BRACKETS.fullmatch(part)
    if bracket:
        is_card_number = bool(re.fullmatch(r"\d{4}", bracket["amount"]))
        return _with_amount(_method(bracket["word"]), None if is_card_number else bracket["amount"])
    match = _WITH_AMOUNT.fullmatch(part)
    if match and (method := _method(match["word"])):
        last_four = method == "card" and not match["mark"].strip() and re.fullmatch(r"\d{4}", match["amount"])
        return _with_amount(method, None if last_four else match["amount"])
    return _with_amount(_method(part), None)


def _with_amount(method: str | None, amount: str | None) -> tuple[str, Decimal | None] | None:
    if method is None:
        return None
    if amount is None:
        return method, None
    number = parse_number(amount)
    return None if isinstance(number, ValueProblem) else (method, number)


def _split(text: str) -> Iterable[list[str]]:
    if not re.search(r"[;+/|&、]|,(?!\d)|\s(?:and|和)\s", text):
        yield [text]
    for separator in (r";", r"\s*\+\s*(?!\d)", r"\s*[/|&、]\s*", r",(?!\d)", r"\s+(?:and|和)\s+", r"[;+/|&、]|,(?!\d)"):
        parts = [part.strip() for part in re.split(separator, text) if part.strip()]
        if len(parts) > 1:
            yield parts


@lru_cache(maxsize=20_000)
def _tenders(text: str) -> tuple[tuple[str, Decimal | None], ...] | None:
    if re.search(r"[;+/|&、,]", text):
        whole = _TENDER.get(normalise(text))
        if whole:
            return ((whole, None),)
    for parts in _split(text):
        found = [_one_tender(part) for part in parts]
        if all(found):
            return tuple(one for one in found if one)
    return None


def parse_tender(text: str) -> list[tuple[str, Decimal | None]] | ValueProblem:
    """Return how a receipt was paid, as [(tender, amount or None)], or H_TENDER_UNKNOWN.

    An empty cell is [] (not said). "cash:10.00;wechat:5.50" gives amounts, "现金+微信" gives two tenders with None.
    Amounts carry their sign.
    """
    if is_blank(text):
        return []
    bare = plain(text).strip(";,+")
    found = _tenders(bare) if len(bare) <= 200 else None
    return list(found) if found else ValueProblem("H_TENDER_UNKNOWN", text, "unknown way of paying")


# ---- kinds and flags --------------------------------------------------------------------------------------------

_KIND = {normalise(word): kind for kind, words in KIND_WORDS.items() for word in words.split()}
_YES = frozenset(("yes", "y", "true", "t", "1", "是", "有", "✓", "√", "x"))
_NO = frozenset(("no", "n", "false", "f", "0", "否", "无", "未"))


def parse_flag(text: str) -> bool | None:
    """Return what a yes/no cell says (an empty one is no), or None when it says something else."""
    bare = plain(text).lower()
    if bare in _YES:
        return True
    return False if bare in _NO or is_blank(text) else None


def parse_kind(text: str, yes: str = "refund") -> str | ValueProblem:
    """Return "sale", "refund" or "void" for a status or type cell, or H_STATUS_UNKNOWN; an empty cell is a sale.

    `yes` is what a plain "yes" means: in a column "is return" a refund, in a column "voided" a void.
    """
    word = normalise(text)
    if word in _KIND:
        return _KIND[word]
    flag = parse_flag(text)
    if flag is None:
        return ValueProblem("H_STATUS_UNKNOWN", text, "unknown status")
    return yes if flag else "sale"


# ---- codes ------------------------------------------------------------------------------------------------------

_PRECISION_LOST = re.compile(r"\d(?:\.\d+)?[eE]\+\d+|\d\.\d+[eE]\d+")
_DIGIT_GROUPS = re.compile(r"\d+(?:[ -]\d+)+")


@lru_cache(maxsize=20_000)
def parse_code(text: str) -> str | ValueProblem:
    """Return a barcode or item code as it is compared: NFKC, invisible characters out, "17850.0" without its ".0".

    Blanks and hyphens between groups of digits of a long number go too. `6.9E+12` is E_GTIN_PRECISION: a spreadsheet
    has lost its digits. A NUL inside is E_ENCODING. An empty cell is "".
    """
    if "\x00" in text:
        return ValueProblem("E_ENCODING", text, "NUL inside a code")
    bare = plain(text)
    if bare in ("/", "-", "--"):
        return ""
    if _PRECISION_LOST.fullmatch(bare):
        return ValueProblem("E_GTIN_PRECISION", text, "digits lost by a spreadsheet")
    if re.fullmatch(r"\d+\.0+", bare):
        bare = bare.partition(".")[0]
    if _DIGIT_GROUPS.fullmatch(bare):
        digits = re.sub(r"[ -]", "", bare)
        bare = digits if len(digits) in (8, 12, 13, 14) else bare
    return bare
