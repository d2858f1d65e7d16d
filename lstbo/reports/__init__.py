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
    from lstbo.reports.saving import FILE_FORMATS, Prepared, csv_text, free_name, prepare_file, save_file
    from lstbo.reports.shelf import Shelf, read_shelf
    from lstbo.reports.today import Attention, Takings, Today, attention, day_figures
    from lstbo.reports.workbook import write_workbook

__all__ = [
    "FILE_FORMATS",
    "REPORTS",
    "Asked",
    "Attention",
    "Cell",
    "Column",
    "FormHead",
    "Pack",
    "Prepared",
    "Report",
    "ReportSpec",
    "Section",
    "Series",
    "Shelf",
    "Styled",
    "Table",
    "Takings",
    "Today",
    "attention",
    "csv_text",
    "day_figures",
    "free_name",
    "make_report",
    "monthly_pack",
    "plain",
    "prepare_file",
    "read_shelf",
    "records",
    "render_pack",
    "report_pack",
    "save_file",
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
        "saving": "csv_text FILE_FORMATS Prepared free_name prepare_file save_file",
        "shelf": "Shelf read_shelf",
        "today": "Attention Takings Today attention day_figures",
        "workbook": "write_workbook",
    },
)
