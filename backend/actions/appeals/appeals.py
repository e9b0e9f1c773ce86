"""Appeals: always recorded first, then assessed for what is appealed, by whom and when.

Art. 127 of 2008: the commission does not refuse, for any reason, to record an appeal. So every filing here is 201 with
a place in the register; that it is late, before the wrong body or by somebody without standing is found, and judged
by the appeal body in its preliminary check.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.appeal_steps import (
    AppealFacts,
    StepClock,
    body_findings,
    content_findings,
    step_clock,
    usefulness,
    usefulness_findings,
)
from accreditation.appeals import (
    Appealable,
    AppealState,
    appeal_findings,
    competent_appeal_body,
)
from accreditation.civil_time import civil_date
from accreditation.findings import Finding
from backend.actions.appeals import appeal_objects
from backend.actions.appeals.appeal_deadlines import ROLES, put_clock
from backend.actions.appeals.appeal_objects import Challenged
from backend.actions.appeals.appeal_rules import AGAINST, rules_of
from backend.actions.decisions.decisions import appeal_view
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import cleaned_text, long_text
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests.failures import record_if_due
from backend.actions.requests.requests import require_own
from backend.actions.standing import accreditations as accredited
from backend.problems import not_yours
from backend.services import Services
from backend.store import appeals as store
from backend.store import audit, organisations, requests
from backend.store.accreditations import find as find_accreditation
from backend.store.appeals import NewAppeal

GROUNDS_LIMIT_CHARACTERS = 20_000
PART_LIMIT_CHARACTERS = 4_000


class AppealBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An appeal in the sender's own words; `grounds` says what happened and why it is wrong.

    The other parts are those of Art. 126. What is missing stops nothing, and can be completed once.
    """

    grounds: str
    legal_basis: str = ""
    asked: str = ""
    evidence: str = ""
    signatory: str = ""


class GeneralAppealBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An appeal against something that the sender names in words or by a number, in the register or not."""

    challenged: str
    grounds: str
    legal_basis: str = ""
    asked: str = ""
    evidence: str = ""
    signatory: str = ""


def written(body: AppealBody | GeneralAppealBody) -> tuple[str, dict[str, str]]:
    """The grounds, and the other parts that are there, cleaned.

    Raises:
        Problem: 400, the grounds are empty, or a part is too long.
    """
    grounds = long_text("grounds", body.grounds, GROUNDS_LIMIT_CHARACTERS)
    parts = {
        name: long_text(name, text, PART_LIMIT_CHARACTERS)
        for name in ("legal_basis", "asked", "evidence")
        if (text := getattr(body, name)).strip()
    }
    if signatory := cleaned_text("signatory", body.signatory, empty=True):
        parts["signatory"] = signatory
    return grounds, parts


def given(against: Appealable | None, content: dict[str, Any], documents: int) -> list[str]:
    """Which parts of Art. 126 an appeal has; documents are evidence, and what we found is what it challenges."""
    parts = ["description", *content]
    if documents and "evidence" not in parts:
        parts.append("evidence")
    if against is not None and against is not Appealable.FAILURE:
        parts.append("decision_challenged")
    return parts


async def file(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: AppealBody
) -> Answer:
    """The sender appeals a refusal or a failure to decide: 201 with a number, whatever speaks against it.

    Raises:
        Problem: 403, the key is not an organisation's; 404; 400, the grounds are empty or too long.
    """
    text = written(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await record_if_due(conn, await require_own(conn, principal, number), now)
        challenged = await appeal_objects.of_request(conn, row)
        return 201, await record(services, conn, now, principal, challenged, text)

    return await perform(services, ticket, work)


async def file_on_accreditation(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: AppealBody
) -> Answer:
    """The sender appeals a revocation or a suspension: 201 with a number, whatever speaks against it.

    Raises:
        Problem: 403, the key is not an organisation's; 404; 400, the grounds are empty or too long.
    """
    require(principal, "organisation")
    text = written(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await find_accreditation(conn, number, lock=True)
        if row is None or not accredited.may_read(principal, row):
            raise not_yours()
        challenged = await appeal_objects.of_accreditation(conn, row)
        return 201, await record(services, conn, now, principal, challenged, text)

    return await perform(services, ticket, work)


async def file_on_admission(
    services: Services, principal: Principal, ticket: Ticket, organisation_id: int, body: AppealBody
) -> Answer:
    """An organisation appeals the refusal to admit it: 201 with a number, whatever speaks against it.

    Raises:
        Problem: 403, the key is not an organisation's; 404; 400, the grounds are empty or too long.
    """
    require(principal, "organisation")
    text = written(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        own = await organisations.find(conn, organisation_id, lock=True)
        if own is None or own.id != principal.organisation_id:
            raise not_yours()
        election_id = await store.current_election(conn, civil_date(now))
        election = await require_election(conn, election_id) if election_id is not None else None
        challenged = await appeal_objects.of_admission(conn, own, election)
        return 201, await record(services, conn, now, principal, challenged, text)

    return await perform(services, ticket, work)


async def file_on_ruling(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: AppealBody
) -> Answer:
    """The appellant brings a ruling before the second instance: another appeal, linked to the first; 201.

    Raises:
        Problem: 403, the key is not an organisation's; 404; 400, the grounds are empty or too long.
    """
    require(principal, "organisation")
    text = written(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await store.find(conn, number, lock=True)
        if row is None or row.organisation_id != principal.organisation_id:
            raise not_yours()
        challenged = await appeal_objects.of_appeal(conn, row)
        return 201, await record(services, conn, now, principal, challenged, text)

    return await perform(services, ticket, work)


async def file_on_anything(
    services: Services, principal: Principal, ticket: Ticket, body: GeneralAppealBody
) -> Answer:
    """An appeal against what the sender names in its own words: 201, even where it is nothing, or another's.

    A number of its own request, accreditation or appeal is found; any other is recorded as it was written, and the
    answer does not tell whether it exists.

    Raises:
        Problem: 403, the key is not an organisation's; 400, what is challenged or the grounds are empty or too long.
    """
    require(principal, "organisation")
    named = long_text("challenged", body.challenged, PART_LIMIT_CHARACTERS)
    text = written(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        challenged = await _named(conn, principal, named, now)
        own = challenged.request_id or challenged.accreditation_id or challenged.previous
        return 201, await record(services, conn, now, principal, challenged, text, by_sender=own is not None)

    return await perform(services, ticket, work)


async def _named(conn: AsyncConnection, principal: Principal, named: str, now: datetime) -> Challenged:
    """What a number of the sender's own names; else the words as they are."""
    code = named.strip().upper()
    request = await requests.find(conn, code, lock=True)
    if request is not None and request.organisation_id == principal.organisation_id:
        return await appeal_objects.of_request(conn, await record_if_due(conn, request, now))
    accreditation = await find_accreditation(conn, code, lock=True)
    if accreditation is not None and accreditation.organisation_id == principal.organisation_id:
        return await appeal_objects.of_accreditation(conn, accreditation)
    appeal = await store.find(conn, code, lock=True)
    if appeal is not None and appeal.organisation_id == principal.organisation_id:
        return await appeal_objects.of_appeal(conn, appeal)
    return await appeal_objects.of_nothing(conn, now, principal.organisation_id, named)


