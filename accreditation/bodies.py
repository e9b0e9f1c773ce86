"""Which election bodies a sender has an observer at already: the count behind "an observer" of Art. 18(2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from accreditation.scope import PlaceKind, ScopeFacts

_PLACES = tuple(kind for kind in PlaceKind if kind is not PlaceKind.ELECTORAL_UNITS)


class HeldScope(msgspec.Struct, frozen=True):
    """One accreditation of the sender, in force.

    Attributes:
        number: its number.
        scope: the places it names.
        units: the electoral units that they touch.
    """

    number: str
    scope: ScopeFacts
    units: frozenset[str] = frozenset()


def bodies_taken(
    asked: ScopeFacts, held: Iterable[HeldScope], unit_of: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """For each body that a request names, the accreditations of the same sender that reach it.

    A whole unit reaches every body in it, so a request for a unit meets whatever the sender holds there.
    Args:
        asked: the places that the request names.
        held: what the sender holds, a coalition and its parties together.
        unit_of: place code -> electoral unit code, of the places asked for.

    Returns: body -> numbers, only bodies with at least one.
    Source: Art. 18(2)-(3) of the code of 2005: an observer to the ZEC, LGEC, VCC and the Ballot Counting Centre.
    """
    found: dict[str, list[str]] = {}
    for one in held:
        for kind in _PLACES:
            own = getattr(one.scope, kind.value)
            for code in getattr(asked, kind.value):
                unit = unit_of.get(code) or _unit_of_commission(code)
                if code in own or (unit and unit in one.scope.electoral_units):
                    found.setdefault(code, []).append(one.number)
        for unit in asked.electoral_units:
            if unit in one.units:
                found.setdefault(unit, []).append(one.number)
    return {code: tuple(sorted(set(numbers))) for code, numbers in sorted(found.items())}


def _unit_of_commission(code: str) -> str:
    kind, _, unit = code.partition(":")
    return unit if kind in ("zec", "lgec") else ""
