"""What only a process of its own shows: pipes, signals, locales, and what is loaded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.command import Terminal

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-m", "lstbo"]


@pytest.fixture
def env(shop: Terminal) -> dict[str, str]:
    return {**shop.env, "PYTHONPATH": str(ROOT)}


def test_help_and_version_run(cli: Callable[..., Any]) -> None:
    assert "Usage" in cli("--help").out
    assert cli("--version").out.startswith("lstbo 0.")


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}, {"LANG": ""}])
def test_output_is_utf_8_under_any_locale(shop: Terminal, env: dict[str, str], locale: dict[str, str]) -> None:
    run = subprocess.run([*PYTHON, "stock", "list"], cwd=shop.folder, env=env | locale, capture_output=True)
    assert "酱油" in run.stdout.decode("utf-8") and run.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="pipes of a POSIX shell")
@pytest.mark.parametrize("call", ["report journal", "--help", "export hledger", "report journal --json"])
def test_a_reader_that_goes_away_is_no_fault(shop: Terminal, env: dict[str, str], call: str) -> None:
    line = f"{sys.executable} -m lstbo {call} | head -c 5 > /dev/null; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", line], cwd=shop.folder, env=env, capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("0\n", "")


@pytest.mark.skipif(os.name != "posix", reason="pipes of a POSIX shell")
def test_a_reader_that_goes_away_amid_a_long_answer_is_no_fault(shop: Terminal, env: dict[str, str]) -> None:
    days = [f"{month:02d}-{day:02d}" for month in (2, 3) for day in range(1, 29)]
    rows = "".join(f"L{day},2026-{day} 09:00,A1,1,10.00,cash\n" for day in days)
    shop.write("long.csv", "receipt_id,sold_at,item,quantity,unit_price,tender\n" + rows)
    assert shop("import", "sales", "long.csv").exit_code == 0
    line = f"{sys.executable} -m lstbo journal list --json | true; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", line], cwd=shop.folder, env=env, capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("0\n", "")


@pytest.mark.skipif(os.name != "posix", reason="pipes of a POSIX shell")
@pytest.mark.parametrize(
    ("call", "code", "said"),
    [("stock list >&-", 0, ""), ("import sales - <&-", 1, "stdin: The file is empty. Export it again.\n")],
)
def test_a_stream_closed_before_is_no_fault(
    shop: Terminal, env: dict[str, str], call: str, code: int, said: str
) -> None:
    line = f"{sys.executable} -m lstbo {call}"
    run = subprocess.run(["bash", "-c", line], cwd=shop.folder, env=env, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (code, "", said)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_is_one_line_and_exit_130(shop: Terminal, env: dict[str, str]) -> None:
    """A call that waits for its standard input is interrupted."""
    before = (shop.folder / "shop.duckdb").read_bytes()
    run = subprocess.Popen(
        [*PYTHON, "import", "sales", "-"],
        cwd=shop.folder,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(2)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=20)
    assert (run.returncode, out) == (130, b"")
    assert err.decode() == "Interrupted: nothing was posted.\n"
    assert (shop.folder / "shop.duckdb").read_bytes() == before


def test_the_help_of_a_command_loads_no_heavy_library(shop: Terminal, env: dict[str, str]) -> None:
    code = (
        "import sys\nfrom lstbo.cli import main\n"
        "main(['report', 'income', '--help'])\nmain(['import', 'sales', '--help'])\n"
        "heavy = {'duckdb', 'pydantic', 'reportlab', 'textual', 'rich'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, cwd=shop.folder)
    assert run.returncode == 0, run.stderr


def test_a_file_whose_name_begins_with_a_dash(shop: Terminal, env: dict[str, str]) -> None:
    (shop.folder / "--today.csv").write_bytes((shop.folder / "sales.csv").read_bytes())
    call = [*PYTHON, "import", "sales", "--json", "--", "--today.csv"]
    run = subprocess.run(call, cwd=shop.folder, env=env, capture_output=True)
    assert run.returncode == 0, run.stderr
    assert b'"file": "--today.csv"' in run.stdout
