"""What the terminal is for, done once from beginning to end in a real terminal of 80x24, in Chinese and in English.

From no book at all: four questions, a file from the Setup page, a payment nobody understood, an item and its card, a
document taken back, the statement, and the statement on paper.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.accounting import journal, trial_balance
from lstbo.core.period import Period
from lstbo.exchange import waiting
from lstbo.proof import check_book
from lstbo.storage import Book, anchor_of
from tests.screens.pty_session import PtySession

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pty")
SALES = """receipt_id,sold_at,register,kind,name,quantity,unit_price,net,tender,amount_paid
1001,2026-10-30 09:00:00,1,sale,酱油 500ml,2,10.00,20.00,cash,20.00
1002,2026-10-30 09:05:00,1,sale,矿泉水 550ml,3,2.00,6.00,wechat,6.00
1003,2026-10-31 10:00:00,1,sale,苏打水 330ml,1,4.00,4.00,摇一摇,4.00
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What the screens say on the way, in one language."""

    questions: str
    no_sales: str
    held: str
    wait: str
    how_paid: str
    nothing_posted: str
    posted: str
    search: str
    one_item: str
    in_stock: str
    opening: str
    revenue: str
    kinds: str
    written: str


WORDS = {
    "zh": Words(
        "新建账套", "还没有销售", "1 待处理", "1 行待处理", "这是怎么付的款", "不入账", "已入账：单据", "\n 搜索",
        "\n 1 个商品", "库存：-2", "单据 2", "29.70", "PDF（打印用）", "已写到",
    ),
    "en": Words(
        "A new book", "No sales yet", "1 waiting", "1 row waits", "How was this paid?", "nothing is posted",
        "Posted: document", "\n Search", "\n 1 item", "In stock: -2", "Document 2", "Less: cost of sales",
        "PDF, to print", "Written to",
    ),
}  # fmt: skip


def look(book: Path, work: object) -> object:
    with Book.open(book, read_only=True) as opened, opened.read() as tx:
        return work(tx)  # type: ignore[operator]


@pytest.mark.parametrize("lang", WORDS)
def test_from_no_book_to_the_printed_statement(tmp_path: Path, lang: str) -> None:
    words, book = WORDS[lang], tmp_path / "shop.duckdb"
    (tmp_path / "Downloads").mkdir()
    (tmp_path / "Downloads" / "till.csv").write_text(SALES, encoding="utf-8")
    env = {"HOME": str(tmp_path), "LSTBO_NOW": "2026-10-31T18:30", "LSTBO_USER": "anna", "LSTBO_LANG": lang}
    env |= {"XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_STATE_HOME": str(tmp_path / "s")}
    with PtySession.lstbo("--book", book, env=env, cwd=tmp_path) as terminal:

        def go(keys: str, *seen: str) -> None:
            """Press keys, wait until the screen says all of it, and until it is still."""
            terminal.press(*keys.split())
            terminal.wait_for(*seen)
            terminal.quiet(0.3)

        begin_a_book(go, words)
        import_and_map(go, words)
        look_an_item_up(go, words)
        take_the_opening_back(go, words)
        print_the_statement(go, words)
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        assert b"Traceback" not in terminal.raw
    (paper,) = tmp_path.glob("*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")
    the_book_is_right(book)


def begin_a_book(go, words):  # type: ignore[no-untyped-def]
    go("", words.questions)
    go("福满多 enter", "福满多")
    go("down down down 100", "100")
    go("ctrl+s", words.no_sales, "F10")


def import_and_map(go, words):  # type: ignore[no-untyped-def]
    go("f10", "till.csv")
    go("enter", words.held, "Ctrl+S")
    go("ctrl+s", words.wait)
    go("enter", "摇一摇")
    go("enter", words.how_paid)
    go("down enter", words.nothing_posted, "4.00")
    go("ctrl+s", words.posted)


def look_an_item_up(go, words):  # type: ignore[no-untyped-def]
    go("f4", "酱油 500ml", "矿泉水 550ml")
    go("/", words.search)
    go("酱油", words.one_item)
    go("enter")
    go("enter", words.in_stock)


def take_the_opening_back(go, words):  # type: ignore[no-untyped-def]
    go("f6", "摇一摇", "130.00")
    go("down enter", words.opening, "100.00")
    go("ctrl+z", "100.00", "Ctrl+S")
    go("ctrl+s", words.posted)


def print_the_statement(go, words):  # type: ignore[no-untyped-def]
    go("f6 left", words.revenue)
    go("p", words.kinds)
    go("enter", words.written)


def the_book_is_right(book: Path) -> None:
    report = look(book, lambda tx: check_book(tx, anchor_of(book)))
    assert [check.name for check in report.checks if not check.ok] == []
    entries = look(book, journal)
    assert sum(line.amount for line in entries[-1].lines if line.amount > 0) == Decimal("100.00")
    assert entries[-1].date == date(2026, 10, 31)
    assert look(book, waiting) == []
    balances = look(book, lambda tx: trial_balance(tx, Period.parse("2026-10")))
    assert {Decimal("20.00"), Decimal("10.00")} <= {row.closing for row in balances.rows}
