"""A document before it is posted: whole amounts, plain names, and one of two answers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from textual.app import App

from lstbo.widgets.preview import DocumentPreview, PreviewEntry, PreviewScreen, preview_lines
from tests.screens.terminal import frame, in_a_loop
from tests.widgets.evil import EVIL, FORBIDDEN

RENT = DocumentPreview(
    "Expense",
    facts=[("Day", "2026-11-22")],
    columns=["What", "Quantity", "Amount"],
    lines=[["房租 for the shop", Decimal(1), Decimal("3000.00")], ["水费", Decimal("2.5"), Decimal("12.50")]],
    totals=[("Total", Decimal("3012.50"))],
    words=["3,012.50 leaves WeChat for rent and water."],
    entries=[
        PreviewEntry("5602 费用", debit=Decimal("3012.50")),
        PreviewEntry("1012.02 微信", credit=Decimal("3012.50")),
    ],
)


def test_lines_totals_words_and_entry_follow_each_other() -> None:
    text = "\n".join(preview_lines(RENT, 60))
    assert "房租 for the shop         1  3,000.00" in text
    assert "Total 3,012.50" in text
    assert text.index("Total") < text.index("leaves WeChat") < text.index("5602 费用")


def test_debit_and_credit_stand_in_columns_of_their_own() -> None:
    lines = preview_lines(RENT, 60)
    assert lines[-2] == "5602 费用                            3,012.50               "
    assert lines[-1] == "1012.02 微信                                        3,012.50"


@pytest.mark.parametrize("width", [40, 60, 76, 116])
@pytest.mark.parametrize("name", EVIL)
def test_a_long_or_evil_name_never_cuts_an_amount(width: int, name: str) -> None:
    document = DocumentPreview(
        "x",
        columns=["What", "Amount"],
        lines=[[name, Decimal("9999999999.99")]],
        words=[name],
        entries=[PreviewEntry(name)],
    )
    text = "\n".join(preview_lines(document, width))
    assert "9,999,999,999.99" in text
    assert not any(mark in text for mark in (*FORBIDDEN, "\x1b"))


@pytest.mark.parametrize(("key", "answer"), [("ctrl+s", True), ("escape", False)])
@in_a_loop
async def test_a_preview_is_posted_or_left(key: str, answer: bool) -> None:
    answers: list[bool | None] = []
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(PreviewScreen(RENT), answers.append)
        await pilot.pause()
        assert "3,012.50 leaves WeChat" in frame(app) and "Ctrl+S posts it" in frame(app)
        await pilot.press(key)
        await pilot.pause()
    assert answers == [answer]
