"""Double entry: chart, journal, parties, tax rates, periods, statements.

Accounting knows nothing of shops: a document of another room posts entries whose postings name account *roles*,
resolved through the chart. Debit is +, credit is -. Entries are never edited; a correction is a reversal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstbo.accounting.journal import Entry, Posting, post_entries, post_entry, refuse_reversed, reverse_entries
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
from lstbo.core.front import front_page

# journal is a module and a function: both are loaded here, in this order, so that no module hides the function later.

if TYPE_CHECKING:
    from lstbo.accounting.books import open_chart
    from lstbo.accounting.cash import cash_account, cash_flow_line, expense_account, paying_account, resolve_account
    from lstbo.accounting.chart import Account, Chart, Template, load_chart, make_chart, template, templates
    from lstbo.accounting.closing import close_period, reopen_period
    from lstbo.accounting.documents import (
        PostedDocument,
        draw_loan,
        post_capital,
        post_drawing,
        post_expense,
        post_transfer,
        post_wages,
        repay_loan,
        reverse_document,
    )
    from lstbo.accounting.explaining import Contribution, LineParts, line_parts
    from lstbo.accounting.opening import OPENING_LINE, OpeningBalance, opening_postings
    from lstbo.accounting.paging import (
        EntryRow,
        PostingRow,
        PostingTotals,
        Range,
        entries_of,
        journal_count,
        journal_page,
        last_posted_day,
        posting_page,
        posting_totals,
    )
    from lstbo.accounting.parties import (
        CUSTOMER,
        EMPLOYEE,
        SUPPLIER,
        Party,
        ensure_party,
        find_party,
        list_parties,
        party_balances,
    )
    from lstbo.accounting.periods import (
        first_open_day,
        lock_period,
        locked_months,
        open_days,
        refuse_locked,
        unlock_period,
    )
    from lstbo.accounting.reference import (
        cash_flow_rules,
        expense_role,
        tender_name,
        tender_roles,
        tender_words,
        tenders,
    )
    from lstbo.accounting.statements import Form, FormRow, StatementRow, check_statements, load_form
    from lstbo.accounting.tabs import post_tab_payment, tab_balance, tab_party, write_off_tab
    from lstbo.accounting.tax import TaxRate, rate_on, tax_in, tax_rates
    from lstbo.accounting.till import TillCount, count_till, refuse_counted
    from lstbo.accounting.vouchers import post_voucher

__all__ = [
    "CUSTOMER",
    "EMPLOYEE",
    "OPENING_LINE",
    "SUPPLIER",
    "Account",
    "Balance",
    "Chart",
    "Contribution",
    "Entry",
    "EntryRow",
    "Form",
    "FormRow",
    "JournalEntry",
    "JournalLine",
    "Ledger",
    "LedgerLine",
    "LineParts",
    "OpeningBalance",
    "Party",
    "PostedDocument",
    "Posting",
    "PostingRow",
    "PostingTotals",
    "Range",
    "Statement",
    "StatementRow",
    "TaxRate",
    "Template",
    "TillCount",
    "TrialBalance",
    "TrialBalanceRow",
    "account_balance",
    "book_chart",
    "book_template",
    "cash_account",
    "cash_flow_line",
    "cash_flow_rules",
    "check_statements",
    "close_period",
    "count_till",
    "draw_loan",
    "ensure_party",
    "entries_of",
    "expense_account",
    "expense_role",
    "figures",
    "find_party",
    "first_open_day",
    "journal",
    "journal_count",
    "journal_page",
    "last_posted_day",
    "ledger",
    "line_parts",
    "list_parties",
    "load_chart",
    "load_form",
    "lock_period",
    "locked_months",
    "make_chart",
    "open_chart",
    "open_days",
    "opening_postings",
    "party_balances",
    "paying_account",
    "post_capital",
    "post_drawing",
    "post_entries",
    "post_entry",
    "post_expense",
    "post_tab_payment",
    "post_transfer",
    "post_voucher",
    "post_wages",
    "posting_page",
    "posting_totals",
    "rate_on",
    "refuse_counted",
    "refuse_locked",
    "refuse_reversed",
    "reopen_period",
    "repay_loan",
    "resolve_account",
    "reverse_document",
    "reverse_entries",
    "statement",
    "tab_balance",
    "tab_party",
    "tax_in",
    "tax_rates",
    "template",
    "templates",
    "tender_name",
    "tender_roles",
    "tender_words",
    "tenders",
    "trial_balance",
    "unlock_period",
    "voucher_number",
    "write_off_tab",
]

__getattr__ = front_page(
    __name__,
    {
        "books": "open_chart",
        "cash": "cash_account cash_flow_line expense_account paying_account resolve_account",
        "chart": "Account Chart Template load_chart make_chart template templates",
        "closing": "close_period reopen_period",
        "documents": "PostedDocument draw_loan post_capital post_drawing post_expense post_transfer post_wages"
        " repay_loan reverse_document",
        "explaining": "Contribution LineParts line_parts",
        "opening": "OPENING_LINE OpeningBalance opening_postings",
        "paging": "EntryRow PostingRow PostingTotals Range entries_of journal_count journal_page last_posted_day"
        " posting_page posting_totals",
        "parties": "CUSTOMER EMPLOYEE SUPPLIER Party ensure_party find_party list_parties party_balances",
        "periods": "first_open_day lock_period locked_months open_days refuse_locked unlock_period",
        "reference": "cash_flow_rules expense_role tender_name tender_roles tender_words tenders",
        "statements": "Form FormRow StatementRow check_statements load_form",
        "tabs": "post_tab_payment tab_balance tab_party write_off_tab",
        "tax": "TaxRate rate_on tax_in tax_rates",
        "till": "TillCount count_till refuse_counted",
        "vouchers": "post_voucher",
    },
)