async def record(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    challenged: Challenged,
    text: tuple[str, dict[str, str]],
    *,
    by_sender: bool = True,
) -> dict[str, Any]:
    """Enter an appeal in the register inside the caller's transaction; returns its receipt.

    The register's counter is the last lock taken.
    """
    grounds, content = text
    against = challenged.against
    election = facts_of(challenged.election) if challenged.election is not None else None
    body, findings, clock, use = None, (), None, None
    if election is not None:
        rules = await rules_of(conn, challenged.election.id if challenged.election else None)
        body = competent_appeal_body(
            election, against or Appealable.REFUSAL, challenged.deciding.partition(":")[0], rules
        )
        findings = (
            *appeal_findings(election, challenged.window, now, by_sender=by_sender),
            *body_findings(election, body),
            *content_findings(election, against, given(against, content, 0)),
        )
        if challenged.announced_at is not None:
            use = usefulness(election, challenged.announced_at, challenged.deciding.partition(":")[0])
            findings = (*findings, *usefulness_findings(election, use))
        facts = AppealFacts(against or Appealable.REFUSAL, body, AppealState.FILED, now)
        clock = step_clock(election, facts)
    assessment = {
        "findings": findings,
        "remedy": None,
        "window": appeal_view(challenged.window, bool(use is not None and use.outlasts)),
        "usefulness": use,
    }
    id, number = await store.add(
        conn,
        NewAppeal(
            organisation_id=principal.organisation_id or 0,
            against=AGAINST[against] if against is not None else None,
            state=str(AppealState.FILED),
            grounds=grounds,
            filed_at=now,
            filed_by=principal.role,
            assessment=msgspec.json.encode(assessment),
            object=challenged.object,
            content=content,
            body=str(body) if body is not None else None,
            election_id=challenged.election.id if challenged.election is not None else None,
            request_id=challenged.request_id,
            accreditation_id=challenged.accreditation_id,
            previous=challenged.previous,
        ),
        civil_date(now).year,
    )
    await put_clock(conn, id, clock)
    await store.add_event(conn, id, now, "recorded", principal.role)
    if challenged.request_id is not None:
        await requests.add_event(
            conn, challenged.request_id, now, "appealed", principal.role, {"appeal": number}
        )
    details = {"against": AGAINST[against] if against is not None else "nothing", "key": principal.key_id}
    await audit.record(conn, now, principal.role, "appeal_filed", f"appeal:{number}", details)
    await _tell(services, conn, now, principal, challenged, number, str(body) if body is not None else None)
    register = challenged.election.id if challenged.election is not None else None
    ordinal = await store.enter(conn, id, register)
    return {
        "number": number,
        "ordinal": ordinal,
        "request": challenged.object.get("request"),
        "accreditation": challenged.object.get("accreditation"),
        "previous": challenged.object.get("appeal"),
        "received_at": now,
        "status": "received",
        "against": details["against"] if against is not None else None,
        "body": str(body) if body is not None else None,
        "assessment": assessment,
        "step": step_view(clock),
        "attestation": f"/v1/appeals/{number}/attestation",
    }


def step_view(clock: StepClock | None) -> dict[str, Any] | None:
    """The step that runs: who owes it, and when it is late."""
    if clock is None:
        return None
    warnings: tuple[Finding, ...] = clock.warnings
    return {
        "step": str(clock.step),
        "owed_by": clock.owed_by,
        "due_at": clock.due_at,
        "article": clock.article,
        "law": clock.law,
        "warnings": warnings,
        "demo": clock.demo,
    }


async def _tell(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    challenged: Challenged,
    number: str,
    body: str | None,
) -> None:
    """The appellant is told that it is recorded; the appeal body and the commission concerned that it came."""
    subject = f"appeal:{number}"
    told = [notices.to_sender(principal.organisation_id or 0, NoticeKind.APPEAL_RECORDED, subject)]
    if challenged.election is not None:
        roles = {ROLES[body] if body is not None else "cec", challenged.deciding}
        told += [
            notices.to_commission(challenged.election.id, role, NoticeKind.APPEAL_FILED, subject)
            for role in sorted(roles)
        ]
    await notices.tell(services, conn, now, told)
