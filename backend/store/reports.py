"""Reports under Art. 19(1)(b), their events and their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection, sql
from psycopg.types.json import Jsonb


class NewReport(msgspec.Struct, frozen=True):
    """A report to be entered in the register."""

    number: str
    election_id: int | None
    accreditation_id: int | None
    organisation_id: int | None
    conversation_id: int | None
    unaccredited: bool
    place_code: str | None
    place_words: str
    out_of_scope: bool
    words: str
    phase: str
    category: str | None
    severity: str
    fields: dict[str, Any]
    addressee: str
    language: str
    sent_at: datetime | None
    received_at: datetime
    content_hash: bytes


class Report(msgspec.Struct, frozen=True):
    """One report as it stands."""

    id: int
    number: str
    election_id: int | None
    accreditation_id: int | None
    accreditation: str | None
    organisation_id: int | None
    conversation_id: int | None
    unaccredited: bool
    place_code: str | None
    place_words: str
    out_of_scope: bool
    words: str
    phase: str
    category: str | None
    severity: str | None
    fields: dict[str, Any]
    addressee: str
    state: str
    language: str
    sent_at: datetime | None
    received_at: datetime
    content_hash: bytes
    latitude: float | None
    longitude: float | None


class ReportEvent(msgspec.Struct, frozen=True):
    """One thing that happened to a report."""

    id: int
    at: datetime
    event: str
    actor: str
    text: str
    details: dict[str, Any]


class Evidence(msgspec.Struct, frozen=True):
    """One file of a report."""

    id: int
    kind: str
    caption: str
    forwarded: bool
    album: str
    state: str
    sha256: bytes | None
    sniffed_type: str | None
    size_bytes: int | None
    stored_at: datetime | None
    error: str | None


_COLUMNS = (
    "r.id, r.number, r.election_id, r.accreditation_id, a.number, r.organisation_id, r.conversation_id, r.unaccredited, "
    "r.place_code, r.place_words, r.out_of_scope, r.words, r.phase, r.category, r.severity, r.fields, r.addressee, "
    "r.state, r.language, r.sent_at, r.received_at, r.content_hash, r.latitude, r.longitude"
)


def _report(row: Sequence) -> Report:
    return Report(*row[:21], bytes(row[21]), *row[22:])


async def next_numbers(conn: AsyncConnection, count: int, year: int) -> list[str]:
    """Fresh report numbers, such as `RP-2027-000017`; one that is not used leaves a gap, which the law allows."""
    cursor = await conn.execute("SELECT nextval('report_numbers') FROM generate_series(1, %s)", (count,))
    return [f"RP-{year}-{row[0]:06d}" for row in await cursor.fetchall()]


async def add(conn: AsyncConnection, report: NewReport) -> int:
    """Enter a report and its first event; returns its id."""
    fields = (*msgspec.structs.astuple(report),)
    values = [Jsonb(value) if isinstance(value, dict) else value for value in fields]
    names = sql.SQL(", ").join(sql.Identifier(name) for name in report.__struct_fields__)
    marks = sql.SQL(", ").join(sql.Placeholder() for _ in values)
    cursor = await conn.execute(
        sql.SQL("INSERT INTO reports ({}) VALUES ({}) RETURNING id").format(names, marks), values
    )
    id = (await cursor.fetchone())[0]
    await event(conn, id, report.received_at, "received", "observer", "", {})
    return id


async def event(
    conn: AsyncConnection,
    report_id: int,
    at: datetime,
    name: str,
    actor: str,
    text: str,
    details: dict[str, Any],
) -> None:
    """Add one event to a report."""
    await conn.execute(
        "INSERT INTO report_events (report_id, at, event, actor, text, details) VALUES (%s, %s, %s, %s, %s, %s)",
        (report_id, at, name, actor, text, Jsonb(details)),
    )


async def find(conn: AsyncConnection, number: str, *, lock: bool = False) -> Report | None:
    """The report with this number; with `lock` it is held until the transaction ends."""
    cursor = await conn.execute(
        sql.SQL(
            "SELECT {} FROM reports r LEFT JOIN accreditations a ON a.id = r.accreditation_id WHERE r.number = %s{}"
        ).format(sql.SQL(_COLUMNS), sql.SQL(" FOR UPDATE OF r" if lock else "")),
        (number,),
    )
    row = await cursor.fetchone()
    return _report(row) if row else None


async def listed(
    conn: AsyncConnection,
    *,
    organisation_id: int | None = None,
    accreditation: str | None = None,
    addressees: Sequence[str] | None = None,
    state: str | None = None,
    severity: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Report]:
    """Reports, newest first, by whom they belong to and how they stand."""
    where, values = [sql.SQL("true")], []
    for clause, value in (
        ("r.organisation_id = %s", organisation_id),
        ("a.number = %s", accreditation),
        ("r.addressee = ANY(%s)", list(addressees) if addressees is not None else None),
        ("r.state = %s", state),
        ("r.severity = %s", severity),
        ("r.id < %s", before),
    ):
        if value is not None:
            where.append(sql.SQL(clause))
            values.append(value)
    cursor = await conn.execute(
        sql.SQL(
            "SELECT {} FROM reports r LEFT JOIN accreditations a ON a.id = r.accreditation_id WHERE {} "
            "ORDER BY r.id DESC LIMIT %s"
        ).format(sql.SQL(_COLUMNS), sql.SQL(" AND ").join(where)),
        [*values, limit],
    )
    return [_report(row) for row in await cursor.fetchall()]


SETTABLE = {
    "place_code",
    "place_words",
    "out_of_scope",
    "phase",
    "category",
    "severity",
    "addressee",
    "state",
}
"""Columns that a later message or an officer may set; everything else goes into `fields`."""


async def set_column(conn: AsyncConnection, id: int, column: str, value: Any) -> None:
    """Set one settable column of a report."""
    if column not in SETTABLE:
        raise ValueError(column)
    await conn.execute(
        sql.SQL("UPDATE reports SET {} = %s WHERE id = %s").format(sql.Identifier(column)), (value, id)
    )


async def set_field(conn: AsyncConnection, id: int, field: str, value: str) -> None:
    """Set or, with an empty value, clear one further field of a report."""
    if value:
        await conn.execute(
            "UPDATE reports SET fields = fields || jsonb_build_object(%s::text, %s::text) WHERE id = %s",
            (field, value, id),
        )
    else:
        await conn.execute("UPDATE reports SET fields = fields - %s WHERE id = %s", (field, id))


async def set_location(conn: AsyncConnection, id: int, latitude: float, longitude: float) -> None:
    """Set the shared position of a report (WGS 84)."""
    await conn.execute(
        "UPDATE reports SET latitude = %s, longitude = %s WHERE id = %s", (latitude, longitude, id)
    )


async def events(conn: AsyncConnection, report_id: int) -> list[ReportEvent]:
    """The events of a report, oldest first."""
    cursor = await conn.execute(
        "SELECT id, at, event, actor, text, details FROM report_events WHERE report_id = %s ORDER BY id",
        (report_id,),
    )
    return [ReportEvent(*row) for row in await cursor.fetchall()]


async def status_of_latest(conn: AsyncConnection, accreditation_id: int, limit: int) -> list[tuple]:
    """(number, place_code, place_words, category, state, at, addressee) of the latest reports, newest first."""
    cursor = await conn.execute(
        "SELECT r.number, r.place_code, r.place_words, r.category, r.state, "
        "(SELECT max(e.at) FROM report_events e WHERE e.report_id = r.id AND e.event = r.state), r.addressee, "
        "r.received_at FROM reports r WHERE r.accreditation_id = %s ORDER BY r.id DESC LIMIT %s",
        (accreditation_id, limit),
    )
    return await cursor.fetchall()


async def add_alert(conn: AsyncConnection, report_id: int, now: datetime) -> None:
    """Raise a duty alert; a report has at most one."""
    await conn.execute(
        "INSERT INTO duty_alerts (report_id, raised_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        (report_id, now),
    )


async def remember_unanswered(
    conn: AsyncConnection, now: datetime, channel: str, language: str, text: str
) -> None:
    """Keep a question that nobody answered, without who asked."""
    await conn.execute(
        "INSERT INTO unanswered_questions (at, channel, language, text) VALUES (%s, %s, %s, %s)",
        (now, channel, language, text),
    )


async def set_passed_by(conn: AsyncConnection, id: int, roles: Sequence[str]) -> None:
    """Remember which commissions passed a report on, so that they keep sight of it."""
    await conn.execute(
        "UPDATE reports SET fields = fields || jsonb_build_object('passed_by', %s::jsonb) WHERE id = %s",
        (Jsonb(list(roles)), id),
    )


async def acknowledge_alert(conn: AsyncConnection, report_id: int, by: str, now: datetime) -> bool:
    """Close the open alert of a report; returns whether there was one."""
    cursor = await conn.execute(
        "UPDATE duty_alerts SET acknowledged_at = %s, acknowledged_by = %s "
        "WHERE report_id = %s AND acknowledged_at IS NULL",
        (now, by, report_id),
    )
    return cursor.rowcount == 1
