"""Refusals in plain words, with an answer for the shell."""

from __future__ import annotations

import pytest

from lstbo.core import errors


def test_a_refusal_says_where_what_and_what_to_do() -> None:
    fault = errors.BadInput("'x' is not a number.", "Write it like 12.50.", file="a.csv", row=7, field="price")
    assert str(fault) == "a.csv, row 7, price: 'x' is not a number. Write it like 12.50."


def test_without_a_place_only_the_sentence_remains() -> None:
    assert str(errors.Refused("No.")) == "No."


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (errors.Refused, 1),
        (errors.NotFound, 1),
        (errors.PeriodLocked, 1),
        (errors.BadInput, 1),
        (errors.Usage, 2),
        (errors.BookBusy, 4),
        (errors.IntegrityFailed, 5),
    ],
)
def test_every_kind_has_its_exit_code(kind: type[errors.LstboError], answer: int) -> None:
    assert kind("x").exit_code == answer
