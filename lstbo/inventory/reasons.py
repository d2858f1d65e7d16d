"""Why goods move, what decides their cost, and which account role the money goes to.

receipt  in at a cost the document states; sets the last cost (purchase, opening)
fixed    in or out at a cost fixed when posted, never recosted (customer return, supplier return, count surplus ...)
computed out at the cost the costing method gives on that day (sale, waste, own use, count shortage)
"""

from __future__ import annotations

from dataclasses import dataclass

RECEIPT, FIXED, COMPUTED = "receipt", "fixed", "computed"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, how its cost is found, and the role its money goes to ("" when the document itself says)."""

    name: str
    cost: str
    role: str = ""


_ALL = (
    Reason("purchase", RECEIPT),
    Reason("opening", RECEIPT),
    Reason("bill", FIXED),
    Reason("supplier_return", FIXED),
    Reason("customer_return", FIXED, "cogs"),
    Reason("count_over", FIXED, "count_gain"),
    Reason("pack_in", FIXED),
    Reason("pack_out", FIXED),
    Reason("transfer", FIXED),
    Reason("sale", COMPUTED, "cogs"),
    Reason("count_short", COMPUTED, "shrinkage"),
    Reason("expired", COMPUTED, "waste_expired"),
    Reason("damaged", COMPUTED, "waste_damaged"),
    Reason("theft", COMPUTED, "waste_theft"),
    Reason("spoilage", COMPUTED, "waste_spoilage"),
    Reason("own_use", COMPUTED, "own_use"),
    Reason("sample", COMPUTED, "waste_sample"),
    Reason("gift", COMPUTED, "waste_gift"),
    Reason("oversold", COMPUTED, "cost_adjustment"),
)
REASONS = {reason.name: reason for reason in _ALL}
WASTE = ("expired", "damaged", "theft", "spoilage", "own_use", "sample", "gift")


def names(cost: str) -> list[str]:
    """Return the names of the reasons whose cost is found this way."""
    return [reason.name for reason in _ALL if reason.cost == cost]
