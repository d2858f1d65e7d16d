"""A book whose every name is out to break the terminal: all pages are walked through in a real one."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from lstbo.accounting import ensure_party
from lstbo.exchange import ImportOptions, import_files
from lstbo.storage import Book
from tests.screens.pty_session import PtySession
from tests.small_shop import add_item, found, january, post
from tests.widgets.evil import EVIL, FORBIDDEN

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pty, and such names of files")
WALK = (
    *("f2", "down", "e", "enter", "escape", "escape", "f4", "down", "enter", "right", "e", "escape", "escape"),
    *("right", "right", "right", "right", "right", "right", "s", "end", "enter", "escape", "n", "escape"),
    *("f6", "enter", "e", "enter", "escape", "escape", "ctrl+z", "escape", "escape", "down", "down", "enter", "escape"),
    *("right", "down", "enter", "escape", "right", "end", "enter", "escape", "right", "t", "t", "p", "escape"),
    *("f9", "enter", "escape", "f10", "enter", "escape", "right", "enter", "escape", "right", "enter", "escape"),
    *("ctrl+p", "o", "s", "c", "escape", "escape", "f1", "escape", "a", "escape", "f2"),
)


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Items, a category, suppliers, customers, memos, titles and the shop hold the texts as they are; files and the
    rows that wait come in as files do."""
    monkeypatch.setenv("LSTBO_NOW", "2026-01-31T18:00")
    book = tmp_path / "shop.duckdb"
    with found(book) as opened:
        january(opened)
        with opened.write("evil") as tx:
            for at, text in enumerate(EVIL):
                item = add_item(tx, 100 + at, text, 1)
                tx.execute(
                    "UPDATE catalog.category SET name = ? WHERE id = (SELECT min(id) FROM catalog.category)", [text]
                )
                customer = ensure_party(tx, "customer", f"customer {at}", doc=1)
                supplier = ensure_party(tx, "supplier", f"supplier {at}", doc=1)
                tx.execute(
                    "UPDATE accounting.party SET name = ? || kind WHERE id IN (?, ?)", [text, customer, supplier]
                )
                doc = post(
                    tx,
                    date(2026, 1, 31),
                    "tab",
                    "x",
                    ("tabs", f"{item}.00", customer),
                    ("bank", f"-{item}.00"),
                    cash="6",
                )
                post(tx, date(2026, 1, 31), "bill", "x", ("bank", "5.00"), ("payables", "-5.00", supplier), cash="6")
                tx.execute("UPDATE storage.document SET title = ? WHERE seq = ?", [text, doc])
                tx.execute("UPDATE accounting.journal_entry SET memo = ? WHERE doc = ?", [text, doc])
            tx.execute("UPDATE storage.setting SET value = ? WHERE name = 'shop_name'", [EVIL[3]])
    (tmp_path / "Downloads").mkdir()
    for at, text in enumerate(EVIL):
        file = tmp_path / "Downloads" / f"{text[:40].replace('/', ' ')}.csv"
        cell = text[:80].replace("\n", " ").replace("\r", "")
        rows = f'R{at},2026-01-31 10:00:00,"{cell}",1,1.00,"{cell}"'
        file.write_text(f"receipt_id,sold_at,name,quantity,unit_price,tender\n{rows}\n", encoding="utf-8", newline="")
        import_files(book, "sales", [str(file)], ImportOptions(unknown="hold", business_date=date(2026, 1, 31)))
    return book


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
def test_no_name_gets_through_to_the_terminal(hostile: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    env = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "LSTBO_NOW": "2026-01-31T18:00", "TERM_PROGRAM": ""}
    with PtySession.lstbo("--book", hostile, env=env, cwd=tmp_path, size=size) as terminal:
        terminal.wait_for("F10", "no tested backup")
        for key in WALK:
            terminal.press(key)
            terminal.quiet(0.12, 2)
            assert "went wrong" not in terminal.text, f"{key}:\n{terminal.text}"
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        written = terminal.raw.decode(errors="replace")
    assert [mark for mark in FORBIDDEN if mark in written] == []
    assert "Traceback" not in written
    assert "坏[/]名" in written and "[@click=app.quit]点我[/]" in written


def test_the_texts_are_in_the_book_as_they_are(hostile: Path) -> None:
    with Book.open(hostile, read_only=True) as book, book.read() as tx:
        names = {row[0] for row in tx.rows("SELECT name FROM catalog.item")}
    assert set(EVIL) <= names
