"""Organisations from a CSV file, each with its key."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from accreditation.senders import SenderKind
from backend.actions.fields import invalid
from backend.actions.senders.organisations import ContactBody, OrganisationBody, add
from backend.problems import Problem
from backend.store.organisations import Organisation

COLUMNS = ("name", "kind", "country", "acronym", "person", "email", "phone", "address")
REQUIRED = COLUMNS[:3]


def read_organisations(text: str) -> list[tuple[int, OrganisationBody]]:
    """The organisations of a CSV text with a header, each with its line.

    Raises:
        Problem: 400, a column is missing, or a row names a kind that does not exist.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or [])]
    if missing:
        raise Problem(400, "columns_missing", remedy="mend_file", arguments={"columns": ", ".join(missing)})
    found = []
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if cells["kind"] not in SenderKind._value2member_map_:
            problem = invalid("kind", "unknown")
            problem.arguments["line"] = reader.line_num
            raise problem
        contact = ContactBody(**{name: cells[name] for name in ("person", "email", "phone", "address")})
        kind = SenderKind(cells["kind"])
        body = OrganisationBody(cells["name"], kind, cells["country"], contact, cells["acronym"])
        found.append((reader.line_num, body))
    return found


class Registered(msgspec.Struct, frozen=True):
    """An organisation with its key, shown this once."""

    organisation: Organisation
    key: str


async def load(conn: AsyncConnection, now: datetime, text: str, actor: str) -> list[Registered]:
    """Register every organisation of a file inside the caller's transaction, or none.

    Raises:
        Problem: 400, with the line.
    """
    made = []
    for line, body in read_organisations(text):
        try:
            made.append(Registered(*await add(conn, now, body, actor)))
        except Problem as problem:
            problem.arguments["line"] = line
            raise
    return made
