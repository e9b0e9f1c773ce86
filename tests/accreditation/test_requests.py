"""The tables of requests, accreditations and appeals: total, closed, and loud about an illegal move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.appeals import APPEALS, AppealMove, AppealState
from accreditation.requests import REQUESTS, RequestMove, RequestState, advance
from accreditation.standing import STANDINGS, Standing, StandingMove, change_standing
from accreditation.tables import IllegalMove

MACHINES = [
    (REQUESTS, RequestState, RequestMove, RequestState.RECEIVED),
    (STANDINGS, Standing, StandingMove, Standing.VALID),
    (APPEALS, AppealState, AppealMove, AppealState.FILED),
]


@pytest.mark.parametrize(("table", "states", "moves", "first"), MACHINES)
def test_every_state_is_in_the_table_and_can_be_reached(table, states, moves, first):
    """The table has a row for each state, reaches each from the first, and uses each move."""
    reached, edge = {first}, [first]
    while edge:
        state = edge.pop()
        for target in table.rows[state].values():
            if target not in reached:
                reached.add(target)
                edge.append(target)

    assert set(states) == set(table.rows) == reached
    assert set(moves) == {move for row in table.rows.values() for move in row}


@pytest.mark.parametrize(("table", "states", "moves", "first"), MACHINES)
def test_every_pair_moves_or_raises(table, states, moves, first):
    """Each pair of state and move either gives a state of the table or raises, and both say the same."""
    for state in states:
        for move in moves:
            if table.allows(state, move):
                assert table.after(state, move) in table.rows
            else:
                with pytest.raises(IllegalMove) as caught:
                    table.after(state, move)
                assert (state, move) == (caught.value.state, caught.value.move)


LIVES = [
    # what happened to a request                      where it stands
    ("assess grant", "granted"),
    ("assess refuse", "refused"),
    ("assess refuse reopen grant", "granted"),
    ("assess fail grant", "granted"),
    ("fail refuse", "refused"),
    ("hold open assess grant", "granted"),
    ("assess send_back complete assess grant", "granted"),
    ("assess send_back refuse", "refused"),
    ("assess grant replace", "replaced"),
    ("withdraw", "withdrawn"),
]


@pytest.mark.parametrize(("moves", "ends"), LIVES)
def test_lives_of_a_request(moves: str, ends: str):
    """A request that goes through these moves ends in this state."""
    state = RequestState.RECEIVED
    for move in moves.split():
        state = advance(state, RequestMove(move))

    assert ends == state


ILLEGAL = [
    ("received", "grant", "nothing is granted before it was assessed"),
    ("received", "refuse", "nothing is refused before it was assessed"),
    ("held", "grant", "a held request is not filed yet"),
    ("held", "fail", "no limit runs for a request that is not filed yet"),
    ("granted", "refuse", "a grant is revoked, not refused"),
    ("granted", "fail", "what was decided cannot fail"),
    ("withdrawn", "assess", "a withdrawn request is over"),
    ("refused", "grant", "a refusal is reopened first, by an appeal"),
]


@pytest.mark.parametrize(("state", "move", "why"), ILLEGAL)
def test_illegal_moves_of_a_request(state: str, move: str, why: str):
    """These moves raise and change nothing."""
    with pytest.raises(IllegalMove):
        advance(RequestState(state), RequestMove(move))


@given(st.lists(st.sampled_from(list(RequestMove)), max_size=30))
def test_a_grant_or_refusal_is_never_reached_without_its_move(moves: list[RequestMove]):
    """Whatever happens, a request is granted only by a grant and refused only by a refusal: never by silence."""
    state = RequestState.RECEIVED
    for move in moves:
        if REQUESTS.allows(state, move):
            state = advance(state, move)
            assert (state is RequestState.GRANTED) == (move is RequestMove.GRANT)
            assert (state is RequestState.REFUSED) == (move is RequestMove.REFUSE)


def test_a_revoked_accreditation_is_restored_only_as_such():
    """A revocation that an appeal undoes restores the accreditation; a replaced one stays replaced."""
    assert Standing.VALID is change_standing(Standing.REVOKED, StandingMove.RESTORE)
    with pytest.raises(IllegalMove):
        change_standing(Standing.REPLACED, StandingMove.RESTORE)


def test_diagram_draws_every_row():
    """The diagram for the documentation has one arrow a move and an end for each final state."""
    lines = REQUESTS.diagram().splitlines()
    arrows = sum(len(row) for row in REQUESTS.rows.values())
    final = sum(not row for row in REQUESTS.rows.values())

    assert lines[0] == "stateDiagram-v2"
    assert len(lines) == 1 + arrows + final
    assert "    assessed --> granted: grant" in lines
