"""Paper: a ledger of 10,000 rows against plain drawing, and the accountant's monthly pack of a large book."""

from __future__ import annotations

import io
import json
import sys
import time
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.measuring import Figure, floor, limit, lstbo, median, python, share, turns
from benchmarks.workshop import Workshop

_ROWS = 10_000
_MONTH = "2015-05"
_WIDE = (0, 62, 130, 300, 360, 420)


def measure(shop: Workshop) -> list[Figure]:
    """Measure drawing from inside, and the pack as a whole process."""
    took = json.loads(python("-m", "benchmarks.paper", str(shop.seldom)).out)
    drawn = share(
        "paper",
        f"ledger of {_ROWS:,} rows",
        took["seen"],
        "drawing the strings alone",
        took["bare"],
        "s",
        at_most=1.5,
        note=f"{took['pages']} pages, {took['pages'] / took['seen']:.0f} a second",
    )
    book, paper = shop.stocked(shop.lines), shop.folder / "monthly.pdf"
    seen, floors = turns(
        shop.often,
        lambda: lstbo(book, "report", "monthly", "--period", _MONTH, "-o", paper),
        lambda: floor("income", book, _MONTH),
    )
    seconds = [median([run.seconds for run in runs]) for runs in (seen, floors)]
    pack = limit(
        "paper", "monthly pack as PDF", seconds[0], "s", at_most=3, floor_is="bare income script", floor=seconds[1]
    )
    return [drawn, pack]


def _inside(times: int) -> dict[str, float]:
    seen: list[float] = []
    bare: list[float] = []
    pages = 0
    rows = [_row(at) for at in range(_ROWS)]
    _ours(rows[:50])
    for _ in range(times):
        begun = time.perf_counter()
        pages = _ours(rows)
        seen.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        _bare(rows, pages)
        bare.append(time.perf_counter() - begun)
    return {"seen": median(seen), "bare": median(bare), "pages": pages}


def _row(at: int) -> tuple[date, str, str, Decimal, Decimal, Decimal]:
    amount = Decimal(at * 37 % 90_000 + 100) / 100
    return (
        date(2021, 1, 1) + timedelta(days=at // 30),
        f"2021{at // 900 + 1:02d}-{at % 900 + 1:03d}",
        f"销售 收银台 第{at % 400}笔 批发商{at % 5}",
        amount if at % 2 else Decimal("0.00"),
        Decimal("0.00") if at % 2 else amount,
        Decimal(at * 113) / 100,
    )


def _ours(rows: list[tuple[date, str, str, Decimal, Decimal, Decimal]]) -> int:
    from lstbo.reports import Column, Pack, Table
    from lstbo.reports.paper import render_pack

    columns = [
        Column("date", "日期", "date"),
        Column("voucher", "凭证"),
        Column("memo", "摘要", width=3),
        Column("debit", "借方", "money"),
        Column("credit", "贷方", "money"),
        Column("balance", "余额", "money"),
    ]
    pack = Pack("明细账", "福满多", "2021", [Table("明细账 1001", columns, rows)])
    return render_pack(pack, io.BytesIO(), language="zh")


def _bare(rows: list[tuple[date, str, str, Decimal, Decimal, Decimal]], pages: int) -> None:
    """Draw the same strings in the same font on as many pages, each at a fixed place, with one rule per row."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from lstbo.reports.paper.type import face

    canvas = Canvas(io.BytesIO(), pagesize=A4, pageCompression=1)
    each = -(-len(rows) // pages)
    for first in range(0, len(rows), each):
        canvas.setFont(face().name, 8.5)
        for at, (day, voucher, memo, *amounts) in enumerate(rows[first : first + each]):
            y = 780 - at * 14
            for x, text in zip((42, 104, 172), (day.isoformat(), voucher, memo), strict=True):
                canvas.drawString(x, y, text)
            for x, amount in zip((410, 480, 550), amounts, strict=True):
                canvas.drawRightString(x, y, f"{amount:,.2f}")
            canvas.line(42, y - 3, 550, y - 3)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    print(json.dumps(_inside(int(sys.argv[1]))))
