"""The status ladder as a table."""

from __future__ import annotations

import itertools

import pytest

from bots.reports.states import MOVES, IllegalMove, Status, move


@pytest.mark.parametrize(("present", "wanted"), list(itertools.product(Status, Status)))
def test_a_move_is_in_the_table_or_raises(present: Status, wanted: Status) -> None:
    """Every pair of statuses is either a listed move or an error."""
    if wanted in MOVES[present]:
        assert move(present, wanted) is wanted
    else:
        with pytest.raises(IllegalMove):
            move(present, wanted)


def test_nothing_is_closed_unread_and_everything_can_be_closed() -> None:
    """A report is never closed before it was read, and from every status there is a way to closed."""
    assert Status.CLOSED not in MOVES[Status.RECEIVED]
    for status in Status:
        reached, todo = {status}, [status]
        while todo:
            new = MOVES[todo.pop()] - reached
            reached |= new
            todo += new
        assert Status.CLOSED in reached


def test_unknown_status_is_an_error() -> None:
    """A status outside the ladder raises."""
    with pytest.raises(ValueError):
        move("received", "lost")
