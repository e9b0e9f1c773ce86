"""The API moves a request exactly as the table of `accreditation.requests` does."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accreditation.requests import REQUESTS, RequestMove, RequestState

STEPS = {
    "grant": (RequestMove.GRANT, "decision"),
    "refuse": (RequestMove.REFUSE, "decision"),
    "return": (RequestMove.SEND_BACK, "decision"),
    "withdraw": (RequestMove.WITHDRAW, "withdrawal"),
    "fail": (RequestMove.FAIL, None),
}
AFTER = datetime(2027, 4, 26, 10, tzinfo=UTC)


def expected(state: RequestState, step: str) -> RequestState | None:
    """The state after a step by the table, None where it holds no such move; deciding assesses first."""
    move, door = STEPS[step]
    if door == "decision" and state is RequestState.RECEIVED:
        state = REQUESTS.after(state, RequestMove.ASSESS)
    return REQUESTS.after(state, move) if REQUESTS.allows(state, move) else None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=5))
async def test_any_sequence_of_steps_moves_as_the_table(world, now, steps):
    """For any sequence of decisions, withdrawals and passed limits: the table's state, or 409 and no change."""
    await world.at(now)
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    state = RequestState.RECEIVED
    for step in steps:
        target = expected(state, step)
        if step == "fail":
            await world.at(AFTER)
        else:
            path = f"/v1/requests/{number}/{STEPS[step][1]}"
            body = world.decision(step) if STEPS[step][1] == "decision" else {}
            answer = await (world.cec if body else ngo).post(path, body)
            assert answer.status_code == (200 if target else 409), (state, step, answer.text)
        state = target or state
        assert (await ngo.get(f"/v1/requests/{number}")).json()["status"] == state
