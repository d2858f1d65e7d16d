"""The book's file: unit of work, lock, migrations, audit chain, backups. Nobody else opens the file.

A `Book` is opened once by a front door (a command, a screen); rooms are handed a `Transaction`. Every fact belongs to
a document; documents, journal, stock ledger and audit rows are only ever inserted.
"""

from lstbo.storage.backups import Backup
from lstbo.storage.book import Book
from lstbo.storage.kill import kill_point
from lstbo.storage.place import beside
from lstbo.storage.transaction import Transaction

__all__ = ["Backup", "Book", "Transaction", "beside", "kill_point"]
