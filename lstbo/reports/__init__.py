"""Reports: figures of the books laid out as plain data that the terminal, paper and spreadsheets can take.

A report is made by name (`make_report`) from what was asked: a period, a day, a knowledge moment, an account or item.
It carries one flat table, the object JSON shows, and the sections that are printed; `report_pack` makes it a `Pack`
for `lstbo.reports.paper`. Reading writes nothing to the book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstbo.core.front import front_page

if TYPE_CHECKING:
    from lstbo.reports.layout import Cell, Column, FormHead, Pack, Section, Series, Styled, Table, plain
    from lstbo.reports.monthly import monthly_pack
    from lstbo.reports.packing import report_pack
    from lstbo.reports.paper import render_pack
    from lstbo.reports.registry import REPORTS, make_report
    from lstbo.reports.report import Asked, Report, ReportSpec, records
    from lstbo.reports.workbook import write_workbook

__all__ = [
    "REPORTS",
    "Asked",
    "Cell",
    "Column",
    "FormHead",
    "Pack",
    "Report",
    "ReportSpec",
    "Section",
    "Series",
    "Styled",
    "Table",
    "make_report",
    "monthly_pack",
    "plain",
    "records",
    "render_pack",
    "report_pack",
    "write_workbook",
]

__getattr__ = front_page(
    __name__,
    {
        "layout": "Cell Column FormHead Pack Section Series Styled Table plain",
        "monthly": "monthly_pack",
        "packing": "report_pack",
        "paper": "render_pack",
        "registry": "REPORTS make_report",
        "report": "Asked Report ReportSpec records",
        "workbook": "write_workbook",
    },
)
