"""How long a step takes; a generous bound, so that only a real change of order fails."""

from __future__ import annotations

import timeit

from bots.dialogue import engine
from tests.bots.dialogue.world import NOW, Talk, inbound

LINES = (
    "/report", "1850/01", "familja voton bashke ne kabine", "[yes#1]", "[know:seen#1]", "[now#1]", "3", "[enough#1]",
    "[enough#1]",
)  # fmt: skip
LIMIT_US = 400
"""Four times the aim, for a busy machine."""


def test_a_step_costs_microseconds() -> None:
    """Questions and step of a whole report of nine messages, on average, stay far below the batch's own cost."""
    talk = Talk()
    recorded = []
    for line in LINES:
        message = inbound(line)
        state = talk.state
        facts = talk.facts(engine.questions(state, message, talk.bound))
        recorded.append((state, message, facts))
        talk.state = engine.step(state, message, facts, NOW).state

    def play() -> None:
        for state, message, facts in recorded:
            engine.questions(state, message, talk.bound)
            engine.step(state, message, facts, NOW)

    best = min(timeit.repeat(play, number=20, repeat=5)) / 20 / len(recorded) * 1e6
    print(f"\ndialogue step: {best:.0f} us")
    assert best < LIMIT_US
