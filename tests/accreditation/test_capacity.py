"""The cap of two: who counts, where, and who waits (Art. 18(4), EC-9)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.capacity import Presence, cap_group, counts_toward_cap, presence_cap, presence_finding
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.observers import ObserverFacts
from accreditation.scope import PlaceKind
from accreditation.senders import SenderFacts

SINCE = datetime(2005, 7, 3, 8, tzinfo=UTC)

COUNTS = [
    # sender kind               observer        role           counts
    ("albanian_ngo", ("AL",), "short_term", True),
    ("albanian_ngo", ("IT",), "short_term", True),
    ("political_party", ("AL",), "short_term", True),
    ("coalition", ("AL",), "short_term", True),
    ("independent_candidate", ("AL",), "short_term", True),
    ("foreign_ngo", ("DE",), "short_term", True),
    ("foreign_ngo", ("AL",), "short_term", False),
    ("foreign_ngo", ("AL", "DE"), "short_term", False),
    ("international_organisation", ("NO",), "long_term", True),
    ("international_organisation", ("AL",), "interpreter", False),
    ("international_organisation", ("NO",), "interpreter", False),
    ("foreign_state", ("US",), "short_term", False),
    ("media", ("AL",), "media", False),
]


@pytest.mark.parametrize(("kind", "citizenships", "role", "counts"), COUNTS)
def test_who_counts_toward_the_cap(kind: str, citizenships: tuple, role: str, counts: bool):
    """All observers of Albanian bodies count; of foreign and international bodies only the foreign ones."""
    sender = SenderFacts("s", "S", kind)

    assert counts == counts_toward_cap(sender, ObserverFacts(citizenships, role))


def inside(*groups: str, counts: bool = True) -> list[Presence]:
    return [
        Presence(f"A-{number}", group, counts, SINCE + timedelta(minutes=number))
        for number, group in enumerate(groups)
    ]


DOOR = [
    # who is inside                          the third arrival       finding
    ([], "within_cap"),
    (inside("ngo"), "within_cap"),
    (inside("ngo", "ngo"), "cap_reached"),
    (inside("ngo", "other"), "within_cap"),
    (inside("ngo", "ngo", "ngo"), "cap_reached"),
    (inside("ngo", "ngo", counts=False), "within_cap"),
]


@pytest.mark.parametrize(("present", "code"), DOOR)
def test_third_observer_of_one_sender_waits(election: ElectionFacts, ngo: SenderFacts, present, code: str):
    """Two of one sender may be inside; a third one waits, whoever else is there."""
    finding = presence_finding(election, ngo, ObserverFacts(("AL",)), present, accreditation="A-9")

    assert (code, "18(4)") == (finding.code, finding.article)


def test_cap_reached_names_who_is_inside_and_since_when(election: ElectionFacts, ngo: SenderFacts):
    """The commissioner learns which two are inside, in the order they came."""
    finding = presence_finding(
        election, ngo, ObserverFacts(("AL",)), inside("ngo", "ngo"), accreditation="A-9"
    )

    assert finding.arguments["inside"] == ["A-0", "A-1"]
    assert finding.arguments["since"] == ["2005-07-03T08:00:00+00:00", "2005-07-03T08:01:00+00:00"]
    assert finding.arguments["cap"] == 2


def test_second_scan_of_one_badge_is_no_third_person(election: ElectionFacts, ngo: SenderFacts):
    """An observer who is already inside and is scanned again does not count twice."""
    finding = presence_finding(
        election, ngo, ObserverFacts(("AL",)), inside("ngo", "ngo"), accreditation="A-1"
    )

    assert finding.code == "within_cap"


@pytest.mark.parametrize("place", [one for one in PlaceKind if one is not PlaceKind.VOTING_CENTRES])
def test_other_places_are_not_capped(election: ElectionFacts, ngo: SenderFacts, place: PlaceKind):
    """The cap holds in voting centres; commissions and counting centres have none."""
    finding = presence_finding(election, ngo, ObserverFacts(("AL",)), inside("ngo", "ngo"), place)

    assert finding.code == "not_capped"


@pytest.mark.parametrize("kind", ["foreign_state", "media"])
def test_states_and_media_are_not_capped(election: ElectionFacts, kind: str):
    """Representatives of foreign states and of media have no cap in the text."""
    sender = SenderFacts("s", "S", kind)

    assert presence_cap(election, sender) is None
    assert (
        presence_finding(election, sender, ObserverFacts(("US",)), inside("s", "s", "s")).code == "not_capped"
    )


def test_party_and_coalition_share_one_cap(election: ElectionFacts):
    """EC-10: one of the party and one of its coalition fill the cap, so that both never hold two."""
    party = SenderFacts("P", "Party", "political_party", coalition_id="C")
    coalition = SenderFacts("C", "Coalition", "coalition")
    present = inside(cap_group(party), cap_group(coalition))

    assert cap_group(party) == cap_group(coalition)
    assert presence_finding(
        election, coalition, ObserverFacts(("AL",)), present, accreditation="A-9"
    ).code == ("cap_reached")


@given(st.lists(st.sampled_from(["ngo", "other"]), max_size=12))
def test_never_more_than_two_of_a_sender_are_let_in(arrivals: list[str]):
    """Whoever arrives in whatever order, the findings never let a third observer of one sender in."""

    election = ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2005, 7, 3))
    present: list[Presence] = []
    for number, who in enumerate(arrivals):
        sender = SenderFacts(who, who, "albanian_ngo")
        name = f"A-{number}"
        finding = presence_finding(election, sender, ObserverFacts(("AL",)), present, accreditation=name)
        if finding.code == "within_cap":
            present.append(Presence(name, cap_group(sender), True, SINCE))

    for who in ("ngo", "other"):
        assert len([one for one in present if one.group == who]) == min(2, arrivals.count(who))
