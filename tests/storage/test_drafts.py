"""Half-entered documents survive a crash; a broken file among them is named and never stops anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lstbo.core.errors import NotFound, Refused
from lstbo.storage.drafts import Drafts

WRITER = """
import sys, time
from pathlib import Path
from lstbo.storage.drafts import Drafts
pen = Drafts(Path(sys.argv[1])).begin("sale")
number = 0
while True:
    number += 1
    pen.save({"item": "可乐", "number": str(number), "long": "x" * 5000})
    print(number, flush=True)
"""


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "shop.duckdb")


def folder(tmp_path: Path) -> Path:
    return tmp_path / "shop.duckdb.drafts"


def test_a_draft_is_kept_until_it_is_discarded(drafts: Drafts) -> None:
    pen = drafts.begin("sale")
    assert drafts.list() == []
    pen.save({"item": "可乐", "quantity": "3*"})
    pen.save({"item": "可乐", "quantity": "4"})
    (draft,) = drafts.list()
    assert (draft.kind, dict(draft.fields), draft.in_use) == ("sale", {"item": "可乐", "quantity": "4"}, False)
    assert drafts.load(pen.name) == draft
    pen.discard()
    assert drafts.list() == []


def test_a_save_that_comes_after_the_discard_does_nothing(drafts: Drafts) -> None:
    pen = drafts.begin("sale")
    pen.save({"item": "a"})
    pen.discard()
    pen.save({"item": "b"})
    assert drafts.list() == []


def test_a_resumed_draft_goes_on_in_the_same_file(drafts: Drafts) -> None:
    pen = drafts.begin("sale")
    pen.save({"item": "a"})
    drafts.resume(pen.name).save({"item": "b"})
    assert [dict(draft.fields) for draft in drafts.list()] == [{"item": "b"}]


def test_a_draft_can_be_saved_by_its_name(drafts: Drafts) -> None:
    pen = drafts.begin("goods_receipt")
    drafts.save(pen.name, {"item": "a"})
    assert drafts.load(pen.name).kind == "goods_receipt"


def test_a_killed_writer_leaves_its_draft_whole(drafts: Drafts, tmp_path: Path) -> None:
    script = [sys.executable, "-c", WRITER, str(tmp_path / "shop.duckdb")]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _number in range(20)][-1]
        assert drafts.list()[0].in_use
        process.send_signal(signal.SIGKILL)
        process.wait()
    (draft,) = drafts.list()
    assert (draft.problem, draft.in_use, draft.fields["item"]) == ("", False, "可乐")
    assert int(draft.fields["number"]) >= acknowledged


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"null", b'{"fields": 3}', b"\xff\xfe\x00", b'{"fields": {}, "saved_at": "x", "pid": 1}',
        b"[" * 100_000, b'{"fields": {}, "saved_at": "2026-01-01", "pid": "NaN"}', b" " * 1_000_001,
    ],
    ids=range(10),
)  # fmt: skip
def test_a_broken_draft_is_named_and_can_be_discarded(drafts: Drafts, tmp_path: Path, data: bytes) -> None:
    pen = drafts.begin("sale")
    pen.save({})
    (folder(tmp_path) / f"{pen.name}.json").write_bytes(data)
    (draft,) = drafts.list()
    assert pen.name in draft.problem and draft.kind == "sale"
    drafts.discard(pen.name)
    assert drafts.list() == []


def test_a_strange_file_is_named_too(drafts: Drafts, tmp_path: Path) -> None:
    folder(tmp_path).mkdir()
    (folder(tmp_path) / "no\x1b[31mte.txt").write_text("hello")
    (draft,) = drafts.list()
    assert draft.problem == "The draft no[31mte.txt cannot be read. It is left as it is."
    drafts.discard(draft.name)
    assert drafts.list() == []


@pytest.mark.parametrize("name", ["../shop.duckdb", "sale-123", "", "sale-0123456789ab/../x"])
def test_a_name_that_no_pen_gave_is_refused(drafts: Drafts, name: str) -> None:
    with pytest.raises(NotFound):
        drafts.load(name)
    with pytest.raises(NotFound):
        drafts.discard(name)


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_only_the_owner_can_read_a_draft(drafts: Drafts, tmp_path: Path) -> None:
    pen = drafts.begin("sale")
    pen.save({})
    assert folder(tmp_path).stat().st_mode & 0o777 == 0o700
    assert (folder(tmp_path) / f"{pen.name}.json").stat().st_mode & 0o777 == 0o600


def test_a_draft_that_cannot_be_written_says_so(drafts: Drafts, tmp_path: Path) -> None:
    folder(tmp_path).write_text("a file where the folder should be")
    with pytest.raises(Refused):
        drafts.begin("sale").save({})
