"""Reports: figures of the books laid out as plain data that the terminal, paper and spreadsheets can take.

A report is made by name (`make_report`) from what was asked: a period, a day, a knowledge moment, an account or item.
It carries one flat table, the object JSON shows, and the sections that are printed; `report_pack` makes it a `Pack`
for `lstbo.reports.paper`. Reading writes nothing to the book.
"""

from lstbo.reports.layout import Cell, Column, FormHead, Pack, Section, Series, Styled, Table, plain
from lstbo.reports.monthly import monthly_pack, report_pack
from lstbo.reports.paper import render_pack
from lstbo.reports.registry import REPORTS, make_report
from lstbo.reports.report import Asked, Report, ReportSpec, records

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
]
