"""A bar chart that reads in grey: bars from zero, a scale of round numbers, the highest bar labelled."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportlab.pdfgen.canvas import Canvas

from lstbo.reports.layout import Series
from lstbo.reports.paper.numbers import shown
from lstbo.reports.paper.type import Typesetter, face

HEIGHT = 210.0
_LABEL = 7.0
_FILL = 0.45


def scale(low: Decimal, high: Decimal, steps: int = 5) -> list[Decimal]:
    """Return round numbers, evenly apart, from at most min(low, 0) to at least max(high, 0)."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        return [Decimal(0), Decimal(1)]
    rough = (high - low) / steps
    unit = Decimal(1).scaleb(rough.adjusted())
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * number for number in range(int(first), int(last) + 1)]


def draw_bars(canvas: Canvas, series: Series, setter: Typesetter, left: float, top: float, width: float) -> None:
    """Draw the bars of `series` in a box `width` points wide and HEIGHT points high."""
    if not series.points:
        return
    amounts = [amount for _label, amount in series.points]
    ticks = scale(min(amounts), max(amounts))
    font = face()
    marks = [shown(tick, "quantity") for tick in ticks]
    x0 = left + max(font.width(mark, _LABEL) for mark in marks) + 6
    y0, y1 = top - HEIGHT + 22, top - 14
    span = ticks[-1] - ticks[0]

    def y_of(amount: Decimal) -> float:
        """Return the height on the page; a millionth of the box is fine enough for a drawing."""
        return y0 + (y1 - y0) * int((amount - ticks[0]) / span * 1_000_000) / 1_000_000

    canvas.setFont(font.name, _LABEL)
    for tick, mark in zip(ticks, marks, strict=True):
        y = y_of(tick)
        canvas.setStrokeGray(0 if tick == 0 else 0.8)
        canvas.setLineWidth(0.6 if tick == 0 else 0.3)
        canvas.line(x0, y, left + width, y)
        canvas.drawRightString(x0 - 4, y - 2.4, mark)
    _draw_points(canvas, series, setter, (x0, left + width - x0), y0, y_of)


def _draw_points(
    canvas: Canvas,
    series: Series,
    setter: Typesetter,
    span: tuple[float, float],
    foot: float,
    y_of: Callable[[Decimal], float],
) -> None:
    x0, room = span
    font = face()
    slot = room / len(series.points)
    labels = [setter.pdf_text(label) for label, _amount in series.points]
    widest = max(font.width(label, _LABEL) for label in labels)
    every = max(1, -int(-(widest * 1.25 + 3) // slot))
    top = max(amount for _label, amount in series.points)
    base = y_of(Decimal(0))
    canvas.setFillGray(_FILL)
    for at, (_label, amount) in enumerate(series.points):
        height = y_of(amount) - base
        canvas.rect(x0 + slot * at + slot * 0.14, base, slot * 0.72, height, stroke=0, fill=1)
    canvas.setFillGray(0)
    labelled = False
    for at, (label, (_name, amount)) in enumerate(zip(labels, series.points, strict=True)):
        middle = x0 + slot * (at + 0.5)
        if at % every == 0:
            half = font.width(label, _LABEL) / 2
            canvas.drawCentredString(max(x0 + half, min(middle, x0 + room - half)), foot - 10, label)
        if amount == top and not labelled and amount > 0:
            text = shown(amount, "money")
            half = font.width(text, _LABEL) / 2
            canvas.drawCentredString(max(x0 + half, min(middle, x0 + room - half)), y_of(amount) + 3, text)
            labelled = True
