"""Facts to bytes and back, and the facts that no badge may carry."""

from datetime import UTC, datetime, timedelta

import cbor2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import names, payload
from badges.errors import Damaged, Malformed, Misuse
from badges.instants import EPOCH, HOUR
from badges.payload import Badge, Role
from badges.scope import NewerFormat, Scope
from tests.badges.samples import BADGE, items

replace = msgspec.structs.replace
NUMBER = st.integers(0, 2**32 - 1)
HOURS = st.integers(0, 24 * 365 * 50)
BADGES = st.builds(
    lambda start, length, **rest: Badge(
        valid_from=EPOCH + start * HOUR, valid_until=EPOCH + (start + length) * HOUR, **rest
    ),
    start=HOURS,
    length=st.integers(1, 24 * 60),
    election=NUMBER,
    serial=NUMBER,
    name=st.text(min_size=1, max_size=80).filter(names.cleaned),
    organisation=NUMBER,
    acronym=st.text(max_size=20),
    role=st.sampled_from(Role) | NUMBER,
    scope=st.builds(Scope, voting_centres=st.lists(NUMBER, min_size=1, max_size=30).map(tuple)),
    photo_hash=st.just(b"") | st.binary(min_size=8, max_size=8),
)


@given(BADGES)
def test_badge_comes_back_from_its_bytes(badge):
    """Every fact survives; name and acronym come back as they were shortened."""
    read = payload.decode(payload.encode(badge))
    expected = replace(
        badge,
        name=names.shortened(names.cleaned(badge.name), 48),
        acronym=names.shortened(names.cleaned(badge.acronym), 12),
        scope=Scope(voting_centres=tuple(sorted(set(badge.scope.voting_centres)))),
    )
    assert read == expected
    assert len(read.name.encode()) <= 48
    assert payload.encode(read) == payload.encode(badge)


def test_items_of_a_later_version_are_passed_over():
    """Further items at the end change nothing for a reader of today."""
    assert payload.decode(cbor2.dumps([*items(), {1: [2]}, "x"])) == BADGE


def test_newer_schema_asks_for_an_update():
    """A higher schema number is not an error of the badge."""
    with pytest.raises(NewerFormat):
        payload.decode(cbor2.dumps([2, "anything"]))


@pytest.mark.parametrize("count", range(11))
def test_payload_with_items_missing_is_malformed(count):
    """Fewer than eleven items are not a badge."""
    with pytest.raises((Malformed, Damaged)):
        payload.decode(cbor2.dumps(items()[:count]))


@pytest.mark.parametrize(
    "position,value",
    [
        (0, 0),
        (1, -1),
        (2, -1),
        (3, ""),
        (3, "ë" * 25),
        (6, -1),
        (7, -1),
        (7, 2**60),
        (8, 0),
        (10, b"1234567"),
    ],
)
def test_items_outside_their_bounds_are_malformed(position, value):
    """Signed or not, an item that no issuer writes is refused."""
    changed = items()
    changed[position] = value
    with pytest.raises(Malformed):
        payload.decode(cbor2.dumps(changed))


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "\u202e\u200b\n"},
        {"serial": -1},
        {"serial": 2**32},
        {"photo_hash": b"short"},
        {"valid_until": BADGE.valid_from},
        {"valid_from": BADGE.valid_from + timedelta(minutes=30)},
        {"valid_from": datetime(2027, 5, 9, 4)},
        {"valid_from": datetime(2023, 5, 9, 4, tzinfo=UTC)},
        {"scope": Scope()},
    ],
)
def test_facts_that_no_badge_carries_are_our_own_mistake(change):
    """An issuer that passes impossible facts is told so before anything is signed."""
    with pytest.raises(Misuse):
        payload.encode(replace(BADGE, **change))


def test_role_of_a_later_version_stays_a_number():
    """A role that this version does not know is kept as it is."""
    assert payload.decode(payload.encode(replace(BADGE, role=77))).role == 77
