"""One order that changes registrations and carries out what follows for accreditations, requests and badges.

The preview runs the same plan as the order and changes nothing.
Locks are taken in the order organisations, accreditations, requests, the badge's counter last.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from accreditation.findings import FindingCode
from accreditation.registration_changes import Effect
from accreditation.remedies import officer_remedy
from accreditation.senders import RegistrationKind
from backend.actions.acts import ActBody, act_values
from backend.actions.elections import reassessing
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import invalid, long_text
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.senders.change_plans import Met, Plan, narrowed_scope, plan_of, read_facts, reissued
from backend.actions.senders.registration_change_views import told
from backend.actions.standing import badge_signing, reissues, revocations, standing
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, registrations
from backend.store import registration_changes as store
from backend.store import revocations as places_store
from backend.store.registration_changes import Item

REASON_LIMIT_CHARACTERS = 4_000
SPARE_LIMIT = 2_000
CAUSE = "registration_changed"
TAKEN = (Effect.FALLS, Effect.SUSPENDED, Effect.NARROWED)
"""What takes something away needs a reason in words."""


class ChangeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fact that changes. `standing` is `ended` where it holds no more, `contested` while an appeal runs."""

    organisation: int
    kind: RegistrationKind
    standing: Literal["holds", "ended", "contested"] = "holds"
    electoral_unit: str | None = None
    coalition: int | None = None
    since: datetime | None = None


class ChangesBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order: what changes, whom it spares, why, and by which act. A preview needs neither reason nor act.

    `digest` is that of a preview: the order is refused where it would do something else by now.
    """

    changes: list[ChangeBody]
    spare: list[str] = []
    reason: str = ""
    act: ActBody = ActBody()
    digest: str | None = None


async def preview(
    services: Services, principal: Principal, election_id: int, body: ChangesBody
) -> dict[str, Any]:
    """What the order would do now to accreditations and waiting requests, and what stands in its way.

    Raises:
        Problem: 403; 404, no such election or organisation; 400 or 409, a fact that cannot be recorded.
    """
    require(principal, "cec")
    _check(body)
    async with services.database.reading() as conn:
        election = facts_of(await require_election(conn, election_id))
        plan = await plan_of(conn, election, read_facts(body.changes), body.spare, services.clock.now())
    return {"preview": True, **told(plan)}


async def order(
    services: Services, principal: Principal, ticket: Ticket, election_id: int, body: ChangesBody
) -> Answer:
    """The CEC changes registrations by an act, and all that follows happens with it: 201.

    Raises:
        Problem: 403; 404, no such election or organisation; 409, an open question or an unset basis stands in the
            way, or the preview is out of date; 400, a fact, the reason or the act lacks something.
    """
    require(principal, "cec")
    _check(body)
    facts = read_facts(body.changes)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        election = facts_of(await require_election(conn, election_id))
        act = act_values(body.act, now)
        plan = await plan_of(conn, election, facts, body.spare, now, lock=True)
        if body.digest is not None and body.digest != plan.digest:
            raise Problem(409, "preview_outdated", remedy="use_preview")
        _require_unblocked(plan)
        reason = ""
        if body.reason.strip() or plan.of(*TAKEN):
            reason = long_text("reason", body.reason, REASON_LIMIT_CHARACTERS)
        for one in plan.facts:
            await registrations.add(
                conn,
                election_id=election_id,
                organisation_id=one.organisation,
                kind=str(one.fact.kind),
                standing=one.fact.standing,
                unit_code=one.fact.electoral_unit,
                coalition_id=one.fact.coalition,
                since=one.fact.since or now,
                act=act,
                recorded_at=now,
                recorded_by=principal.role,
            )
        id = await store.add(
            conn,
            election_id=election_id,
            act=act,
            changes=[msgspec.to_builtins(one) for one in body.changes],
            counts=plan.counts,
            ordered_at=now,
            ordered_by=principal.key_id or principal.role,
        )
        issued = await _carry_out(services, conn, now, principal, plan, id, act, reason)
        waiting = await _reassess(services, conn, now, plan, principal)
        await _tell(services, conn, now, plan, id, act)
        details = {
            "act": act["number"],
            "counts": plan.counts,
            "changes": len(facts),
            "organisations": sorted({one.organisation for one in facts}),
            "key": principal.key_id,
        }
        await audit.record(
            conn, now, principal.role, "registrations_changed", f"registration-change:{id}", details
        )
        return 201, {
            "id": id,
            "ordered_at": now,
            "act": act,
            "reassessed": waiting,
            **told(plan, issued),
        }

    return await perform(services, ticket, work)


def _check(body: ChangesBody) -> None:
    if len(body.spare) > SPARE_LIMIT:
        raise invalid("spare", "too_many", limit=SPARE_LIMIT)


def _require_unblocked(plan: Plan) -> None:
    """What the edition gives no basis for waits for the lawyer.

    Raises:
        Problem: 409, with the first open question, and all of them in `arguments`.
    """
    blocked = plan.blocked
    if not blocked:
        return
    first = blocked[0]
    unset = first.code is FindingCode.CHOICE_UNSET
    raise Problem(
        409,
        "choice_unset" if unset else "basis_unset",
        article=first.article,
        remedy=str(officer_remedy(first.code)),
        arguments={
            "choice": first.arguments.get("choice", ""),
            "measure": first.arguments.get("measure", ""),
            "law": first.law,
            "open": [{"code": str(one.code), **one.arguments} for one in blocked],
        },
    )


async def _carry_out(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    principal: Principal,
    plan: Plan,
    change_id: int,
    act: dict[str, Any],
    reason: str,
) -> dict[int, str]:
    """Revoke, suspend, restore and issue anew; one signed list at the end. Returns the new numbers by old id."""
    election, actor = plan.election, principal.role
    appeal = revocations.appeal_of(election, now, actor)
    kept = reason or CAUSE
    falls = [one.row.id for one in plan.of(Effect.FALLS)]
    suspends = [one.row.id for one in plan.of(Effect.SUSPENDED) if one.row.state == "valid"]
    # A suspended one that passes on is good again first: a badge is never issued for what is not valid.
    restores = [
        one.row.id
        for one in plan.met
        if one.row.state == "suspended" and (one.effect.effect is Effect.RESTORED or reissued(one))
    ]
    if falls:
        await standing.revoke(services, conn, now, falls, kept, act, actor, appeal=appeal, publish=False)
    if suspends:
        await standing.suspend(services, conn, now, suspends, kept, act, actor, appeal=appeal, publish=False)
    if restores:
        await standing.restore(services, conn, now, restores, kept, act, actor, publish=False)
    issued: dict[int, str] = {}
    unit_of = await places_store.unit_of_places(conn, int(election.id))
    for kind, effects in (
        (NoticeKind.ACCREDITATION_PASSED_OVER, (Effect.PASSES_OVER, Effect.RETURNS)),
        (NoticeKind.ACCREDITATION_REISSUED, (Effect.NARROWED,)),
    ):
        wanted = [_reissue(one, unit_of) for one in plan.of(*effects)]
        if wanted:
            issued |= await reissues.reissue_all(
                services,
                conn,
                now,
                wanted,
                reason=kept,
                act=act,
                actor=actor,
                kind=kind,
                publish=False,
            )
    await _keep(conn, plan, change_id, issued)
    if falls or suspends or restores or issued:
        await revocations.publish_all(services, conn, now, {int(election.id)})
    return issued


def _reissue(one: Met, unit_of: dict[str, str]) -> badge_signing.Reissue:
    narrower = one.effect.units < one.units
    return badge_signing.Reissue(
        one.row.id,
        one.to,
        narrowed_scope(one.row.scope, one.effect.units, unit_of) if narrower else None,
        None,
        None,
    )


async def _keep(conn: AsyncConnection, plan: Plan, change_id: int, issued: dict[int, str]) -> None:
    """Keep what became of each, and with each new accreditation the party it came from."""
    await store.add_items(
        conn,
        change_id,
        [
            Item(
                one.row.id,
                str(one.effect.effect),
                one.row.organisation_id,
                one.to,
                issued.get(one.row.id),
                str(one.effect.reason),
                one.effect.article,
            )
            for one in plan.met
        ],
    )
    new = [one for one in plan.met if one.row.id in issued]
    if new:
        await store.came_from(conn, [issued[one.row.id] for one in new], [_origin(one) for one in new])


def _origin(one: Met) -> int | None:
    if one.effect.effect is Effect.PASSES_OVER:
        return one.row.organisation_id
    return None if one.effect.effect is Effect.RETURNS else one.row.passed_from


async def _reassess(
    services: Services, conn: AsyncConnection, now: datetime, plan: Plan, principal: Principal
) -> dict[str, int]:
    """The waiting requests of every sender touched, on the facts of now; more than 500 are left to the job."""
    counts: Counter[str] = Counter()
    touched = {one.organisation for one in plan.facts} | {one.to for one in plan.met}
    for id in sorted(touched | {one.organisation for one in plan.requests}):
        tally = await reassessing.reassess_waiting(
            services,
            conn,
            now,
            int(plan.election.id),
            cause=CAUSE,
            organisation_id=id,
            by_role=principal.role,
        )
        counts.update(tally.counts)
        if tally.queued is not None:
            counts["queued"] += 1
    return dict(counts)


async def _tell(
    services: Services, conn: AsyncConnection, now: datetime, plan: Plan, change_id: int, act: dict[str, Any]
) -> None:
    """Every sender touched is told of the order once, with how many of its accreditations it met."""
    met: Counter[int] = Counter()
    for one in plan.met:
        if one.effect.effect is not Effect.STAYS:
            met.update({one.row.organisation_id, one.to})
    touched = {one.organisation for one in plan.facts} | set(met)
    told_of = [
        notices.to_sender(
            id,
            NoticeKind.REGISTRATION_CHANGED,
            f"registration-change:{change_id}",
            count=met[id],
            act=act["number"],
            at=now,
        )
        for id in sorted(touched)
    ]
    await notices.tell(services, conn, now, told_of)
