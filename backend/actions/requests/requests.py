"""Requests: recorded first, assessed afterwards, read by their sender and by the commissions in competence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.assessment import Assessment
from accreditation.civil_time import civil_date
from accreditation.persons import Person
from accreditation.reaccreditation import FollowedOrder
from accreditation.requests import Course, Earlier, RequestMove, RequestState, advance
from accreditation.standing import StandingMove
from accreditation.tables import IllegalMove
from backend.actions.fields import invalid, long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.open_data.open_data import public_address
from backend.actions.principals import Principal, require
from backend.actions.requests import assessing, receipts
from backend.actions.requests.filings import Filing, RequestBody, filing_of
from backend.actions.requests.similar import search_keys
from backend.actions.standing import standing
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import accreditations, deadlines, elections, requests
from backend.store.requests import NewRequest, RequestRow

DOCUMENT = "observer-document"
PHONE = "observer-phone"
EMAIL = "observer-email"
ROW = "request-row"
PERSON = (
    "given_name",
    "father_name",
    "family_name",
    "birth_date",
    "citizenship",
    "document_type",
    "document_number",
    "phone",
    "email",
    "languages",
)


class WithdrawalBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a request is withdrawn; a sender need not say."""

    reason: str = ""


class Linked(msgspec.Struct, frozen=True):
    """What a request hangs on besides its body: an earlier request, or a row of a batch.

    Attributes:
        replaces: the earlier request's id; `earlier` holds its facts.
        addendum: whether the observer of the earlier request stays.
        filed_hash: SHA-256 of the body as it was sent; of the filing itself where there is none.
    """

    replaces: int | None = None
    earlier: Earlier | None = None
    addendum: bool = False
    filed_hash: bytes | None = None
    findings: tuple[dict[str, Any], ...] = ()
    batch_id: int | None = None
    batch_row: int | None = None
    follows: FollowedOrder | None = None


ALONE = Linked()


async def file(services: Services, principal: Principal, ticket: Ticket, body: RequestBody) -> Answer:
    """An organisation files a request for one observer: always 201, whatever the assessment finds.

    Raises:
        Problem: 403, the key is not an organisation's; 400, a field cannot be read.
    """
    require(principal, "organisation")

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        linked = Linked(filed_hash=ticket.body_hash)
        return 201, await add(services, conn, now, principal, filing_of(body, now), linked)

    return await perform(services, ticket, work)


async def add(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    filing: Filing,
    linked: Linked = ALONE,
) -> dict[str, Any]:
    """Record and assess one filing inside the caller's transaction; returns its receipt.

    Raises:
        Problem: 400, there is no such election.
    """
    ready = await judged(services, conn, now, principal, filing, linked)
    ((_, number),) = await record(conn, now, [ready])
    address = public_address(services, ready.new.public_id)
    return receipt(number, now, ready.kept) | {"public_status": address}


async def judged(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    filing: Filing,
    linked: Linked = ALONE,
) -> Prepared:
    """Assess one filing on what is on file, and store nothing: the half of `add` that a preview shows.

    Raises:
        Problem: 400, there is no such election.
    """
    # Held until COMMIT: a re-dating waits for this filing, or this filing for the new limits.
    await elections.hold(conn, filing.election_id)
    election = await elections.find(conn, filing.election_id)
    if election is None:
        raise invalid("election", "unknown")
    organisation_id = organisation_of(principal)
    grounds = await assessing.grounds(conn, election, asked_of(organisation_id, filing, linked), now)
    return prepared(services, now, principal.role, organisation_id, filing, grounds, linked)


async def record(conn: AsyncConnection, now: datetime, ready: Sequence[Prepared]) -> list[tuple[int, str]]:
    """Store prepared filings with their events and deadlines; the id and number of each, in the order given.

    One filing and thousands go through here, so both leave the same behind.
    """
    made = await requests.add_all(conn, [one.new for one in ready], civil_date(now).year)
    events = [
        (id, event.event, event.actor, event.details)
        for (id, _), one in zip(made, ready, strict=True)
        for event in one.events
    ]
    await requests.add_events(conn, now, events)
    ends = [
        (kind, assessing.subject_of(id), due_at)
        for (id, _), one in zip(made, ready, strict=True)
        for kind, due_at in one.deadlines
    ]
    if ends:
        await deadlines.add_all(conn, ends)
    return made


