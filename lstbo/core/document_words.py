"""What documents and movements are called, as owners say it."""

from __future__ import annotations

from lstbo.core.language import N_, _

_KINDS = {
    "barcode": N_("Barcode"),
    "batch": N_("Sales"),
    "bill": N_("Supplier bill"),
    "capital": N_("Owner put money in"),
    "closing": N_("Closing of a period"),
    "documents": N_("Imported documents"),
    "drawing": N_("Owner took money out"),
    "expense": N_("Expense"),
    "expenses": N_("Imported expenses"),
    "founding": N_("Founding of the book"),
    "items": N_("Imported items"),
    "loan": N_("Loan"),
    "loan_repayment": N_("Loan repayment"),
    "lock": N_("Lock of a period"),
    "opening": N_("Opening balances"),
    "pack": N_("Pack opened"),
    "payment": N_("Payment to a supplier"),
    "price": N_("New price"),
    "profile": N_("Import profile"),
    "purchases": N_("Imported deliveries"),
    "receipt": N_("Delivery"),
    "recost": N_("Cost adjustment"),
    "return": N_("Return to a supplier"),
    "sales": N_("Imported sales"),
    "sales_mapped": N_("Sales put right"),
    "sales_superseded": N_("Sales replaced"),
    "sales_undone": N_("Sales taken back"),
    "status": N_("New status"),
    "tab_payment": N_("Payment of a tab"),
    "tab_write_off": N_("Tab written off"),
    "till_count": N_("Till count"),
    "transfer": N_("Transfer"),
    "undo": N_("Import taken back"),
    "unlock": N_("Reopening of a period"),
    "voucher": N_("Voucher by hand"),
    "wages": N_("Wages"),
    "waste": N_("Loss of goods"),
}
_REASONS = {
    "bill": N_("bill"),
    "count_over": N_("count: more"),
    "count_short": N_("count: less"),
    "customer_return": N_("brought back"),
    "damaged": N_("damaged"),
    "expired": N_("expired"),
    "gift": N_("gift"),
    "opening": N_("opening"),
    "oversold": N_("oversold"),
    "own_use": N_("own use"),
    "pack_in": N_("from a pack"),
    "pack_out": N_("pack opened"),
    "purchase": N_("bought"),
    "sale": N_("sold"),
    "sample": N_("sample"),
    "spoilage": N_("spoiled"),
    "supplier_return": N_("sent back"),
    "theft": N_("stolen"),
    "transfer": N_("moved"),
}
_ENDINGS = {"superseded": N_("replaced"), "undone": N_("undone"), "voided": N_("made void")}


def kind_name(room: str, kind: str) -> str:
    """Return what a document is called; its own name in the book when there is no word for it."""
    return _(_KINDS[kind]) if kind in _KINDS else f"{room} {kind}"


def reason_name(reason: str) -> str:
    """Return why goods moved."""
    return _(_REASONS[reason]) if reason in _REASONS else reason


def ending_name(why: str) -> str:
    """Return what became of a receipt that no longer counts."""
    return _(_ENDINGS[why]) if why in _ENDINGS else why


def till_name(register: str) -> str:
    """Return what a till is called: a bare number reads "till 2", any other name as it is; "" when there is none."""
    return _("till {number}").format(number=register) if register.isdecimal() else register
