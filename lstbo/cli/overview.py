"""`lstbo` alone: the terminal, or, where there is none, which book this is, how far it goes, and what to do next."""

from __future__ import annotations

from lstbo.cli.run import Run
from lstbo.cli.terminal import has_terminal, open_terminal
from lstbo.core.language import _
from lstbo.core.text import cell


def overview(run: Run) -> int:
    """Open the terminal; without one show the book in a few plain lines, or how to make one."""
    if has_terminal() and (run.path.is_file() or not run.read_only):
        return open_terminal(run)
    if not run.path.is_file():
        print(_("There is no book at {file} yet.").format(file=cell(run.path)))
        print(_("Make one with: lstbo init        Look around first with: lstbo demo"))
        return 0
    from lstbo.inventory import stock_on_hand

    with run.reading() as tx:
        name, currency = tx.setting("shop_name"), tx.setting("currency")
        lines = stock_on_hand(tx, run.as_of, run.knowing(tx))
    days = [line.last_sold for line in lines if line.last_sold]
    last = max(days).isoformat() if days else _("none yet")
    print(f"{cell(name)} ({currency})  {cell(run.path)}")
    print(_("Last day with sales: {day}").format(day=last))
    if days:
        month = max(days).isoformat()[:7]
        print(_("Next: lstbo report income --period {month}").format(month=month))
    else:
        print(_("Next: lstbo import sales FILE"))
    return 0
