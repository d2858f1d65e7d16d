"""A scanner is told from a person by times and content: the rules, with a clock of the test's own."""

from __future__ import annotations

import pytest

from lstbo.widgets.scan import ScanCollector, is_surely_code, looks_like_code

COLA = "6900061530635"


class Keys:
    """Types into a collector and keeps what came out of it; `late` plays the timer that follows a key."""

    def __init__(self, *, in_text: bool = True) -> None:
        self.collector: ScanCollector[str] = ScanCollector()
        self.in_text = in_text
        self.at = 0.0
        self.passed = ""
        self.scans: list[str] = []
        self.taken_back = 0

    def type(self, text: str, gap: float, *, timer: bool = True) -> Keys:
        for mark in text:
            self.at += gap
            if timer and self.collector.held and gap >= 0.030:
                self.passed += "".join(self.collector.release())
            key = {"\r": "enter", "\t": "tab", "\n": "ctrl+j"}.get(mark, mark)
            outcome = self.collector.take(
                mark, key, mark if mark.isprintable() else None, self.at, in_text=self.in_text
            )
            self.passed += "".join(outcome.passed)
            self.taken_back += outcome.taken_back
            self.scans += [outcome.code] if outcome.code else []
        return self

    def rest(self) -> str:
        return self.passed + "".join(self.collector.release())


@pytest.mark.parametrize("gap", [0.0, 0.00002, 0.002, 0.010, 0.025])
@pytest.mark.parametrize("in_text", [True, False])
@pytest.mark.parametrize("end", ["\r", "\t", "\n", "\r\n"])
def test_a_scan_is_a_scan_at_every_speed(gap: float, in_text: bool, end: str) -> None:
    keys = Keys(in_text=in_text).type((COLA + end) * 3, gap)
    assert keys.scans == [COLA] * 3
    assert keys.rest() == ""


@pytest.mark.parametrize("text", [COLA, "12.50", "20261122", "老王", "13800138000", "abcdefghij"])
@pytest.mark.parametrize("gap", [0.031, 0.080, 0.250, 1.5])
@pytest.mark.parametrize("timer", [True, False])
def test_what_a_person_types_is_never_taken(text: str, gap: float, timer: bool) -> None:
    keys = Keys().type(text + "\r", gap, timer=timer)
    assert (keys.scans, keys.rest()) == ([], text + "\r")


@pytest.mark.parametrize("text", ["20261122", "13800138000", "12345.67", "milk 2 bottles", "12*3", "1234567"])
def test_what_a_slow_line_delivers_at_once_is_judged_by_its_content(text: str) -> None:
    keys = Keys().type(text + "\r", 0.0)
    assert (keys.scans, keys.rest()) == ([], text + "\r")


@pytest.mark.parametrize("code", ["ABC-12345", "2212345006782", "LST0000042", "17850123", "261234500123400567"])
def test_other_codes_are_taken_when_nobody_is_typing(code: str) -> None:
    assert Keys(in_text=False).type(code + "\r", 0.0).scans == [code]


@pytest.mark.parametrize("code", ["https://w.x/abc1", "123456789", "abcd1234"])
def test_other_codes_are_taken_from_a_field_when_their_keys_came_one_by_one(code: str) -> None:
    assert Keys().type(code + "\r", 0.004).scans == [code]


def test_less_than_eight_characters_are_typing() -> None:
    keys = Keys().type("6901234\r", 0.002)
    assert (keys.scans, keys.rest()) == ([], "6901234\r")


def test_a_key_held_down_is_no_scan_and_is_not_held_up() -> None:
    keys = Keys().type("0000000000", 0.020)
    assert keys.passed == "0000000000"
    assert keys.type("\r", 0.020).scans == []


@pytest.mark.parametrize("gap", [0.0, 0.002])
def test_a_number_of_pieces_before_a_scan_stays_typed(gap: float) -> None:
    keys = Keys().type(f"12*{COLA}\r", gap)
    assert (keys.scans, keys.passed) == ([COLA], "12*")


@pytest.mark.parametrize("cut", [1, 4, 9, 12, 13])
def test_a_scan_torn_by_a_slow_line_is_whole_again_and_taken_back(cut: int) -> None:
    keys = Keys().type(COLA[:cut], 0.002)
    keys.passed += "".join(keys.collector.release())
    keys.at += 0.2
    keys.type(COLA[cut:] + "\r", 0.002, timer=False)
    assert (keys.scans, keys.taken_back) == ([COLA], cut)


def test_digits_typed_just_before_a_scan_are_not_part_of_it() -> None:
    keys = Keys().type("12", 0.1)
    keys.type(COLA[0], 0.2).type(COLA[1:] + "\r", 0.002)
    assert (keys.scans, keys.passed, keys.taken_back) == ([COLA], "12", 0)


def test_a_key_that_no_code_has_lets_everything_go() -> None:
    keys = Keys().type("690006153老\r", 0.002)
    assert (keys.scans, keys.passed) == ([], "690006153老\r")


def test_a_date_or_a_telephone_number_is_no_sure_code() -> None:
    assert [text for text in ("20261122", "13800138000", "6900061530635", "96385074") if is_surely_code(text)] == [
        "6900061530635",
        "96385074",
    ]
    assert not looks_like_code("00000000")


@pytest.mark.parametrize("cut", [3, 7, 11])
def test_a_code_with_letters_torn_while_its_keys_wait_is_whole_again(cut: int) -> None:
    keys = Keys(in_text=False).type("LATNEB-00042"[:cut], 0.002)
    assert keys.collector.patience == 0.15
    keys.at += 0.1
    keys.type("LATNEB-00042"[cut:] + "\r", 0.002, timer=False)
    assert (keys.scans, keys.passed) == (["LATNEB-00042"], "")
