"""Acts on many requests: drafts with their list and preview. A draft decides nothing.

`backend.actions.decisions.act_effects` puts one into effect.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.decisions import Outcome
from accreditation.requests import RequestState
from backend.actions.decisions import act_judging, deciding
from backend.actions.decisions.act_judging import JudgedLine
from backend.actions.decisions.decisions import GroundBody, require_commission, written_grounds
from backend.actions.elections.elections import require_election
from backend.actions.fields import invalid, word_code
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import acts as store
from backend.store import audit, proposals, requests
from backend.store.acts import ActRow, Line
from backend.store.elections import ElectionRow
from badges.names import cleaned

LINES_LIMIT = 5_000
"""Of one act; 2,000 grants take some ten seconds in one transaction."""
WAITING = (RequestState.RECEIVED, RequestState.ASSESSED, RequestState.OVERDUE)
STATES = ("draft", "in_effect", "abandoned")


class ActFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which requests of the election an act is about; what is not named does not narrow.

    `status` is one state, else all that wait for a decision. `finding` must be in the assessment, none of `without`
    may be. `proposed` takes those whose last proposal has this outcome.
    """

    organisation: int | None = None
    status: RequestState | None = None
    finding: str | None = None
    without: list[str] = []
    proposed: Outcome | None = None


class LineBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One request of an act with an outcome of its own."""

    request: str
    outcome: Outcome
    grounds: list[GroundBody] = []


class ActDraftBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft act: its requests by number, by line or by a filter, one of the three.

    `outcome` with `grounds` is for every request; without it the last proposal on each request counts.
    `addendum_to` is an act in effect of the same commission, to which names are added (grants only).
    """

    election: int
    requests: list[str] | None = None
    lines: list[LineBody] | None = None
    filter: ActFilter | None = None
    outcome: Outcome | None = None
    grounds: list[GroundBody] = []
    addendum_to: int | None = None


async def draft(services: Services, principal: Principal, ticket: Ticket, body: ActDraftBody) -> Answer:
    """A commission gathers requests in a draft act: 201 with the preview; nothing is decided.

    Raises:
        Problem: 403, no commission; 404, no such election; 400, a request is unknown or not in the commission's
            competence, or the list is too long; 409, nothing fits the filter, or the earlier act is not in effect.
    """
    require_commission(principal)
    require(principal, "cec", "zec", "lgec")
    if sum(one is not None for one in (body.requests, body.lines, body.filter)) != 1:
        raise invalid("requests", "one_of_requests_lines_filter")
    if body.lines is not None and (body.outcome is not None or body.grounds):
        raise invalid("outcome", "each_line_has_its_own")
    for field, given in (("requests", body.requests), ("lines", body.lines)):
        if given is not None and len(given) > LINES_LIMIT:
            raise Problem(413, "too_many_rows", remedy="split_it", arguments={"limit": LINES_LIMIT})
        if given is not None and not given:
            raise invalid(field, "empty")
    grounds = _builtins(body.grounds)
    of_lines = {cleaned(one.request).upper(): one for one in body.lines or ()}

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        election = await require_election(conn, body.election)
        if body.addendum_to is not None:
            await _check_earlier(conn, principal, body)
        chosen = await _chosen(conn, principal, body, of_lines)
        outcome = str(body.outcome) if body.outcome else None
        lines = [
            Line(id, str(of_lines[number].outcome), _builtins(of_lines[number].grounds))
            if of_lines
            else Line(id, outcome, grounds)
            for id, number in chosen
        ]
        if body.outcome is None and not of_lines:
            lines = await _gathered(conn, lines)
        if body.addendum_to is not None and any(one.outcome not in (None, Outcome.GRANT) for one in lines):
            raise invalid("outcome", "an_addendum_adds_names")
        id = await store.add(
            conn,
            election_id=election.id,
            body=principal.role,
            addendum_to=body.addendum_to,
            created_at=now,
            created_by=principal.role,
            lines=lines,
        )
        details = {"requests": len(lines), "key": principal.key_id}
        await audit.record(conn, now, principal.role, "act_drafted", f"act:{id}", details)
        row = await store.find(conn, id)
        assert row is not None
        return 201, await _draft_view(services, conn, row, election, now)

    return await perform(services, ticket, work)


def _builtins(grounds: list[GroundBody]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(one) for one in written_grounds(grounds)]


async def _check_earlier(conn: AsyncConnection, principal: Principal, body: ActDraftBody) -> None:
    earlier = await store.find(conn, body.addendum_to or 0)
    if earlier is None or earlier.body != principal.role or earlier.election_id != body.election:
        raise invalid("addendum_to", "unknown")
    if earlier.state != "in_effect":
        raise Problem(409, "act_not_in_effect", article="18(4)", remedy="use_act_in_effect")


