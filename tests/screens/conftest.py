"""Fixtures of the terminal tests: the two kinds of snapshots."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.screens.pictures import SvgFrames, TextFrames


@pytest.fixture
def text_frame(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """A snapshot of what a screen says: `assert frame(app) == text_frame`."""
    return snapshot.use_extension(TextFrames)


@pytest.fixture
def svg_frame(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """A snapshot of how a screen looks: `assert app.export_screenshot(simplify=True) == svg_frame`."""
    return snapshot.use_extension(SvgFrames)
