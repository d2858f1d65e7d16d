"""Parts that screens are made of, without any rule of a shop in them: tables, charts, inputs, states.

Everything that draws text from outside goes through `cells`, so that a name in a file can neither crash the
terminal nor write to it. Widgets are loaded when they are first asked for, so that the first page shows early.
"""

from typing import TYPE_CHECKING

from lstbo.core.front import front_page
from lstbo.widgets.cells import (
    cell,
    date_text,
    money_text,
    percent_text,
    plain,
    price_text,
    quantity_text,
    safe_text,
    value_cell,
    value_text,
    width_of,
)
from lstbo.widgets.columns import TableColumn
from lstbo.widgets.glyphs import ASCII, UNICODE, Glyphs, glyphs, use_glyphs

if TYPE_CHECKING:
    from lstbo.widgets.charts import Bar, BarChart, ColumnChart, Point, bar_lines, column_lines
    from lstbo.widgets.form import Form
    from lstbo.widgets.inputs import DateInput, Field, FieldRow, MoneyInput, QuantityInput, TextInput
    from lstbo.widgets.lines import KeyLine, Tab, TabLine, TextLine, key_name
    from lstbo.widgets.one_of import OneOf
    from lstbo.widgets.picker import Choice, ItemPicker
    from lstbo.widgets.preview import DocumentPreview, PreviewEntry, PreviewScreen, preview_lines
    from lstbo.widgets.scan_app import ScanApp, Scanned, send_scan
    from lstbo.widgets.states import State, StatePanel, failed_state, loading_state
    from lstbo.widgets.table import VirtualTable
    from lstbo.widgets.windows import ListSource, ListWindow, Row, Source, View, Window

__all__ = [
    "ASCII",
    "UNICODE",
    "Bar",
    "BarChart",
    "Choice",
    "ColumnChart",
    "DateInput",
    "DocumentPreview",
    "Field",
    "FieldRow",
    "Form",
    "Glyphs",
    "ItemPicker",
    "KeyLine",
    "ListSource",
    "ListWindow",
    "MoneyInput",
    "OneOf",
    "Point",
    "PreviewEntry",
    "PreviewScreen",
    "QuantityInput",
    "Row",
    "ScanApp",
    "Scanned",
    "Source",
    "State",
    "StatePanel",
    "Tab",
    "TabLine",
    "TableColumn",
    "TextInput",
    "TextLine",
    "View",
    "VirtualTable",
    "Window",
    "bar_lines",
    "cell",
    "column_lines",
    "date_text",
    "failed_state",
    "glyphs",
    "key_name",
    "loading_state",
    "money_text",
    "percent_text",
    "plain",
    "preview_lines",
    "price_text",
    "quantity_text",
    "safe_text",
    "send_scan",
    "use_glyphs",
    "value_cell",
    "value_text",
    "width_of",
]
__getattr__ = front_page(
    __name__,
    {
        "charts": "Bar BarChart ColumnChart Point bar_lines column_lines",
        "form": "Form",
        "inputs": "DateInput Field FieldRow MoneyInput QuantityInput TextInput",
        "lines": "KeyLine Tab TabLine TextLine key_name",
        "one_of": "OneOf",
        "picker": "Choice ItemPicker",
        "preview": "DocumentPreview PreviewEntry PreviewScreen preview_lines",
        "scan_app": "ScanApp Scanned send_scan",
        "states": "State StatePanel failed_state loading_state",
        "table": "VirtualTable",
        "windows": "ListSource ListWindow Row Source View Window",
    },
)
