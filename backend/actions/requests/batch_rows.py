"""Rows of a batch, taken many at a time: facts read once, each row assessed on its own, all stored together.

A row that cannot be read is answered with its problem and takes no other with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection, errors

from backend.actions.fields import invalid
from backend.actions.requests import assessing
from backend.actions.requests.batch_columns import Vocabulary, vocabulary
from backend.actions.requests.batch_files import Row, body_of, give_way
from backend.actions.requests.filings import Filing, filing_of
from backend.actions.requests.requests import Linked, Prepared, asked_of, fingerprint, prepared, record
from backend.problems import Problem
from backend.services import Services
from backend.store import batches, elections, requests
from backend.store.batches import Batch, RowAnswer
from backend.store.elections import ElectionRow
from backend.store.places import ScopeRegister

PURPOSE = "batch"
NOT_TAKEN = (errors.DataError, UnicodeEncodeError)


def shown(problem: Problem) -> dict[str, Any]:
    """The problem of a row as it is answered."""
    return {"status": problem.status, "code": problem.code, "arguments": problem.arguments}


MALFORMED = shown(Problem(400, "malformed", remedy="mend_row"))


class Taken(msgspec.Struct):
    """One row on its way: what was read of it, what is to be stored, and what became of it.

    `mark` is equal for rows that say the same; `same_as` is the row before it that does; `made` is the request's number.
    """

    number: int
    row: Row
    filing: Filing | None = None
    mark: bytes = b""
    ready: Prepared | None = None
    problem: dict[str, Any] | None = None
    repeats: bool = False
    same_as: Taken | None = None
    made: str = ""


class Facts(msgspec.Struct, frozen=True):
    """What bears on all rows of one election."""

    case: assessing.CaseFile
    known: ScopeRegister


def words_of(services: Services) -> Vocabulary:
    """The headers and words that are understood, made once a process."""
    found = services.parts.get("batch_vocabulary")
    if found is None:
        found = services.parts["batch_vocabulary"] = vocabulary(services.texts)
    return found


async def answer_rows(
    services: Services, conn: AsyncConnection, batch: Batch, rows: Sequence[Row], first: int
) -> list[RowAnswer]:
    """Take rows of a batch inside the caller's transaction; their answers, in order.

    Of a trial run nothing is stored; its rows are `ready`.
    Reading, assessing and sealing are done in a thread, so that the event loop goes on.
    """
    trial = batch.state == "checking"
    words = words_of(services)
    taken = [Taken(number, row) for number, row in enumerate(rows, first)]
    await asyncio.to_thread(_read, services, batch, words, taken)
    if not trial:
        await batches.one_at_a_time(conn, batch.organisation_id)
    facts = await _facts(conn, batch, taken)
    alike = {} if batch.again else await _alike(conn, batch, taken)
    await asyncio.to_thread(_prepare, services, batch, facts, taken)
    fresh = _not_repeated(batch, taken, alike)
    if not trial:
        await _store(conn, batch, fresh)
    return await asyncio.to_thread(_answers, services, batch, taken)


def _read(services: Services, batch: Batch, words: Vocabulary, taken: list[Taken]) -> None:
    for one in taken:
        give_way(one.number)
        try:
            one.filing = filing_of(body_of(one.row.raw, batch.election_id, words), batch.received_at)
            one.mark = fingerprint(services, one.filing)
        except Problem as problem:
            # Never the exception: its traceback holds every row, and only a walk of all objects would free them.
            one.problem = shown(problem)
        except UnicodeEncodeError:
            one.problem = MALFORMED


async def _facts(conn: AsyncConnection, batch: Batch, taken: list[Taken]) -> dict[int, Facts]:
    """The facts of every election that a row names; a row that names none there is gets its problem."""
    named: dict[int, list[Filing]] = {}
    for one in taken:
        if one.filing is not None:
            named.setdefault(one.filing.election_id, []).append(one.filing)
    found: dict[int, Facts] = {}
    for id, filings in named.items():
        election: ElectionRow | None = None
        if abs(id) < 2**31:
            # Held until COMMIT, so that no row is stored on limits that a re-dating replaced meanwhile.
            await elections.hold(conn, id)
            election = await elections.find(conn, id)
        if election is not None:
            case = await assessing.case_file(conn, election, batch.organisation_id)
            known = await assessing.register_of(conn, id, (one.scope for one in filings))
            found[id] = Facts(case, known)
    for one in taken:
        if one.filing is not None and one.filing.election_id not in found:
            one.problem = shown(invalid("election", "unknown"))
            one.filing = None
    return found


async def _alike(conn: AsyncConnection, batch: Batch, taken: list[Taken]) -> dict[bytes, str]:
    marks: dict[int, list[bytes]] = {}
    for one in taken:
        if one.filing is not None:
            marks.setdefault(one.filing.election_id, []).append(one.mark)
    found: dict[bytes, str] = {}
    for election_id, these in marks.items():
        found |= await requests.recorded_alike(conn, batch.organisation_id, election_id, these)
    if batch.state == "checking":
        # What a trial run found ready before would be recorded by then; it has no number yet.
        found |= dict.fromkeys(await batches.marks(conn, batch.id, [one.mark for one in taken]), "")
    return found


def _prepare(services: Services, batch: Batch, facts: dict[int, Facts], taken: list[Taken]) -> None:
    for one in taken:
        give_way(one.number)
        if one.filing is None:
            continue
        of = facts[one.filing.election_id]
        asked = asked_of(batch.organisation_id, one.filing)
        grounds = assessing.grounds_of(of.case, asked, of.known, batch.received_at)
        linked = Linked(batch_id=batch.id, batch_row=one.number)
        one.ready = prepared(
            services,
            batch.received_at,
            batch.filed_by,
            batch.organisation_id,
            one.filing,
            grounds,
            linked,
        )


def _not_repeated(batch: Batch, taken: list[Taken], alike: dict[bytes, str]) -> list[Taken]:
    """The rows to be stored: one that says the same as a request of the sender's, or as a row before it, is not."""
    seen: dict[bytes, Taken] = {}
    fresh = []
    for one in taken:
        if one.ready is None:
            continue
        if not batch.again:
            if one.mark in alike:
                one.repeats, one.made = True, alike[one.mark]
                continue
            if one.mark in seen:
                one.repeats, one.same_as = True, seen[one.mark]
                continue
            seen[one.mark] = one
        fresh.append(one)
    return fresh


