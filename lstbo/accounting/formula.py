"""The formulas of statement forms: a small language, parsed and evaluated without `eval`.

    expression = [sign] term {sign term}
    term       = number | line | SUM(line:line) | word(argument, ...) | (expression)

A line is `L30`, or `BS.L30` for line 30 of another table. A word is looked up by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from lstbo.core.errors import BadInput
from lstbo.core.language import _

_TOKEN = re.compile(
    r"\s*(?:(?P<line>(?:[A-Z]+[0-9]?\.)?L\d+)(?![\w.])|(?P<number>\d+(?:\.\d+)*)(?![\w.])"
    r"|(?P<word>[A-Za-z_]+)|(?P<mark>[-+(),:]))"
)
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table; `table` is "" for the form the formula belongs to."""

    table: str
    line: int


@dataclass(frozen=True, slots=True)
class Word:
    """A figure of the books, such as bal(1001); the arguments are text."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """Signed terms added up: each is (+1 or -1, expression)."""

    terms: tuple[tuple[int, Expression], ...]


Expression = Number | Line | Word | Total


@cache
def parse(text: str) -> Expression:
    """Return the expression written in `text`. Raises BadInput naming the formula when it is malformed."""
    reader = _Reader(text)
    expression = reader.total()
    if reader.peek() != "":
        raise reader.wrong()
    return expression


def compute(
    expression: Expression, line: Callable[[str, int], Decimal], word: Callable[[str, tuple[str, ...]], Decimal]
) -> Decimal:
    """Return the value of an expression; `line` gives lines of tables, `word` gives figures of the books."""
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Line):
        return line(expression.table, expression.line)
    if isinstance(expression, Word):
        return word(expression.name, expression.arguments)
    return sum((sign * compute(term, line, word) for sign, term in expression.terms), Decimal(0))


def words(expression: Expression) -> list[Word]:
    """Return every figure of the books that an expression asks for."""
    if isinstance(expression, Total):
        return [found for _sign, term in expression.terms for found in words(term)]
    return [expression] if isinstance(expression, Word) else []


def lines(expression: Expression) -> list[Line]:
    """Return every line that an expression refers to."""
    if isinstance(expression, Total):
        return [found for _sign, term in expression.terms for found in lines(term)]
    return [expression] if isinstance(expression, Line) else []


class _Reader:
    """Reads one formula from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.depth = 0
        position = 0
        while position < len(text.rstrip()):
            found = _TOKEN.match(text, position)
            if found is None:
                raise self.wrong()
            self.tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            position = found.end()

    def wrong(self) -> BadInput:
        return BadInput(_("The formula '{formula}' cannot be read.").format(formula=self.text))

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, kind: str, expected: str = "") -> str:
        if self.at >= len(self.tokens):
            raise self.wrong()
        found, text = self.tokens[self.at]
        if found != kind or (expected and text != expected):
            raise self.wrong()
        self.at += 1
        return text

    def total(self) -> Expression:
        self.depth += 1
        if self.depth > _DEPTH:
            raise self.wrong()
        terms: list[tuple[int, Expression]] = []
        sign = self.sign() if self.peek() in ("+", "-") else 1
        terms.append((sign, self.term()))
        while self.peek() in ("+", "-"):
            sign = self.sign()
            terms.append((sign, self.term()))
        self.depth -= 1
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else Total(tuple(terms))

    def sign(self) -> int:
        return 1 if self.take("mark") == "+" else -1

    def term(self) -> Expression:
        kind = self.tokens[self.at][0] if self.at < len(self.tokens) else ""
        if kind == "number":
            text = self.take("number")
            if text.count(".") > 1:
                raise self.wrong()
            return Number(Decimal(text))
        if kind == "line":
            return self.line()
        if kind == "word":
            name = self.take("word")
            return self.span() if name == "SUM" else self.call(name)
        self.take("mark", "(")
        inside = self.total()
        self.take("mark", ")")
        return inside

    def line(self) -> Line:
        table, _dot, number = self.take("line").rpartition(".")
        return Line(table, int(number[1:]))

    def span(self) -> Expression:
        self.take("mark", "(")
        first = self.line()
        self.take("mark", ":")
        last = self.line()
        self.take("mark", ")")
        if first.table != last.table or not first.line <= last.line < first.line + 1000:
            raise self.wrong()
        return Total(tuple((1, Line(first.table, number)) for number in range(first.line, last.line + 1)))

    def call(self, name: str) -> Word:
        self.take("mark", "(")
        arguments: list[str] = []
        while self.peek() != ")":
            if arguments:
                self.take("mark", ",")
            arguments.append(self.take("number" if self.peek()[:1].isdigit() else "word"))
        self.take("mark", ")")
        return Word(name, tuple(arguments))
