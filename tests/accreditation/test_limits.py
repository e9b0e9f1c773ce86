"""The table of limits: dates decide the row, an act of the commission overrides it, nothing is guessed."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from accreditation.elections import ElectionFacts, ElectionKind, election_warnings
from accreditation.law.editions import EditionId, edition_in_force
from accreditation.law.limits import LIMITS, LimitCode, SetLimit, limit

VALUES = [
    # limit                     edition   on                  value   unit
    ("albanian_opens", "2005", date(2005, 7, 3), 45, "days"),
    ("albanian_closes", "2005", date(2005, 7, 3), 15, "days"),
    ("foreign_closes", "2005", date(2005, 7, 3), 72, "hours"),
    ("decision", "2005", date(2005, 7, 3), 5, "days"),
    ("presence_cap", "2005", date(2005, 7, 3), 2, "persons"),
    ("party_registration", "2005", date(2005, 7, 3), 40, "days"),
    ("coalition_registration", "2005", date(2005, 7, 3), 35, "days"),
    ("appeal", "2005", date(2005, 7, 3), None, "days"),
    ("albanian_opens", "2008", date(2025, 5, 11), None, "days"),
    ("albanian_closes", "2008", date(2025, 5, 11), 15, "days"),
    ("foreign_closes", "2008", date(2025, 5, 11), 72, "hours"),
    ("decision", "2008", date(2025, 5, 11), None, "days"),
    ("presence_cap", "2008", date(2025, 5, 11), 2, "persons"),
    ("party_registration", "2008", date(2025, 2, 17), None, "days"),
    ("party_registration", "2008", date(2025, 2, 18), 75, "days"),
    ("coalition_registration", "2008", date(2025, 5, 11), 70, "days"),
    ("appeal", "2008", date(2025, 5, 11), 3, "days"),
    # An election outside its edition's own time takes the nearest row.
    ("albanian_closes", "2005", date(2026, 12, 6), 15, "days"),
    ("albanian_closes", "2008", date(2001, 6, 24), 15, "days"),
]


@pytest.mark.parametrize(("code", "edition", "on", "value", "unit"), VALUES)
def test_value_of_a_limit(code: str, edition: str, on: date, value, unit: str):
    """Each limit has this value on this date, in this unit; None was looked for and not found."""
    row = limit(LimitCode(code), EditionId(edition), on)

    assert (value, unit) == (row.value, row.unit)


def test_rows_of_one_limit_do_not_overlap():
    """Two rows of the same limit and edition never hold on the same day."""
    for row in LIMITS:
        for other in LIMITS:
            if row is not other and (row.code, row.edition) == (other.code, other.edition):
                first, second = sorted((row, other), key=lambda one: one.effective_from)
                assert first.effective_until is not None
                assert first.effective_until < second.effective_from


def test_an_act_sets_a_number_for_one_election(election: ElectionFacts):
    """A number set by an act replaces the law's for this election, keeps its article and names the act."""
    act = SetLimit(LimitCode.DECISION, 2, "Decision 400 of 6.7.2023")
    row = msgspec.structs.replace(election, set_limits=(act,)).limit(LimitCode.DECISION)

    assert (row.value, row.act, row.citation.label, row.demo) == (
        2,
        "Decision 400 of 6.7.2023",
        "18(5)",
        False,
    )
    assert election.limit(LimitCode.DECISION).value == 5


EDITIONS = [
    (date(2003, 7, 1), None),
    (date(2005, 7, 3), "2005"),
    (date(2008, 12, 28), "2005"),
    (date(2008, 12, 29), "2008"),
    (date(2026, 11, 21), "2008"),
]


@pytest.mark.parametrize(("on", "edition"), EDITIONS)
def test_edition_in_force(on: date, edition):
    """Law 10019/2008 follows Law 9087/2003 on 29 December 2008; before the oldest we hold there is none."""
    assert edition == edition_in_force(on)


def test_edition_not_in_force_is_warned_of(election: ElectionFacts):
    """An election of 2026 held under the code of 2005 is computed, and the warning says it is not in force."""
    odd = msgspec.structs.replace(election, election_date=date(2026, 12, 6), decreed_on=None)

    assert [one.code for one in election_warnings(odd)] == ["election_not_decreed", "edition_not_in_force"]
    assert election_warnings(election) == ()


@pytest.mark.parametrize(("value", "act"), [(-1, "Decision 1"), (1001, "Decision 1"), (5, " ")])
def test_a_number_is_set_by_an_act_and_in_bounds(value: int, act: str):
    """A negative or absurd number, and one that no act sets, are mistakes of the caller and raise."""
    with pytest.raises(ValueError):
        SetLimit(LimitCode.DECISION, value, act)


IMPOSSIBLE = [
    (date(1, 1, 1), None),
    (date(9999, 12, 31), None),
    (date(2005, 7, 3), date(2005, 7, 4)),
    (date(2005, 7, 3), date(1, 1, 1)),
]


@pytest.mark.parametrize(("day", "decreed"), IMPOSSIBLE)
def test_impossible_dates_of_an_election_are_a_mistake(day: date, decreed):
    """A date this law cannot speak of, or a decree after the vote, is malformed input and raises at once."""
    with pytest.raises(ValueError):
        ElectionFacts("e", "E", ElectionKind.ASSEMBLY, day, decreed)


def test_impossible_dates_from_the_wire_are_validation_errors():
    """Decoded from JSON, an impossible date is a validation error like any other malformed field."""
    wire = {"id": "e", "name": "E", "kind": "assembly", "election_date": "9999-12-31"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wire, ElectionFacts)


def test_facts_survive_the_wire(election: ElectionFacts):
    """An election's facts encode to JSON and decode to the same facts, sets and acts included."""
    act = SetLimit(LimitCode.APPEAL, 3, "Instruction 1")
    full = msgspec.structs.replace(election, set_limits=(act,), holidays=frozenset({date(2005, 6, 16)}))

    assert full == msgspec.json.decode(msgspec.json.encode(full), type=ElectionFacts)
