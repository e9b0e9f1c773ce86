"""Where and when an accreditation is valid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from accreditation.civil_time import require_aware
from accreditation.elections import ElectionFacts
from accreditation.findings import Finding, FindingCode, Severity, found
from accreditation.law.editions import EDITIONS, Provision, cite


class PlaceKind(StrEnum):
    """The kinds of place an accreditation can name."""

    VOTING_CENTRES = "voting_centres"
    ELECTORAL_UNITS = "electoral_units"
    COUNTING_CENTRES = "counting_centres"
    COUNTING_TABLES = "counting_tables"
    COMMISSIONS = "commissions"


class ScopeFacts(msgspec.Struct, frozen=True):
    """The places asked for or granted, by their codes in the place register.

    Attributes:
        voting_centres: voting centres, special ones included.
        electoral_units: whole units; a unit covers every place in it.
        counting_centres: ballot counting centres, a counting place for votes from abroad included.
        counting_tables: single tables of counting centres.
        commissions: commissions such as `cec`, `zec:07` or `lgec:12`.
    """

    voting_centres: tuple[str, ...] = ()
    electoral_units: tuple[str, ...] = ()
    counting_centres: tuple[str, ...] = ()
    counting_tables: tuple[str, ...] = ()
    commissions: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True if no place is named."""
        return not any(getattr(self, kind.value) for kind in PlaceKind)


CEC = "cec"


def units_of_scope(scope: ScopeFacts, unit_of: Mapping[str, str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The electoral units that a scope touches, and the places whose unit is not known.

    Args:
        scope: the places.
        unit_of: place code -> electoral unit code, from the place register; empty for a place in no unit.

    Returns: units and unknown places; the CEC itself lies in no unit and is never unknown.
    Source: Art. 18(4) of the code of 2005: one or more voting centres, or one or more electoral units.
    """
    units, unknown = set(scope.electoral_units), []
    named_places = (*scope.voting_centres, *scope.counting_centres, *scope.counting_tables)
    for code in (*named_places, *scope.commissions):
        kind, _, named = code.partition(":")
        if code == CEC:
            continue
        if kind in ("zec", "lgec") and named:
            units.add(named)
        elif code in unit_of:
            # A counting place for votes from abroad lies in no unit, and is known all the same.
            if unit_of[code]:
                units.add(unit_of[code])
        else:
            unknown.append(code)
    return frozenset(units), tuple(unknown)


def scope_findings(
    election: ElectionFacts, scope: ScopeFacts, unknown: tuple[str, ...]
) -> tuple[Finding, ...]:
    """An accreditation includes one or more voting centres, or one or more electoral units.

    The code of 2005 names only the counting centre; the code in force names each of its tables.
    Source: Art. 18(2) and (4) of the code of 2005; Art. 6(1) of the code in force.
    """
    cited = cite(election.edition, Provision.INDIVIDUAL_DATA)
    if scope.empty:
        return (found(FindingCode.SCOPE_EMPTY, Severity.AGAINST, cited),)
    findings = []
    if unknown:
        places = sorted(unknown)
        findings.append(found(FindingCode.SCOPE_UNKNOWN_PLACE, Severity.TO_RECORD, cited, places=places))
    if scope.counting_tables and not EDITIONS[election.edition].counting_tables:
        code = FindingCode.COUNTING_TABLES_NOT_IN_EDITION
        tables = sorted(scope.counting_tables)
        parties = cite(election.edition, Provision.PARTIES)
        findings.append(
            found(code, Severity.TO_RECORD, parties, tables=tables, edition=str(election.edition))
        )
    return tuple(findings)


def covers(scope: ScopeFacts, kind: PlaceKind, code: str, unit: str = "", centre: str = "") -> bool:
    """An accreditation covers the places it names, and every place in a unit or counting centre it names.

    Args:
        scope: the places granted.
        kind: what `code` is.
        code: the place.
        unit: the electoral unit the place lies in, empty if it lies in none.
        centre: the counting centre that a table stands in, empty for any other place.

    Source: Art. 18(4) of the code of 2005; Art. 6(1) of the code in force for tables.
    """
    if code in getattr(scope, kind.value) or (bool(unit) and unit in scope.electoral_units):
        return True
    return bool(centre) and centre in scope.counting_centres


class Validity(msgspec.Struct, frozen=True):
    """When an accreditation holds.

    Attributes:
        valid_from: the instant of the decision that grants it.
        valid_until: the final announcement of results, None while it has not been made.
        article: the article the end rests on.
        law: that article's law.
    """

    valid_from: datetime
    valid_until: datetime | None
    article: str
    law: str


def validity(election: ElectionFacts, decided_at: datetime) -> Validity:
    """The election period ends with the final announcement of results, and with it an accreditation.

    It does not end at the close of voting: counting and complaints are observed too.
    It holds for this election alone; a repeat election is another one.
    Raises:
        NaiveInstant: `decided_at` has no time zone.

    Source: Art. 2(16) of the code of 2005, by inference; Art. 19(1)(a), all aspects of the elections.
    """
    cited = cite(election.edition, Provision.ELECTION_PERIOD)
    until = require_aware(election.final_announcement) if election.final_announcement else None
    return Validity(require_aware(decided_at), until, cited.label, str(cited.law))


def valid_at(held: Validity, at: datetime) -> bool:
    """An accreditation holds from its decision until the final announcement, that instant excluded.

    Raises:
        NaiveInstant: `at` has no time zone.

    Source: Art. 2(16) of the code of 2005, by inference.
    """
    at = require_aware(at)
    return held.valid_from <= at and (held.valid_until is None or at < held.valid_until)
