"""The book's file: unit of work, lock, migrations, audit chain, backups. Nobody else opens the file.

A `Book` is opened once by a front door (a command, a screen); rooms are handed a `Transaction`. Every fact belongs to
a document; documents, journal, stock ledger and audit rows are only ever inserted. When `Book.write` has returned, its
documents are on the disk, and the anchor beside the book says so.
"""

from lstbo.storage.anchor import Anchor
from lstbo.storage.anchor import read as anchor_of
from lstbo.storage.anchor import version as version_of
from lstbo.storage.audit import Break
from lstbo.storage.backups import Backup, newest_tested
from lstbo.storage.backups import records as list_backups
from lstbo.storage.book import Book, Cancelled
from lstbo.storage.drafts import Draft, DraftPen, Drafts
from lstbo.storage.health import Finding, doctor
from lstbo.storage.inbox import Inbox, SpooledBatch
from lstbo.storage.interrupts import posted_here
from lstbo.storage.kill import kill_point
from lstbo.storage.lock import Holder
from lstbo.storage.lock import holder_now as holder_of
from lstbo.storage.place import Reserve, beside
from lstbo.storage.restoring import Jump, recover, restore
from lstbo.storage.signals import close_before_stopping
from lstbo.storage.transaction import Transaction

__all__ = [
    "Anchor",
    "Backup",
    "Book",
    "Break",
    "Cancelled",
    "Draft",
    "DraftPen",
    "Drafts",
    "Finding",
    "Holder",
    "Inbox",
    "Jump",
    "Reserve",
    "SpooledBatch",
    "Transaction",
    "anchor_of",
    "beside",
    "close_before_stopping",
    "doctor",
    "holder_of",
    "kill_point",
    "list_backups",
    "newest_tested",
    "posted_here",
    "recover",
    "restore",
    "version_of",
]