async def _store(conn: AsyncConnection, batch: Batch, fresh: list[Taken]) -> None:
    """Store rows together; where the database does not take one of them, each alone."""
    if not fresh:
        return
    try:
        async with conn.transaction():
            await _record(conn, batch, fresh)
    except NOT_TAKEN:
        for one in fresh:
            try:
                async with conn.transaction():
                    await _record(conn, batch, [one])
            except NOT_TAKEN:
                one.problem = MALFORMED


async def _record(conn: AsyncConnection, batch: Batch, fresh: list[Taken]) -> None:
    made = await record(conn, batch.received_at, [one.ready for one in fresh if one.ready is not None])
    for one, (_, number) in zip(fresh, made, strict=True):
        one.made = number


def _answers(services: Services, batch: Batch, taken: list[Taken]) -> list[RowAnswer]:
    trial = batch.state == "checking"
    answers = []
    for one in taken:
        give_way(one.number)
        told: dict[str, Any] = {"row": one.number, "line": one.row.line}
        first = one.same_as
        if one.problem is None and first is not None and first.problem is not None:
            one.problem = first.problem
        sealed = None
        if one.problem is not None or one.ready is None:
            outcome = "rejected"
            told |= {"outcome": outcome, "problem": one.problem or MALFORMED}
            sealed = services.vault.seal(msgspec.json.encode(one.row), PURPOSE)
        elif one.repeats:
            outcome = "already_recorded"
            number = one.made or (first.made if first is not None else "")
            told |= {"outcome": outcome, "number": number or None}
        else:
            outcome = "ready" if trial else "recorded"
            told |= {"outcome": outcome, **_short(one.ready.kept)}
            if not trial:
                told |= {"number": one.made, "received_at": batch.received_at, "status": "received"}
        mark = one.mark if trial and outcome == "ready" else None
        answers.append(RowAnswer(one.number, outcome, msgspec.Raw(msgspec.json.encode(told)), sealed, mark))
    return answers


def _short(kept: dict[str, Any]) -> dict[str, Any]:
    """An assessment without the count of every reading: the request itself shows them."""
    findings = [
        {name: one[name] for name in ("code", "severity", "article", "law", "instant")}
        for one in kept["findings"]
    ]
    due = kept["decision_due"]
    return {
        "assessment": {"findings": findings, "remedy": kept["remedy"]},
        "decision_due": {"at": due["at"], "kind": due["kind"]},
    }
