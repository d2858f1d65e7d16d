"""Files in and out: reading what nobody prepared, importing it with an outcome per row, exporting everything.

A *source* is one table as a file holds it; its *layout* says how to read it; a *batch* is one import, with outcomes
that add up to the rows of the file. Imports do not stop at the first fault: problems are data, and a rejects file
holds every row that was not booked.
"""

from lstbo.exchange.batches import Batch, HeldRows, late_day, list_batches, list_held, next_steps, summary, undo_batch
from lstbo.exchange.codes import code_message
from lstbo.exchange.documents_import import ImportedDocuments, import_documents
from lstbo.exchange.exporting import export_csv, export_parquet, export_sqlite
from lstbo.exchange.importing import import_files, import_into, take_in_queue, told_profile
from lstbo.exchange.looking import Look, look_at
from lstbo.exchange.mapping import map_held, map_to_new_item
from lstbo.exchange.plain_text import export_beancount, export_hledger, write_beancount, write_hledger
from lstbo.exchange.profiles import Understood, list_profiles, save_profile, show_profile, test_profile
from lstbo.exchange.results import ImportOptions, ImportResult
from lstbo.exchange.reversing import take_back
from lstbo.exchange.sniffing import Profile
from lstbo.exchange.tables_workbook import export_xlsx
from lstbo.exchange.waiting import (
    ACCEPTABLE,
    Compared,
    Waiting,
    accept_held,
    batch_problems,
    compare_held,
    count_problems,
    waiting,
)

__all__ = [
    "ACCEPTABLE",
    "Batch",
    "Compared",
    "HeldRows",
    "ImportOptions",
    "ImportResult",
    "ImportedDocuments",
    "Look",
    "Profile",
    "Understood",
    "Waiting",
    "accept_held",
    "batch_problems",
    "code_message",
    "compare_held",
    "count_problems",
    "export_beancount",
    "export_csv",
    "export_hledger",
    "export_parquet",
    "export_sqlite",
    "export_xlsx",
    "import_documents",
    "import_files",
    "import_into",
    "late_day",
    "list_batches",
    "list_held",
    "list_profiles",
    "look_at",
    "map_held",
    "map_to_new_item",
    "next_steps",
    "save_profile",
    "show_profile",
    "summary",
    "take_back",
    "take_in_queue",
    "test_profile",
    "told_profile",
    "undo_batch",
    "waiting",
    "write_beancount",
    "write_hledger",
]
