"""A figure is opened down to the row of the file it came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.core.errors import NotFound
from lstbo.core.language import set_language
from lstbo.core.period import Period
from lstbo.proof import Explanation, Node, explain
from lstbo.storage import Book

Explain = Callable[..., Explanation]
FEBRUARY = Period.parse("2026-02")


@pytest.fixture
def opened(sound: Path) -> Iterator[Explain]:
    set_language("en")
    with Book.open(sound, read_only=True) as book, book.read() as tx:
        yield lambda figure, **asked: explain(tx, figure, **asked)
    set_language(None)


def below(node: Node, kind: str) -> list[Node]:
    """Return every node of a kind in a tree."""
    return [
        found for child in node.children for found in [*([child] if child.kind == kind else []), *below(child, kind)]
    ]


def test_a_line_of_the_income_statement_leads_to_the_row_of_the_file(opened: Explain) -> None:
    node = opened("income:1", period=FEBRUARY).node
    assert (node.text, node.amount) == ("income:1 1. Operating revenue = net_cr(5001)+net_cr(5051)", Decimal("27.72"))
    assert sum(child.amount or 0 for child in node.children) == node.amount
    assert "sales.csv, row 2: R1,2026-02-01 09:00,1,sale,A1,酱油 500ml,2,10.00,0,20.00,cash,23.00" in [
        row.text for row in below(node, "row")
    ]


def test_a_total_leads_through_the_lines_it_adds_up(opened: Explain) -> None:
    node = opened("income:21", period=FEBRUARY).node
    assert [(child.text[:15], str(child.amount)) for child in node.children] == [
        ("income:1 1. Ope", "27.72"), ("(less) income:2", "10.00"),
    ]  # fmt: skip


def test_a_balance_reaches_back_before_its_period(opened: Explain) -> None:
    node = opened("balance-sheet:9", period=FEBRUARY).node
    (account,) = node.children
    assert (node.amount, account.text, account.amount) == (240, "1405.01 Ambient goods", 240)
    assert account.children[0].amount == 500


def test_a_cash_flow_line_leads_to_its_entries(opened: Explain) -> None:
    node = opened("cash-flow:6", period=Period.parse("2026-01")).node
    assert [entry.amount for entry in below(node, "entry")][:1] == [300]


def test_an_account_shows_its_balance_and_its_largest_entries(opened: Explain) -> None:
    for figure in ("till_cash", "1001.01", "account:1001"):
        node = opened(figure).node
        assert (node.amount, [below_.amount for below_ in below(node, "entry")]) == (417, [400, 27, -10])


@pytest.mark.parametrize("figure", ["202601-003", "记-202601-003"])
def test_a_voucher_shows_its_postings_and_its_document(opened: Explain, figure: str) -> None:
    node = opened(figure).node
    assert [child.amount for child in node.children] == [400, 200, -400, -200, None]
    assert node.children[-1].text.startswith("document 4 (Sales, 2026-01-05)")


def test_a_reversal_names_what_it_reverses_and_is_named_by_it(opened: Explain) -> None:
    assert opened("202602-004").node.text.endswith("reverses 202602-003")
    assert opened("document:9").node.text.endswith("reversed by 10")


def test_an_item_shows_stock_cost_and_who_moved_it(opened: Explain) -> None:
    node = opened("item:A1", limit=2).node
    assert (node.quantity, node.amount, node.more) == (48, 240, 3)
    assert [(move.quantity, move.amount) for move in node.children] == [(1, 5), (-3, -15)]
    assert [receipt.text[:10] for receipt in below(node.children[1], "receipt")] == ["receipt R1", "receipt R2"]


def test_a_receipt_shows_lines_rows_and_payments(opened: Explain) -> None:
    node = opened("R2").node
    assert [(child.kind, child.amount) for child in node.children] == [
        ("line", Decimal(10)), ("paid", None),
    ]  # fmt: skip
    assert [(way.kind, way.amount) for way in node.children[1].children] == [
        ("payment", Decimal(4)), ("payment", Decimal(6)),
    ]  # fmt: skip
    assert "row 4: R2" in below(node, "row")[0].text


def test_a_day_shows_its_largest_receipts_and_what_they_add_up_to(opened: Explain) -> None:
    node = opened("2026-02-01", limit=1).node
    assert (node.kind, node.amount, node.more) == ("day", Decimal(33), 1)
    assert [(child.text[:10], child.amount) for child in node.children] == [("receipt R1", Decimal(23))]


def test_a_document_shows_its_receipts_and_the_file(opened: Explain) -> None:
    node = opened("document:8", limit=1).node
    assert [child.kind for child in node.children] == ["receipt", "entry", "file"]
    assert node.children[-1].text == "batch 8: sales.csv, 5 rows"
    assert node.more == 4


def test_documents_goods_and_tills_are_called_by_words(opened: Explain) -> None:
    assert opened("document:8").node.text.startswith("document 8 (Imported sales, ")
    assert below(opened("document:8").node, "entry")[0].text.endswith(" 2026-02-01 Sales · till 1")
    moves = [child.text.split()[1] for child in opened("item:A1", limit=50).node.children]
    assert moves[:2] == ["brought", "sold,"] and "bought," in moves


def test_text_and_json_show_the_same_tree(opened: Explain) -> None:
    found = opened("202601-005")
    assert found.lines()[:2] == ["202601-005 2026-01-31 一月房租", "  300.00  5601.01 Shop rent"]
    data = json.loads(json.dumps(found.to_json()))
    assert (data["figure"], data["children"][0]["amount"]) == ("202601-005", "300.00")


def test_what_was_left_out_is_counted(opened: Explain) -> None:
    assert opened("till_cash", limit=1).lines()[-1] == "  … and 2 more"


def test_what_is_not_there_is_said_so(opened: Explain) -> None:
    named = ["income:99", "209901-001", "document:999", "document:x", "receipt:X", "item:none", "account:x"]
    for figure in ["nonsense", "", *named]:
        with pytest.raises(NotFound):
            opened(figure)


def test_under_a_tender_stand_the_receipts_that_were_paid_by_it(opened: Explain) -> None:
    (debits,) = opened("wallet.wechat", period=FEBRUARY).node.children
    entries = [
        (entry.amount, [(found.text[:10], found.amount) for found in below(entry, "receipt")])
        for entry in debits.children
    ]
    assert entries == [(6, [("receipt R2", 6)]), (5, [("receipt R4", 5)])]


def test_under_returns_stand_the_refunds_and_no_sale(opened: Explain) -> None:
    node = opened("sales_returns").node
    assert [found.text[:10] for found in below(node, "receipt")] == ["receipt R3"]
    assert [found.amount for found in below(node, "receipt")] == [10]


def test_an_account_of_a_period_shows_its_turnover_and_rows_that_add_up(opened: Explain) -> None:
    node = opened("till_cash", period=FEBRUARY, limit=1).node
    assert node.text.endswith("in 2026-02: opening 400.00, debits 27.00, credits 10.00, closing 417.00")
    assert (node.amount, [(side.text, side.amount) for side in node.children]) == (
        17,
        [("debits", 27), ("credits", -10)],
    )
    for side in node.children:
        assert sum(entry.amount or 0 for entry in side.children) == side.amount


def test_what_is_not_shown_of_a_turnover_stands_in_one_row(opened: Explain) -> None:
    (debits, _credits) = opened("bank", period=FEBRUARY, limit=1).node.children
    assert sum(row.amount or 0 for row in debits.children) == debits.amount
    node = opened("1001", period=Period.parse("2026"), limit=1).node
    assert [(row.kind, row.amount) for row in node.children[0].children] == [("entry", 400), ("rest", 27)]
