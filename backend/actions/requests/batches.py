"""Batches of requests: every row is answered on its own, none is lost, and none is recorded twice."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests.batch_files import ReadFile, Row, read_file
from backend.actions.requests.batch_rows import PURPOSE, answer_rows, words_of
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, batches
from backend.store.batches import Batch, Chunk

INLINE_ROWS = 500
"""Up to so many rows are answered at once; more are answered by the worker, and read at the batch."""
CHUNK_ROWS = 200
"""Rows that one transaction takes: what a process that dies in the middle has to do again."""
PAGE_ROWS = 500
"""Answers on a page of a batch; a batch that was answered at once fits on one."""
OUTCOMES = ("ready", "recorded", "already_recorded", "rejected")
FIRST, LAST = 0, 2**63 - 1


class Options(msgspec.Struct, frozen=True):
    """How a batch is taken.

    Attributes:
        election: stands in where a row names none.
        again: also rows equal to a request that the sender has already are recorded.
        check: a trial run; nothing is filed.
    """

    election: int | None = None
    again: bool = False
    check: bool = False


class Waiting(msgspec.Struct, frozen=True):
    """A chunk from before batches had chunks: all rows of the batch, without their lines."""

    rows: list[Any]
    election: int | None = None


async def file(
    services: Services,
    principal: Principal,
    ticket: Ticket | None,
    format: str,
    data: bytes,
    options: Options,
) -> Answer:
    """An organisation files many requests: 201 with an answer for each row, or 202 above 500 rows.

    All rows have the instant at which the batch was received.
    A row equal to a request that the sender has already in that election, unless it was withdrawn, refused or
    replaced, is answered with that one's number and not recorded again, except with `again`.
    A trial run answers the same rows and files nothing; it can be filed afterwards as it was checked.

    Raises:
        Problem: 403; 400, the file as a whole cannot be read; 413, it has too many rows.
    """
    require(principal, "organisation")
    organisation_id = principal.organisation_id
    if organisation_id is None:
        raise not_yours()
    read = await asyncio.to_thread(read_file, format, data, words_of(services))
    inline = len(read.rows) <= INLINE_ROWS
    keep = not inline or options.check
    chunks = await asyncio.to_thread(_chunks, services, read) if keep else []

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        batch = await batches.add(
            conn,
            organisation_id=organisation_id,
            filed_by=principal.role,
            received_at=now,
            format=format,
            state="checking" if options.check else "received",
            total=len(read.rows),
            election_id=options.election,
            again=options.again,
            notes=read.notes,
        )
        await batches.put_chunks(conn, batch.id, chunks)
        if not options.check:
            await _tell_audit(conn, now, principal, batch)
        if inline:
            await _answer(services, conn, batch, read.rows, 1)
            await batches.finish(conn, batch.id, now)
        return (201 if inline else 202), await _view(conn, batch.id)

    return await perform(services, ticket, work)


async def file_checked(
    services: Services, principal: Principal, ticket: Ticket | None, id: int, *, again: bool = False
) -> Answer:
    """File a batch that was checked, as it was checked; it is received now.

    Raises:
        Problem: 403; 404, it is not the organisation's own; 409, it is filed already, or not checked to its end.
    """
    require(principal, "organisation")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        batch = _own(principal, await batches.find(conn, id, lock=True))
        if batch.state != "checked":
            raise Problem(
                409,
                "batch_not_checked",
                remedy="read_status",
                arguments={"state": batch.state},
            )
        await batches.begin(conn, id, now, again=again or batch.again)
        await _tell_audit(conn, now, principal, batch)
        inline = batch.total <= INLINE_ROWS
        while inline and (begun := await batches.find(conn, id)) is not None:
            if not await _next(services, conn, begun, now):
                break
        return (201 if inline else 202), await _view(conn, id)

    return await perform(services, ticket, work)


async def discard(services: Services, principal: Principal, ticket: Ticket | None, id: int) -> Answer:
    """Forget a trial run with its rows.

    Raises:
        Problem: 403; 404, it is not the organisation's own; 409, it was filed.
    """
    require(principal, "organisation")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        batch = _own(principal, await batches.find(conn, id, lock=True))
        if batch.state not in ("checking", "checked"):
            raise Problem(409, "batch_not_checked", remedy="read_status", arguments={"state": batch.state})
        await batches.discard(conn, id)
        return 200, {"id": id, "state": "discarded"}

    return await perform(services, ticket, work)


async def _tell_audit(conn: AsyncConnection, now: datetime, principal: Principal, batch: Batch) -> None:
    await audit.record(conn, now, principal.role, "batch_filed", f"batch:{batch.id}", {"rows": batch.total})


def _chunks(services: Services, read: ReadFile) -> list[Chunk]:
    """Rows sealed a few hundred together."""
    made = []
    for start in range(0, len(read.rows), CHUNK_ROWS):
        rows = read.rows[start : start + CHUNK_ROWS]
        made.append(Chunk(start + 1, len(rows), services.vault.seal(msgspec.json.encode(rows), PURPOSE)))
    return made


def _opened(services: Services, chunk: Chunk) -> list[Row]:
    raw = services.vault.open(chunk.sealed, PURPOSE)
    if raw.startswith(b"["):
        return msgspec.json.decode(raw, type=list[Row])
    waiting = msgspec.json.decode(raw, type=Waiting)
    return [Row(0, one) for one in waiting.rows[-chunk.rows :]]


async def _answer(
    services: Services, conn: AsyncConnection, batch: Batch, rows: list[Row], first: int
) -> None:
    """Answer rows inside the caller's transaction, a chunk at a time so that no statement grows without bound."""
    for start in range(0, len(rows), CHUNK_ROWS):
        part = rows[start : start + CHUNK_ROWS]
        await batches.answer(conn, batch.id, await answer_rows(services, conn, batch, part, first + start))


