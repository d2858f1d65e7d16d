"""Small tables that ship with the charts: tax codes, tenders, words for expenses, cash-flow lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from lstbo.accounting.chart import read_data
from lstbo.core.errors import NotFound
from lstbo.core.language import _, language


@dataclass(frozen=True, slots=True)
class TaxRule:
    """The rate of one tax code between two dates, both included (`valid_to` None: still valid).

    `rate` is a fraction of the price without tax; `inclusive` says that prices contain the tax.
    """

    template: str
    code: str
    name_zh: str
    name_en: str
    rate: Decimal
    inclusive: bool
    valid_from: date
    valid_to: date | None
    category: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Tender:
    """A way to pay: its role in the chart, its names, and the words tills use for it."""

    tender: str
    role: str
    name_zh: str
    name_en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CashFlowRules:
    """Which line of the cash-flow statement money belongs to. Lines are text; "" means none, "0" an opening."""

    by_kind: Mapping[str, str]
    by_role: Mapping[str, str]

    def line(self, kind: str) -> str:
        """Return the line for a kind of document (sale, purchase, wages ...). Raises NotFound."""
        if kind not in self.by_kind:
            raise NotFound(_("No cash-flow line is set for {kind}.").format(kind=kind))
        return self.by_kind[kind]

    def line_for_role(self, role: str, amount: Decimal) -> str:
        """Return the line for money whose other side is an account with `role`.

        `amount` is the change of cash (in +, out -): a loan is line 14 coming in and 16 going out; equipment is 12
        going out and 10 coming in. A role without a rule is other operating cash: 2 in, 6 out.
        """
        line = self.by_role.get(role)
        if line is None:
            return "2" if amount > 0 else "6"
        if line == "14" and amount < 0:
            return "16"
        if line == "12" and amount > 0:
            return "10"
        return line


@cache
def tax_rules(template: str) -> tuple[TaxRule, ...]:
    """Return the dated tax codes that ship with a chart, in order of code and date."""
    return tuple(_tax_rule(row) for row in read_data("tax_codes.csv") if row["template"] == template)


def _tax_rule(row: Mapping[str, str]) -> TaxRule:
    return TaxRule(
        template=row["template"],
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        rate=Decimal(row["rate"]),
        inclusive=row["inclusive"] == "1",
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        category=row["category"],
        is_default=row["is_default"] == "1",
    )


@cache
def tenders() -> tuple[Tender, ...]:
    """Return the ways to pay that lstbo knows, with the role each posts to in every chart."""
    return tuple(
        Tender(row["tender"], row["role"], row["name_zh"], row["name_en"], tuple(filter(None, row["words"].split("|"))))
        for row in read_data("tenders.csv")
    )


def tender_name(tender: str) -> str:
    """Return what a way to pay is called in the language in force: cash, 现金; the code itself when it is not ours."""
    names = {one.tender: one.name_zh if language() == "zh" else one.name_en for one in tenders()}
    return names.get(tender, tender)


@cache
def tender_words() -> Mapping[str, str]:
    """Return every word for a way to pay, in lower case, with the tender it means."""
    words = {tender.tender: tender.tender for tender in tenders() if tender.words}
    for tender in tenders():
        words.update((word.lower(), tender.tender) for word in tender.words)
    return words


@cache
def tender_roles() -> Mapping[str, str]:
    """Return tender -> role."""
    return {tender.tender: tender.role for tender in tenders()}


@cache
def expense_words() -> Mapping[str, str]:
    """Return every word for a kind of expense, in lower case, with the role of its account."""
    return {row["word"].lower(): row["role"] for row in read_data("expense_words.csv")}


def expense_role(text: str) -> str | None:
    """Return the role an expense description means, or None.

    The whole text is looked up first, then the longest known word in it; an English word counts only as a whole word.
    """
    plain = " ".join(text.lower().split())
    words = expense_words()
    if plain in words:
        return words[plain]
    padded = f" {plain} "
    found = [word for word in words if (word if not word.isascii() else f" {word} ") in padded]
    return words[max(found, key=len)] if found else None


@cache
def cash_flow_rules() -> CashFlowRules:
    """Return the cash-flow lines for kinds of documents and for roles."""
    rows = read_data("cash_flow_rules.csv")
    by_role = {role: row["line"] for row in rows for role in row["roles"].split()}
    return CashFlowRules({row["kind"]: row["line"] for row in rows}, by_role)