class NewEvent(msgspec.Struct, frozen=True):
    """An event that a filing begins with."""

    event: str
    actor: str
    details: dict[str, Any]


class Prepared(msgspec.Struct, frozen=True):
    """One filing, assessed and ready to be stored: the row, what is stored beside it, the assessment as it is kept."""

    new: NewRequest
    kept: dict[str, Any]
    events: tuple[NewEvent, ...]
    deadlines: tuple[tuple[str, datetime], ...]


def asked_of(organisation_id: int, filing: Filing, linked: Linked = ALONE) -> assessing.AskedFor:
    """What of a filing the rules look at."""
    return assessing.AskedFor(
        organisation_id,
        filing.citizenship,
        filing.role,
        filing.language,
        filing.scope,
        filing.conduct_accepted,
        filing.hold_consent,
        linked.replaces,
        linked.follows,
        filing.code_of_conduct.get("version", ""),
        linked.earlier,
        Course(sent_at=filing.sent_at),
    )


def prepared(
    services: Services,
    now: datetime,
    actor: str,
    organisation_id: int,
    filing: Filing,
    grounds: assessing.Grounds,
    linked: Linked = ALONE,
) -> Prepared:
    """Assess one filing and make its rows; no query, so thousands can be prepared away from the event loop."""
    assessment = assessing.assessed(grounds, now)
    opens_at = assessing.counts_from(grounds, assessment, now)
    held = opens_at > now
    state = advance(RequestState.RECEIVED, RequestMove.HOLD) if held else RequestState.RECEIVED
    kept = with_findings(assessment, linked.findings)
    events = [NewEvent("received", actor, {})]
    ends = []
    if held:
        events.append(NewEvent("held", "system", {"opens_at": opens_at.isoformat()}))
        ends.append((assessing.OPENING, opens_at))
    decision = assessing.deadline_of(assessment)
    if decision is not None:
        ends.append(decision)
    competent = grounds.competence.body.role
    new = _new_request(services, now, organisation_id, filing, linked, state, competent, kept)
    return Prepared(new, kept, tuple(events), tuple(ends))


