"""The flows of the conversation, one file each, as tables of steps."""

from __future__ import annotations

from bots.dialogue.flows import binding, category, details, menu, report, summary, welcome
from bots.dialogue.table import Row

ROWS: dict[str, Row] = {
    **menu.ROWS,
    **welcome.ROWS,
    **binding.ROWS,
    **report.ROWS,
    **category.ROWS,
    **details.ROWS,
    **summary.ROWS,
}
"""Every step of every flow, by `flow.step`."""

REST = "menu.rest"
"""To rest at the menu without saying it again: `menu.home`, with the buttons just offered still in force."""
