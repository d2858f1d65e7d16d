"""Paper: PDF by reportlab. Nothing else in lstbo knows reportlab, and it is loaded only when a PDF is made."""

from __future__ import annotations

from typing import BinaryIO

from lstbo.reports.layout import Pack


def render_pack(pack: Pack, out: BinaryIO, *, language: str) -> int:
    """Write `pack` to `out` as an A4 PDF and return the number of pages.

    `language` ("zh" or "en") chooses the fixed words, such as the page number. The same pack gives the same bytes.
    Text is printed as it is, never read as markup. A character the font lacks is printed as 〓 and listed at the end.
    """
    from lstbo.reports.paper.document import write_pack

    return write_pack(pack, out, language)
