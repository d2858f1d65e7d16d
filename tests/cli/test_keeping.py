"""Backup, restore and what waits, as a person at a terminal meets them."""

from __future__ import annotations

import os

import pytest

from tests.command import Terminal


def test_latest_is_the_newest_tested_backup_whatever_the_files_dates_say(shop: Terminal) -> None:
    shop("backup")
    shop("import", "sales", "sales.csv")
    newest = shop("backup", "--json").json
    os.utime(newest["file"], (1, 1))
    untested = newest["file"].replace("shop-20", "shop-21")
    with open(untested, "wb") as file:
        file.write(b"copied by hand")
    told = shop("restore", "latest", "--dry-run", "--json").json
    assert (os.path.basename(told["source"]), told["last_document"]) == (os.path.basename(newest["file"]), 7)


def test_without_a_tested_backup_latest_names_none(shop: Terminal) -> None:
    said = shop("restore", "latest", "--yes")
    assert said.exit_code == 1 and "no tested backup of shop.duckdb" in said.err


def test_a_file_that_is_no_backup_is_called_by_its_own_name(shop: Terminal) -> None:
    said = shop("restore", "sales.csv", "--yes")
    assert said.exit_code == 5 and said.err.startswith("sales.csv cannot be restored: ")
    assert ".staging" not in said.err and "lstbo restore latest" in said.err


def test_a_reader_says_that_files_wait_and_takes_none_in(shop: Terminal) -> None:
    from lstbo.storage import Inbox, SpooledBatch

    before = shop("stock", "list", "--json")
    assert before.err == ""
    Inbox(shop.folder / "shop.duckdb").put(SpooledBatch.of("sales", "day.csv", b"x", {}))
    after = shop("stock", "list", "--json")
    assert (after.exit_code, after.out) == (0, before.out)
    assert after.err == "Files that wait for the book: 1. The next command that writes takes them in.\n"


@pytest.mark.parametrize("inbox", ["junk", "folder"])
def test_an_inbox_that_cannot_be_read_does_not_keep_the_stock_from_being_shown(shop: Terminal, inbox: str) -> None:
    place = shop.folder / "shop.duckdb.inbox.sqlite"
    place.mkdir() if inbox == "folder" else place.write_text("hello" * 100)
    said = shop("stock", "list", "--json")
    assert said.exit_code == 0 and said.json
    assert said.err.startswith("The inbox shop.duckdb.inbox.sqlite cannot be ") and said.err.count("\n") == 1


@pytest.mark.parametrize(("name", "call"), [("staging", "import sales sales.csv"), ("backups", "backup")])
def test_a_file_in_the_place_of_our_folder_is_a_plain_refusal(shop: Terminal, name: str, call: str) -> None:
    (shop.folder / f"shop.duckdb.{name}").write_text("x")
    said = shop(*call.split())
    assert (said.exit_code, said.out) == (1, "")
    assert said.err.startswith(f"The folder shop.duckdb.{name} cannot be made: File exists.")
