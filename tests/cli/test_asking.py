"""Questions are asked at a terminal only, and a no changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from lstbo.cli.output import as_text
from lstbo.reports import Column, Table
from tests.command import Terminal

pty = pytest.importorskip("pty", reason="terminals of POSIX")
ROOT = Path(__file__).resolve().parents[2]


def at_a_terminal(shop: Terminal, answer: str, *words: str, asked: bytes = b"[y/N]") -> tuple[int, str]:
    """Run a call at a terminal of its own, type the answer, and return the exit code and what was seen."""
    ours, theirs = pty.openpty()
    env = {**shop.env, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-m", "lstbo", *words]
    run = subprocess.Popen(call, cwd=shop.folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    seen = b""
    typed = False
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        seen += part
        if asked in seen and not typed:
            typed = True
            os.write(ours, f"{answer}\n".encode())
    os.close(ours)
    return run.wait(timeout=30), seen.decode("utf-8")


def test_a_no_changes_nothing(shop: Terminal) -> None:
    code, seen = at_a_terminal(shop, "n", "journal", "reverse", "2")
    assert code == 1 and "Document 2 would be reversed: " in seen and "Nothing was changed." in seen
    assert shop("accounts", "balance", "bank", "--json").json["balance"] == "9700.00"


def test_a_yes_does_it(shop: Terminal) -> None:
    rent = shop("journal", "list", "--account", "rent", "--json").json[0]["document"]
    code, seen = at_a_terminal(shop, "y", "journal", "reverse", str(rent))
    assert code == 0 and f"reverses document {rent}" in seen
    assert shop("accounts", "balance", "bank", "--json").json["balance"] == "10000.00"


def test_yes_given_is_not_asked(shop: Terminal) -> None:
    _code, seen = at_a_terminal(shop, "n", "lock", "2026-01", "--hard", "--yes")
    assert "[y/N]" not in seen and "2026-01 is locked." in seen


def test_what_is_not_there_or_reversed_already_is_said_before_asking(shop: Terminal) -> None:
    assert at_a_terminal(shop, "y", "journal", "reverse", "99999") == (1, "There is no document 99999.\r\n")
    rent = shop("journal", "post", "rent=3", "bank=-3", "--json").json["document"]
    shop("journal", "reverse", rent, "--yes")
    code, seen = at_a_terminal(shop, "y", "journal", "reverse", str(rent))
    assert code == 1 and "was reversed by document" in seen and "[y/N]" not in seen


@pytest.mark.parametrize("call", ["journal reverse 2", "lock 2026-01 --hard", "import undo BATCH", "restore latest"])
def test_a_script_must_say_yes(shop: Terminal, call: str) -> None:
    if call.startswith("restore"):
        shop("backup")
    batch = shop("import", "sales", "sales.csv", "--json").json["batch"]
    said = shop(*call.replace("BATCH", str(batch)).split())
    assert (said.exit_code, said.out) == (2, "")
    assert "--yes" in said.err and said.err.count("\n") == 1


def test_a_wide_list_fits_the_terminal(shop: Terminal) -> None:
    _code, seen = at_a_terminal(shop, "", "stock", "list")
    assert max(len(line) for line in seen.splitlines()) <= 100


UNCLEAR = "receipt_id,sold_at,item,quantity,unit_price\nD1,03/02/2026,A1,1,10.00\n"


def test_a_file_that_leaves_a_question_open_is_shown_and_asked_about(shop: Terminal) -> None:
    shop.write("unclear.csv", UNCLEAR)
    code, seen = at_a_terminal(shop, "d", "import", "sales", "unclear.csv", asked=b"[d/m]")
    assert code == 0 and "Does 03/02/2026 in column sold_at begin with the day or the month? [d/m]" in seen
    assert "unclear.csv: this is how it would be read." in seen and "--date-order dmy" in seen
    assert shop("report", "day-book", "--period", "2026-02", "--json").json["rows"][0]["date"] == "2026-02-03"


def test_without_a_usable_answer_nothing_is_posted(shop: Terminal) -> None:
    shop.write("unclear.csv", UNCLEAR)
    code, seen = at_a_terminal(shop, "what\nwhat\nwhat", "import", "sales", "unclear.csv", asked=b"[d/m]")
    assert code == 1 and "nothing was posted" in seen
    assert shop("import", "batches", "--json").json == []


def test_the_column_that_is_asked_for_is_named_by_its_number(shop: Terminal) -> None:
    shop.write("strange.csv", "wann,item,quantity,unit_price\n2026-02-03,A1,1,10.00\n")
    code, seen = at_a_terminal(shop, "1", "import", "sales", "strange.csv", asked=b"[1-4]")
    assert code == 0 and "Which column holds the date and time of the sale? [1-4]" in seen


def test_where_there_is_little_room_a_memo_stays_and_lesser_columns_go() -> None:
    columns = [Column(key, key) for key in ("account", "name", "voucher")]
    columns += [
        Column("memo", "memo", width=3),
        Column("amount", "amount", "money"),
        Column("document", "document", "int"),
    ]
    rows = [["1001.01", "till of the shop", "202610-001", "what it was for", Decimal("1234567.89"), 335]] * 2
    shown = as_text(Table("", columns, rows), 44)
    assert "what it was f" in shown and "1,234,567.89" in shown and max(map(len, shown.splitlines()[:4])) <= 44
    assert "Not shown at this width: name, voucher, document." in shown
