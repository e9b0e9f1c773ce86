"""Where a badge is good: coding, reading back and judging a place."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import cbor, scope
from badges.errors import Malformed, Misuse, RejectedInput
from badges.scope import Coverage, NewerFormat, Place, PlaceKind, Scope, centre_code, centre_text

CODES = st.lists(st.integers(0, 2**32 - 1), max_size=20).map(tuple)
RANGES = st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 50)), max_size=6).map(
    lambda pairs: tuple((first, first + more) for first, more in pairs)
)
SCOPES = st.builds(
    Scope,
    electoral_units=CODES,
    voting_centres=CODES,
    centre_ranges=RANGES,
    counting_centres=CODES,
    commissions=CODES,
).filter(lambda made: made != Scope())


@given(SCOPES)
def test_scope_comes_back_covering_the_same(made):
    """Kinds add up and come back; ranges that touch come back joined, covering the same numbers."""
    read = scope.from_items(scope.to_items(made))
    assert read.voting_centres == tuple(sorted(set(made.voting_centres)))
    assert read.electoral_units == tuple(sorted(set(made.electoral_units)))
    assert read.counting_centres == tuple(sorted(set(made.counting_centres)))
    assert read.commissions == tuple(sorted(set(made.commissions)))

    def numbers(ranges):
        return {number for first, last in ranges for number in range(first, last + 1)}

    assert numbers(read.centre_ranges) == numbers(made.centre_ranges)
    assert scope.to_items(read) == scope.to_items(made)


def test_five_centres_take_eleven_bytes():
    """The specification's five voting centres are the eleven bytes it shows."""
    made = Scope(voting_centres=tuple(map(centre_code, ("1523/1", "1523/2", "1524", "2210/3", "2211"))))
    assert cbor2.dumps(scope.to_items(made)).hex() == "8602195f31010e192ae30d"


@given(st.lists(st.integers(-5, 2**33) | st.lists(st.integers(-5, 40), max_size=5), max_size=6))
def test_any_items_are_read_or_refused(values):
    """Whatever a payload holds in place of a scope, the reader answers or refuses with its own errors."""
    try:
        read = scope.from_items(values)
    except RejectedInput:
        return
    assert scope.from_items(scope.to_items(read)) == read


@pytest.mark.parametrize(
    "values",
    [[], [1], [2, 5, 0], [2, -1], [3, 1], [3, 5, 0], [0, 1], [7], [7, 1], [7, [1, 2], [1, 3]], [2, 2**32]],
)
def test_forms_that_no_issuer_writes_are_malformed(values):
    """Empty, repeated, descending or overflowing scopes are refused."""
    with pytest.raises(Malformed):
        scope.from_items(values)


@pytest.mark.parametrize("values", [[6, 1], [42], [7, [1, 2], [9, 1]], [7, [7, [1, 2]]]])
def test_kinds_of_a_later_version_ask_for_an_update(values):
    """An unknown kind is newer than this reader, not forged."""
    with pytest.raises(NewerFormat):
        scope.from_items(values)


@pytest.mark.parametrize(
    "text,code", [("1850/01", 29601), ("1850/1", 29601), ("1850", 29600), ("1523/15", 24383)]
)
def test_centre_is_number_times_sixteen_plus_sub(text, code):
    """A voting centre's code is 16 times its number plus its sub-number."""
    assert centre_code(text) == code
    assert centre_code(centre_text(code)) == code


@pytest.mark.parametrize(
    "text", ["", "/1", "1850/", "1850/16", "x", "1850/x", "-1", "1850/01/02", "１８５０", "999999999999"]
)
def test_other_forms_of_a_centre_are_refused(text):
    """What is not a voting centre is not guessed at."""
    with pytest.raises(Misuse):
        centre_code(text)


VC = PlaceKind.VOTING_CENTRE


@pytest.mark.parametrize(
    "made,place,coverage",
    [
        (Scope(everywhere=True), Place(VC, 1), Coverage.INSIDE),
        (Scope(voting_centres=(29601,)), Place(VC, 29601), Coverage.INSIDE),
        (Scope(voting_centres=(29601,)), Place(VC, 29600), Coverage.OUTSIDE),
        (Scope(voting_centres=(29601,)), Place(PlaceKind.COUNTING_CENTRE, 29601), Coverage.OUTSIDE),
        (Scope(counting_centres=(27,)), Place(PlaceKind.COUNTING_CENTRE, 27), Coverage.INSIDE),
        (Scope(commissions=(27,)), Place(PlaceKind.COMMISSION, 27), Coverage.INSIDE),
        (Scope(centre_ranges=((1850, 1851),)), Place(VC, 1851 * 16 + 3), Coverage.INSIDE),
        (Scope(centre_ranges=((1850, 1851),)), Place(VC, 1852 * 16), Coverage.OUTSIDE),
        (Scope(electoral_units=(5,)), Place(VC, 1, electoral_unit=5), Coverage.INSIDE),
        (Scope(electoral_units=(5,)), Place(VC, 1, electoral_unit=6), Coverage.OUTSIDE),
        (Scope(electoral_units=(5,)), Place(VC, 1), Coverage.UNSURE),
        (Scope(voting_centres=(32,)), Place(VC, 48, 5, frozenset({32, 48})), Coverage.SAME_UNIT),
        (Scope(voting_centres=(64,)), Place(VC, 48, 5, frozenset({32, 48})), Coverage.OUTSIDE),
    ],
)
def test_place_lies_to_scope(made, place, coverage):
    """Named, in a range, in a named unit, next door, outside, or not to be known here."""
    assert made.coverage(place) is coverage


@pytest.mark.parametrize(
    "made",
    [Scope(), Scope(voting_centres=(-1,)), Scope(centre_ranges=((5, 4),)), Scope(electoral_units=(2**32,))],
)
def test_impossible_scopes_are_our_own_mistake(made):
    """An empty scope or a code out of range is never signed."""
    with pytest.raises(Misuse):
        scope.to_items(made)


def test_scope_of_several_kinds_is_within_the_depth_of_the_reader():
    """The deepest scope we write can be read inside a payload."""
    made = Scope(electoral_units=(1,), voting_centres=(2,), counting_centres=(3,))
    assert cbor.decode(cbor2.dumps([[scope.to_items(made)]]))


def test_ranges_that_touch_are_written_as_one():
    """Neighbouring ranges take the bytes of one."""
    assert scope.to_items(Scope(centre_ranges=((3, 4), (1, 2), (4, 9)))) == [3, 1, 9]
