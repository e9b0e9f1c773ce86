"""The rate of public routes: a bucket for each address that refills evenly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.api import rates
from backend.api.rates import Rate


@given(st.lists(st.floats(0, 600, allow_nan=False), max_size=200), st.integers(1, 40))
def test_no_address_gets_more_than_its_rate(gaps, per_hour):
    """Over any sequence of calls, what passes is at most the bucket and what refilled; the wait told is enough."""
    rate, at, passed = Rate(per_hour), 0.0, 0
    for gap in gaps:
        at += gap
        wait = rate.take("a", at)
        if wait == 0:
            passed += 1
        else:
            # Who waits as long as told is let through.
            at += wait
            assert rate.take("a", at) == 0
            passed += 1
    assert passed <= per_hour + at * per_hour / 3600 + 1


def test_addresses_do_not_wait_for_each_other():
    """A full bucket of one address leaves another's alone."""
    rate = Rate(1)
    assert rate.take("a", 0.0) == 0
    assert rate.take("a", 1.0) == 3600
    assert rate.take("b", 1.0) == 0


def test_a_bucket_smaller_than_the_hour_limits_what_comes_at_once():
    """Ten at once pass, the eleventh waits for one to refill, and a minute later only what refilled passes."""
    rate = Rate(3_600, burst=10)
    assert [rate.take("key", 0.0) for _ in range(11)] == [0] * 10 + [2]
    assert rate.take("key", 2.0) == 0


async def test_a_key_that_calls_too_often_waits_and_another_does_not(world, monkeypatch):
    """Past its bucket a key gets 429 with `Retry-After`; the other key of the same address is served."""
    _, first = await world.organisation()
    _, second = await world.organisation()
    monkeypatch.setattr(rates, "KEY_BURST", 3)
    monkeypatch.setattr(rates, "LOOPBACK_TIMES", 1)
    world.services.parts.pop("rates", None)
    answers = [await first.get("/v1/requests") for _ in range(4)]
    other = await second.get("/v1/requests")

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["code"] == "too_many_requests"
    assert other.status_code == 200
