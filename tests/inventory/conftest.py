"""Books with five items; see tests/books.py."""

from tests.books import fifo, tx

__all__ = ["fifo", "tx"]
