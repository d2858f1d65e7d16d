"""What documents and movements are called: the words stand in `core`, for pages and commands alike."""

from __future__ import annotations

from lstbo.core.document_words import kind_name, reason_name

__all__ = ["kind_name", "reason_name"]
