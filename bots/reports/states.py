"""The status ladder of a report: a table of moves, each told to the observer with its time."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    READ = "read"
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    CLOSED = "closed"


MOVES: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset({Status.READ, Status.PASSED_ON, Status.ANSWERED}),
    Status.READ: frozenset({Status.PASSED_ON, Status.ANSWERED, Status.CLOSED}),
    Status.PASSED_ON: frozenset({Status.READ, Status.PASSED_ON, Status.ANSWERED, Status.CLOSED}),
    Status.ANSWERED: frozenset({Status.PASSED_ON, Status.ANSWERED, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.READ}),
}
"""From each status, where a report may go. A closed report is opened again by reading it again."""


class IllegalMove(ValueError):
    """A move that the table does not have."""


def move(present: str, wanted: str) -> Status:
    """The new status. Raises `IllegalMove` for a move outside `MOVES`, ValueError for an unknown code."""
    if Status(wanted) not in MOVES[Status(present)]:
        raise IllegalMove(f"{present} -> {wanted}")
    return Status(wanted)
