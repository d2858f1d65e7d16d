"""Front pages whose modules are loaded when they are asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import lstbo.reports
from tests.architecture.house import ROOT


def test_a_page_offers_what_it_promises() -> None:
    assert all(getattr(lstbo.reports, name) is not None for name in lstbo.reports.__all__)


def test_a_name_that_is_not_offered_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'fortune'"):
        lstbo.reports.fortune  # noqa: B018


def test_the_income_statement_does_not_load_the_goods() -> None:
    code = (
        "import sys\nfrom lstbo.reports import make_report, report_pack\nfrom lstbo.reports.statements import faults\n"
        "print(sorted({'lstbo.catalog', 'lstbo.inventory', 'lstbo.reports.monthly'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
