"""The steps of an appeal: rapporteur, preliminary check with one return, completion, hearing, withdrawal."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from accreditation.appeal_steps import completion_open, drawn_by_lot, step_clock
from accreditation.appeals import APPEALS, AppealMove, AppealState
from accreditation.law.appeal_rules import Naming, RuleCode, appeal_rule
from accreditation.law.editions import EditionId, Provision, cite
from accreditation.tables import IllegalMove
from backend.actions.appeals.appeal_deadlines import ROLES, facts_of_row, renew_clock
from backend.actions.appeals.appeal_rules import rules_of
from backend.actions.appeals.appeal_views import heard_by, require_appeal, whole
from backend.actions.appeals.appeals import GROUNDS_LIMIT_CHARACTERS, PART_LIMIT_CHARACTERS
from backend.actions.decisions import interim_ends
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import cleaned_text, instant, invalid, long_text
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.senders.admissions import ActBody, act_values
from backend.problems import Problem
from backend.services import Services
from backend.store import appeals as store
from backend.store import audit, requests
from backend.store.appeals import AppealRow

SEED_BYTES = 32
CANDIDATES_LIMIT = 50


class RapporteurBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the rapporteur is named.

    `lot` draws among `candidates` with a seed of ours; `drawn` records a lot drawn by hand, with its witness;
    `chosen` records a choice, and where the edition wants a lot, why there was none.
    """

    method: Literal["lot", "drawn", "chosen"]
    candidates: list[str] = []
    name: str = ""
    witness: str = ""
    reason: str = ""


class CheckBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The preliminary check: competence, standing and time as the body found them, and what it decides.

    A return names what is missing in `reason`; it happens once only. Not accepting is done by a ruling.
    """

    outcome: Literal["accept", "return"]
    competent: bool | None = None
    standing: bool | None = None
    in_time: bool | None = None
    reason: str = ""
    act: ActBody = ActBody()


class AppealCompletionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the appellant adds; parts that are sent replace those of the appeal, the grounds are added to."""

    grounds: str = ""
    legal_basis: str = ""
    asked: str = ""
    evidence: str = ""
    signatory: str = ""


class HearingBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and where the appeal is heard."""

    at: datetime
    place: str = ""


class AppealWithdrawalBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why an appeal is withdrawn; an appellant need not say."""

    reason: str = ""


def moved(row: AppealRow, move: AppealMove) -> str:
    """The state after a move.

    Raises:
        Problem: 409 with the article, the state does not allow it; a second return is such a move.
    """
    try:
        return str(APPEALS.after(AppealState(row.state), move))
    except IllegalMove as error:
        arguments = {"state": row.state, "move": str(move)}
        raise Problem(
            409, "appeal_state_forbids", article="129", remedy="read_status", arguments=arguments
        ) from error


async def require_heard(conn: AsyncConnection, principal: Principal, number: str) -> AppealRow:
    """An appeal that the principal's body hears, its row held until the transaction ends.

    Raises:
        Problem: 404, not the principal's to read; 409, nobody has said which body hears it; 403, another body does.
    """
    row = await require_appeal(conn, principal, number, lock=True)
    if row.body is None:
        article, law = "122-125", ""
        if row.election_id is not None:
            election = await require_election(conn, row.election_id)
            cited = cite(EditionId(election.edition), Provision.COMPLAINT_TIME)
            article, law = cited.label, str(cited.law)
        raise Problem(
            409,
            "appeal_body_unset",
            article=article,
            remedy="set_appeal_rule_by_act",
            arguments={"law": law, "rule": str(RuleCode.FIRST_BODY)},
        )
    if heard_by(principal.role) != row.body:
        raise Problem(
            403,
            "not_appeal_body",
            article="130",
            remedy="ask_competent_body",
            arguments={"body": row.body},
        )
    return row


