"""Where a badge is good, as facts and as the few bytes that carry it inside the signature.

Art. 18(4) lets one accreditation name voting centres or electoral units; counting centres and commissions are
further kinds. Five voting centres take eleven bytes: sorted, each written as the distance to the one before.
"""

from collections.abc import Iterable, Sequence
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import Any

import msgspec

from badges.errors import Malformed, Misuse, RejectedInput

_MAX_CODE = 2**32


class NewerFormat(RejectedInput):
    """Signed by us, but written by a newer version of the format than this reader knows."""


class PlaceKind(StrEnum):
    """The kinds of place that have a door."""

    VOTING_CENTRE = "voting_centre"
    COUNTING_CENTRE = "counting_centre"
    COMMISSION = "commission"


class Coverage(StrEnum):
    """How a place lies to a scope. `UNSURE`: the scope names units and the unit of this place is not known
    here.
    """

    INSIDE = "inside"
    SAME_UNIT = "same_unit"
    OUTSIDE = "outside"
    UNSURE = "unsure"


class Place(msgspec.Struct, frozen=True):
    """One place with a door: its code (for a voting centre from `centre_code`) and the electoral unit it
    lies in.
    """

    kind: PlaceKind
    code: int
    electoral_unit: int | None = None
    unit_centres: frozenset[int] = frozenset()  # codes of the voting centres of the same unit, where known


class Scope(msgspec.Struct, frozen=True):
    """Where an observer may be. Kinds add up; the order and repetition of codes mean nothing."""

    everywhere: bool = False
    electoral_units: tuple[int, ...] = ()
    voting_centres: tuple[int, ...] = ()  # codes from `centre_code`
    centre_ranges: tuple[
        tuple[int, int], ...
    ] = ()  # first and last number, both inside, with all sub-centres
    counting_centres: tuple[int, ...] = ()
    commissions: tuple[int, ...] = ()

    def coverage(self, place: Place) -> Coverage:
        """Whether `place` is inside this scope, or at least in the same electoral unit as a part of it."""
        if self.everywhere:
            return Coverage.INSIDE
        if self._names(place):
            return Coverage.INSIDE
        if place.electoral_unit is None:
            return Coverage.UNSURE if self.electoral_units else Coverage.OUTSIDE
        if place.electoral_unit in self.electoral_units:
            return Coverage.INSIDE
        near = any(self._names(Place(PlaceKind.VOTING_CENTRE, code)) for code in place.unit_centres)
        return Coverage.SAME_UNIT if near else Coverage.OUTSIDE

    def _names(self, place: Place) -> bool:
        if place.kind is PlaceKind.COUNTING_CENTRE:
            return place.code in self.counting_centres
        if place.kind is PlaceKind.COMMISSION:
            return place.code in self.commissions
        number = place.code // 16
        return place.code in self.voting_centres or any(a <= number <= b for a, b in self.centre_ranges)


class _Kind(IntEnum):
    ALL = 0
    ELECTORAL_UNITS = 1
    VOTING_CENTRES = 2
    CENTRE_RANGES = 3
    COUNTING_CENTRES = 4
    COMMISSIONS = 5
    SEVERAL = 7


def centre_code(text: str) -> int:
    """The code of a voting centre written "1850/01" or "1850": number times 16 plus sub-number.

    Raises `Misuse` for another form or a sub-number above 15.
    """
    number, slash, sub = text.partition("/")
    if not (number.isascii() and number.isdigit()) or (slash and not (sub.isascii() and sub.isdigit())):
        raise Misuse("a voting centre is written 1850 or 1850/01")
    code = int(number) * 16 + int(sub or 0)
    if int(sub or 0) > 15 or code >= _MAX_CODE:
        raise Misuse("a voting centre has at most 15 sub-centres")
    return code


def centre_text(code: int) -> str:
    """The voting centre `code` as people write it: "1850/01", or "1850" without a sub-centre."""
    number, sub = divmod(code, 16)
    return f"{number}/{sub:02d}" if sub else str(number)


