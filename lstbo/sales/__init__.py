"""What the till did: receipts with their lines and payments, booked per day and register.

A file of sales becomes receipts with an outcome each; what is accepted is posted in one document: movements per item
and day, one journal entry per day and register. A receipt is never edited: it ends (undone, superseded) by a later
document of opposite sign.
"""

from lstbo.sales.booking import (
    OUTCOMES,
    BookedSales,
    SalesFile,
    SalesProblem,
    TakeBackFirst,
    TenderText,
    book_sales,
    start_take_back,
)
from lstbo.sales.mapping import HeldText, held_texts, map_item, map_tender
from lstbo.sales.taking_back import undo_sales

__all__ = [
    "OUTCOMES",
    "BookedSales",
    "HeldText",
    "SalesFile",
    "SalesProblem",
    "TakeBackFirst",
    "TenderText",
    "book_sales",
    "held_texts",
    "map_item",
    "map_tender",
    "start_take_back",
    "undo_sales",
]
