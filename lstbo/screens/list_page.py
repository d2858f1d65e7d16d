"""Pages that are a list of a period: searched with `/`, written to a file with `p`."""

from __future__ import annotations

from textual import on

from lstbo.screens.page import Page
from lstbo.screens.periods import PeriodPage
from lstbo.screens.search_line import SearchLine
from lstbo.widgets import VirtualTable, failed_state


class ListPage(PeriodPage):
    """A list with a search line somewhere below it. Subclasses say which report writes the same to a file."""

    @property
    def table(self) -> VirtualTable:
        """The list in front."""
        return self.query_one(VirtualTable)

    def report(self) -> tuple[str, str]:
        """Return the name of the report that shows the same, and its account or item ("" for none)."""
        raise NotImplementedError

    def action_search(self) -> None:
        """Look for something in the list."""
        self.query_one(SearchLine).open()

    @on(SearchLine.Changed)
    def _searched(self, event: SearchLine.Changed) -> None:
        self.table.set_filter(event.text)

    @on(SearchLine.Left)
    def _back_to_list(self) -> None:
        self.set_focus(self.table)

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
