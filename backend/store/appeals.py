"""Appeals: the register, what is challenged, the steps, the documents and the rulings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection, sql
from psycopg.types.json import Jsonb


class NewAppeal(msgspec.Struct, frozen=True):
    """An appeal ready to be recorded."""

    organisation_id: int
    against: str | None
    state: str
    grounds: str
    filed_at: datetime
    filed_by: str
    assessment: bytes
    object: dict[str, Any]
    content: dict[str, Any]
    body: str | None = None
    election_id: int | None = None
    request_id: int | None = None
    accreditation_id: int | None = None
    previous: int | None = None


class AppealRow(msgspec.Struct, frozen=True):
    """One appeal as it is stored; `ordinal` is its place in the register of its election."""

    id: int
    number: str
    election_id: int | None
    organisation_id: int | None
    request_id: int | None
    accreditation_id: int | None
    previous: int | None
    ordinal: int | None
    against: str | None
    body: str | None
    state: str
    grounds: str
    filed_at: datetime
    filed_by: str
    assessment: dict[str, Any]
    object: dict[str, Any]
    content: dict[str, Any]
    rapporteur: dict[str, Any] | None
    returned: dict[str, Any] | None
    returned_at: datetime | None
    completed_at: datetime | None
    accepted_at: datetime | None
    hearing: dict[str, Any] | None
    due_step: str | None
    due_at: datetime | None
    organisation: str = ""
    election: str = ""
    demo: bool = False
    request: str | None = None
    accreditation: str | None = None
    previous_number: str | None = None
    competent: str | None = None


_FIELDS = (
    "a.id, a.number, a.election_id, a.organisation_id, a.request_id, a.accreditation_id, a.previous, a.ordinal, "
    "a.against, a.body, a.state, a.grounds, a.filed_at, a.filed_by, a.assessment, a.object, a.content, a.rapporteur, "
    "a.returned, a.returned_at, a.completed_at, a.accepted_at, a.hearing, a.due_step, a.due_at, "
    "coalesce(o.name, ''), coalesce(e.name, ''), coalesce(e.demo, false), r.number, c.number, p.number, "
    "coalesce(r.competent, a.object->>'decided_by')"
)
_FROM = (
    "FROM appeals a LEFT JOIN organisations o ON o.id = a.organisation_id LEFT JOIN elections e ON e.id = a.election_id "
    "LEFT JOIN requests r ON r.id = a.request_id LEFT JOIN accreditations c ON c.id = a.accreditation_id "
    "LEFT JOIN appeals p ON p.id = a.previous"
)
RUNNING = ("filed", "returned", "completed", "accepted")
"""States in which a step is owed; the index `appeals_running` holds them."""


async def add(conn: AsyncConnection, new: NewAppeal, year: int) -> tuple[int, str]:
    """Store an appeal without its place in the register; returns its id and number, `A-<year>-<sequence>`."""
    cursor = await conn.execute(
        "INSERT INTO appeals (number, request_id, accreditation_id, organisation_id, election_id, previous, against, body, "
        "state, grounds, filed_at, filed_by, assessment, object, content) VALUES ("
        "'A-' || %s || '-' || lpad(nextval('appeal_numbers')::text, 6, '0'), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, "
        "%s::jsonb, %s, %s) RETURNING id, number",
        (
            year,
            new.request_id,
            new.accreditation_id,
            new.organisation_id,
            new.election_id,
            new.previous,
            new.against,
            new.body,
            new.state,
            new.grounds,
            new.filed_at,
            new.filed_by,
            new.assessment.decode(),
            Jsonb(new.object),
            Jsonb(new.content),
        ),
    )
    row = await cursor.fetchone()
    return row[0], row[1]


async def enter(conn: AsyncConnection, id: int, election_id: int | None) -> int:
    """Give an appeal the next place in its register, without gaps; the counter is held until COMMIT, so it comes last."""
    cursor = await conn.execute(
        "INSERT INTO appeal_registers (election_id, last) VALUES (%s, 1) ON CONFLICT (election_id) "
        "DO UPDATE SET last = appeal_registers.last + 1 RETURNING last",
        (election_id or 0,),
    )
    ordinal = (await cursor.fetchone())[0]
    await conn.execute("UPDATE appeals SET ordinal = %s WHERE id = %s", (ordinal, id))
    return ordinal


async def find(conn: AsyncConnection, number: str, *, lock: bool = False) -> AppealRow | None:
    """The appeal with this number; with `lock` its row is held until the transaction ends."""
    suffix = " FOR UPDATE OF a" if lock else ""
    cursor = await conn.execute(f"SELECT {_FIELDS} {_FROM} WHERE a.number = %s{suffix}", (number,))  # noqa: S608
    row = await cursor.fetchone()
    return AppealRow(*row) if row else None


async def by_id(conn: AsyncConnection, id: int, *, lock: bool = False) -> AppealRow | None:
    """The appeal with this id."""
    suffix = " FOR UPDATE OF a" if lock else ""
    cursor = await conn.execute(f"SELECT {_FIELDS} {_FROM} WHERE a.id = %s{suffix}", (id,))  # noqa: S608
    row = await cursor.fetchone()
    return AppealRow(*row) if row else None


async def of(conn: AsyncConnection, request_id: int) -> list[AppealRow]:
    """The appeals on a request, oldest first."""
    cursor = await conn.execute(
        f"SELECT {_FIELDS} {_FROM} WHERE a.request_id = %s ORDER BY a.id", (request_id,)
    )  # noqa: S608
    return [AppealRow(*row) for row in await cursor.fetchall()]


async def following(conn: AsyncConnection, id: int) -> list[str]:
    """The numbers of the appeals against the ruling on an appeal."""
    cursor = await conn.execute("SELECT number FROM appeals WHERE previous = %s ORDER BY id", (id,))
    return [row[0] for row in await cursor.fetchall()]


async def page(
    conn: AsyncConnection,
    *,
    after: int,
    limit: int,
    organisation_id: int | None = None,
    body: str | None = None,
    competent: str | None = None,
    state: str | None = None,
    election_id: int | None = None,
    late_at: datetime | None = None,
) -> list[AppealRow]:
    """Appeals in order of recording, those after an id; each filter that is None lets everything through.

    `body` lets through what that body hears, and what was brought on from there; `late_at` what is late then.
    """
    cursor = await conn.execute(
        f"SELECT {_FIELDS} {_FROM} WHERE a.id > %(after)s "  # noqa: S608
        "AND (%(organisation)s::bigint IS NULL OR a.organisation_id = %(organisation)s) "
        "AND (%(body)s::text IS NULL OR a.body = %(body)s "
        "     OR EXISTS (SELECT 1 FROM appeals n WHERE n.previous = a.id AND n.body = %(body)s)) "
        "AND (%(competent)s::text IS NULL OR coalesce(r.competent, a.object->>'decided_by') = %(competent)s "
        "     OR a.object->>'decided_by' = %(competent)s) "
        "AND (%(state)s::text IS NULL OR a.state = %(state)s) "
        "AND (%(election)s::integer IS NULL OR a.election_id = %(election)s) "
        "AND (%(late_at)s::timestamptz IS NULL OR (a.due_at <= %(late_at)s AND a.due_step <> 'completion')) "
        "ORDER BY a.id LIMIT %(limit)s",
        {
            "after": after,
            "organisation": organisation_id,
            "body": body,
            "competent": competent,
            "state": state,
            "election": election_id,
            "late_at": late_at,
            "limit": limit,
        },
    )
    return [AppealRow(*row) for row in await cursor.fetchall()]


async def queue(
    conn: AsyncConnection,
    *,
    body: str | None,
    competent: str | None,
    states: list[str],
    limit: int,
    offset: int,
) -> list[AppealRow]:
    """Appeals as the pages list them: what is late first, then what is due first, then the oldest."""
    cursor = await conn.execute(
        f"SELECT {_FIELDS} {_FROM} WHERE a.state = ANY(%(states)s) "  # noqa: S608
        "AND (%(body)s::text IS NULL OR a.body = %(body)s "
        "     OR EXISTS (SELECT 1 FROM appeals n WHERE n.previous = a.id AND n.body = %(body)s)) "
        "AND (%(competent)s::text IS NULL OR r.competent = %(competent)s OR a.object->>'decided_by' = %(competent)s) "
        "ORDER BY a.due_at NULLS LAST, a.id LIMIT %(limit)s OFFSET %(offset)s",
        {"states": states, "body": body, "competent": competent, "limit": limit, "offset": offset},
    )
    return [AppealRow(*row) for row in await cursor.fetchall()]


_SETTABLE = frozenset(
    {
        "state",
        "body",
        "rapporteur",
        "returned",
        "returned_at",
        "completed_at",
        "accepted_at",
        "hearing",
        "due_step",
        "due_at",
    }
)


async def change(conn: AsyncConnection, id: int, **values: Any) -> None:
    """Set fields of an appeal whose row is held.

    Raises:
        ValueError: a field that never changes was named, which is the caller's mistake.
    """
    if not values or set(values) - _SETTABLE:
        raise ValueError("no such field of an appeal changes")
    names = sorted(values)
    assignments = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in names)
    shown = [Jsonb(values[name]) if isinstance(values[name], dict) else values[name] for name in names]
    await conn.execute(sql.SQL("UPDATE appeals SET {} WHERE id = %s").format(assignments), (*shown, id))


async def set_content(conn: AsyncConnection, id: int, content: dict[str, Any], grounds: str) -> None:
    """Keep the parts of an appeal whose row is held; what is added to the grounds stands below them."""
    await conn.execute(
        "UPDATE appeals SET content = %s, grounds = CASE WHEN %s = '' THEN grounds ELSE grounds || E'\n\n' || %s END "
        "WHERE id = %s",
        (Jsonb(content), grounds, grounds, id),
    )


class AppealEvent(msgspec.Struct, frozen=True):
    """Something that happened to an appeal."""

    at: datetime
    event: str
    actor: str
    details: dict[str, Any]


async def add_event(
    conn: AsyncConnection,
    id: int,
    at: datetime,
    event: str,
    actor: str,
    details: dict[str, Any] | None = None,
) -> None:
    """Write an event of an appeal."""
    await conn.execute(
        "INSERT INTO appeal_events (appeal_id, at, event, actor, details) VALUES (%s, %s, %s, %s, %s)",
        (id, at, event, actor, Jsonb(details or {})),
    )


async def events(conn: AsyncConnection, id: int) -> list[AppealEvent]:
    """The history of an appeal, oldest first."""
    cursor = await conn.execute(
        "SELECT at, event, actor, details FROM appeal_events WHERE appeal_id = %s ORDER BY id", (id,)
    )
    return [AppealEvent(*row) for row in await cursor.fetchall()]


class AppealDocument(msgspec.Struct, frozen=True):
    """One attached document; its bytes lie sealed under `sha256`."""

    place: int
    title: str
    sha256: bytes
    sniffed_type: str
    size_bytes: int
    added_at: datetime
    added_by: str


async def add_document(
    conn: AsyncConnection,
    id: int,
    *,
    title: str,
    sha256: bytes,
    sniffed_type: str,
    size_bytes: int,
    added_at: datetime,
    added_by: str,
) -> int:
    """Attach a document to an appeal whose row is held; returns its place, the same one for the same bytes again."""
    cursor = await conn.execute(
        "SELECT place FROM appeal_documents WHERE appeal_id = %s AND sha256 = %s", (id, sha256)
    )
    if (known := await cursor.fetchone()) is not None:
        return known[0]
    cursor = await conn.execute(
        "INSERT INTO appeal_documents (appeal_id, place, title, sha256, sniffed_type, size_bytes, added_at, added_by) "
        "VALUES (%(id)s, (SELECT coalesce(max(place), 0) + 1 FROM appeal_documents WHERE appeal_id = %(id)s), "
        "%(title)s, %(sha256)s, %(type)s, %(size)s, %(at)s, %(by)s) RETURNING place",
        {
            "id": id,
            "title": title,
            "sha256": sha256,
            "type": sniffed_type,
            "size": size_bytes,
            "at": added_at,
            "by": added_by,
        },
    )
    return (await cursor.fetchone())[0]


async def documents(conn: AsyncConnection, id: int) -> list[AppealDocument]:
    """The documents of an appeal in the order they came."""
    cursor = await conn.execute(
        "SELECT place, title, sha256, sniffed_type, size_bytes, added_at, added_by FROM appeal_documents "
        "WHERE appeal_id = %s ORDER BY place",
        (id,),
    )
    return [AppealDocument(row[0], row[1], bytes(row[2]), *row[3:]) for row in await cursor.fetchall()]


class RulingRow(msgspec.Struct, frozen=True):
    """How an appeal ended before its body; `remedy` is what can still be done against it."""

    outcome: str
    grounds: list[dict[str, Any]]
    act_number: str
    act_date: date
    signatory: str
    body: str
    decided_at: datetime
    decided_by: str
    effect: str
    remedy: dict[str, Any] | None


async def add_ruling(conn: AsyncConnection, id: int, ruling: RulingRow) -> None:
    """Store the ruling on an appeal.

    Raises:
        psycopg.errors.UniqueViolation: there is one already.
    """
    await conn.execute(
        "INSERT INTO appeal_rulings (appeal_id, outcome, grounds, act_number, act_date, signatory, body, decided_at, "
        "decided_by, effect, remedy) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)",
        (
            id,
            ruling.outcome,
            Jsonb(ruling.grounds),
            ruling.act_number,
            ruling.act_date,
            ruling.signatory,
            ruling.body,
            ruling.decided_at,
            ruling.decided_by,
            ruling.effect,
            msgspec.json.encode(ruling.remedy).decode() if ruling.remedy is not None else None,
        ),
    )


async def ruling(conn: AsyncConnection, id: int) -> RulingRow | None:
    """The ruling on an appeal."""
    cursor = await conn.execute(
        "SELECT outcome, grounds, act_number, act_date, signatory, body, decided_at, decided_by, effect, remedy "
        "FROM appeal_rulings WHERE appeal_id = %s",
        (id,),
    )
    row = await cursor.fetchone()
    return RulingRow(*row) if row else None


class SetRuleRow(msgspec.Struct, frozen=True):
    """A rule of appeals that an act set for one election."""

    code: str
    value: str
    act: str
    demo: bool
    set_at: datetime
    set_by: str


async def add_rule(conn: AsyncConnection, election_id: int, rule: SetRuleRow) -> None:
    """Set a rule of appeals for an election; the last one of a code holds."""
    await conn.execute(
        "INSERT INTO appeal_rules (election_id, code, value, act, demo, set_at, set_by) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (election_id, rule.code, rule.value, rule.act, rule.demo, rule.set_at, rule.set_by),
    )


async def rules(conn: AsyncConnection, election_id: int | None) -> list[SetRuleRow]:
    """What was set for an election, in the order it was set."""
    cursor = await conn.execute(
        "SELECT code, value, act, demo, set_at, set_by FROM appeal_rules WHERE election_id = %s ORDER BY id",
        (election_id,),
    )
    return [SetRuleRow(*row) for row in await cursor.fetchall()]


async def without_body(conn: AsyncConnection, election_id: int) -> list[int]:
    """The running appeals of an election whose body nobody has named, locked in order of id."""
    cursor = await conn.execute(
        "SELECT id FROM appeals WHERE election_id = %s AND body IS NULL AND state = ANY(%s) ORDER BY id FOR UPDATE",
        (election_id, list(RUNNING)),
    )
    return [row[0] for row in await cursor.fetchall()]


async def observer_of(conn: AsyncConnection, request_id: int) -> dict[str, Any] | None:
    """The name on a request and where the request stands, for the body that rules on it."""
    cursor = await conn.execute(
        "SELECT given_name, family_name, state FROM requests WHERE id = %s", (request_id,)
    )
    row = await cursor.fetchone()
    return {"given_name": row[0], "family_name": row[1], "status": row[2]} if row else None


async def open_round(conn: AsyncConnection, request_id: int) -> None:
    """Open a new round of a request whose row is held: a final decision can be made anew."""
    await conn.execute("UPDATE requests SET round = round + 1 WHERE id = %s", (request_id,))


async def forget_failure(conn: AsyncConnection, request_id: int) -> None:
    """A request that a ruling sent back has a new time to decide; the failure before it stays in its history."""
    await conn.execute("UPDATE requests SET failure_at = NULL WHERE id = %s", (request_id,))


async def current_election(conn: AsyncConnection, on: date) -> int | None:
    """The election that an appeal without one belongs to: the next one, else the last one; None where there is none."""
    cursor = await conn.execute(
        "SELECT id FROM elections ORDER BY election_date < %(on)s, "
        "CASE WHEN election_date >= %(on)s THEN election_date - %(on)s ELSE %(on)s - election_date END, id DESC LIMIT 1",
        {"on": on},
    )
    row = await cursor.fetchone()
    return row[0] if row else None