async def _next(services: Services, conn: AsyncConnection, batch: Batch, now: datetime) -> int:
    """Answer the next chunk of a batch inside the caller's transaction; how many rows it had."""
    chunk = await batches.next_chunk(conn, batch)
    if chunk is not None:
        rows = await asyncio.to_thread(_opened, services, chunk)
        await _answer(services, conn, batch, rows, chunk.first_row)
        if batch.state == "received":
            await batches.drop_chunk(conn, batch.id, chunk.first_row)
    done = batch.answered + (chunk.rows if chunk is not None else 0)
    if done >= batch.total or chunk is None:
        await batches.finish(conn, batch.id, now)
    return chunk.rows if chunk is not None else 0


def _own(principal: Principal, batch: Batch | None) -> Batch:
    if batch is None or batch.organisation_id != principal.organisation_id:
        raise not_yours()
    return batch


def summary(batch: Batch) -> dict[str, Any]:
    """A batch with its counts; `percent` is of rows answered. Of a trial run rows are `ready`, never `recorded`."""
    trial = batch.state in ("checking", "checked")
    return {
        "id": batch.id,
        "organisation": batch.organisation_id,
        "election": batch.election_id,
        "received_at": batch.received_at,
        "format": batch.format,
        "state": batch.state,
        "total": batch.total,
        "answered": batch.answered,
        "percent": 100 * batch.answered // max(1, batch.total),
        "ready": batch.recorded if trial else 0,
        "recorded": 0 if trial else batch.recorded,
        "already_recorded": batch.repeated,
        "rejected": batch.answered - batch.recorded - batch.repeated,
        "notes": batch.notes,
        "checked_at": batch.checked_at,
        "finished_at": batch.finished_at,
    }


async def _view(
    conn: AsyncConnection, id: int, *, after: int = FIRST, limit: int = PAGE_ROWS, outcome: str | None = None
) -> dict[str, Any]:
    batch = await batches.find(conn, id)
    if batch is None:
        raise not_yours()
    rows = await batches.answers(conn, id, after=after, limit=limit + 1, outcome=outcome)
    more = len(rows) > limit
    rows = rows[:limit]
    last = msgspec.json.decode(rows[-1], type=_Numbered).row if more else None
    return summary(batch) | {"rows": rows, "next_cursor": str(last) if last is not None else None}


class _Numbered(msgspec.Struct):
    row: int


async def require_batch(conn: AsyncConnection, principal: Principal, id: int) -> Batch:
    """A batch that the principal may read: its sender's, or any for the CEC and an auditor.

    Raises:
        Problem: 404, there is none, or it is somebody else's.
    """
    batch = await batches.find(conn, id)
    if batch is not None and principal.kind in {"cec", "auditor"}:
        return batch
    if principal.kind != "organisation":
        raise not_yours()
    return _own(principal, batch)


async def read(
    services: Services,
    principal: Principal,
    id: int,
    *,
    after: int = FIRST,
    limit: int = PAGE_ROWS,
    outcome: str | None = None,
) -> dict[str, Any]:
    """A batch of one's own with its counts and a page of answers, of one outcome if asked; 404 otherwise.

    Raises:
        Problem: 404; 400, there is no such outcome.
    """
    if outcome is not None and outcome not in OUTCOMES:
        raise Problem(400, "field_invalid", arguments={"field": "outcome", "reason": "unknown"})
    async with services.database.reading() as conn:
        await require_batch(conn, principal, id)
        return await _view(conn, id, after=after, limit=limit, outcome=outcome)


async def listed(
    services: Services, principal: Principal, *, before: int = LAST, limit: int, election: int | None = None
) -> dict[str, Any]:
    """A page of batches, the newest first: an organisation's own, all for the CEC and an auditor.

    Raises:
        Problem: 403, the role reads no batches.
    """
    require(principal, "organisation", "cec", "auditor")
    own = principal.organisation_id if principal.kind == "organisation" else None
    async with services.database.reading() as conn:
        rows = await batches.page(
            conn, before=before, limit=limit + 1, organisation_id=own, election_id=election
        )
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": [summary(row) for row in rows], "next_cursor": str(rows[-1].id) if more else None}


async def work_off(services: Services) -> int:
    """Answer rows of waiting batches, a chunk to a transaction and the batches in turn; returns how many rows.

    A process that dies loses no row: the chunk rolls back, and another process takes it up where it stood.
    """
    worked = 0
    while True:
        async with services.database.reading() as conn:
            waiting = await batches.open_ids(conn, 20)
        answered = 0
        for id in waiting:
            answered += await _chunk(services, id)
        if not answered:
            return worked
        worked += answered


async def _chunk(services: Services, id: int) -> int:
    async with services.database.transaction() as conn:
        batch = await batches.take(conn, id)
        if batch is None:
            return 0
        return await _next(services, conn, batch, services.clock.now())
