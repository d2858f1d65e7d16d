"""lstbo: the books and the stock of one small shop, kept in one file, at a terminal."""

from __future__ import annotations

__version__ = "0.1.0"
