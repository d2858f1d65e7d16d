"""Statements laid out as the forms they are filed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lstbo.accounting import Form, StatementRow
from lstbo.reports.layout import Cell, Column, FormHead, Styled, Table

_WORDS = {
    "zh": ("行次", "项目", "资产", "负债和所有者权益"),
    "en": ("Line", "Item", "Assets", "Liabilities and equity"),
}


def statement_table(
    form: Form,
    columns: Sequence[tuple[str, Sequence[StatementRow]]],
    *,
    language: str,
    head: FormHead,
    notes: Sequence[str] = (),
) -> Table:
    """Return a statement as a table.

    `columns` are headings with the same form worked out for each, such as this month and the year to date. A
    balance sheet has assets on the left and claims on the right; totals and headings are bold, zeros empty.
    """
    zh = language.startswith("zh")
    title = form.title_zh if zh else form.title_en
    line, item, assets, claims = _WORDS["zh" if zh else "en"]
    if form.statement != "balance-sheet":
        cells = _side(columns, language, lambda row: True)
        heads = _heads("", item, line, columns)
        return Table(title, heads, cells, None, tuple(notes), head, blank_zero=True)
    left = _side(columns, language, lambda row: row.side == "A")
    right = _side(columns, language, lambda row: row.side != "A")
    height = max(len(left), len(right))
    left, right = _foot_aligned(left, height), _foot_aligned(right, height)
    heads = [*_heads("asset_", assets, line, columns), *_heads("claim_", claims, line, columns)]
    rows = [[*one, *other] for one, other in zip(left, right, strict=True)]
    return Table(title, heads, rows, None, tuple(notes), head, blank_zero=True)


def _heads(prefix: str, item: str, line: str, columns: Sequence[tuple[str, Sequence[StatementRow]]]) -> list[Column]:
    amounts = [Column(f"{prefix}amount{at}", label, "money") for at, (label, _rows) in enumerate(columns, 1)]
    return [Column(f"{prefix}name", item), Column(f"{prefix}line", line, "int"), *amounts]


def _side(
    columns: Sequence[tuple[str, Sequence[StatementRow]]], language: str, wanted: Callable[[StatementRow], bool]
) -> list[list[Cell]]:
    """Return the wanted lines: name, line number, and one amount per column."""
    cells: list[list[Cell]] = []
    for rows in zip(*(rows for _label, rows in columns), strict=True):
        row = rows[0]
        if not wanted(row):
            continue
        bold = row.indent == 0
        name = Styled(row.name(language), bold=bold, indent=row.indent)
        amounts: list[Cell] = [Styled(each.amount, bold=bold) for each in rows]
        cells.append([name, row.line or None, *amounts])
    return cells


def _foot_aligned(cells: list[list[Cell]], height: int) -> list[list[Cell]]:
    """Return the lines of one side, its last line moved down to the foot of the other side."""
    blank: list[Cell] = [None] * len(cells[0])
    return [*cells[:-1], *[blank] * (height - len(cells)), cells[-1]]
