"""What people type into a field - amounts, quantities, dates - read exactly, or refused in one sentence.

`12.50元`, `3块5`, `12*3`, `1.5斤`, `2箱`, `3*`, `昨天`, `-3`, `周一`: these and full-width `１２．５` are understood,
everything else is a BadInput. Nothing is guessed and nothing is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, localcontext

from lstbo.core.errors import BadInput
from lstbo.core.language import _

_LONGEST = 40
_LARGEST = Decimal(10) ** 12
_MOST = Decimal(10) ** 7
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = _FULL_WIDTH | str.maketrans("\u3000￥。×−–—", "\u0020¥.*---")

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)"
_AMOUNT = re.compile(rf"(-)?\s*¥?\s*({_NUMBER}(?:\s*[*+x-]\s*{_NUMBER})*)\s*(?:元|块钱|块)?")
_YUAN_FEN = re.compile(r"(\d+)(?:块|元)(\d{1,2})")
_YUAN_JIAO_FEN = re.compile(r"(?:(\d+)(?:块|元))?(\d)(?:毛|角)(?:(\d)分?)?")
_TERM = re.compile(r"([+-]?)([^+-]+)")

_QUANTITY = re.compile(rf"(-)?\s*({_NUMBER}|[半一二两三四五六七八九十](?=\D))\s*(.*)")
_JIN_LIANG = re.compile(r"(\d+)\s*斤\s*(?:(\d)\s*两|(半))")
_WORDS = dict(zip("半一二两三四五六七八九十", ("0.5", *"1223456789", "10"), strict=True))
_SAME_UNIT = {
    **dict.fromkeys(("kg", "公斤", "千克"), "kg"),
    **dict.fromkeys(("g", "克"), "g"),
    **dict.fromkeys(("斤", "市斤", "jin"), "斤"),
    **dict.fromkeys(("两", "liang"), "两"),
    **dict.fromkeys(("l", "升"), "l"),
    **dict.fromkeys(("ml", "毫升"), "ml"),
    **dict.fromkeys(("pc", "pcs", "piece", "pieces"), "个"),
    **dict.fromkeys(("case", "cases", "carton", "cartons"), "箱"),
}
_COUNTED = frozenset("个只瓶包袋盒罐支条件箱提打把张卷桶杯块片枚双套捆排板听根颗份扎筐盘串")
_GRAMS = {"kg": Decimal(1000), "斤": Decimal(500), "两": Decimal(50), "g": Decimal(1)}
_MILLILITRES = {"l": Decimal(1000), "ml": Decimal(1)}


@dataclass(frozen=True, slots=True)
class TypedQuantity:
    """A quantity as typed. `unit` is one standard word (kg, g, 斤, 两, l, ml, 箱 ...), None when none was typed.

    `is_multiplier` is true for `3*`: so many of whatever is scanned next.
    """

    quantity: Decimal
    unit: str | None = None
    is_multiplier: bool = False


def plain_typing(text: str) -> str:
    """Return `text` with full-width digits, letters and signs as plain ones (`１２．５` is 12.5, `。` a point)."""
    return text.translate(_PLAIN)


def money_typed(text: str, *, negative: bool = False) -> Decimal:
    """Return the amount in yuan that `text` means, with two places.

    `12.50元`, `¥1,234.5`, `3块5`, `5毛`, sums and products such as `12*3+5`. Raises BadInput for anything else, for a
    third decimal place (it is never rounded away), and for less than zero unless `negative` is allowed.
    """
    plain = _ready(text)
    with localcontext(prec=100):  # exact for everything that fits into a field
        amount = _amount(plain, text)
        if abs(amount) >= _LARGEST:
            most = f"{_LARGEST - Decimal('0.01'):,}"
            raise BadInput(_("This is too large: at most {most}.").format(most=most), _("Check the decimal point."))
        if amount != round(amount, 2):
            raise BadInput(_("An amount has two decimal places at most."), _("Write it like 12.50."))
        if amount < 0 and not negative:
            raise BadInput(_("The amount must not be less than zero."))
        return (amount or abs(amount)).quantize(Decimal("0.01"))


def quantity_typed(text: str, *, units: Collection[str] = (), negative: bool = False) -> TypedQuantity:
    """Return the quantity that `text` means: `3`, `3*`, `1.5斤`, `2斤3两`, `半斤`, `2箱`, `500g`.

    `units` are further words this item is counted in. Raises BadInput for anything else, for a fourth decimal place,
    for `0*`, and for less than zero unless `negative` is allowed.
    """
    plain = _ready(text)
    mixed = _JIN_LIANG.fullmatch(plain)
    if mixed:
        return _checked(TypedQuantity(Decimal(mixed[1]) + Decimal(mixed[2] or 5) / 10, "斤"), text)
    match = _QUANTITY.fullmatch(plain)
    if not match:
        raise _no_quantity(text)
    number = Decimal(_WORDS.get(match[2], match[2].replace(",", ""))) * (-1 if match[1] else 1)
    if number < 0 and not negative:
        raise BadInput(_("The quantity must not be less than zero."))
    word = match[3].casefold()
    if word in ("*", "x"):
        if number <= 0:
            raise _no_quantity(text)
        return _checked(TypedQuantity(number, None, True), text)
    return _checked(TypedQuantity(number, _unit(word, match[3], text, units)), text)


def in_unit(quantity: Decimal, unit: str, wanted: str) -> Decimal | None:
    """Return a weight or volume in another unit, exactly (1.5 斤 is 0.75 kg); None when the units do not convert."""
    source, target = _SAME_UNIT.get(unit.casefold(), unit), _SAME_UNIT.get(wanted.casefold(), wanted)
    if source == target:
        return quantity
    for scale in (_GRAMS, _MILLILITRES):
        if source in scale and target in scale:
            return quantity * scale[source] / scale[target]
    return None


def _ready(text: str) -> str:
    plain = plain_typing(text).strip()
    if not plain:
        raise BadInput(_("Nothing is written here."))
    if len(plain) > _LONGEST:
        raise BadInput(_("This is too long."))
    if not all(mark.isascii() for mark in plain if mark.isdigit()):
        raise BadInput(_("'{text}' has digits of another kind.").format(text=_shown(text)), _("Use 0 to 9."))
    return plain


def _shown(text: str) -> str:
    return "".join(mark for mark in text if mark.isprintable())[:_LONGEST].strip()


def _number(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", ""))


def _amount(plain: str, text: str) -> Decimal:
    spoken = _spoken_amount(plain)
    if spoken is not None:
        return spoken
    match = _AMOUNT.fullmatch(plain.casefold())
    if not match:
        raise BadInput(_("'{text}' is not an amount.").format(text=_shown(text)), _("Write it like 12.50 or 12*3."))
    return _sum(match[2]) * (-1 if match[1] else 1)


def _spoken_amount(plain: str) -> Decimal | None:
    """Yuan, jiao and fen as people say them: 3块5, 3块05, 3块5毛2, 5毛."""
    match = _YUAN_FEN.fullmatch(plain)
    if match:
        return Decimal(f"{match[1]}.{match[2]}")
    match = _YUAN_JIAO_FEN.fullmatch(plain)
    return Decimal(f"{match[1] or 0}.{match[2]}{match[3] or 0}") if match else None


def _sum(formula: str) -> Decimal:
    total = Decimal(0)
    for sign, product in _TERM.findall(formula):
        value = Decimal(1)
        for factor in re.split(r"[*x]", product):
            value *= _number(factor)
        total += -value if sign == "-" else value
    return total


def _unit(word: str, as_typed: str, text: str, units: Collection[str]) -> str | None:
    if not word:
        return None
    if as_typed in units:
        return as_typed
    if word in _SAME_UNIT:
        return _SAME_UNIT[word]
    if word in _COUNTED:
        return word
    raise _no_quantity(text)


def _checked(found: TypedQuantity, text: str) -> TypedQuantity:
    if abs(found.quantity) >= _MOST:
        raise BadInput(_("{value} is too large.").format(value=_shown(text)), _("Check the decimal point."))
    if found.quantity != round(found.quantity, 3):
        raise BadInput(_("A quantity has three decimal places at most."))
    return found


def _no_quantity(text: str) -> BadInput:
    return BadInput(
        _("'{text}' is not a quantity.").format(text=_shown(text)), _("Write it like 3, 1.5斤, 2箱 or 500g.")
    )
