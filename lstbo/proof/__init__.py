"""Proof: every promise of the book checked anew, and every figure traced back to where it came from.

This room reads every other one and writes nothing.
"""

from lstbo.proof.check import Check, CheckReport, check_book
from lstbo.proof.documents import DocumentCard, GoodsLine, document_card
from lstbo.proof.explain import Explanation, explain
from lstbo.proof.tracing import Node

__all__ = [
    "Check",
    "CheckReport",
    "DocumentCard",
    "Explanation",
    "GoodsLine",
    "Node",
    "check_book",
    "document_card",
    "explain",
]
