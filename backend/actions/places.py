"""The register of places from a CSV file: units, voting and counting centres, and the commissions they have."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.fields import cleaned_text, invalid
from backend.actions.filings import centre_code
from backend.problems import Problem
from backend.store import audit, places
from backend.store.elections import ElectionRow
from backend.store.places import Commission, Place, Unit

COLUMNS = ("kind", "code", "name", "unit", "address", "latitude", "longitude", "special")
KINDS = ("electoral_unit", "voting_centre", "counting_centre")
ROWS_LIMIT = 50_000


class Loaded(msgspec.Struct, frozen=True):
    """How many rows were stored."""

    units: int
    voting_centres: int
    counting_centres: int
    commissions: int


def read_register(text: str) -> tuple[list[Unit], list[Place]]:
    """The units and places of a CSV text with the header `kind,code,name,unit,address,latitude,longitude,special`.

    Raises:
        Problem: 400, with the line and the field that cannot be read.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in COLUMNS[:4] if name not in (reader.fieldnames or [])]
    if missing:
        raise Problem(400, "columns_missing", remedy="mend_file", arguments={"columns": ", ".join(missing)})
    units: list[Unit] = []
    found: list[Place] = []
    for row in reader:
        line = reader.line_num
        if len(units) + len(found) >= ROWS_LIMIT:
            raise Problem(413, "too_many_rows", arguments={"limit": ROWS_LIMIT})
        try:
            made = _row(row)
        except Problem as problem:
            problem.arguments["line"] = line
            raise
        (units if isinstance(made, Unit) else found).append(made)
    return units, found


def _row(row: dict[str, Any]) -> Unit | Place:
    def text(name: str, *, empty: bool = False) -> str:
        return cleaned_text(name, row.get(name) or "", 200, empty=empty)

    kind = text("kind")
    if kind not in KINDS:
        raise invalid("kind", "unknown")
    if kind == "electoral_unit":
        return Unit(text("code"), text("name"))
    return Place(
        code=centre_code(text("code")) if kind == "voting_centre" else text("code"),
        kind=kind,
        unit_code=text("unit"),
        name=text("name"),
        address=text("address", empty=True),
        latitude=_degrees("latitude", row, 90),
        longitude=_degrees("longitude", row, 180),
        special=text("special", empty=True) or None,
    )


def _degrees(name: str, row: dict[str, Any], most: float) -> float | None:
    given = (row.get(name) or "").strip()
    if not given:
        return None
    try:
        value = float(given)
    except ValueError:
        raise invalid(name, "not_a_number") from None
    if not -most <= value <= most:
        raise invalid(name, "out_of_range")
    return value


async def load(conn: AsyncConnection, now: Any, election: ElectionRow, text: str, actor: str) -> Loaded:
    """Store the register of an election inside the caller's transaction; rows that are there already are replaced.

    Every unit gets its ZEC (an LGEC in local elections) and every voting centre its VCC.
    Raises:
        Problem: 400, a row cannot be read, or names a unit that is not in the file nor stored.
    """
    units, found = read_register(text)
    await places.put_units(conn, election.id, units)
    known = {unit.code for unit in await places.units(conn, election.id)}
    for place in found:
        if place.unit_code not in known:
            raise Problem(
                400, "field_invalid", arguments={"field": "unit", "reason": "unknown", "code": place.code}
            )
    await places.put_places(conn, election.id, found)
    commissions = commissions_of(election.kind, units, found)
    await places.put_commissions(conn, election.id, commissions)
    await audit.record(conn, now, actor, "places_imported", f"election:{election.id}", {"places": len(found)})
    voting = sum(place.kind == "voting_centre" for place in found)
    return Loaded(len(units), voting, len(found) - voting, len(commissions))


def commissions_of(election_kind: str, units: list[Unit], found: list[Place]) -> list[Commission]:
    """The commissions that a register needs: one for each unit and one for each voting centre."""
    middle, name = ("lgec", "KZQV") if election_kind == "local" else ("zec", "KZAZ")
    return [
        *(
            Commission(f"{middle}:{unit.code}", middle, f"{name} {unit.code} {unit.name}", unit.code)
            for unit in units
        ),
        *(
            Commission(f"vcc:{place.code}", "vcc", f"KQV {place.code}", place.unit_code, place.code)
            for place in found
            if place.kind == "voting_centre"
        ),
    ]
