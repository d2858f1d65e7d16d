"""The pages of the terminal, named as the owner says them; each mirrors a page of the notebook it replaces.

A page reads through a worker thread, one room function at a time, and draws what comes back as a message in the past
tense. It holds no rule and no SQL, and opens no file: the `Desk` holds the book.
"""

from lstbo.screens.desk import Desk, Shop
from lstbo.screens.page import Page, View

__all__ = ["Desk", "Page", "Shop", "View"]