def to_items(scope: Scope) -> list[Any]:
    """`scope` as the array `[kind, distance, ...]`, or `[7, [kind, ...], [kind, ...]]` where kinds add up.

    Raises `Misuse` for an empty scope, a negative code or a range that ends before it begins.
    """
    if scope.everywhere:
        return [_Kind.ALL.value]
    parts = [
        [kind.value, *_distances(codes)]
        for kind, codes in (
            (_Kind.ELECTORAL_UNITS, scope.electoral_units),
            (_Kind.VOTING_CENTRES, scope.voting_centres),
            (_Kind.COUNTING_CENTRES, scope.counting_centres),
            (_Kind.COMMISSIONS, scope.commissions),
        )
        if codes
    ]
    if scope.centre_ranges:
        parts.append([_Kind.CENTRE_RANGES.value, *_runs(scope.centre_ranges)])
    if not parts:
        raise Misuse("a scope names at least one place")
    return parts[0] if len(parts) == 1 else [_Kind.SEVERAL.value, *parts]


def from_items(items: Sequence[Any]) -> Scope:
    """The scope that `to_items` wrote; codes come back ascending.

    Raises `NewerFormat` for a kind of the future and `Malformed` for what no version writes.
    """
    fields: dict[str, Any] = {}
    parts = items[1:] if items[:1] == [_Kind.SEVERAL] else [items]
    for part in parts:
        if not isinstance(part, list) or not part or not isinstance(part[0], int):
            raise Malformed("scope")
        kind, *steps = part
        if kind not in _READERS:
            raise NewerFormat("scope_kind")
        if not all(isinstance(step, int) for step in steps):
            raise Malformed("scope")
        name, read = _READERS[kind]
        if name in fields:
            raise Malformed("scope")
        fields[name] = read(steps)
    if not fields:
        raise Malformed("scope")
    return Scope(**fields)


def _distances(codes: Iterable[int]) -> list[int]:
    ordered = sorted(set(codes))
    if ordered[0] < 0 or ordered[-1] >= _MAX_CODE:
        raise Misuse("code out of range")
    return [ordered[0], *(b - a for a, b in pairwise(ordered))]


def _runs(ranges: Iterable[tuple[int, int]]) -> list[int]:
    """Start, length, then gap and length for each further run; a gap counts from the last number."""
    merged: list[list[int]] = []
    for first, last in sorted(ranges):
        if first < 0 or last < first or last * 16 >= _MAX_CODE:
            raise Misuse("range out of order")
        if merged and first <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], last)
        else:
            merged.append([first, last])
    out, before = [], 0
    for first, last in merged:
        out += [first - before, last - first + 1]
        before = last
    return out


def _codes(steps: list[int]) -> tuple[int, ...]:
    codes, code = [], 0
    for place, step in enumerate(steps):
        code += step
        if step < (1 if place else 0) or code >= _MAX_CODE:
            raise Malformed("scope")
        codes.append(code)
    if not codes:
        raise Malformed("scope")
    return tuple(codes)


def _ranges(steps: list[int]) -> tuple[tuple[int, int], ...]:
    ranges, before = [], 0
    if not steps or len(steps) % 2:
        raise Malformed("scope")
    for gap, length in zip(steps[::2], steps[1::2], strict=True):
        first = before + gap
        before = first + length - 1
        if gap < 0 or length < 1 or before * 16 >= _MAX_CODE:
            raise Malformed("scope")
        ranges.append((first, before))
    return tuple(ranges)


def _all(steps: list[int]) -> bool:
    if steps:
        raise Malformed("scope")
    return True


_READERS = {
    _Kind.ALL: ("everywhere", _all),
    _Kind.ELECTORAL_UNITS: ("electoral_units", _codes),
    _Kind.VOTING_CENTRES: ("voting_centres", _codes),
    _Kind.CENTRE_RANGES: ("centre_ranges", _ranges),
    _Kind.COUNTING_CENTRES: ("counting_centres", _codes),
    _Kind.COMMISSIONS: ("commissions", _codes),
}