async def _chosen(
    conn: AsyncConnection, principal: Principal, body: ActDraftBody, of_lines: dict[str, LineBody]
) -> list[tuple[int, str]]:
    """Ids and numbers of the requests; a lower commission reaches those in its competence only."""
    named = [cleaned(one).upper() for one in body.requests] if body.requests is not None else None
    named = list(of_lines) if of_lines else named
    filter = body.filter or ActFilter()
    competent = principal.role if principal.kind != "cec" or named is None else None
    chosen = await store.chosen(
        conn,
        election_id=body.election,
        numbers=sorted(set(named)) if named is not None else None,
        organisation_id=filter.organisation,
        states=[str(filter.status)] if filter.status else [str(one) for one in WAITING],
        competent=competent,
        finding=word_code("filter.finding", filter.finding) if filter.finding else None,
        without=[word_code("filter.without", one) for one in filter.without],
        proposed=str(filter.proposed) if filter.proposed else None,
        limit=LINES_LIMIT + 1,
    )
    if len(chosen) > LINES_LIMIT:
        raise Problem(413, "too_many_rows", remedy="split_it", arguments={"limit": LINES_LIMIT})
    if named is not None and len(chosen) != len(set(named)):
        raise invalid("requests", "unknown", count=len(set(named)) - len(chosen))
    if not chosen:
        raise Problem(409, "nothing_to_decide", article="18(5)", remedy="widen_filter")
    return chosen


async def _gathered(conn: AsyncConnection, lines: list[Line]) -> list[Line]:
    """The last proposals as they stand now; a later one does not change the draft behind its reader's back."""
    found = await proposals.latest_of(conn, [one.request_id for one in lines])
    return [
        Line(one.request_id, found[one.request_id].outcome, found[one.request_id].grounds)
        if one.request_id in found
        else one
        for one in lines
    ]


async def require_act(conn: AsyncConnection, principal: Principal, id: int, *, lock: bool = False) -> ActRow:
    """An act of the principal's own commission; the CEC and an auditor read all.

    Raises:
        Problem: 403, no commission; 404, there is none, or it is another commission's.
    """
    require(principal, "cec", "zec", "lgec", "auditor")
    row = await store.find(conn, id, lock=lock)
    if row is None or (row.body != principal.role and principal.kind not in {"cec", "auditor"}):
        raise not_yours()
    return row


def act_view(row: ActRow) -> dict[str, Any]:
    """An act without its list."""
    signed = row.state == "in_effect"
    return {
        "id": row.id,
        "election": row.election_id,
        "body": row.body,
        "status": row.state,
        "addendum_to": row.addendum_to,
        "created_at": row.created_at,
        "act": {"number": row.number, "date": row.date, "signatory": row.signatory} if signed else None,
        "effected_at": row.effected_at,
    }


async def _draft_view(
    services: Services, conn: AsyncConnection, row: ActRow, election: ElectionRow, now: datetime
) -> dict[str, Any]:
    """A draft with its preview: which lines can be taken, which are blocked and why."""
    lines = await store.lines(conn, row.id)
    rows = await requests.lock_all(conn, [one.request_id for one in lines], lock=False)
    judged = await act_judging.judge_lines(services, conn, row, election, lines, rows, now)
    shown = [line_view(one) for one in judged]
    takeable = [one for one in judged if one.takeable]
    return {
        **act_view(row),
        "counts": {
            "requests": len(judged),
            "takeable": len(takeable),
            "blocked": len(judged) - len(takeable),
            **{
                name: sum(one.outcome is outcome for one in takeable)
                for name, outcome in (
                    ("granted", Outcome.GRANT),
                    ("refused", Outcome.REFUSE),
                    ("returned", Outcome.RETURN),
                )
            },
        },
        "lines": shown,
    }


def line_view(one: JudgedLine) -> dict[str, Any]:
    """One line of a preview."""
    found = one.judged.found if one.judged else None
    return {
        "request": one.row.number,
        "organisation": one.row.organisation_id,
        "given_name": one.row.given_name,
        "family_name": one.row.family_name,
        "outcome": str(one.outcome) if one.outcome else None,
        "grounds": [msgspec.to_builtins(ground) for ground in one.grounds],
        "takeable": one.takeable,
        "blocked": [
            {"code": str(each.code), "article": each.article, "arguments": each.arguments}
            for each in sorted(one.blocks, key=deciding.gravity)
        ],
        "lenient_until": one.lenient.arguments.get("lenient_until") if one.lenient else None,
        "warnings": [str(each.code) for each in found.warnings] if found else [],
        "last_day_to_appeal": found.appeal.last_day if found and found.appeal else None,
        "accreditation": None,
    }


