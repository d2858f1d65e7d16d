"""What an import gives back: counts that add up, the sums of what was booked, and the problems row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from lstbo.core.errors import Problem
from lstbo.core.language import _
from lstbo.core.money import ZERO
from lstbo.exchange.sniffing import Profile

COUNTS = ("accepted", "duplicate", "superseded", "held", "rejected", "ignored")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import. `unknown` is create or hold; `wait` None means: 2 seconds, then queue the file.

    `business_date` is the day that items and openings without a day of their own get. `told` is what somebody said of
    these files (columns, order of dates, decimal mark); it goes before the profile.
    """

    profile: str = ""
    unknown: str = "create"
    accept_changes: bool = False
    dry_run: bool = False
    rejects: Path | None = None
    wait: float | None = None
    business_date: date | None = None
    told: Profile | None = None


@dataclass(slots=True)
class ImportResult:
    """What became of one file.

    rows = accepted + duplicate + superseded + held + rejected + ignored. The sums (book currency) describe what this run
    put into the books: gross - discount - refunds = net, tax-inclusive; the tenders with `rounding` add up to net.
    `late` counts documents (receipts, deliveries ...) of locked days; they were posted on `posted_on`, the first open day.
    `unreadable` says why nothing of a file could be read, when it was one of several.
    """

    file: str
    kind: str = "sales"
    batch: int | None = None
    profile: str = ""
    rows: int = 0
    accepted: int = 0
    duplicate: int = 0
    superseded: int = 0
    held: int = 0
    rejected: int = 0
    ignored: int = 0
    receipts: int = 0
    first_date: date | None = None
    last_date: date | None = None
    gross: Decimal = ZERO
    discount: Decimal = ZERO
    refunds: Decimal = ZERO
    tax: Decimal = ZERO
    net: Decimal = ZERO
    tenders: dict[str, Decimal] = field(default_factory=dict)
    late: int = 0
    posted_on: date | None = None
    rejects_file: str | None = None
    queued: bool = False
    unreadable: str = ""
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    preview: list[str] = field(default_factory=list)

    def booked_late(self, count: int, day: date | None) -> None:
        """Note that documents of locked days were posted on `day`, the first open one."""
        if count and day:
            self.late += count
            self.posted_on = day
            text = _("{count} of locked days were booked on {day}, the first open day.")
            self.notes.append(text.format(count=count, day=day.isoformat()))

    @property
    def exit_code(self) -> int:
        """0 done (or queued), 1 refused as a whole, 3 done in part."""
        if self.unreadable:
            return 1
        if self.queued or not (self.rejected or self.held):
            return 0
        if self.rejected and not (self.accepted or self.duplicate or self.superseded or self.held):
            return 1
        return 3

    def to_json(self) -> dict[str, object]:
        """Return the object other programs read."""
        if self.queued:
            return {"queued": True, "batch": self.batch, "file": self.file, "rows": self.rows}
        money = {name: f"{getattr(self, name):.2f}" for name in ("gross", "discount", "refunds", "tax", "net")}
        return {
            "batch": self.batch,
            "file": self.file,
            "profile": self.profile,
            "rows": self.rows,
            **{name: getattr(self, name) for name in COUNTS},
            "receipts": self.receipts,
            "first_date": self.first_date.isoformat() if self.first_date else None,
            "last_date": self.last_date.isoformat() if self.last_date else None,
            **money,
            "tenders": {method: f"{amount:.2f}" for method, amount in self.tenders.items()},
            "rejects_file": self.rejects_file,
            **({"late": self.late, "posted_on": self.posted_on.isoformat()} if self.posted_on else {}),
        }
