"""What holds for every command: global options before and after, one sentence per fault, stdout for data only."""

from __future__ import annotations

import json
import stat
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest

from lstbo.cli.output import as_text
from lstbo.reports import Column, Table
from lstbo.storage import Book
from tests.command import Terminal

READING = [
    "stock list",
    "stock value",
    "stock card A1",
    "journal list",
    "journal show 2",
    "accounts list",
    "accounts balance bank",
    "import batches",
    "import held",
    "import profiles list",
    "check",
    "doctor",
    "explain bank",
    *(f"report {name}" for name in ("trial-balance", "balance-sheet", "income", "cash-flow", "journal", "stock-list")),
    "report margins",
    "report ageing",
    "report payables",
    *(f"report {name} --period 2026-01" for name in ("day-book", "cash-book", "stock-value", "monthly")),
    "report ledger bank",
    "report stock-card A1",
]
WRITING = [
    "import sales sales.csv",
    "import undo 1 --yes",
    "import map x A1",
    "journal post rent=1 bank=-1",
    "journal reverse 2 --yes",
    "lock 2026-01",
    "unlock 2026-01",
    "backup",
    "restore latest --yes",
    "export hledger",
]


@pytest.mark.parametrize("call", READING)
def test_a_reading_command_answers_in_json(shop: Terminal, call: str) -> None:
    said = shop(*call.split(), "--json")
    assert said.exit_code in (0, 5)  # the doctor may find something
    assert said.json is not None


@pytest.mark.parametrize("call", READING)
def test_a_reading_command_answers_in_words(shop: Terminal, call: str) -> None:
    said = shop(*call.split())
    assert said.exit_code in (0, 5) and said.out.strip()
    assert "\x1b" not in said.out


@pytest.mark.parametrize("call", [call for call in READING if not call.startswith("explain")])
def test_a_reading_command_answers_in_csv(shop: Terminal, call: str) -> None:
    said = shop(*call.split(), "--format", "csv")
    assert said.exit_code in (0, 5)
    assert said.out.startswith("\ufeff") and "," in said.out.splitlines()[0]


@pytest.mark.parametrize("call", [*READING, *WRITING])
def test_without_a_book_it_says_how_to_make_one(lstbo: Terminal, call: str) -> None:
    lstbo.write("sales.csv", "receipt_id,sold_at,item,quantity,net\nR1,2026-01-01,a,1,1.00\n")
    said = lstbo(*call.split())
    assert (said.exit_code, said.out) == (1, "")
    assert said.err.count("\n") == 1 and ("lstbo init" in said.err or "lstbo restore" in said.err)


@pytest.mark.parametrize("call", [*READING, *WRITING])
def test_a_file_that_is_no_book_is_a_sentence(lstbo: Terminal, call: str) -> None:
    lstbo.write("sales.csv", "receipt_id,sold_at,item,quantity,net\nR1,2026-01-01,a,1,1.00\n")
    lstbo.write("shop.duckdb", b"this is a letter, not a book\n" * 500)
    said = lstbo(*call.split())
    assert said.exit_code in (1, 5)
    assert "Traceback" not in said.err + said.out and "inside lstbo" not in said.err


@pytest.mark.parametrize("call", [call for call in WRITING if call != "export hledger"])
def test_read_only_refuses_to_write(shop: Terminal, call: str) -> None:
    before = (shop.folder / "shop.duckdb").read_bytes()
    said = shop("--read-only", *call.split())
    assert (said.exit_code, said.out) == (1, "")
    assert (shop.folder / "shop.duckdb").read_bytes() == before


@pytest.mark.parametrize(
    "words", ["--book other.duckdb stock list", "stock --book other.duckdb list", "stock list --book other.duckdb"]
)
def test_global_options_stand_before_or_after(shop: Terminal, words: str) -> None:
    assert "other.duckdb" in shop(*words.split()).err


def test_the_nearest_option_wins(shop: Terminal) -> None:
    assert shop("--book", "none.duckdb", "accounts", "balance", "bank", "--book", "shop.duckdb").exit_code == 0


def test_as_of_cuts_what_came_later(shop: Terminal) -> None:
    assert shop("--as-of", "2026-01-30", "accounts", "balance", "bank", "--json").json["balance"] == "10000.00"
    assert shop("accounts", "balance", "bank", "--json").json["balance"] == "9700.00"


def test_known_at_shows_what_was_known_then(shop: Terminal) -> None:
    assert shop("accounts", "balance", "bank", "--known-at", "2020-01-01", "--json").json["balance"] == "0.00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--as-of yesterday stock list", "'yesterday' is not a date."),
        ("--wait long stock list", "'long' is not a number of seconds."),
        ("--wait -1 stock list", "'-1' is not a number of seconds."),
        ("--lang fr stock list", "lstbo does not speak 'fr'."),
        ("stock list --format xml", "'xml' is not a format here."),
        ("report income --period 2026-13", "'2026-13' is not a period."),
        ("journal reverse seven", "The value of DOCUMENT cannot be used."),
        ("journal list --limit -1", "The value of --limit cannot be used. Write a whole number, 0 or more."),
        ("demo --months 99", "Write a whole number from 1 to 36."),
        ("stock list extra", "There is a word too many: extra."),
        ("import profiles save mine", "Nothing is said about these files yet."),
        ("journal post rent", "'rent' is not ACCOUNT=AMOUNT."),
        ("stock card", "ITEM is missing."),
        ("stock list --book", "--book needs a value."),
    ],
)
def test_a_wrong_value_is_named(shop: Terminal, words: str, said: str) -> None:
    answer = shop(*words.split())
    assert (answer.exit_code, answer.out) == (2, "")
    assert said in answer.err and answer.err.count("\n") == 1


