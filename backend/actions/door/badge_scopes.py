"""Scopes of the register as the numbers that a badge carries.

A badge has a few bytes for its scope, so it carries numbers, not texts: a voting centre is `badges.scope.centre_code`,
an electoral unit or counting centre is its number, a commission is the number of its unit, the CEC is 0.
Any other code, such as `TR-1`, gets a number of its own from its hash, above all real ones: were it the 1 in it,
a badge for `TR-1` would open the doors of `DR-1` too.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from accreditation.scope import CEC, ScopeFacts
from backend.actions.elections.place_codes import centre_of_table
from badges.errors import Misuse
from badges.scope import Place, PlaceKind, Scope, centre_code

_NUMBERED = re.compile(r"(?:(?:KZAZ|ZAZ|VNV|BCC)[ -]?)?(\d+)", re.ASCII)
"""A bare number, or one behind the commission's own letters for zones and counting centres."""
_HASHED = 2**31
_REAL_LIMIT = 2**27
"""Real numbers stay below; 2**27 centres times 16 stay below the hashed ones."""

KINDS = ("voting_centres", "electoral_units", "counting_centres", "counting_tables", "commissions")


def facts_of(scope: dict[str, Any]) -> ScopeFacts:
    """A stored scope as the facts of `accreditation.scope`; kinds that are missing are empty."""
    return ScopeFacts(**{kind: tuple(str(code) for code in scope.get(kind) or ()) for kind in KINDS})


def badge_scope(scope: dict[str, Any]) -> Scope:
    """A stored scope as a badge carries it."""
    facts = facts_of(scope)
    # The format knows no tables: the badge opens the door of the centre, and the card names the table in words.
    centres = {*facts.counting_centres, *map(centre_of_table, facts.counting_tables)}
    return Scope(
        electoral_units=tuple(sorted({number(code) for code in facts.electoral_units})),
        voting_centres=tuple(sorted({centre(code) for code in facts.voting_centres})),
        counting_centres=tuple(sorted({number(code) for code in centres})),
        commissions=tuple(sorted({commission(code) for code in facts.commissions})),
    )


def door(code: str, unit: str, unit_centres: list[str]) -> Place:
    """A voting centre as a place with a door; `unit_centres` are the centres of the same unit."""
    return Place(
        PlaceKind.VOTING_CENTRE, centre(code), number(unit), frozenset(centre(one) for one in unit_centres)
    )


def centre(code: str) -> int:
    """The number of a voting centre: `1850/01` by its number and sub-number, any other code by its hash."""
    try:
        found = centre_code(code)
    except Misuse:
        return _hashed(code)
    return found if found < _HASHED else _hashed(code)


def number(code: str) -> int:
    """The number of a unit or counting centre, such as 7 for `07` and 30 for `VNV-30`; for other codes, their hash."""
    found = _NUMBERED.fullmatch(code)
    if found is not None and int(found[1]) < _REAL_LIMIT:
        return int(found[1])
    return _hashed(code)


def commission(role: str) -> int:
    """The number of a commission: 0 for the CEC, else the number of its unit."""
    unit = role.partition(":")[2]
    return 0 if role == CEC else number(unit) if unit else _hashed(role)


def _hashed(code: str) -> int:
    return _HASHED | int.from_bytes(hashlib.sha256(code.encode()).digest()[:4], "big") >> 1
