"""Backup, restore and what waits, as a person at a terminal meets them."""

from __future__ import annotations

import os

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