async def name_rapporteur(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: RapporteurBody
) -> Answer:
    """The appeal body names the rapporteur; a lot is recorded with its seed, so that anybody can draw it again.

    Raises:
        Problem: 403, 404, 409 the appeal has ended; 400, a name or a reason is missing.
    """
    named = _naming(body)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_heard(conn, principal, number)
        if not APPEALS.moves(AppealState(row.state)):
            moved(row, AppealMove.ACCEPT)
        kept = dict(named)
        if body.method == "lot":
            seed = secrets.token_bytes(SEED_BYTES)
            kept |= {"seed": seed.hex(), "name": drawn_by_lot(kept["candidates"], seed, row.number)}
        if body.method == "chosen" and not kept["reason"] and await _wants_lot(conn, row):
            raise invalid("reason", "empty")
        kept |= {"named_at": now.isoformat(), "named_by": principal.role}
        if row.rapporteur is not None:
            # A second naming, such as for illness, shows what it replaces.
            kept["before"] = {
                name: row.rapporteur.get(name) for name in ("method", "name", "seed", "named_at")
            }
        await store.change(conn, row.id, rapporteur=kept)
        shown = {"method": body.method, **({"seed": kept["seed"]} if "seed" in kept else {})}
        await _noted(conn, now, principal, row, "rapporteur_named", shown)
        return 200, await _seen(conn, row, now)

    return await perform(services, ticket, work)


def _naming(body: RapporteurBody) -> dict[str, Any]:
    """What was typed, cleaned.

    Raises:
        Problem: 400.
    """
    if len(body.candidates) > CANDIDATES_LIMIT:
        raise invalid("candidates", "too_many", limit=CANDIDATES_LIMIT)
    candidates = sorted({cleaned_text("candidates", one) for one in body.candidates})
    kept: dict[str, Any] = {
        "method": body.method,
        "candidates": candidates,
        "witness": cleaned_text("witness", body.witness, empty=True),
        "reason": long_text("reason", body.reason, PART_LIMIT_CHARACTERS) if body.reason.strip() else "",
    }
    if body.method == "lot":
        if len(candidates) < 2:
            raise invalid("candidates", "empty")
        return kept
    kept["name"] = cleaned_text("name", body.name)
    if body.method == "drawn" and not kept["witness"]:
        raise invalid("witness", "empty")
    return kept


async def _wants_lot(conn: AsyncConnection, row: AppealRow) -> bool:
    if row.election_id is None:
        return False
    election = await require_election(conn, row.election_id)
    rules = await rules_of(conn, row.election_id)
    rule = appeal_rule(RuleCode.RAPPORTEUR, EditionId(election.edition), rules)
    return rule.value == Naming.BY_LOT


async def check(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: CheckBody
) -> Answer:
    """The appeal body accepts the appeal for review, or sends it back for completion, once only.

    Raises:
        Problem: 403, 404, 409 the state forbids it or the time to complete still runs; 400, a return without reason.
    """
    reason = long_text("reason", body.reason, PART_LIMIT_CHARACTERS) if body.reason.strip() else ""
    if body.outcome == "return" and not reason:
        raise invalid("reason", "empty")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_heard(conn, principal, number)
        await require_completed(conn, row, now)
        act = act_values(body.act, now) if body.act != ActBody() else {}
        found = {name: getattr(body, name) for name in ("competent", "standing", "in_time")}
        if body.outcome == "return":
            state = moved(row, AppealMove.SEND_BACK)
            returned = {"reason": reason, "act": act, "by": principal.role, "found": found}
            await store.change(conn, row.id, state=state, returned=returned, returned_at=now)
            subject = f"appeal:{row.number}"
            await notices.tell_sender(
                services, conn, now, row.organisation_id or 0, NoticeKind.APPEAL_RETURNED, subject
            )
        else:
            state = moved(row, AppealMove.ACCEPT)
            await store.change(conn, row.id, state=state, accepted_at=now)
        await renew_clock(conn, row.id)
        details = {"found": found, "act": act.get("number", "")}
        event = "returned" if body.outcome == "return" else "accepted"
        await _noted(conn, now, principal, row, event, details)
        return 200, await _seen(conn, row, now)

    return await perform(services, ticket, work)


async def require_completed(conn: AsyncConnection, row: AppealRow, now: datetime) -> None:
    """Nothing is decided on an appeal while its appellant may still complete it.

    Raises:
        Problem: 409, with the instant at which the time ends.
    """
    if row.election_id is None:
        return
    election = facts_of(await require_election(conn, row.election_id))
    facts = facts_of_row(row)
    if completion_open(election, facts, now):
        clock = step_clock(election, facts)
        until = clock.due_at if clock is not None else None
        raise Problem(
            409,
            "completion_open",
            article="129",
            remedy="wait_for_completion",
            arguments={"until": until.isoformat() if until is not None else ""},
        )


