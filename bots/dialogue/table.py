"""The form of a flow: a table of steps, each with what it says, what it understands and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bots.dialogue.turn import Turn

Ask = Callable[[Turn], None]
"""Says what is asked on entering a step."""
Hear = Callable[[Turn], "str | None"]
"""Understands an answer: the name of the next step, or None after having said why the step stays."""


class Row(NamedTuple):
    """One step of a flow.

    Attributes:
        ask: said when the step is entered or asked again.
        hear: understands the answer.
        leads_to: every step it may go to, as `flow.step`; itself means: ask again.
    """

    ask: Ask
    hear: Hear
    leads_to: frozenset[str]


def leads(*names: str) -> frozenset[str]:
    """The steps that a row may go to."""
    return frozenset(names)
