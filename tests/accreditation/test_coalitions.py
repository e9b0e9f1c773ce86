"""The coalition switch and the last days to register (EC-10, Arts. 15, 16, 18(2))."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from accreditation.coalitions import registration_end, registration_findings, transfers
from accreditation.elections import ElectionFacts
from accreditation.law.editions import EditionId
from accreditation.senders import SenderFacts

REGISTERED = datetime(2005, 5, 29, 10, tzinfo=UTC)
PARTY = SenderFacts("P", "Party", "political_party", coalition_id="C", coalition_registered_at=REGISTERED)


def test_ec10_accreditations_pass_to_the_coalition(election: ElectionFacts):
    """Before the coalition registers nothing passes; from that instant every accreditation does."""
    assert transfers(election, PARTY, ["A-1", "A-2"], datetime(2005, 5, 29, 9, 59, tzinfo=UTC)) == ()
    passed = transfers(election, PARTY, ["A-1", "A-2"], REGISTERED)

    assert [(one.accreditation, one.from_sender, one.to_sender, one.article) for one in passed] == [
        ("A-1", "P", "C", "18(2)"),
        ("A-2", "P", "C", "18(2)"),
    ]


def test_party_in_no_coalition_keeps_its_accreditations(election: ElectionFacts):
    """A party that left, or never joined, transfers nothing."""
    alone = msgspec.structs.replace(PARTY, coalition_id="")

    assert transfers(election, alone, ["A-1"], REGISTERED) == ()


REGISTRATION = [
    # edition  election date        coalition   last day
    ("2005", date(2005, 7, 3), False, date(2005, 5, 24)),
    ("2005", date(2005, 7, 3), True, date(2005, 5, 29)),
    ("2008", date(2025, 5, 11), False, date(2025, 2, 25)),
    ("2008", date(2025, 5, 11), True, date(2025, 3, 2)),
    ("2008", date(2021, 4, 25), False, None),
]


@pytest.mark.parametrize(("edition", "day", "coalition", "last_day"), REGISTRATION)
def test_last_day_to_register(election: ElectionFacts, edition: str, day: date, coalition: bool, last_day):
    """E-40 and E-35 in 2005 are E-75 and E-70 since 2025; between, the number was not found and is warned of."""
    held = msgspec.structs.replace(election, edition=EditionId(edition), election_date=day)
    end = registration_end(held, coalition=coalition)

    assert last_day == end.last_day
    assert (last_day is None) == ("limit_unset" in [one.code for one in end.warnings])


@pytest.mark.parametrize(
    ("coalition", "since", "late"),
    [
        # E is 3 July 2005: a party until 24 May, a coalition until 29 May, the whole day
        (False, "2005-05-24T23:59:59+02:00", False),
        (False, "2005-05-25T00:00:00+02:00", True),
        (True, "2005-05-29T23:59:59+02:00", False),
        (True, "2005-05-30T00:00:00+02:00", True),
    ],
)
def test_a_registration_after_its_last_day_is_found_so(
    election: ElectionFacts, coalition: bool, since: str, late: bool
):
    """Arts. 15(1) and 16(1): 40 and 35 days; it is noted for the officer, and nothing is refused."""
    found = registration_findings(election, coalition=coalition, since=datetime.fromisoformat(since))

    assert [str(one.code) for one in found] == (["registered_after_limit"] if late else [])
    assert all(one.article == ("16(1)" if coalition else "15(1)") for one in found)


def test_an_unset_last_day_says_so():
    """Before the amendment of 2025 the number of the code in force was not found: the warning stands instead."""
    old = ElectionFacts(
        "e", "E", "assembly", date(2021, 4, 25), date(2020, 7, 27), edition=EditionId.CODE_2008
    )
    found = registration_findings(old, coalition=True, since=datetime(2021, 2, 1, tzinfo=UTC))

    assert [str(one.code) for one in found] == ["limit_unset"]