def with_findings(assessment: Assessment, more: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """An assessment as it is kept, with findings that the shell adds in front."""
    kept = msgspec.to_builtins(assessment, builtin_types=(datetime,))
    if more:
        kept["findings"] = [*more, *kept["findings"]]
    return kept


def receipt(number: str, received_at: datetime, kept: dict[str, Any]) -> dict[str, Any]:
    """What every filing is answered with: its number and instant come first, the assessment after."""
    return {
        "number": number,
        "received_at": received_at,
        "status": "received",
        "assessment": assessing.shown(kept),
        "decision_due": assessing.due_shown(kept),
    }


def organisation_of(principal: Principal) -> int:
    """The organisation that files; 404 for a principal that is none."""
    if principal.organisation_id is None:
        raise not_yours()
    return principal.organisation_id


def _new_request(
    services: Services,
    now: datetime,
    organisation_id: int,
    filing: Filing,
    linked: Linked,
    state: str,
    competent: str,
    kept: dict[str, Any],
) -> NewRequest:
    due = kept["decision_due"]
    return NewRequest(
        election_id=filing.election_id,
        organisation_id=organisation_id,
        received_at=now,
        scope=msgspec.to_builtins(filing.scope),
        role=filing.role,
        language=filing.language,
        code_of_conduct=filing.code_of_conduct,
        hold_consent=filing.hold_consent,
        state=state,
        competent=competent,
        assessment=msgspec.json.encode(kept),
        decision_due_at=due["at"],
        decision_due_kind=due["kind"],
        replaces=linked.replaces,
        batch_id=linked.batch_id,
        batch_row=linked.batch_row,
        fingerprint=fingerprint(services, filing),
        sent_at=filing.sent_at,
        filed_hash=linked.filed_hash or receipts.hash_of(filing),
        addendum=linked.addendum,
        **sealed_person(services, {name: getattr(filing, name) for name in PERSON}),
    )


def fingerprint(services: Services, filing: Filing) -> bytes:
    """Equal for filings that say the same of the same person: a keyed hash, because documents are in it.

    The instant of acceptance of the code of conduct is left out: it is the instant of filing unless it was sent.
    """
    said = msgspec.to_builtins(filing)
    said["code_of_conduct"].pop("accepted_at", None)
    return services.vault.index(msgspec.json.encode(said, order="deterministic").decode(), ROW)


def sealed_person(services: Services, values: dict[str, Any]) -> dict[str, Any]:
    """The fields of a person as they are stored: secrets sealed, the document and the name indexed blindly."""
    vault = services.vault
    kept = dict(values)
    number, phone, email = kept.pop("document_number"), kept.pop("phone"), kept.pop("email")
    return kept | {
        "document_sealed": vault.seal_text(number, DOCUMENT),
        "document_index": vault.index("".join(number.upper().split()), DOCUMENT),
        "person_keys": search_keys(
            vault, Person(kept["given_name"], kept["family_name"], kept["birth_date"], kept["father_name"])
        ),
        "phone_sealed": vault.seal_text(phone, PHONE) if phone else None,
        "email_sealed": vault.seal_text(email, EMAIL) if email else None,
    }


def may_read(principal: Principal, row: RequestRow) -> bool:
    """Whether a principal may read a request: its sender, the CEC, an auditor, or the commission in competence."""
    if principal.kind == "organisation":
        return principal.organisation_id == row.organisation_id
    if principal.kind in {"cec", "auditor"}:
        return True
    return principal.kind in {"zec", "lgec"} and principal.role == row.competent


async def require_request(
    conn: AsyncConnection, principal: Principal, number: str, *, lock: bool = False
) -> RequestRow:
    """A request that the principal may read.

    Raises:
        Problem: 404, there is none, or it is somebody else's.
    """
    row = await requests.find(conn, number, lock=lock)
    if row is None or not may_read(principal, row):
        raise not_yours()
    return row


async def require_own(conn: AsyncConnection, principal: Principal, number: str) -> RequestRow:
    """The principal's own request, its row held until the transaction ends.

    Raises:
        Problem: 403, the key is not an organisation's; 404, it is somebody else's.
    """
    require(principal, "organisation")
    return await require_request(conn, principal, number, lock=True)


def moved(row: RequestRow, move: RequestMove) -> str:
    """The state after a move.

    Raises:
        Problem: 409 with the article, the state does not allow it.
    """
    try:
        return str(advance(RequestState(row.state), move))
    except IllegalMove as error:
        raise Problem(
            409,
            "state_forbids",
            article="18(5)",
            remedy="read_status",
            arguments={"state": row.state, "move": str(move)},
        ) from error


async def withdraw(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: WithdrawalBody
) -> Answer:
    """A sender withdraws its request; what was granted on it ends with it.

    Raises:
        Problem: 403, 404, or 409 if the state does not allow it.
    """
    reason = long_text("reason", body.reason, 4_000) if body.reason else ""

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await require_own(conn, principal, number)
        state = moved(row, RequestMove.WITHDRAW)
        await requests.set_state(conn, row.id, state)
        details = {"reason": reason} if reason else {}
        await requests.add_event(conn, row.id, now, "withdrawn", principal.role, details)
        await assessing.close_deadlines(conn, row.id)
        await _end_accreditation(services, conn, now, principal, row)
        return 200, {"number": number, "status": state, "withdrawn_at": now}

    return await perform(services, ticket, work)


async def _end_accreditation(
    services: Services, conn: AsyncConnection, now: datetime, principal: Principal, row: RequestRow
) -> None:
    """A request withdrawn after its grant takes the accreditation with it; its badge stops verifying."""
    issued = await accreditations.id_of_request(conn, row.id)
    if issued is not None:
        ended = StandingMove.WITHDRAW
        await standing.move(services, conn, now, [issued], ended, "withdrawn", {}, principal.role)
