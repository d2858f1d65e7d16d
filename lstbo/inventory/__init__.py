"""Goods: quantities, their value, and why they moved.

Two insert-only tables: `stock_movement` (quantity) and `stock_value` (money), in +, out -. Every document that moves
goods writes its movements, lets `settle` cost them and recost what follows, and posts its journal entry from the
stock money it gets back, so that the inventory account always equals the stock ledger by document and date.
"""

from lstbo.inventory.movements import Movement, move_stock, move_stock_from, reverse_movements
from lstbo.inventory.reasons import COMPUTED, FIXED, REASONS, RECEIPT, WASTE, Reason
from lstbo.inventory.settle import StockMoney, settle

__all__ = [
    "COMPUTED",
    "FIXED",
    "REASONS",
    "RECEIPT",
    "WASTE",
    "Movement",
    "Reason",
    "StockMoney",
    "move_stock",
    "move_stock_from",
    "reverse_movements",
    "settle",
]
