"""The register of places in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime

from backend.actions.elections.register import ElectionRegister, Register, distance_m
from backend.store.registers import RegisterElection, RegisterPlace

NOW = datetime(2027, 4, 20, 9, 0, tzinfo=UTC)


def election(id: int, day: date, announced: datetime | None = None) -> ElectionRegister:
    places = {
        "1850/01": RegisterPlace("1850/01", "voting_centre", "30", "Shkolla A", 41.3275, 19.8187),
        "1850/02": RegisterPlace("1850/02", "voting_centre", "30", "Shkolla B", 41.3300, 19.8187),
        "4337": RegisterPlace("4337", "voting_centre", "61", "Shkolla C", 40.4667, 19.4897),
        "QN30": RegisterPlace("QN30", "counting_centre", "30", "Pallati", 41.3275, 19.8187),
    }
    return ElectionRegister(
        RegisterElection(id, f"E{id}", "assembly", day, False, announced),
        places,
        {"30": "KZAZ 30 Tiranë", "61": "KZAZ 61 Vlorë"},
        {"cec": "KQZ"},
    )


def test_the_next_election_is_the_current_one():
    """With two ahead the nearer is asked about; one that is over and announced is not."""
    past = election(1, date(2025, 5, 11), datetime(2025, 6, 1, tzinfo=UTC))
    near, far = election(2, date(2027, 5, 9)), election(3, date(2027, 10, 10))

    found = Register({1: past, 2: near, 3: far}, (3, 2, 1)).current(NOW)

    assert near is found


def test_an_election_that_was_held_but_not_announced_is_still_the_current_one():
    """Between the vote and the final announcement people ask about this election."""
    held = election(1, date(2027, 4, 18))

    assert held is Register({1: held}, (1,)).current(NOW)


def test_without_any_election_there_is_none():
    """An empty database answers nothing about an election."""
    assert Register({}, ()).current(NOW) is None


def test_the_nearest_centres_come_nearest_first_and_only_voting_centres_within_ten_kilometres():
    """Vlorë is too far from Tirana; a counting centre is not where one votes."""
    near = election(1, date(2027, 5, 9)).nearest(41.3276, 19.8188)

    assert [place.code for place in near] == ["1850/01", "1850/02"]


def test_a_unit_is_found_by_the_number_people_say():
    """`KZAZ 30`, `30` and `030` are one commission."""
    found = election(1, date(2027, 5, 9))

    assert {"30"} == {found.unit_of("30"), found.unit_of("KZAZ 30"), found.unit_of("030")}
    assert found.unit_of("99") is None


def test_a_known_distance():
    """Tirana to Vlorë is about 100 km as the crow flies."""
    assert 95_000 < distance_m(41.3275, 19.8187, 40.4667, 19.4897) < 105_000
