"""Barcode scans wherever the focus is: keys that come as fast as no person types become one `Scanned` message.

A scanner is a keyboard: eight or more characters within milliseconds, then Enter. Each printable key therefore waits
30 ms for the next one before it goes where it was meant to go, so a scan never reaches a field nor fires a key binding.
When a slow line tears a scan in two, what got through is taken back out of the field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Generic, TypeVar

from lstbo.core.barcodes import check_digit_ok, is_in_store

GAP = 0.030  # seconds between two keys of a scanner, at most
RUNNING = 0.15  # seconds three such keys wait for the next: a scan is under way, and the computer is busy
MEASURED = 0.0003  # below this many seconds a key the keys came in one piece, and their times say nothing
TEAR = 0.4  # seconds a slow line may hold a scan up
_TEARS = 2
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z./$+%:_-]{7,63}")
_MARKS = re.compile(r"[0-9A-Za-z./$+%:_*-]")
_SHOP_CODE = re.compile(r"(?=(?:.*\d){4})(?=.*[A-Z])[0-9A-Z./$+%-]{8,}")
_AN_ARTICLE = (12, 13, 14)
_A_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_AMOUNT_FIRST = re.compile(r"\d{1,4}(\.\d{1,3})?\*")
_ENDS = ("enter", "tab", "ctrl+j")

E = TypeVar("E")


@dataclass(slots=True)
class _Press(Generic[E]):
    event: E
    mark: str
    at: float
    gone: bool = False  # it has been passed on already


@dataclass(frozen=True, slots=True)
class Outcome(Generic[E]):
    """What to do now: pass `passed` on in this order, then take `taken_back` characters out of the field.

    `code` is the scan that is complete ('' = none).
    """

    passed: Sequence[E] = ()
    code: str = ""
    taken_back: int = 0


@dataclass(slots=True)
class ScanCollector(Generic[E]):
    """Tells a scanner from a person by the times and the content of keys. It knows nothing of the terminal.

    Keys that may belong to a scan are held; ask `held` and call `release` when the next key is late.
    """

    _run: list[_Press[E]] = field(default_factory=list)
    _after_scan: float = -TEAR

    @property
    def held(self) -> bool:
        """Whether a key waits for the next one."""
        return any(not press.gone for press in self._run)

    @property
    def patience(self) -> float:
        """How many seconds the keys that wait should wait for the next one."""
        return RUNNING if sum(not press.gone for press in self._run) >= 3 else GAP

    @property
    def last(self) -> float:
        """When the last key of the run was pressed, in seconds of the clock the keys carry; -1 without one."""
        return self._run[-1].at if self._run else -1.0

    def take(self, event: E, key: str, character: str | None, at: float, *, in_text: bool) -> Outcome[E]:
        """Take one key in. `at` is when it was pressed, `in_text` whether a person may be typing into a field."""
        if key == "ctrl+j" and not self._run and at - self._after_scan < GAP:  # a scanner that sends CR LF
            return Outcome()
        if character and _MARKS.fullmatch(character):
            return Outcome(self._hold(_Press(event, character, at)))
        if key in _ENDS:
            found = self._decide(at, in_text)
            if found is not None:
                return self._finish(found, at)
        return Outcome([*self.release(forget=True), event])

    def release(self, *, forget: bool = False) -> list[E]:
        """Give back the keys that wait, to be passed on; with `forget` they are no part of any scan to come."""
        waiting = [press.event for press in self._run if not press.gone]
        for press in self._run:
            press.gone = True
        if forget:
            self._run.clear()
        return waiting

    def _hold(self, press: _Press[E]) -> list[E]:
        passed: list[E] = []
        if self._run and press.at - self.last >= TEAR:
            passed += self.release(forget=True)
        self._run.append(press)
        tears = self._tears()
        if len(tears) > _TEARS:
            passed += [old.event for old in self._run[: tears[0]] if not old.gone]
            del self._run[: tears[0]]
        if len(self._run) >= 3 and len({old.mark for old in self._run}) == 1:  # a key held down
            passed += self.release()
        return passed

    def _tears(self) -> list[int]:
        """Where the run was held up: the index of each key that came late."""
        return [number for number in range(1, len(self._run)) if self._gap(number) >= GAP]

    def _gap(self, number: int) -> float:
        return self._run[number].at - self._run[number - 1].at

    def _decide(self, at: float, in_text: bool) -> int | None:
        """Return where in the run the scan begins, None when there is none."""
        if not self._run or at - self.last >= TEAR:
            return None
        text = "".join(press.mark for press in self._run)
        tears = self._tears()
        fast = tears[-1] if tears else 0
        fast += self._amount_typed(text[fast:])
        late = at - self.last >= GAP
        sure = not late and is_surely_code(text[fast:])
        if sure and check_digit_ok(text[fast:]):
            return fast
        for start in (0, *tears) if late else (0, *tears)[:-1]:
            whole = start + self._amount_typed(text[start:])
            unseen = not any(press.gone for press in self._run[whole:])
            if is_surely_code(text[whole:]) and (unseen or check_digit_ok(text[whole:])):
                return whole
        if sure:
            return fast
        if not late and looks_like_code(text[fast:]) and (not in_text or self._is_measured(fast)):
            return fast
        return None

    def _amount_typed(self, text: str) -> int:
        found = _AMOUNT_FIRST.match(text)
        return found.end() if found else 0

    def _is_measured(self, start: int) -> bool:
        return median(self._gap(number) for number in range(start + 1, len(self._run))) >= MEASURED

    def _finish(self, start: int, at: float) -> Outcome[E]:
        before = [press.event for press in self._run[:start] if not press.gone]
        scan = self._run[start:]
        self._run = []
        self._after_scan = at
        return Outcome(before, "".join(press.mark for press in scan), sum(press.gone for press in scan))


def looks_like_code(text: str) -> bool:
    """Say whether a scanner may have sent this: eight or more digits or code letters, not one key held down."""
    return bool(_CODE.fullmatch(text)) and len(set(text)) > 1 and (any(map(str.isdigit, text)) or text.isupper())


def is_surely_code(text: str) -> bool:
    """Say whether nobody types this in one go: an article number, a code of the shop, capitals with four digits.

    Not a date (20261122), not a telephone number: those are told from scans by their times only.
    """
    if not looks_like_code(text):
        return False
    if not text.isdigit():
        return bool(_SHOP_CODE.fullmatch(text))
    if len(text) == 8:
        return (check_digit_ok(text) or is_in_store(text)) and not _A_DATE.fullmatch(text)
    return len(text) in _AN_ARTICLE or is_in_store(text)
