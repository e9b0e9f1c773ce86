"""Scopes as numbers: what the register calls apart stays apart on the badge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions.door.badge_scopes import badge_scope, centre, commission, door, number
from badges.scope import Coverage, from_items, to_items

CODES = st.from_regex(r"\A(?:[A-Z]{1,4}-)?[1-9]\d{0,4}\Z")


@pytest.mark.parametrize(
    ("code", "expected"), [("07", 7), ("30", 30), ("KZAZ 12", 12), ("VNV-30", 30), ("BCC 4", 4)]
)
def test_numbers_of_the_commission_are_kept(code, expected):
    """A zone or counting centre has the number that people know it by."""
    assert number(code) == expected


def test_commissions_have_the_number_of_their_unit():
    """The CEC is 0; a zone's commission is its zone's number."""
    assert [commission(role) for role in ("cec", "zec:07", "lgec:12")] == [0, 7, 12]


@given(st.sets(st.from_regex(r"\A[A-Z]{2}-[1-9]\d{0,3}\Z"), min_size=2, max_size=40))
def test_codes_with_letters_never_share_a_number(codes):
    """`TR-1` and `DR-1` are two units; a badge of one never opens the other's doors."""
    assert len({number(code) for code in codes}) == len(codes)


@given(st.lists(CODES, min_size=1, max_size=20), st.lists(CODES, max_size=20))
def test_every_scope_survives_the_badge(units, centres):
    """What a badge carries is read back as it was written, whatever the register's codes are."""
    scope = badge_scope({"electoral_units": units, "voting_centres": centres, "commissions": None})

    assert from_items(to_items(scope)) == scope


@pytest.mark.parametrize(
    ("scope", "place", "unit", "expected"),
    [
        ({"voting_centres": ["1850/01"]}, "1850/01", "07", Coverage.INSIDE),
        ({"voting_centres": ["1850/01"]}, "1850/02", "07", Coverage.SAME_UNIT),
        ({"voting_centres": ["1850/01"]}, "4337", "12", Coverage.OUTSIDE),
        ({"electoral_units": ["07"]}, "1850/02", "07", Coverage.INSIDE),
        ({"electoral_units": ["TR-1"]}, "4337", "DR-1", Coverage.OUTSIDE),
        ({"counting_centres": ["VNV-30"]}, "1850/01", "07", Coverage.OUTSIDE),
        ({"voting_centres": ["Q-5"]}, "Q-5", "07", Coverage.INSIDE),
    ],
)
def test_a_door_is_inside_a_scope_as_the_register_says(scope, place, unit, expected):
    """A badge covers the places and units it names, by the register's own codes."""
    here = door(place, unit, ["1850/01", "1850/02"] if unit == "07" else ["4337"])

    assert badge_scope(scope).coverage(here) is expected
    assert centre(place) == here.code
