"""Decisions of the competent commissions on requests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


class DecisionRow(msgspec.Struct, frozen=True):
    """One decision with its act; `appeal` is the remedy and its last day, printed on a refusal."""

    id: int
    outcome: str
    grounds: list[dict[str, Any]]
    act_number: str
    act_date: date
    signatory: str
    body: str
    decided_at: datetime
    decided_by: str
    appeal: dict[str, Any] | None


async def add(
    conn: AsyncConnection,
    *,
    request_id: int,
    outcome: str,
    grounds: list[dict[str, Any]],
    act_number: str,
    act_date: date,
    signatory: str,
    body: str,
    decided_at: datetime,
    decided_by: str,
    appeal: bytes | None,
) -> int:
    """Store a decision; returns its id.

    Raises:
        psycopg.errors.UniqueViolation: the request was granted or refused already.
    """
    cursor = await conn.execute(
        "INSERT INTO decisions (request_id, outcome, grounds, act_number, act_date, signatory, body, decided_at, "
        "decided_by, appeal) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb) RETURNING id",
        (
            request_id,
            outcome,
            Jsonb(grounds),
            act_number,
            act_date,
            signatory,
            body,
            decided_at,
            decided_by,
            appeal.decode() if appeal is not None else None,
        ),
    )
    return (await cursor.fetchone())[0]


async def latest(conn: AsyncConnection, request_id: int) -> DecisionRow | None:
    """The latest decision on a request."""
    cursor = await conn.execute(
        "SELECT id, outcome, grounds, act_number, act_date, signatory, body, decided_at, decided_by, appeal "
        "FROM decisions WHERE request_id = %s ORDER BY id DESC LIMIT 1",
        (request_id,),
    )
    row = await cursor.fetchone()
    return DecisionRow(*row) if row else None
