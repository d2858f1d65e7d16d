"""People and firms the shop deals with: customers with tabs, suppliers, staff, platforms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lstbo.accounting import _sql
from lstbo.core.text import clean_text
from lstbo.storage import Transaction

CUSTOMER, SUPPLIER, EMPLOYEE, PLATFORM, OTHER = "customer", "supplier", "employee", "platform", "other"


@dataclass(frozen=True, slots=True)
class Party:
    """A customer, supplier, employee, platform or other. `terms_days` is the usual time to pay."""

    id: int
    kind: str
    name: str
    phone: str = ""
    terms_days: int = 0


def find_party(tx: Transaction, kind: str, name: str) -> int | None:
    """Return the id of the party of this kind and (cleaned) name, or None."""
    return _sql.find_party(tx, kind, clean_text(name))


def ensure_party(tx: Transaction, kind: str, name: str, *, doc: int) -> int:
    """Return the id of a party, made under `doc` when it is new."""
    found = find_party(tx, kind, name)
    if found is not None:
        return found
    number = tx.next_id("accounting.party")
    _sql.insert_party(tx, (number, kind, clean_text(name), "", 0, doc))
    return number


def list_parties(tx: Transaction, kind: str | None = None) -> list[Party]:
    """Return the parties, of one kind or all, by kind and name."""
    return [Party(*row) for row in _sql.parties(tx, kind)]


def party_balances(
    tx: Transaction, role: str, *, as_of: date | None = None, known_at: int | None = None
) -> dict[int | None, Decimal]:
    """Return the balance of every party on the account of a role, debit +; None stands for postings without a party.

    `known_at` is a posting sequence number; parties with balance 0.00 are left out.
    """
    code = _sql.roles(tx)[role]
    return {
        party: balance
        for account, party, balance in _sql.party_balances(tx, as_of, known_at)
        if account == code and balance
    }
