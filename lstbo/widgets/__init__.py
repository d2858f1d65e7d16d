"""Parts that screens are made of, without any rule of a shop in them: tables, charts, inputs, states.

Everything that draws text from outside goes through `cells`, so that a name in a file can neither crash the
terminal nor write to it.
"""

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
from lstbo.widgets.lines import KeyLine, Tab, TabLine, TextLine
from lstbo.widgets.states import State, StatePanel, failed_state, loading_state
from lstbo.widgets.table import VirtualTable
from lstbo.widgets.windows import ListSource, ListWindow, Row, Source, View, Window

__all__ = [
    "ASCII",
    "UNICODE",
    "Glyphs",
    "KeyLine",
    "ListSource",
    "ListWindow",
    "Row",
    "Source",
    "State",
    "StatePanel",
    "Tab",
    "TabLine",
    "TableColumn",
    "TextLine",
    "View",
    "VirtualTable",
    "Window",
    "cell",
    "date_text",
    "failed_state",
    "glyphs",
    "loading_state",
    "money_text",
    "percent_text",
    "plain",
    "price_text",
    "quantity_text",
    "safe_text",
    "use_glyphs",
    "value_cell",
    "value_text",
    "width_of",
]
