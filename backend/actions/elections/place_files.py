"""The register of places as a file: CSV or XLSX into rows, each read on its own, and what each row would change.

One file holds every kind. Codes are read in every form of `place_codes`. A row that cannot be taken is answered with its
field and reason, and keeps no other row from being taken. Nothing here touches the database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from backend.actions.elections.place_codes import (
    centre_code,
    centre_of_table,
    commission_role,
    counting_code,
    plain,
    table_code,
    unit_code,
)
from backend.actions.elections.place_tables import MANY_CELLS, Cells
from backend.actions.fields import cleaned_text, email_address, invalid
from backend.problems import Problem
from backend.store.places import Commission, Place, Unit

CODE_LIMIT_LETTERS = 60
UNIT, CENTRE, COUNTING, TABLE, ABROAD, COMMISSION = (
    "electoral_unit",
    "voting_centre",
    "counting_centre",
    "counting_table",
    "counting_abroad",
    "commission",
)
KINDS = {
    **{kind: kind for kind in (UNIT, CENTRE, COUNTING, TABLE, ABROAD, COMMISSION)},
    "njesi_zgjedhore": UNIT,
    "zaz": UNIT,
    "qendër_votimi": CENTRE,
    "qv": CENTRE,
    "vnv": COUNTING,
    "tavolinë": TABLE,
    "komision": COMMISSION,
}
SPECIAL = {
    "prison": "prison",
    "burg": "prison",
    "hospital": "hospital",
    "spital": "hospital",
    "base": "base",
    "bazë": "base",
    "repart": "base",
    "special": "special",
    "other": "special",
    "tjetër": "special",
}
"""Closed sites (EC-21): the guard's check comes before that of the door."""
_TABLE_NUMBER = re.compile(r"[tT]?\s*0*(\d{1,3})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class RowAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a row: `created`, `changed`, `unchanged` or `rejected` with the field and the reason.

    `row` is its line in the file, the header being line 1.
    """

    row: int
    kind: str
    code: str
    outcome: str
    field: str | None = None
    reason: str | None = None


class Stored(msgspec.Struct, frozen=True):
    """The register as it is stored, by code and role."""

    units: Mapping[str, Unit]
    places: Mapping[str, Place]
    commissions: Mapping[str, Commission]
    local: bool
    """Whether local elections are held, where an LGEC stands in a unit."""


class Plan(msgspec.Struct, frozen=True):
    """What a file changes, ready to be stored, and the answer to each row."""

    units: list[Unit]
    places: list[Place]
    commissions: list[Commission]
    answers: list[RowAnswer]

    def count(self, outcome: str) -> int:
        """How many rows came to an outcome."""
        return sum(one.outcome == outcome for one in self.answers)


class _Read(msgspec.Struct, frozen=True):
    """A row whose cells were read: what it would store, if the places that it names exist."""

    row: int
    kind: str
    code: str
    made: Unit | Place | Commission


def plan(rows: list[Cells], stored: Stored) -> Plan:
    """What a file changes in the register; rows may name units and centres that stand further down in it."""
    answers: dict[int, RowAnswer] = {}
    read: list[_Read] = []
    for row in rows:
        try:
            read.append(_read(row.line, row.texts, stored))
        except Problem as problem:
            answers[row.line] = _rejected(row.line, row.texts, problem.arguments)
    units, places = _known(read, stored)
    taken: dict[tuple[str, str], Unit | Place | Commission] = {}
    put_units: list[Unit] = []
    put_places: list[Place] = []
    put_commissions: dict[str, Commission] = {}
    for one in sorted(read, key=lambda item: (item.kind == TABLE, item.row)):
        made, reason = _checked(one, units, places, taken)
        if reason:
            answers[one.row] = RowAnswer(one.row, one.kind, one.code, "rejected", *reason)
            continue
        space = one.kind if one.kind in (UNIT, COMMISSION) else "place"
        taken[space, one.code] = made
        before = _before(one, stored)
        outcome = "created" if before is None else "unchanged" if _same(before, made) else "changed"
        answers[one.row] = RowAnswer(one.row, one.kind, one.code, outcome)
        if outcome == "unchanged":
            continue
        if isinstance(made, Unit):
            put_units.append(made)
        elif isinstance(made, Place):
            put_places.append(made)
        else:
            put_commissions[made.role] = made
    for commission in commissions_of(put_units, put_places, local=stored.local):
        named = put_commissions.get(commission.role) or (
            stored.commissions.get(commission.role) if ("commission", commission.role) in taken else None
        )
        put_commissions[commission.role] = named or commission
    return Plan(put_units, put_places, list(put_commissions.values()), [answers[n] for n in sorted(answers)])


def _known(read: list[_Read], stored: Stored) -> tuple[set[str], dict[str, Place]]:
    """The units and places that exist once the file is taken."""
    units = {*stored.units, *(one.code for one in read if one.kind == UNIT)}
    places = dict(stored.places)
    for one in read:
        if isinstance(one.made, Place) and (one.made.unit_code in units or one.kind == ABROAD):
            places[one.code] = one.made
    return units, places


def _checked(
    one: _Read,
    units: set[str],
    places: Mapping[str, Place],
    taken: Mapping[tuple[str, str], Unit | Place | Commission],
) -> tuple[Unit | Place | Commission, tuple[str, str] | None]:
    """A row against the register and the rest of the file: what it stores, or the field and the reason why not."""
    made = one.made
    space = one.kind if one.kind in (UNIT, COMMISSION) else "place"
    if (space, one.code) in taken:
        return made, ("code", "repeated")
    if isinstance(made, Commission):
        if made.kind in ("zec", "lgec") and made.unit_code not in units:
            return made, ("unit", "unknown")
        place = places.get(made.place_code or "")
        if made.kind == "vcc":
            if place is None:
                return made, ("code", "unknown")
            made = msgspec.structs.replace(made, unit_code=place.unit_code)
        return made, None
    if isinstance(made, Unit):
        return made, None
    if one.kind == TABLE:
        centre = places.get(made.parent_code or "")
        if centre is None or centre.kind not in (COUNTING, ABROAD):
            return made, ("centre", "unknown")
        if centre.kind == ABROAD:
            return made, ("centre", "in_no_unit")
        made = msgspec.structs.replace(made, unit_code=centre.unit_code)
    elif one.kind != ABROAD and made.unit_code not in units:
        return made, ("unit", "unknown")
    return made, None


def _before(one: _Read, stored: Stored) -> Unit | Place | Commission | None:
    if one.kind == UNIT:
        return stored.units.get(one.code)
    return stored.commissions.get(one.code) if one.kind == COMMISSION else stored.places.get(one.code)


def _same(before: Unit | Place | Commission, made: Unit | Place | Commission) -> bool:
    if isinstance(before, Commission) and isinstance(made, Commission):
        return before.name == made.name and made.email in (None, before.email)
    return before == made


def _rejected(number: int, cells: dict[str, str], arguments: dict[str, Any]) -> RowAnswer:
    kind = KINDS.get(cells.get("kind", "").lower(), "")
    code = cells.get("code", "")[:CODE_LIMIT_LETTERS]
    return RowAnswer(number, kind, code, "rejected", str(arguments["field"]), str(arguments["reason"]))


def _read(number: int, cells: dict[str, str], stored: Stored) -> _Read:
    """One row with its codes in normal form.

    Raises:
        Problem: 400 `field_invalid`, with the field's name and never its value.
    """
    if MANY_CELLS in cells:
        raise invalid("row", "too_many_cells")

    def text(name: str, *, empty: bool = False, limit: int = 200) -> str:
        return cleaned_text(name, cells.get(name, ""), limit, empty=empty)

    kind = KINDS.get(text("kind").lower().replace(" ", "_"))
    if kind is None:
        raise invalid("kind", "unknown")
    typed = text("code", limit=CODE_LIMIT_LETTERS)
    if _DATE.fullmatch(typed):
        # A spreadsheet took `1850/01` for a month: the code is gone, and the row must say so.
        raise invalid("code", "is_a_date")
    name = text("name")
    if kind == UNIT:
        return _Read(number, kind, unit_code(typed), Unit(unit_code(typed), name))
    if kind == COMMISSION:
        made = _commission(typed, name, text("email", empty=True), local=stored.local)
        return _Read(number, kind, made.role, made)
    parent = text("centre", empty=True, limit=CODE_LIMIT_LETTERS)
    code, parent_code = _code(kind, typed, parent)
    unit = text("unit", empty=True, limit=CODE_LIMIT_LETTERS)
    if kind in (CENTRE, COUNTING) and not unit:
        raise invalid("unit", "empty")
    if kind == ABROAD and unit:
        raise invalid("unit", "not_for_this_kind")
    place = Place(
        code=code,
        kind=kind,
        unit_code=unit_code(unit) if unit and kind != TABLE else "",
        name=name,
        address=text("address", empty=True),
        latitude=_degrees("latitude", cells, 90),
        longitude=_degrees("longitude", cells, 180),
        special=_special(text("special", empty=True)),
        parent_code=parent_code,
    )
    held = stored.places.get(code)
    if held is not None and held.kind != kind:
        raise invalid("code", "of_another_kind")
    return _Read(number, kind, code, place)


def _code(kind: str, typed: str, parent: str) -> tuple[str, str | None]:
    """The code of a place in normal form, and for a table the code of its counting centre."""
    if kind == CENTRE:
        return centre_code(typed), None
    if kind != TABLE:
        return counting_code(typed), None
    alone = _TABLE_NUMBER.fullmatch(plain(typed))
    if alone is not None and parent:
        centre = counting_code(parent)
        return f"{centre}/T{int(alone[1]):02d}", centre
    code = table_code(typed)
    return code, counting_code(parent) if parent else centre_of_table(code)


def _commission(typed: str, name: str, email: str, *, local: bool) -> Commission:
    role = commission_role(typed, local=local)
    kind, _, subject = role.partition(":")
    if kind not in ("cec", "zec", "lgec", "vcc") or (kind != "cec" and not subject):
        raise invalid("code", "unknown")
    return Commission(
        role,
        kind,
        name,
        unit_code=subject if kind in ("zec", "lgec") else None,
        place_code=subject if kind == "vcc" else None,
        email=email_address("email", email) if email else None,
    )


def _special(given: str) -> str | None:
    if not given:
        return None
    found = SPECIAL.get(given.lower())
    if found is None:
        raise invalid("special", "unknown")
    return found


def _degrees(name: str, cells: dict[str, str], most: float) -> float | None:
    given = cells.get(name, "")
    if not given:
        return None
    try:
        value = float(given.replace(",", "."))
    except ValueError:
        raise invalid(name, "not_a_number") from None
    if not -most <= value <= most:
        raise invalid(name, "out_of_range")
    return value


def commissions_of(units: list[Unit], places: list[Place], *, local: bool) -> list[Commission]:
    """The commissions that a register needs: a ZEC (an LGEC in local elections) for each unit, a VCC for each centre."""
    middle, name = ("lgec", "KZQV") if local else ("zec", "KZAZ")
    return [
        *(
            Commission(f"{middle}:{unit.code}", middle, f"{name} {unit.code} {unit.name}", unit.code)
            for unit in units
        ),
        *(
            Commission(f"vcc:{place.code}", "vcc", f"KQV {place.code}", place.unit_code, place.code)
            for place in places
            if place.kind == CENTRE
        ),
    ]
