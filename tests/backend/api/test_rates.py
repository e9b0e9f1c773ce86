"""The rate of public routes: a bucket for each address that refills evenly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
