"""Where and when an accreditation is valid."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.findings import FindingCode
from accreditation.law.editions import EditionId
from accreditation.scope import (
    PlaceKind,
    ScopeFacts,
    covers,
    scope_findings,
    units_of_scope,
    valid_at,
    validity,
)

SCOPE = ScopeFacts(
    voting_centres=("1001",),
    electoral_units=("07",),
    counting_centres=("B-1",),
    commissions=("zec:08", "cec"),
)

COVERED = [
    # kind               place     lies in   covered
    ("voting_centres", "1001", "01", True),
    ("voting_centres", "1002", "01", False),
    ("voting_centres", "7001", "07", True),
    ("voting_centres", "2224/01", "07", True),
    ("counting_centres", "B-1", "01", True),
    ("counting_centres", "B-2", "01", False),
    ("commissions", "zec:08", "08", True),
    ("commissions", "zec:09", "09", False),
    ("commissions", "cec", "", True),
    ("electoral_units", "07", "07", True),
    # A code is looked for among its own kind only.
    ("counting_centres", "1001", "01", False),
]


@pytest.mark.parametrize(("kind", "code", "unit", "covered"), COVERED)
def test_scope_covers_its_places_and_its_units(kind: str, code: str, unit: str, covered: bool):
    """A place is covered if it is named, or if its electoral unit is."""
    assert covered == covers(SCOPE, PlaceKind(kind), code, unit)


def test_units_touched_come_from_the_register():
    """A scope touches the units it names, those of its places and those of its commissions; others are unknown."""
    units, unknown = units_of_scope(SCOPE, {"1001": "01"})

    assert (frozenset({"01", "07", "08"}), ("B-1",)) == (units, unknown)


SCOPES = [
    (ScopeFacts(), (), ["scope_empty"]),
    (SCOPE, ("B-1",), ["scope_unknown_place"]),
    (SCOPE, (), []),
]


@pytest.mark.parametrize(("scope", "unknown", "codes"), SCOPES)
def test_scope_findings(election: ElectionFacts, scope: ScopeFacts, unknown: tuple, codes: list):
    """A scope without a place speaks against; an unknown place is put on record."""
    assert codes == [one.code for one in scope_findings(election, scope, unknown)]


def test_validity_ends_with_the_final_announcement(election: ElectionFacts):
    """An accreditation outlives the close of voting and ends at the announcement, not a moment later."""
    granted, announced = datetime(2005, 6, 20, tzinfo=UTC), datetime(2005, 9, 1, 12, tzinfo=UTC)
    open_end = validity(election, granted)
    ended = validity(msgspec.structs.replace(election, final_announcement=announced), granted)

    assert (open_end.valid_until, open_end.article) == (None, "2(16)")
    assert not valid_at(open_end, granted - timedelta(seconds=1))
    assert valid_at(open_end, datetime(2005, 7, 4, tzinfo=UTC))
    assert valid_at(ended, announced - timedelta(microseconds=1))
    assert not valid_at(ended, announced)


TABLES = [
    # edition                tables             found?
    (EditionId.CODE_2005, ("VNV-30/T01",), True),
    (EditionId.CODE_2008, ("VNV-30/T01",), False),
    (EditionId.CODE_2005, (), False),
]


@pytest.mark.parametrize(("edition", "tables", "found"), TABLES)
def test_counting_tables_are_a_place_of_the_code_in_force_only(edition, tables, found):
    """Art. 6(1) of 2008 names each table; Art. 18(2) of 2005 names the counting centre, and the finding says so."""
    facts = ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2027, 5, 16), edition=edition)
    scope = ScopeFacts(voting_centres=("1001",), counting_tables=tables)

    codes = [one.code for one in scope_findings(facts, scope, ())]

    assert (FindingCode.COUNTING_TABLES_NOT_IN_EDITION in codes) is found


def test_a_counting_centre_covers_its_tables_and_a_table_only_itself():
    """A table is narrower than its centre; a unit covers both."""
    centre = ScopeFacts(counting_centres=("VNV-30",))
    table = ScopeFacts(counting_tables=("VNV-30/T01",))
    kind = PlaceKind.COUNTING_TABLES

    assert covers(centre, kind, "VNV-30/T02", "30", "VNV-30")
    assert covers(table, kind, "VNV-30/T01", "30", "VNV-30")
    assert not covers(table, kind, "VNV-30/T02", "30", "VNV-30")
    assert not covers(table, PlaceKind.COUNTING_CENTRES, "VNV-30", "30")
    assert covers(ScopeFacts(electoral_units=("30",)), kind, "VNV-30/T02", "30", "VNV-30")


def test_a_counting_place_for_votes_from_abroad_is_known_and_lies_in_no_unit():
    """It touches no unit, so the CEC stays competent, and it is no unknown place."""
    scope = ScopeFacts(counting_centres=("VNV-900",))

    assert units_of_scope(scope, {"VNV-900": ""}) == (frozenset(), ())
