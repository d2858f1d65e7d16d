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
from lstbo.widgets.glyphs import ASCII, UNICODE, Glyphs, glyphs, use_glyphs

__all__ = [
    "ASCII",
    "UNICODE",
    "Glyphs",
    "cell",
    "date_text",
    "glyphs",
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
