"""Buying: goods received, supplier bills, payments, returns, and what is still owed.

Nouns. A *receipt* is one delivery with its lines; its key is supplier, document number and day. A *bill* is what the
supplier asks for a receipt. A *payment* settles what is owed. A *return* sends goods back.

Rules. Receiving puts goods into stock at their cost and owes them to the supplier, or to the account that paid. A
bill's price difference follows the goods still on hand; the rest is purchase variance (R14). A batch of deliveries
recosts once, at its end. Nothing is edited: a wrong delivery is reversed and entered again (R13).
"""

from lstbo.purchasing.billing import BillResult, enter_bill
from lstbo.purchasing.matching import ReceiptMatch, match_receipts
from lstbo.purchasing.paying import OpenItem, Payable, pay_supplier, payables
from lstbo.purchasing.receiving import GoodsReceipt, ReceiptLine, ReceiptResult, receive_goods, receive_many
from lstbo.purchasing.returning import ReturnLine, ReturnResult, return_to_supplier
from lstbo.purchasing.undoing import batch_receipts, bring_back_receipts, reverse_purchase, reverse_receipts

__all__ = [
    "BillResult",
    "GoodsReceipt",
    "OpenItem",
    "Payable",
    "ReceiptLine",
    "ReceiptMatch",
    "ReceiptResult",
    "ReturnLine",
    "ReturnResult",
    "batch_receipts",
    "bring_back_receipts",
    "enter_bill",
    "match_receipts",
    "pay_supplier",
    "payables",
    "receive_goods",
    "receive_many",
    "return_to_supplier",
    "reverse_purchase",
    "reverse_receipts",
]
