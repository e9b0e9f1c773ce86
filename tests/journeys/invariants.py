"""What must hold of every request of an election, whatever happened to it and in whatever order."""

from __future__ import annotations

from collections import Counter
from typing import Any

from accreditation.requests import RequestState
from backend.actions.elections.reassessing import position
from backend.actions.requests import assessing
from backend.actions.requests.failures import is_due
from backend.services import Services
from backend.store import elections, requests

WAITING = (
    RequestState.RECEIVED,
    RequestState.HELD,
    RequestState.ASSESSED,
    RequestState.RETURNED,
    RequestState.OVERDUE,
)
IN_FORCE = ("valid", "suspended")


async def broken(services: Services, election_id: int) -> list[str]:
    """Everything that does not hold after a sweep, in words; empty when all is well."""
    now = services.clock.now()
    said: list[str] = []

    async with services.database.reading() as conn:

        async def rows_of(statement: str, *values: Any) -> list[tuple]:
            return await (await conn.execute(statement, values)).fetchall()

        election = await elections.find(conn, election_id)
        assert election is not None
        ids = [
            id
            for (id,) in await rows_of(
                "SELECT id FROM requests WHERE election_id = %s ORDER BY id", election_id
            )
        ]
        rows = {row.id: row for row in await requests.lock_all(conn, ids, lock=False)}
        deadlines: dict[int, dict[str, tuple]] = {}
        for id, kind, state, due_at in await rows_of(
            "SELECT substring(subject FROM 9)::bigint, kind, state, due_at FROM deadlines "
            "WHERE subject LIKE 'request:%%' AND substring(subject FROM 9)::bigint = ANY(%s)",
            ids,
        ):
            deadlines.setdefault(id, {})[kind] = (state, due_at)
        decisions = await rows_of(
            "SELECT request_id, round, outcome FROM decisions WHERE request_id = ANY(%s)", ids
        )
        accreditations = await rows_of(
            "SELECT id, number, request_id, state, interim IS NOT NULL, serial FROM accreditations "
            "WHERE election_id = %s",
            election_id,
        )
        audited = Counter(
            (action, subject)
            for action, subject in await rows_of(
                "SELECT action, subject FROM audit_records WHERE subject = ANY(%s) OR subject = ANY(%s)",
                [f"request:{id}" for id in ids],
                [f"accreditation:{one[1]}" for one in accreditations],
            )
        )
        for row in rows.values():
            said += await _of_request(conn, election, row, deadlines.get(row.id, {}), now)
        said += _of_decisions(decisions, audited)
        said += _of_accreditations(rows, accreditations, audited)
        said += await _of_the_list(rows_of, election_id)
        said += [
            f"notice told twice: {values}"
            for values in await rows_of(
                "SELECT recipient, kind, subject, dedup_key, count(*) FROM notices "
                "WHERE dedup_key IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
            )
        ]
        ordinals = [
            one
            for (one,) in await rows_of(
                "SELECT ordinal FROM appeals WHERE election_id = %s ORDER BY 1", election_id
            )
        ]
        if ordinals != list(range(1, len(ordinals) + 1)):
            said.append(f"the register of appeals has gaps: {ordinals}")
    return said


async def _of_request(conn: Any, election: Any, row: Any, ends: dict[str, tuple], now: Any) -> list[str]:
    """State, time to decide, competence and findings of one request agree with a new computation."""
    said = []
    state = RequestState(row.state)
    if state not in WAITING:
        said += [
            f"{row.number} is {state} and {kind} is open" for kind, (at, _) in ends.items() if at == "open"
        ]
        return said
    found = await assessing.grounds(conn, election, assessing.asked_for(row), now)
    anew = assessing.assessed(found, row.received_at)
    if is_due(row, now):
        said.append(f"{row.number} was due at {row.decision_due_at} and nobody raised it")
    if not assessing.due_stands(row):
        counted = (anew.decision_due.at, str(anew.decision_due.kind))
        if (row.decision_due_at, row.decision_due_kind) != counted:
            said.append(f"{row.number} is due {row.decision_due_at}, counted {counted}")
        ledger = assessing.deadline_of(anew)
        if ledger is not None and state is not RequestState.RETURNED:
            kept = ends.get(ledger[0])
            passed = ledger[1] <= now and kept is not None and kept[0] == "raised"
            if not passed and kept != ("open", ledger[1]):
                said.append(f"{row.number} ({state}) has in the ledger {kept}, not {ledger}")
    if found.competence.body.role != row.competent:
        said.append(f"{row.number} lies with {row.competent}, not {found.competence.body.role}")
    kept = assessing.kept_anew(row, anew)
    if position(kept) != position(row.assessment):
        said.append(f"{row.number} is {position(row.assessment)}, judged anew {position(kept)}")
    opens_at = assessing.counts_from(found, anew, row.received_at)
    if (state is RequestState.HELD) != (opens_at > now) and state in (
        RequestState.HELD,
        RequestState.RECEIVED,
    ):
        said.append(f"{row.number} is {state} and opens at {opens_at}")
    if (state is RequestState.OVERDUE) and row.failure_at is None:
        said.append(f"{row.number} is overdue without a failure")
    return said


def _of_decisions(decisions: list[tuple], audited: Counter) -> list[str]:
    """Of each round one final decision, and a record for each decision."""
    final = Counter((id, round) for id, round, outcome in decisions if outcome != "return")
    said = [
        f"request {id} was decided {many} times in round {round}"
        for (id, round), many in final.items()
        if many > 1
    ]
    for id, many in Counter(one[0] for one in decisions).items():
        records = audited["request_decided", f"request:{id}"]
        if records != many:
            said.append(f"request {id} has {many} decisions and {records} audit records of them")
    return said


def _of_accreditations(rows: dict[int, Any], accreditations: list[tuple], audited: Counter) -> list[str]:
    """An accreditation where a request was granted, one place for one request, and a serial only once."""
    said = []
    serials = Counter(one[5] for one in accreditations)
    said += [f"serial {serial} was given {many} times" for serial, many in serials.items() if many > 1]
    in_force = Counter(one[2] for one in accreditations if one[3] in IN_FORCE)
    granted = {one[2] for one in accreditations if not one[4]}
    for _, number, request_id, state, interim, _ in accreditations:
        row = rows[request_id]
        if audited["accreditation_issued", f"accreditation:{number}"] != 1:
            said.append(f"{number} was issued without its audit record")
        if state not in IN_FORCE:
            continue
        if row.state != RequestState.GRANTED and not (interim and row.state not in ("withdrawn", "replaced")):
            said.append(f"{number} is {state} and {row.number} is {row.state}")
        if row.replaces is not None and not interim and in_force[row.replaces]:
            said.append(f"{number} took the place of {rows[row.replaces].number}, which is still in force")
    said += [f"request {id} has {many} accreditations in force" for id, many in in_force.items() if many > 1]
    said += [
        f"{row.number} is granted without an accreditation"
        for row in rows.values()
        if row.state == RequestState.GRANTED and row.id not in granted
    ]
    return said


async def _of_the_list(rows_of: Any, election_id: int) -> list[str]:
    """The newest signed list names as many serials as are not good any more."""
    latest = await rows_of(
        "SELECT serials FROM revocation_lists WHERE election_id = %s ORDER BY seq DESC LIMIT 1", election_id
    )
    ended = await rows_of(
        "SELECT count(*) FROM accreditations WHERE election_id = %s AND state <> 'valid'", election_id
    )
    listed = latest[0][0] if latest else 0
    return (
        [] if listed >= ended[0][0] else [f"the signed list names {listed} serials, {ended[0][0]} have ended"]
    )
