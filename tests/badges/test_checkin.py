"""The verdict at the door, case by case, as a commissioner meets them."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import checkin, credential, payload
from badges.checkin import Colour, Presence, Step, Visit
from badges.scope import Place, PlaceKind, Scope, centre_code
from tests.badges.samples import BADGE, ELECTION, NOW, REVOCATIONS, SIGNER, STRANGER, TEXT, TRUST, signed

replace = msgspec.structs.replace
HERE = Place(PlaceKind.VOTING_CENTRE, centre_code("1523/1"), electoral_unit=5)
FAR = Place(PlaceKind.VOTING_CENTRE, centre_code("4000"), electoral_unit=60)
NEAR = Place(PlaceKind.VOTING_CENTRE, centre_code("1525"), 5, frozenset(BADGE.scope.voting_centres))
A = Visit("a", ELECTION, 100, NOW - timedelta(hours=2))
B = Visit("b", ELECTION, 101, NOW - timedelta(hours=1))
SELF = Visit("self", ELECTION, BADGE.serial, NOW - timedelta(hours=3))
FREE = Presence(cap=2)
FULL_AND_UNSEEN = "amber compare_photo_and_document held: cap_reached not_compared"
READER = Presence(2, (A, B), is_register=False)
UNPLACED = replace(HERE, electoral_unit=None)


def verification(text=TEXT, trust=TRUST, revocations=REVOCATIONS, now=NOW):
    """The sample badge's verification, or another's."""
    return credential.verify(text, trust, revocations, now, election=ELECTION)


GOOD = verification()
STALE = verification(now=REVOCATIONS.next_due_at)
FORGED = verification(signed(payload.encode(BADGE), STRANGER, kid=SIGNER.kid))
LATE = verification(now=BADGE.valid_until)
REVOKED = verification(revocations=replace(REVOCATIONS, serials=frozenset({BADGE.serial})))
BY_UNIT = verification(credential.issue(replace(BADGE, scope=Scope(electoral_units=(5,))), SIGNER))


@pytest.mark.parametrize(
    "what,seen,place,presence,compared,expected",
    [
        ("all good", GOOD, HERE, FREE, True, "green admit:"),
        ("not yet compared", GOOD, HERE, FREE, None, "amber compare_photo_and_document held: not_compared"),
        ("another face", GOOD, HERE, FREE, False, "red refuse_and_record held: comparison_failed"),
        ("one inside", GOOD, HERE, Presence(2, (A,)), True, "green admit:"),
        ("two inside", GOOD, HERE, Presence(2, (A, B)), True, "amber ask_who_left held: cap_reached"),
        ("three, after offline hours", GOOD, HERE, Presence(2, (A, B, A)), True, "amber ask_who_left held: cap_reached"),
        ("no cap for this sender", GOOD, HERE, Presence(None, (A, B)), True, "green admit:"),
        ("others uncounted", GOOD, HERE, Presence(2, (A,), (B,)), True, "green admit:"),
        ("full, not yet compared", GOOD, HERE, Presence(2, (A, B)), None, FULL_AND_UNSEEN),
        ("already inside", GOOD, HERE, Presence(2, (SELF, A)), True, "amber record_departure held: already_inside"),
        ("inside, uncapped", GOOD, HERE, Presence(None, (), (SELF,)), True, "amber record_departure held: already_inside"),
        ("still open elsewhere", GOOD, HERE, Presence(2, elsewhere=(SELF,)), True, "amber admit: inside_elsewhere"),
        ("not the register", GOOD, HERE, READER, True, "amber ask_register_device held: cap_reached not_register_device"),
        ("stale list", STALE, HERE, FREE, True, "amber admit: revocations_stale"),
        ("other centre, same unit", GOOD, NEAR, FREE, True, "amber send_to_own_centre held: other_centre_of_unit"),
        ("far centre", GOOD, FAR, FREE, True, "red send_to_own_centre held: outside_scope"),
        ("unit scope, unit known", BY_UNIT, HERE, FREE, True, "green admit:"),
        ("unit scope, unit unknown", BY_UNIT, UNPLACED, FREE, True, "grey update_lists held: unit_unknown"),
        ("revoked", REVOKED, HERE, FREE, True, "red refuse_and_record held: revoked"),
        ("forged", FORGED, HERE, FREE, True, "red refuse_and_record held: signature"),
        ("another code", verification("https://example.org"), HERE, FREE, True, "grey scan_again held: not_a_badge"),
        ("torn", verification(TEXT[:100]), HERE, FREE, True, "grey scan_again held: damaged"),
        ("unknown key", verification(trust=replace(TRUST, keys=())), HERE, FREE, True, "grey update_lists held: key_unknown"),
        ("expired", LATE, HERE, FREE, True, "red refuse_and_record held: expired revocations_stale"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)  # fmt: skip
def test_each_case_at_the_door(what, seen, place, presence, compared, expected):
    """Colour and next step, "held" where no check-in may be recorded, and the grounds."""
    found = checkin.judge(seen, place, presence, compared=compared)
    answer = f"{found.colour} {found.step}" + ("" if found.may_admit else " held")
    codes = [reason.code for reason in found.reasons]
    assert " ".join([f"{answer}:", *codes]) == expected


def test_clock_a_year_slow_asks_for_the_clock():
    """A phone that lives in the past is told so, and the badge is not blamed."""
    found = checkin.judge(verification(now=NOW - timedelta(days=365)), HERE, FREE, compared=True)
    assert (found.colour, found.step) == (Colour.GREY, Step.SET_CLOCK)


def test_cap_names_who_is_inside():
    """The ground shows the visits that fill the cap, so that the commissioner can ask after them."""
    found = checkin.judge(GOOD, HERE, Presence(2, (A, B)), compared=True)
    assert found.reasons[0].visits == (A, B)


def test_admission_closes_the_visit_elsewhere_by_its_id():
    """A check-in here names the open visit elsewhere that it ends; a refused one ends none."""
    elsewhere = Presence(2, elsewhere=(SELF,))
    assert checkin.judge(GOOD, HERE, elsewhere, compared=True).closes == (SELF,)
    assert checkin.judge(GOOD, FAR, elsewhere, compared=True).closes == ()


def test_same_serial_of_another_election_is_another_person():
    """A visit is of this badge only if election and serial are both its own."""
    last_year = replace(SELF, election=11)
    found = checkin.judge(GOOD, HERE, Presence(3, (last_year,)), compared=True)
    assert found.colour is Colour.GREEN


VISITS = st.lists(
    st.builds(Visit, st.uuids().map(str), st.just(ELECTION), st.integers(1, 50), st.just(NOW)), max_size=5
).map(tuple)
VERIFIED = st.sampled_from([GOOD, STALE, REVOKED, BY_UNIT, verification("x"), FORGED])


@given(
    VERIFIED,
    st.sampled_from([HERE, NEAR, FAR]),
    st.builds(Presence, st.none() | st.integers(0, 3), VISITS, VISITS, VISITS, st.booleans()),
    st.sampled_from([None, True, False]),
)
def test_nobody_is_admitted_against_a_rule(seen, place, presence, compared):
    """Whatever comes together: admitted only if valid, in scope, compared, on the register, and under the cap."""
    found = checkin.judge(seen, place, presence, compared=compared)
    if found.may_admit:
        assert seen.verdict in (credential.Verdict.VALID, credential.Verdict.CAUTION)
        assert seen.badge.scope.coverage(place) == "inside"
        assert compared is True
        assert presence.is_register
        assert presence.cap is None or len(presence.counted) < presence.cap
    assert (found.colour is Colour.GREEN) == (found.reasons == ())
    assert found.step in Step
    if found.colour in (Colour.RED, Colour.GREY):
        assert not found.may_admit
