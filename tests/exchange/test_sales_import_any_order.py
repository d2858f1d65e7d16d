"""Whatever is imported, changed, accepted, undone and mapped: the books are those of the versions in force."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstbo.core.errors import NotFound
from tests.shop_files import Shop, line, new_shop

# Prices are multiples of 1.01, so that the tax (1 %) is exact however it is summed.
VERSIONS = {
    "R1": [
        line("R1", quantity="3", unit_price="1.01", tender="cash"),
        line("R1", quantity="-1", unit_price="2.02", tender="wechat"),
        line("R1", kind="void"),
    ],
    "R2": [
        line("R2", name="gum", unit_price="3.03", tender="cash"),
        line("R2", name="gum", unit_price="3.03", quantity="2", tender="smile"),
        line("R2", item="n", unit_price="1.01", tender="cash"),
    ],
    "R3": [
        line("R3", at="2026-01-12 09:00:00", name="tea", unit_price="5.05", tender="smile"),
        line("R3", at="2026-01-12 09:00:00", kind="void"),
        line("R3", at="2026-01-12 09:00:00", item="b", quantity="4", unit_price="1.01", tender="alipay"),
    ],
}
MEANINGS = (("gum", "m", "item"), ("tea", "b", "item"), ("smile", "wechat", "tender"))

FILES = st.dictionaries(st.sampled_from(sorted(VERSIONS)), st.integers(0, 2), min_size=1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), FILES, st.booleans()),
        st.tuples(st.just("undo"), st.integers(0, 5), st.booleans()),
        st.tuples(st.just("map"), st.integers(0, 2), st.booleans()),
    ),
    max_size=7,
)


@contextmanager
def shops() -> Iterator[tuple[Shop, Shop]]:
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
    ):
        patch.setenv("LSTBO_NOW", "2026-02-01T12:00")
        pair = new_shop(Path(one)), new_shop(Path(other))
        yield pair
        for shop in pair:
            shop.book.close()


def map_all(shop: Shop) -> None:
    for text, target, kind in MEANINGS:
        with suppress(NotFound):
            shop.map(text, target, kind)


class Model:
    """What should be in force: per receipt what each import not undone made of it, the newest last."""

    def __init__(self) -> None:
        self.batches: dict[int, dict[str, str]] = {}

    def now(self) -> dict[str, str]:
        """Return the version in force of each receipt; "" when the newest import called it void."""
        found: dict[str, str] = {}
        for number in sorted(self.batches):
            found |= self.batches[number]
        return found

    def take(self, lines: dict[str, str], accept: bool) -> dict[str, str]:
        """Return what a file changes."""
        now, changes = self.now(), {}
        for key, text in lines.items():
            void, old = ",void," in text, now.get(key)
            if old is None:
                changes |= {} if void else {key: text}
            elif accept and old != ("" if void else text):
                changes[key] = "" if void else text
        return changes


@given(STEPS)
@settings(max_examples=6)
def test_books_are_those_of_the_versions_in_force(steps: list[tuple[str, object, bool]]) -> None:
    with shops() as (shop, fresh):
        model = Model()
        for number, (what, chosen, accept) in enumerate(steps):
            if what == "give" and isinstance(chosen, dict):
                lines = {key: VERSIONS[key][version] for key, version in chosen.items()}
                changes = model.take(lines, accept)
                found = shop.give(lines.values(), f"{number}.csv", unknown="hold", accept_changes=accept)
                assert found.receipts == sum(text != "" for text in changes.values())
                if found.batch is not None:
                    model.batches[found.batch] = changes
            elif what == "undo" and isinstance(chosen, int) and model.batches:
                batch = sorted(model.batches)[chosen % len(model.batches)]
                ended = {found for (found,) in shop.rows("SELECT batch FROM exchange.batch_end")}
                if batch not in ended:
                    shop.undo(batch)
                    del model.batches[batch]
            elif what == "map" and isinstance(chosen, int):
                with suppress(NotFound):
                    shop.map(*MEANINGS[chosen])
        fresh.give([text for text in model.now().values() if text], unknown="hold")
        for one in (shop, fresh):
            map_all(one)
            one.proven()
        assert shop.ledger() == fresh.ledger()
