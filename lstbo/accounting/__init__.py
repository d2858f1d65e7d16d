"""Double entry: chart, journal, parties, tax rates, periods, statements.

Accounting knows nothing of shops: a document of another room posts entries whose postings name account *roles*,
resolved through the chart. Debit is +, credit is -. Entries are never edited; a correction is a reversal.
"""

from lstbo.accounting.books import open_chart
from lstbo.accounting.chart import Account, Chart, Template, load_chart, make_chart, template, templates
from lstbo.accounting.journal import Entry, Posting, post_entries, post_entry, refuse_reversed, reverse_entries
from lstbo.accounting.parties import Party, ensure_party, find_party, list_parties
from lstbo.accounting.periods import first_open_day, lock_period, locked_months, refuse_locked, unlock_period
from lstbo.accounting.reading import (
    Balance,
    JournalEntry,
    JournalLine,
    Ledger,
    LedgerLine,
    Statement,
    TrialBalance,
    TrialBalanceRow,
    account_balance,
    book_chart,
    book_template,
    figures,
    journal,
    ledger,
    statement,
    trial_balance,
    voucher_number,
)
from lstbo.accounting.statements import Form, FormRow, StatementRow, check_statements, load_form
from lstbo.accounting.tax import TaxRate, rate_on, tax_in, tax_rates

__all__ = [
    "Account",
    "Balance",
    "Chart",
    "Entry",
    "Form",
    "FormRow",
    "JournalEntry",
    "JournalLine",
    "Ledger",
    "LedgerLine",
    "Party",
    "Posting",
    "Statement",
    "StatementRow",
    "TaxRate",
    "Template",
    "TrialBalance",
    "TrialBalanceRow",
    "account_balance",
    "book_chart",
    "book_template",
    "check_statements",
    "ensure_party",
    "figures",
    "find_party",
    "first_open_day",
    "journal",
    "ledger",
    "list_parties",
    "load_chart",
    "load_form",
    "lock_period",
    "locked_months",
    "make_chart",
    "open_chart",
    "post_entries",
    "post_entry",
    "rate_on",
    "refuse_locked",
    "refuse_reversed",
    "reverse_entries",
    "statement",
    "tax_in",
    "tax_rates",
    "template",
    "templates",
    "trial_balance",
    "unlock_period",
    "voucher_number",
]
