"""Art. 7(7) and truncated windows as tables a lawyer can read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.election_calendar import election_calendar
from accreditation.election_dates import calendar_warnings, nearest_sunday
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.findings import FindingCode
from accreditation.law.counting import SUNDAY
from accreditation.law.editions import EditionId
from accreditation.law.limits import LimitCode, SetLimit

OLD, NEW = EditionId.CODE_2005, EditionId.CODE_2008
KIND = ElectionKind

SUNDAYS = [
    # kind        edition  decree               election date        warns?
    (KIND.ASSEMBLY, OLD, date(2005, 5, 21), date(2005, 7, 3), False),  # 43 days
    (KIND.ASSEMBLY, OLD, date(2005, 5, 16), date(2005, 7, 3), False),  # 48 days
    (KIND.ASSEMBLY, OLD, date(2005, 5, 19), date(2005, 7, 3), False),  # 45 days
    (KIND.ASSEMBLY, OLD, date(2005, 5, 15), date(2005, 7, 3), True),  # 49 days: 26 June is nearer
    (KIND.ASSEMBLY, OLD, date(2005, 5, 16), date(2005, 7, 2), True),  # a Saturday
    (KIND.LOCAL, OLD, date(2005, 5, 15), date(2005, 7, 3), False),
    (KIND.REFERENDUM, OLD, date(2005, 5, 15), date(2005, 7, 3), False),
    (KIND.PARTIAL, OLD, date(2005, 5, 15), date(2005, 7, 3), False),
    (KIND.REPEAT, OLD, date(2005, 5, 15), date(2005, 7, 3), False),
    (KIND.ASSEMBLY, NEW, date(2024, 7, 26), date(2025, 5, 11), False),  # the rule in force was not found
    (KIND.ASSEMBLY, OLD, None, date(2005, 7, 3), False),
]


def codes(facts: ElectionFacts) -> set[FindingCode]:
    """What the record of an election warns of."""
    return {one.code for one in calendar_warnings(facts)}


@pytest.mark.parametrize(("kind", "edition", "decreed_on", "election_date", "warns"), SUNDAYS)
def test_assembly_elections_fall_on_the_sunday_nearest_to_day_45(
    kind, edition, decreed_on, election_date, warns
):
    """Art. 7(7) binds the Assembly alone, and only in the edition whose text was read; it warns and raises nothing."""
    facts = ElectionFacts("e", "E", kind, election_date, decreed_on, edition)

    assert (FindingCode.NOT_NEAREST_SUNDAY in codes(facts)) is warns


@given(st.dates(date(1991, 1, 8), date(2200, 12, 1)))
def test_the_nearest_sunday_is_a_sunday_at_most_three_days_away(day):
    """There is always exactly one."""
    found = nearest_sunday(day)

    assert found.weekday() == SUNDAY
    assert abs(found - day) <= timedelta(days=3)


WINDOWS = [
    # decree               days lost
    (date(2005, 5, 16), 0),
    (date(2005, 5, 19), 0),
    (date(2005, 5, 21), 2),
    (date(2005, 6, 10), 22),
]


@pytest.mark.parametrize(("decreed_on", "lost"), WINDOWS)
def test_a_late_decree_cuts_the_window_short_and_says_by_how_much(decreed_on, lost):
    """EC-4: the window opens at the later of E-45 and the decree; Art. 7(8) lets local elections come sooner."""
    facts = ElectionFacts("e", "E", KIND.LOCAL, date(2005, 7, 3), decreed_on)

    found = [one for one in calendar_warnings(facts) if one.code is FindingCode.WINDOW_TRUNCATED]

    assert [one.arguments["days"] for one in found] == ([lost] if lost else [])


REGISTRATIONS = [
    # edition  code                                value  article
    (OLD, LimitCode.PARTY_REGISTRATION, 40, "15(1)"),
    (OLD, LimitCode.COALITION_REGISTRATION, 35, "16(1)"),
    (NEW, LimitCode.PARTY_REGISTRATION, 75, "amendment of February 2025"),
    (NEW, LimitCode.COALITION_REGISTRATION, 70, "amendment of February 2025"),
]


@pytest.mark.parametrize(("edition", "code", "value", "article"), REGISTRATIONS)
def test_registrations_are_counted_back_by_edition(edition, code, value, article):
    """The numbers are data of the edition; each reading gives its end, under the limit's own article."""
    facts = ElectionFacts("e", "E", KIND.ASSEMBLY, date(2025, 5, 11), date(2024, 7, 26), edition)

    (item,) = [one for one in election_calendar(facts) if one.limit.code == code]

    assert (item.value, item.limit.article) == (value, article)
    calendar = next(one for one in item.limit.readings if one.reading == "calendar")
    assert calendar.last_day == date(2025, 5, 11) - timedelta(days=value)
    assert calendar.article == article
    assert item.limit.safe_until <= item.limit.closes_at <= item.limit.lenient_until


@pytest.mark.parametrize("edition", list(EditionId))
def test_what_no_source_gives_is_unset_and_an_act_sets_it(edition):
    """An unset limit has no number, no end and a warning; one set by an act names the act."""
    facts = ElectionFacts("e", "E", KIND.ASSEMBLY, date(2027, 5, 16), date(2027, 3, 31), edition)
    for item in election_calendar(facts):
        warned = any(one.code is FindingCode.LIMIT_UNSET for one in item.limit.warnings)
        # The opening of requests can be unset where their end is known; the hours of voting have no warning.
        assert item.unset is (item.value is None)
        assert warned or not item.unset or item.limit.code == "voting"

    acts = ElectionFacts(
        "e",
        "E",
        KIND.ASSEMBLY,
        date(2027, 5, 16),
        date(2027, 3, 31),
        edition,
        set_limits=(SetLimit(LimitCode.APPEAL_DECISION, 4, "KQZ 9"),),
    )
    (item,) = [one for one in election_calendar(acts) if one.limit.code == LimitCode.APPEAL_DECISION]
    assert (item.value, item.act, item.unset) == (4, "KQZ 9", False)


def test_a_repeat_election_follows_the_procedure_of_the_one_repeated():
    """Art. 14(6): what is repeated decides on the procedure; the calendar is its own."""
    facts = ElectionFacts("e", "E", KIND.REPEAT, date(2027, 5, 16), repeats=KIND.REFERENDUM)

    assert facts.procedure is KIND.REFERENDUM
    assert ElectionFacts("e", "E", KIND.LOCAL, date(2027, 5, 16)).procedure is KIND.LOCAL