async def complete(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: AppealCompletionBody
) -> Answer:
    """The appellant completes an appeal that was sent back; a late completion is recorded with its instant.

    Raises:
        Problem: 403, 404; 409, it was not sent back or was completed; 400, nothing was sent or a part is too long.
    """
    require(principal, "organisation")
    parts = {
        name: long_text(name, text, PART_LIMIT_CHARACTERS)
        for name in ("legal_basis", "asked", "evidence", "signatory")
        if (text := getattr(body, name)).strip()
    }
    grounds = long_text("grounds", body.grounds, GROUNDS_LIMIT_CHARACTERS) if body.grounds.strip() else ""

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_appeal(conn, principal, number, lock=True)
        if not parts and not grounds and not await _added_since(conn, row):
            raise invalid("grounds", "empty")
        late = row.state == AppealState.COMPLETED and row.returned_at is not None
        state = row.state if late else moved(row, AppealMove.COMPLETE)
        await store.set_content(conn, row.id, row.content | parts, grounds)
        if not late:
            await store.change(conn, row.id, state=state, completed_at=now)
            await renew_clock(conn, row.id)
        event = "completed_late" if late else "completed"
        await _noted(
            conn, now, principal, row, event, {"parts": sorted([*parts, *(["grounds"] if grounds else [])])}
        )
        return 200, await _seen(conn, row, now)

    return await perform(services, ticket, work)


async def _added_since(conn: AsyncConnection, row: AppealRow) -> bool:
    """Whether a document came after the return: it completes as well as words do."""
    documents = await store.documents(conn, row.id)
    return any(row.returned_at is not None and one.added_at >= row.returned_at for one in documents)


async def set_hearing(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: HearingBody
) -> Answer:
    """The appeal body sets the instant of the hearing; setting it again moves it.

    Raises:
        Problem: 403, 404; 409, the appeal is not under review; 400, an instant that is past.
    """
    at = instant("at", body.at)
    place = cleaned_text("place", body.place, empty=True)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_heard(conn, principal, number)
        if row.state != AppealState.ACCEPTED:
            moved(row, AppealMove.UPHOLD)
        if at <= now:
            raise invalid("at", "out_of_range")
        hearing = {"at": at.isoformat(), "place": place, "set_at": now.isoformat(), "by": principal.role}
        await store.change(conn, row.id, hearing=hearing)
        await _noted(conn, now, principal, row, "hearing_set", {"at": at.isoformat()})
        kind, subject = NoticeKind.APPEAL_HEARING, f"appeal:{row.number}"
        await notices.tell_sender(services, conn, now, row.organisation_id or 0, kind, subject, at=at)
        return 200, await _seen(conn, row, now)

    return await perform(services, ticket, work)


async def withdraw(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: AppealWithdrawalBody
) -> Answer:
    """The appellant withdraws its appeal; what was appealed stands.

    Raises:
        Problem: 403, 404, or 409 it has ended.
    """
    require(principal, "organisation")
    reason = long_text("reason", body.reason, PART_LIMIT_CHARACTERS) if body.reason.strip() else ""

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        seen = await require_appeal(conn, principal, number)
        if seen.request_id is not None:
            # Held before the appeal: nobody accredits for the time of an appeal that ends just now.
            await requests.lock_by_id(conn, seen.request_id)
        row = await require_appeal(conn, principal, number, lock=True)
        state = moved(row, AppealMove.WITHDRAW)
        if row.request_id is not None:
            await interim_ends.by_withdrawal(services, conn, now, row.request_id, principal.role)
        await store.change(conn, row.id, state=state)
        await renew_clock(conn, row.id)
        await _noted(conn, now, principal, row, "withdrawn", {"reason": reason} if reason else {})
        if row.election_id is not None and row.body is not None:
            told = notices.to_commission(
                row.election_id, ROLES[row.body], NoticeKind.APPEAL_WITHDRAWN, f"appeal:{row.number}"
            )
            await notices.tell(services, conn, now, [told])
        return 200, await _seen(conn, row, now)

    return await perform(services, ticket, work)


async def _noted(
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    row: AppealRow,
    event: str,
    details: dict[str, Any],
) -> None:
    """Write a step into the appeal's history and into the audit; the audit holds no name and no words of people."""
    await store.add_event(conn, row.id, now, event, principal.role, details)
    plain = {name: value for name, value in details.items() if name != "reason"} | {"key": principal.key_id}
    await audit.record(conn, now, principal.role, f"appeal_{event}", f"appeal:{row.number}", plain)


async def _seen(conn: AsyncConnection, row: AppealRow, now: datetime) -> dict[str, Any]:
    found = await store.by_id(conn, row.id)
    assert found is not None  # its row is held
    return await whole(conn, found, now)
