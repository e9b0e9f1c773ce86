"""Batches of requests: every row is answered on its own, and none is lost."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection, errors

from backend.actions.batch_files import body_of, read_rows
from backend.actions.filings import filing_of
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests import Linked, add
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, batches
from backend.store.batches import Batch

INLINE_ROWS = 500
"""Up to so many rows are answered at once; more are answered by the worker, and read at the batch."""
CHUNK_ROWS = 200
PURPOSE = "batch"


class Waiting(msgspec.Struct, frozen=True):
    """Rows that wait for the worker, as they are sealed."""

    rows: list[Any]
    election: int | None
    role: str
    organisation_id: int


async def file(
    services: Services,
    principal: Principal,
    ticket: Ticket | None,
    format: str,
    data: bytes,
    election: int | None,
) -> Answer:
    """An organisation files many requests: 201 with an answer for each row, or 202 above 500 rows.

    All rows have the instant at which the batch was received.
    Raises:
        Problem: 403; 400, the file as a whole cannot be read; 413, it has too many rows.
    """
    require(principal, "organisation")
    rows = await asyncio.to_thread(read_rows, format, data)
    organisation_id = principal.organisation_id
    if organisation_id is None:
        raise not_yours()
    inline = len(rows) <= INLINE_ROWS

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        waiting = Waiting(rows, election, principal.role, organisation_id)
        sealed = None if inline else services.vault.seal(msgspec.json.encode(waiting), PURPOSE)
        id = await batches.add(
            conn, organisation_id=organisation_id, received_at=now, format=format, total=len(rows), raw=sealed
        )
        await audit.record(conn, now, principal.role, "batch_filed", f"batch:{id}", {"rows": len(rows)})
        if inline:
            answers = [
                await _row(services, conn, now, principal, id, n, rows[n], election) for n in range(len(rows))
            ]
            await batches.answer(conn, id, answers, now)
        stored = await batches.find(conn, id)
        if stored is None:
            raise not_yours()
        return 201 if inline else 202, view(stored)

    return await perform(services, ticket, work)


async def _row(
    services: Services,
    conn: AsyncConnection,
    received_at: datetime,
    principal: Principal,
    batch_id: int,
    index: int,
    raw: Any,
    election: int | None,
) -> dict[str, Any]:
    """File one row in a savepoint of its own, so that one that fails takes no other with it."""
    try:
        async with conn.transaction():
            filing = filing_of(body_of(raw, election), received_at)
            linked = Linked(batch_id=batch_id, batch_row=index + 1)
            made = await add(services, conn, received_at, principal, filing, linked)
    except Problem as problem:
        return {"row": index + 1, "outcome": "rejected", "problem": _problem(problem)}
    except (errors.DataError, UnicodeEncodeError):
        return {"row": index + 1, "outcome": "rejected", "problem": {"code": "malformed", "arguments": {}}}
    return {"row": index + 1, "outcome": "recorded", **_short(made)}


def _problem(problem: Problem) -> dict[str, Any]:
    return {"status": problem.status, "code": problem.code, "arguments": problem.arguments}


def _short(made: dict[str, Any]) -> dict[str, Any]:
    """A receipt without the count of every reading: the request itself shows them."""
    findings = [
        {name: one[name] for name in ("code", "severity", "article", "law", "instant")}
        for one in made["assessment"]["findings"]
    ]
    due = made["decision_due"]
    return {
        "number": made["number"],
        "received_at": made["received_at"],
        "status": made["status"],
        "assessment": {"findings": findings, "remedy": made["assessment"]["remedy"]},
        "decision_due": {"at": due["at"], "kind": due["kind"]},
    }


def view(row: Batch) -> dict[str, Any]:
    """A batch with the answers so far."""
    recorded = sum(one["outcome"] == "recorded" for one in row.rows)
    return {
        "id": row.id,
        "received_at": row.received_at,
        "format": row.format,
        "state": row.state,
        "total": row.total,
        "recorded": recorded,
        "rejected": len(row.rows) - recorded,
        "rows": row.rows,
        "finished_at": row.finished_at,
    }


async def read(services: Services, principal: Principal, id: int) -> dict[str, Any]:
    """A batch of one's own; 404 otherwise."""
    async with services.database.reading() as conn:
        row = await batches.find(conn, id)
    own = (
        row is not None
        and principal.kind == "organisation"
        and row.organisation_id == principal.organisation_id
    )
    if row is None or not (own or principal.kind in {"cec", "auditor"}):
        raise not_yours()
    return view(row)


async def work_off(services: Services) -> int:
    """Answer rows of waiting batches, a chunk to a transaction; returns how many rows.

    A process that dies loses no row: the chunk rolls back, and another process takes it up where it stood.
    """
    async with services.database.reading() as conn:
        waiting = await batches.open_ids(conn, 20)
    worked = 0
    for id in waiting:
        while answered := await _chunk(services, id):
            worked += answered
    return worked


async def _chunk(services: Services, id: int) -> int:
    async with services.database.transaction() as conn:
        taken = await batches.take(conn, id)
        if taken is None:
            return 0
        _, received_at, sealed, done = taken
        held = msgspec.json.decode(services.vault.open(sealed, PURPOSE), type=Waiting)
        principal = Principal(held.role, organisation_id=held.organisation_id)
        end = min(done + CHUNK_ROWS, len(held.rows))
        answers = [
            await _row(services, conn, received_at, principal, id, n, held.rows[n], held.election)
            for n in range(done, end)
        ]
        finished_at = services.clock.now() if end == len(held.rows) else None
        await batches.answer(conn, id, answers, finished_at)
        return len(answers)