def test_what_is_narrow_keeps_its_total_and_its_sentences() -> None:
    columns = [Column("date", "Date", "date"), Column("name", "Name", width=1), Column("detail", "Said", width=4)]
    columns += [Column(f"m{at}", f"Money {at}", "money") for at in range(3)]
    row = ["2026-10-31", "a name that is long", "a sentence of some words that no line holds", *[Decimal("12345.67")] * 3]
    text = as_text(Table("", columns, [row], ["", "Total", "", *[Decimal("12345.67")] * 3]), 60)
    assert "Not shown at this width: Name" in text and text.splitlines()[-2].startswith("Total ")
    wide = as_text(Table("", [columns[0], columns[2]], [[row[0], row[2]]]), 40)
    assert "…" not in wide and wide.rstrip().endswith("holds")


def test_ctrl_c_while_the_engine_works_is_an_interruption(shop: Terminal) -> None:
    with patch("lstbo.inventory.stock_on_hand", side_effect=RuntimeError("Query interrupted")):
        said = shop()
    assert said.exit_code == 130 and said.err.startswith("Interrupted") and said.err.count("\n") == 1


def test_a_fault_of_our_own_is_a_sentence_and_goes_to_the_log(shop: Terminal) -> None:
    with patch("lstbo.inventory.stock_on_hand", side_effect=RuntimeError("oh\x1b[31m")):
        said = shop()
    log = shop.folder / "state" / "lstbo" / "lstbo.log"
    assert said.exit_code == 1 and said.err.count("\n") == 1
    assert "Traceback" not in said.err and str(log) in said.err
    assert "RuntimeError: oh?[31m" in log.read_text("utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_busy_book_is_exit_4_and_names_the_holder(shop: Terminal) -> None:
    with Book.open(shop.folder / "shop.duckdb", role="till") as book, book.write("hold"):
        said = shop("stock", "list", "--wait", "0.1")
    assert (said.exit_code, said.out) == (4, "")
    assert "till" in said.err or "busy" in said.err.lower()


def test_names_cannot_play_with_the_terminal(shop: Terminal) -> None:
    shop("journal", "post", "--date", "2026-01-31", "--memo", "[red]x[/red] \x1b[2J\u202e", "rent=1", "bank=-1")
    said = shop("journal", "list")
    assert "\x1b" not in said.out and "\u202e" not in said.out and "[red]x[/red]" in said.out


def test_a_formula_is_harmless_in_csv(shop: Terminal) -> None:
    shop("journal", "post", "--date", "2026-01-31", "--memo", "=1+1", "rent=1", "bank=-1")
    assert "'=1+1" in shop("journal", "list", "--format", "csv").out


def test_o_writes_the_file_whole_and_nothing_to_stdout(shop: Terminal) -> None:
    said = shop("report", "income", "--period", "2026-01", "-o", "income.json")
    assert (said.exit_code, said.out) == (0, "")
    assert json.loads((shop.folder / "income.json").read_text("utf-8"))["period"] == "2026-01"


def test_o_into_a_folder_that_is_not_there_is_a_sentence(shop: Terminal) -> None:
    said = shop("report", "income", "-o", "nowhere/income.csv")
    assert said.exit_code == 1 and said.err.count("\n") == 1


def test_overview_names_the_book_and_its_last_day(shop: Terminal) -> None:
    said = shop()
    assert "福满多" in said.out and "Last day with sales: 2026-01-20" in said.out


def test_overview_without_a_book_says_how_to_make_one(lstbo: Terminal) -> None:
    said = lstbo()
    assert said.exit_code == 0 and "lstbo init" in said.out and "lstbo demo" in said.out


def test_the_default_book_lies_in_the_data_folder(lstbo: Terminal, tmp_path: Path) -> None:
    said = lstbo("stock", "list", env={"LSTBO_BOOK": ""})
    assert str(tmp_path / "data" / "lstbo" / "shop.duckdb") in said.err or "shop.duckdb" in said.err


def test_o_says_what_was_written_and_where(shop: Terminal) -> None:
    assert shop("report", "income", "--period", "2026-01", "-o", "income.csv").err == "Written: income.csv (1 KB).\n"
    said = shop("report", "income", "--period", "2026-01", "-o", "income.pdf")
    assert said.out == "" and said.err.startswith("Written: income.pdf (1 page, ")


@pytest.mark.parametrize("call", [call for call in READING if call.startswith(("report", "stock"))])
def test_every_report_is_a_spreadsheet_too(shop: Terminal, call: str) -> None:
    said = shop(*call.split(), "-o", "report.xlsx")
    assert (said.exit_code, said.out) == (0, "") and said.err.startswith("Written: report.xlsx (")
    assert (shop.folder / "report.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_binary_file_is_not_for_the_screen(shop: Terminal, kind: str) -> None:
    said = shop("report", "income", "--format", kind)
    assert (said.exit_code, said.out) == (2, "") and "-o FILE" in said.err
    assert shop("report", "income", "--format", kind, "-o", "-").raw[:2] in (b"%P", b"PK")


def test_everything_is_exported_into_one_folder(shop: Terminal) -> None:
    said = shop("export", "everything", "-o", "handover")
    assert (said.exit_code, said.out) == (0, "")
    names = {path.name for path in (shop.folder / "handover").iterdir()}
    assert names == {"book.journal", "book.beancount", "book.sqlite", "tables", "tables.xlsx", "reports.xlsx"}
    assert shop("export", "everything", "-o", "-").exit_code == 2
    assert shop("export", "everything", "-o", "sales.csv").exit_code == 1
