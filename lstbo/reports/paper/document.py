"""Pages: what goes on which page is planned first, then drawn, so that every page knows how many there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from lstbo.reports.layout import Column, FormHead, Pack, Section, Series, Table
from lstbo.reports.paper.bars import HEIGHT, draw_bars
from lstbo.reports.paper.grid import (
    MIN_TEXT,
    Grid,
    SetRow,
    draw_head,
    draw_rows,
    draw_totals,
    natural_widths,
    set_table,
    settle_widths,
    tighten,
)
from lstbo.reports.paper.labels import Labels, currency_name, labels
from lstbo.reports.paper.type import Typesetter, face, wrap

MARGIN = 42.0
HEADER = 26.0
FOOTER = 24.0
TITLE_SIZE = 13.0
NOTE_SIZE = 8.0
_TITLE = 24.0
_FORM = 15.0
_NOTE = 11.5
_GAP = 18.0
_LEAST = 90.0
_HAIR = 0.01


@dataclass(slots=True)
class _Part:
    """What one section puts on one page, from `top` down."""

    section: Section
    top: float
    titles: Sequence[str]
    first: bool
    grid: Grid | None = None
    rows: Sequence[SetRow] = ()
    totals: SetRow | None = None
    notes: Sequence[str] = ()


@dataclass(slots=True)
class _Page:
    """One page: its size in points and what is on it."""

    width: float
    height: float
    parts: list[_Part] = field(default_factory=list)

    @property
    def room(self) -> float:
        return self.width - 2 * MARGIN

    @property
    def top(self) -> float:
        return self.height - MARGIN - HEADER

    @property
    def bottom(self) -> float:
        return MARGIN + FOOTER


def write_pack(pack: Pack, out: BinaryIO, language: str) -> int:
    """Write `pack` to `out` and return the number of pages."""
    setter = Typesetter()
    words = labels(language)
    planner = _Planner(setter, words, language)
    for section in pack.sections:
        planner.add(section)
    texts = [setter.pdf_text(text) for text in (pack.shop, f"{pack.title}  {pack.period}", pack.footer)]
    if setter.missing:
        planner.add(_missing_table(setter, words))
    pages = planner.pages or [_Page(*A4)]
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(texts[1])
    canvas.setAuthor(texts[0])
    canvas.setCreator("lstbo")
    for number, page in enumerate(pages, 1):
        canvas.setPageSize((page.width, page.height))
        _draw_frame(canvas, page, texts, words.page.format(page=number, pages=len(pages)))
        for at, part in enumerate(page.parts):
            _draw_part(canvas, page, part, f"p{number}-{at}", setter)
        canvas.showPage()
    canvas.save()
    return len(pages)


class _Planner:
    """Fills pages from top to bottom."""

    def __init__(self, setter: Typesetter, words: Labels, language: str) -> None:
        self.pages: list[_Page] = []
        self._setter = setter
        self._words = words
        self._language = language
        self._y = 0.0

    def add(self, section: Section) -> None:
        if isinstance(section, Series):
            self._add_series(section)
        else:
            self._add_table(section)

    def _page(self, landscape: bool) -> _Page:
        page = _Page(A4[1], A4[0]) if landscape else _Page(*A4)
        self.pages.append(page)
        self._y = page.top
        return page

    def _fits(self, height: float, landscape: bool) -> bool:
        if not self.pages or (self.pages[-1].width > self.pages[-1].height) != landscape:
            return False
        return self._y - height >= self.pages[-1].bottom

    def _place(self, section: Section, landscape: bool, least: float) -> _Page:
        if self.pages and not section.own_page and self._fits(least, landscape):
            return self.pages[-1]
        return self._page(landscape)

    def _notes(self, section: Section, page: _Page) -> list[str]:
        texts = [self._setter.pdf_text(note) for note in section.notes]
        return [line for text in texts for line in wrap(text, page.room, face(), NOTE_SIZE)]

    def _add_series(self, series: Series) -> None:
        page = self._place(series, False, _TITLE + HEIGHT)
        title = self._setter.pdf_text(series.title)
        for label, _amount in series.points:
            self._setter.pdf_text(label)
        lines = wrap(title, page.room, face(True), TITLE_SIZE)
        part = _Part(series, self._y, lines, True)
        page.parts.append(part)
        self._y -= _TITLE * len(lines) + HEIGHT
        self._put_notes(page, part, self._notes(series, page))
        self._y -= _GAP

    def _add_table(self, table: Table) -> None:
        natural = natural_widths(table, self._setter)
        wide = sum(w if c.kind != "text" else min(w, 2 * MIN_TEXT) for w, c in zip(natural, table.columns, strict=True))
        landscape = wide > A4[0] - 2 * MARGIN
        page = self._place(table, landscape, _LEAST)
        grid = set_table(table, settle_widths(table.columns, natural, page.room), self._setter)
        if table.head is not None:
            above = self._above(table, page)
            below = _NOTE * len(self._notes(table, page)) + 6 if table.notes else 0
            grid = tighten(grid, self._y - page.bottom - above - below)
        title, rows, first = self._setter.pdf_text(table.title), list(grid.rows), True
        at = 0
        while first or at < len(rows):
            if not first:
                page = self._page(landscape)
                title = self._words.continued.format(title=self._setter.pdf_text(table.title))
            part = self._start(page, table, grid, title, first)
            taken = self._take(page, rows, at, grid.totals)
            part.rows = rows[at : at + taken]
            at += taken
            first = False
        if grid.totals is not None:
            part.totals = grid.totals
            self._y -= grid.totals.height
        self._put_notes(
            page, part, self._notes(table, page) if rows else [self._words.empty, *self._notes(table, page)]
        )
        self._y -= _GAP

    def _above(self, table: Table, page: _Page) -> float:
        """Return the height of the title and the form head of a table."""
        titles = wrap(self._setter.pdf_text(table.title), page.room, face(True), TITLE_SIZE)
        form = self._form_lines(table.head, page) if table.head else []
        return _TITLE * len(titles) + _FORM * len(form)

    def _start(self, page: _Page, table: Table, grid: Grid, title: str, first: bool) -> _Part:
        lines = wrap(title, page.room, face(True), TITLE_SIZE)
        form = self._form_lines(table.head, page) if table.head else []
        part = _Part(table, self._y, [*lines, *form], first, grid)
        page.parts.append(part)
        self._y -= _TITLE * len(lines) + _FORM * len(form) + grid.head.height
        return part

    def _form_lines(self, head: FormHead, page: _Page) -> list[str]:
        """Return the lines of a form head, three fields each parted by a tab."""
        pdf_text = self._setter.pdf_text
        unit = currency_name(pdf_text(head.currency), self._language)
        left = self._words.prepared_by.format(name=pdf_text(head.unit_name))
        right = self._words.unit.format(currency=unit) if unit else ""
        middle = pdf_text(head.date_text)
        number = [f"\t\t{pdf_text(head.number)}"] if head.number else []
        rest = face().width(middle + right, NOTE_SIZE) + 40
        lines = wrap(left, page.room - rest, face(), NOTE_SIZE)
        return [*number, f"{lines[0]}\t{middle}\t{right}", *(f"{line}\t\t" for line in lines[1:])]

    def _take(self, page: _Page, rows: Sequence[SetRow], at: int, totals: SetRow | None) -> int:
        """Return how many rows from `at` fit on the page, the totals with the last ones; at least one."""
        taken = 0
        while at + taken < len(rows):
            height = rows[at + taken].height
            last = at + taken + 1 == len(rows)
            needed = height + (totals.height if last and totals is not None else 0.0)
            if self._y - needed < page.bottom - _HAIR and taken:
                break
            self._y -= height
            taken += 1
        return taken

    def _put_notes(self, page: _Page, part: _Part, notes: list[str]) -> None:
        """Put the lines of the notes below a part, going over to new pages as they need."""
        landscape = page.width > page.height
        while notes:
            fit = max(0, int((self._y - page.bottom - 4) // _NOTE))
            part.notes, notes = notes[:fit], notes[fit:]
            self._y -= _NOTE * len(part.notes) + 4
            if notes:
                page = self._page(landscape)
                part = _Part(part.section, self._y, (), False)
                page.parts.append(part)


def _missing_table(setter: Typesetter, words: Labels) -> Table:
    codes = [f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in sorted(setter.missing)]
    return Table(words.missing_title, [Column("code", words.missing_note)], [[code] for code in codes], own_page=False)


def _draw_frame(canvas: Canvas, page: _Page, texts: Sequence[str], number: str) -> None:
    """Draw the head and foot of a page: shop, title and period, footer text, page number."""
    shop, title, footer = texts
    right = page.width - MARGIN
    y = page.height - MARGIN
    canvas.setFillGray(0)
    room = page.room - 12
    _fit(canvas, shop, MARGIN, y, room * 0.55, 9.0, True)
    _fit(canvas, title, right, y, room * 0.45, 9.0, False, right=True)
    canvas.setLineWidth(0.5)
    canvas.setStrokeGray(0)
    canvas.line(MARGIN, y - 6, right, y - 6)
    _fit(canvas, footer, MARGIN, MARGIN, room * 0.7, 7.0, False)
    _fit(canvas, number, right, MARGIN, room * 0.3, 8.0, False, right=True)


def _fit(
    canvas: Canvas, text: str, x: float, y: float, room: float, size: float, bold: bool, *, right: bool = False
) -> None:
    """Draw one line of text, made smaller when it needs more than `room` points."""
    font = face(bold)
    width = font.width(text, size)
    if width > room:
        size = max(size * room / width, 3.0)
    canvas.setFont(font.name, size)
    if right:
        canvas.drawRightString(x, y, text)
    else:
        canvas.drawString(x, y, text)


def _draw_part(canvas: Canvas, page: _Page, part: _Part, key: str, setter: Typesetter) -> None:
    if part.first:
        canvas.bookmarkHorizontal(key, 0, part.top + 6)
        canvas.addOutlineEntry(setter.pdf_text(part.section.title), key, 0, False)
    y = _draw_titles(canvas, page, part)
    if part.grid is not None:
        y = draw_head(canvas, part.grid, MARGIN, y)
        y = draw_rows(canvas, part.grid, part.rows, MARGIN, y)
        if part.totals is not None:
            y = draw_totals(canvas, part.grid, part.totals, MARGIN, y)
    elif isinstance(part.section, Series) and part.first:
        draw_bars(canvas, part.section, setter, MARGIN, y, page.room)
        y -= HEIGHT
    canvas.setFont(face().name, NOTE_SIZE)
    for note in part.notes:
        y -= _NOTE
        canvas.drawString(MARGIN, y, note)


def _draw_titles(canvas: Canvas, page: _Page, part: _Part) -> float:
    """Draw the title (in the middle over a form) and the lines of a form head; return the y below them."""
    form = isinstance(part.section, Table) and part.section.head is not None
    y = part.top
    right = page.width - MARGIN
    for line in part.titles:
        if "\t" in line:
            y -= _FORM
            left, middle, end = line.split("\t")
            canvas.setFont(face().name, NOTE_SIZE)
            canvas.drawString(MARGIN, y + 5, left)
            canvas.drawRightString(right, y + 5, end)
            start = MARGIN + face().width(left, NOTE_SIZE) + 10
            half = face().width(middle, NOTE_SIZE) / 2
            canvas.drawCentredString(max(page.width / 2, start + half), y + 5, middle)
            continue
        y -= _TITLE
        canvas.setFont(face(True).name, TITLE_SIZE)
        if form:
            canvas.drawCentredString(page.width / 2, y + 8, line)
        else:
            canvas.drawString(MARGIN, y + 8, line)
    return y
