"""Pages whose list in front is searched with `/`."""

from __future__ import annotations

from textual import on

from lstbo.screens.page import Page
from lstbo.screens.search_line import SearchLine
from lstbo.widgets import VirtualTable


class SearchedPage(Page):
    """A page with a search line somewhere below it; what is typed there filters the list in front."""

    @property
    def table(self) -> VirtualTable:
        """The list in front."""
        return self.query_one(VirtualTable)

    def action_search(self) -> None:
        """Look for something in the list."""
        self.query_one(SearchLine).open()

    @on(SearchLine.Changed)
    def _searched(self, event: SearchLine.Changed) -> None:
        self.table.set_filter(event.text)

    @on(SearchLine.Left)
    def _back_to_list(self) -> None:
        self.set_focus(self.table)


class SearchedViews(SearchedPage):
    """A page of several lists: what was looked for in one is forgotten in the next."""

    def show_view(self, name: str) -> None:
        """Put a view in front, without what was looked for in another."""
        line = self.query_one(SearchLine)
        if line.has_class("-open"):
            line.action_leave()
        super().show_view(name)
        self.set_focus(self.table)
