"""Snapshots of screens: text frames for what they say, SVG for how they look.

def test_it(text_frame): assert frame(app) == text_frame
def test_it(svg_frame): assert app.export_screenshot(simplify=True) == svg_frame
"""

from __future__ import annotations

import re
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


class TextFrames(SingleFileSnapshotExtension):
    """Keeps a text frame as a file that can be read and compared line by line."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_kwargs: Any) -> str:
        """Return the frame with one line end at its end."""
        return str(data).rstrip("\n") + "\n"


class SvgFrames(TextFrames):
    """Keeps a drawing of the screen, without what differs from run to run: the ids of styles, the fonts."""

    file_extension = "svg"

    def serialize(self, data: Any, **kwargs: Any) -> str:
        """Return the drawing with ids that stay the same."""
        text = re.sub(r"terminal-\d+", "terminal", str(data))
        return super().serialize(re.sub(r"@font-face\s*\{[^}]*\}\s*", "", text), **kwargs)
