"""What can go wrong, in words a shop owner understands, each with what to do next.

Every refusal is an `LstboError`: one sentence that says what is wrong, where (file, row, field), and a hint that
says what to do. `exit_code` is what a command line answers with.
"""

from __future__ import annotations

from dataclasses import dataclass

from lstbo.core.language import _


class LstboError(Exception):
    """A refusal in plain words; nothing was posted.

    `message` says what is wrong, `hint` what to do, and `file`, `row` (1-based physical line) and `field` say where.
    """

    exit_code = 1

    def __init__(
        self, message: str, hint: str = "", *, file: str | None = None, row: int | None = None, field: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = file
        self.row = row
        self.field = field

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file or "",
                _("row {number}").format(number=self.row) if self.row is not None else "",
                self.field or "",
            )
            if part
        )
        text = f"{where}: {self.message}" if where else self.message
        return sentences(text, self.hint)


def sentences(*texts: str) -> str:
    """Return sentences one after the other; Chinese ones need no blank between them."""
    joined = ""
    for text in filter(None, texts):
        joined += text if not joined or joined.endswith(("。", "？", "！")) else f" {text}"
    return joined


class Refused(LstboError):
    """A business rule forbids it."""


class NotFound(LstboError):
    """The thing named does not exist in this book."""


class PeriodLocked(LstboError):
    """The business date lies in a locked period."""


class BadInput(LstboError):
    """A file or value that cannot be read."""


class Usage(LstboError):
    """The command was not called as it should be."""

    exit_code = 2


class BookBusy(LstboError):
    """Another process holds the book and did not hand it over in time."""

    exit_code = 4


class IntegrityFailed(LstboError):
    """The book does not keep one of its promises."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault found in one row of a file, as data.

    `severity` is error (row rejected), held (kept, posts nothing or posts to an unmapped account) or note.
    `row` is the 1-based physical line of the source file, `value` the text as read.
    """

    severity: str
    code: str
    row: int
    field: str = ""
    value: str = ""
    message_en: str = ""
    message_zh: str = ""
    suggestion: str = ""
    receipt: str = ""