async def read(services: Services, principal: Principal, id: int) -> dict[str, Any]:
    """One act: a draft with its preview; one in effect with what it decided, for a sender its own lines only.

    Raises:
        Problem: 403, another role; 404, there is none, or it does not concern the caller.
    """
    now = services.clock.now()
    # A draft's preview may make the badge keys of a new installation, so it is a transaction.
    async with services.database.transaction() as conn:
        if principal.kind == "organisation":
            row = await store.find(conn, id)
            if row is None or row.state != "in_effect":
                raise not_yours()
            decided = await store.decided(conn, id, principal.organisation_id)
            if not decided:
                raise not_yours()
            return _effect_view(row, decided, [])
        row = await require_act(conn, principal, id)
        if row.state == "in_effect":
            left_out = [one for one in await store.lines(conn, id) if one.left_out]
            return _effect_view(row, await store.decided(conn, id), await _left_out(conn, left_out))
        return await _draft_view(services, conn, row, await require_election(conn, row.election_id), now)


async def _left_out(conn: AsyncConnection, lines: list[Line]) -> list[dict[str, Any]]:
    rows = await requests.lock_all(conn, [one.request_id for one in lines], lock=False)
    codes = {one.request_id: one.left_out or [] for one in lines}
    return [{"request": row.number, "codes": codes[row.id]} for row in rows]


def _effect_view(row: ActRow, decided: list[store.Decided], left_out: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **act_view(row),
        "counts": counts_of([one.outcome for one in decided], left_out=len(left_out)),
        "lines": [
            {
                "request": one.number,
                "organisation": one.organisation_id,
                "given_name": one.given_name,
                "family_name": one.family_name,
                "outcome": one.outcome,
                "grounds": one.grounds,
                "takeable": False,
                "blocked": [],
                "lenient_until": None,
                "warnings": [],
                "last_day_to_appeal": (one.appeal or {}).get("last_day"),
                "accreditation": one.accreditation,
            }
            for one in decided
        ],
        "left_out": left_out,
    }


def counts_of(outcomes: list[str], *, left_out: int) -> dict[str, int]:
    """How many lines an act in effect decided, and how."""
    return {
        "requests": len(outcomes) + left_out,
        "takeable": 0,
        "blocked": left_out,
        "granted": outcomes.count("grant"),
        "refused": outcomes.count("refuse"),
        "returned": outcomes.count("return"),
    }


async def listed(
    services: Services,
    principal: Principal,
    *,
    after: int,
    limit: int,
    election: int | None,
    status: str | None,
) -> dict[str, Any]:
    """Acts in order of id: a commission's own, all for the CEC and an auditor, those that concern it for a sender.

    Raises:
        Problem: 403, another role; 400, an unknown status.
    """
    require(principal, "organisation", "cec", "zec", "lgec", "auditor")
    if status is not None and status not in STATES:
        raise invalid("status", "unknown")
    async with services.database.reading() as conn:
        items = await store.page(
            conn,
            after=after,
            limit=limit + 1,
            body=principal.role if principal.kind in {"zec", "lgec"} else None,
            organisation_id=principal.organisation_id if principal.kind == "organisation" else None,
            election_id=election,
            state=status,
        )
    more, items = len(items) > limit, items[:limit]
    return {"items": items, "next_cursor": str(items[-1].id) if more else None}


async def abandon(services: Services, principal: Principal, ticket: Ticket, id: int) -> Answer:
    """Give up a draft; it stays on record, and its requests wait as before.

    Raises:
        Problem: 403; 404; 409, it is in effect, or given up already.
    """
    require_commission(principal)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_act(conn, principal, id, lock=True)
        require_draft(principal, row)
        await store.abandon(conn, id)
        details = {"key": principal.key_id}
        await audit.record(conn, now, principal.role, "act_abandoned", f"act:{id}", details)
        return 200, act_view(msgspec.structs.replace(row, state="abandoned"))

    return await perform(services, ticket, work)


def require_draft(principal: Principal, row: ActRow) -> None:
    """Only the commission's own draft moves.

    Raises:
        Problem: 403, another commission's; 409, it is no draft any more.
    """
    if row.body != principal.role:
        raise Problem(403, "not_competent", article="18(6)", remedy="ask_competent_commission",
                      arguments={"deciding": principal.role, "competent": row.body, "instruction": ""})  # fmt: skip
    if row.state != "draft":
        raise Problem(
            409, "act_not_a_draft", article="18(5)", remedy="read_status", arguments={"status": row.state}
        )
