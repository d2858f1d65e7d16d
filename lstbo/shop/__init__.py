"""The shop itself: its name, currency, costing and other settings, and the founding of its book."""

from lstbo.shop.founding import Founding, found_book, is_currency

__all__ = ["Founding", "found_book", "is_currency"]
