"""Pages that are a list of a period: searched with `/`, written to a file with `p`."""

from __future__ import annotations

from textual import on

from lstbo.screens.page import Page
from lstbo.screens.periods import PeriodPage
from lstbo.screens.search_line import SearchLine
from lstbo.screens.searched_page import SearchedPage
from lstbo.widgets import VirtualTable, failed_state


class ListPage(SearchedPage, PeriodPage):
    """A list with a search line somewhere below it. Subclasses say which report writes the same to a file."""

    def report(self) -> tuple[str, str]:
        """Return the name of the report that shows the same, and its account or item ("" for none)."""
        raise NotImplementedError

    def action_back(self) -> None:
        """Take the search away first, then leave."""
        line = self.query_one(SearchLine)
        if line.has_class("-open"):
            line.action_leave()
        else:
            super().action_back()

    def action_print(self) -> None:
        """Write the same to a file."""
        from lstbo.screens.report_file import ReportFile

        name, subject = self.report()
        self.app.push_screen(ReportFile(self.desk, name, self.period, subject), self.told)

    @on(VirtualTable.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Page.ReadFailed)
    def _failed(self, event: Page.ReadFailed) -> None:
        self.table.show_state(failed_state(event.error))
