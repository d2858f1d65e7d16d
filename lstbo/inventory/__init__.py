"""Goods: quantities, their value, and why they moved.

Two insert-only tables: `stock_movement` (quantity) and `stock_value` (money), in +, out -. Every document that moves
goods writes its movements, lets `settle` cost them and recost what follows, and posts its journal entry from the
stock money it gets back, so that the inventory account always equals the stock ledger by document and date.
"""

from lstbo.inventory.documents import (
    Loss,
    PackResult,
    WasteResult,
    open_pack,
    positive_quantity,
    post_losses,
    post_losses_by_day,
    post_stock_money,
    post_waste,
    refuse_unknown,
    reverse_stock_document,
)
from lstbo.inventory.movements import Movement, move_stock, move_stock_from, reverse_movements, write_values
from lstbo.inventory.opening import (
    Opening,
    OpeningCategory,
    OpeningResult,
    OpeningStock,
    category_values,
    post_opening,
    write_off_category,
)
from lstbo.inventory.proving import CostDifference, cost_differences
from lstbo.inventory.reading import (
    CardLine,
    StockLine,
    StockValue,
    UncostedItem,
    stock_card,
    stock_on_hand,
    stock_value,
    uncosted,
)
from lstbo.inventory.reasons import COMPUTED, FIXED, REASONS, RECEIPT, WASTE, Reason
from lstbo.inventory.settle import StockMoney, settle

__all__ = [
    "COMPUTED",
    "FIXED",
    "REASONS",
    "RECEIPT",
    "WASTE",
    "CardLine",
    "CostDifference",
    "Loss",
    "Movement",
    "Opening",
    "OpeningCategory",
    "OpeningResult",
    "OpeningStock",
    "PackResult",
    "Reason",
    "StockLine",
    "StockMoney",
    "StockValue",
    "UncostedItem",
    "WasteResult",
    "category_values",
    "cost_differences",
    "move_stock",
    "move_stock_from",
    "open_pack",
    "positive_quantity",
    "post_losses",
    "post_losses_by_day",
    "post_opening",
    "post_stock_money",
    "post_waste",
    "refuse_unknown",
    "reverse_movements",
    "reverse_stock_document",
    "settle",
    "stock_card",
    "stock_on_hand",
    "stock_value",
    "uncosted",
    "write_off_category",
    "write_values",
]
