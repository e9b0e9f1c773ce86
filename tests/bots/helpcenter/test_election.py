"""The facts the law computes from the election's own data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.helpcenter.election import FACTS, Election, facts_of, voting_hours


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        (date(2025, 3, 30), "18:00"),
        (date(2025, 3, 31), "19:00"),
        (date(2025, 5, 11), "19:00"),
        (date(2025, 10, 15), "19:00"),
        (date(2025, 10, 16), "18:00"),
        (date(2024, 2, 29), "18:00"),
        (date(2025, 12, 31), "18:00"),
        (date(2025, 1, 1), "18:00"),
    ],
)
def test_voting_hours_follow_article_8(day: date, closes: str) -> None:
    """Art. 8: 7:00 to 19:00 from 31 March to 15 October, both days included, to 18:00 otherwise."""
    assert voting_hours(day) == ("07:00", closes)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_the_two_branches_of_article_8_cover_each_day_once(day: date) -> None:
    """Every day has hours, and the branch changes only between 30 and 31 March and 15 and 16 October."""
    changes = voting_hours(day) != voting_hours(day + timedelta(days=1))
    assert changes == ((day.month, day.day) in ((3, 30), (10, 15)))


def test_dates_are_written_in_the_person_s_language() -> None:
    """Dates and weekdays come in Albanian and English; instants are told in Tirana time."""
    election = Election(
        id="x",
        name="X",
        date=date(2025, 5, 11),
        foreign_request_closes_at=datetime(2025, 5, 7, 22, 0, tzinfo=UTC),
        albanian_request_closes_on=date(2025, 4, 26),
    )
    assert facts_of(election, "sq")["election_date"] == "11 maj 2025"
    assert facts_of(election, "en")["election_date"] == "11 May 2025"
    assert facts_of(election, "en")["foreign_request_closes_at"].endswith("8 May 2025, 00:00")
    assert facts_of(election, "sq")["election_weekday"] == "e diel"
    assert facts_of(election, "en")["election_weekday"] == "Sunday"
    assert set(facts_of(election, "sq")) == FACTS


def test_an_unknown_fact_is_left_out() -> None:
    """A last day that nobody gave is not invented."""
    facts = facts_of(Election(id="x", name="X", date=date(2025, 5, 11)), "sq")
    assert "albanian_request_closes_on" not in facts
    assert "foreign_request_closes_at" not in facts


def test_an_election_is_named_by_kind_and_date() -> None:
    """Two elections on one day are different elections."""
    day = date(2025, 5, 11)
    assert Election(id="1", name="", date=day).key == "assembly:2025-05-11"
    assert Election(id="1", name="", date=day, kind="partial").key == "partial:2025-05-11"
