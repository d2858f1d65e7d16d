"""The fixed words on paper. They are data in both languages: a PDF may be in another language than the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Fixed words of one language."""

    page: str
    prepared_by: str
    unit: str
    continued: str
    missing_title: str
    missing_note: str
    empty: str


_ZH = Labels(
    page="第 {page} 页，共 {pages} 页",
    prepared_by="编制单位：{name}",
    unit="单位：{currency}",
    continued="{title}（续）",
    missing_title="字体中没有的字",
    missing_note="以下字符字体中没有，文中以〓代替：",
    empty="无记录",
)
_EN = Labels(
    page="Page {page} of {pages}",
    prepared_by="Prepared by: {name}",
    unit="Amounts in {currency}",
    continued="{title} (continued)",
    missing_title="Characters not in the font",
    missing_note="These characters are not in the font and were printed as 〓:",
    empty="Nothing to show",
)
_CURRENCIES = {"zh": {"CNY": "元"}, "en": {}}


def labels(language: str) -> Labels:
    """Return the fixed words of `language` ("zh" or anything else for English)."""
    return _ZH if language.startswith("zh") else _EN


def currency_name(currency: str, language: str) -> str:
    """Return how the unit of amounts is written: 元 for CNY in Chinese, else the code."""
    return _CURRENCIES["zh" if language.startswith("zh") else "en"].get(currency, currency)
