"""Is this badge good? The offline rules of `badges.credential`, with the register of this installation behind them.

What a device without a network cannot know is added here: a revocation counts at once, the final announcement
ends every badge of its election, and a badge that the register does not hold is never called valid.
Nothing that the text holds can make this raise; garbage has a verdict too.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.standing import Standing
from backend.actions.door import badge_keys
from backend.locales.texts import Texts
from backend.services import Services
from backend.store import accreditations, standing
from backend.store.accreditations import Accreditation
from badges import credential
from badges.checkin import Step
from badges.credential import Reason, ReasonCode, Verdict, Verification
from badges.payload import Badge, Role


class RegisterCode(StrEnum):
    """Grounds that only the register knows."""

    NOT_IN_REGISTER = "not_in_register"
    ELECTION_ENDED = "election_ended"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Checked(msgspec.Struct, frozen=True):
    """A verification with the register applied; `accreditation` is the one of the badge's serial, where it is held.

    `register` holds the grounds that are not the credential's own; each makes the badge not valid.
    """

    verification: Verification
    accreditation: Accreditation | None
    register: tuple[tuple[RegisterCode, Verdict], ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The gravest verdict of all grounds."""
        verdicts = {self.verification.verdict, *(verdict for _, verdict in self.register)}
        return next(one for one in _WORST_FIRST if one in verdicts)


_WORST_FIRST = (Verdict.INVALID, Verdict.UNKNOWN, Verdict.CAUTION, Verdict.VALID)
_STEPS = {
    ReasonCode.NOT_A_BADGE: Step.SCAN_AGAIN,
    ReasonCode.DAMAGED: Step.SCAN_AGAIN,
    ReasonCode.UPDATE_NEEDED: Step.UPDATE_APP,
    ReasonCode.KEY_UNKNOWN: Step.UPDATE_LISTS,
    ReasonCode.NOT_YET_VALID: Step.SET_CLOCK,
    ReasonCode.KEY_NOT_YET_VALID: Step.SET_CLOCK,
}


_NOT_GOOD = {
    Standing.SUSPENDED: RegisterCode.SUSPENDED,
    Standing.REPLACED: RegisterCode.REPLACED,
    Standing.WITHDRAWN: RegisterCode.WITHDRAWN,
}


async def check(services: Services, text: str, now: datetime) -> Checked:
    """The verdict on a badge's text at `now`, with the register applied."""
    async with services.database.reading() as conn:
        trust = await badge_keys.stored_trust(services, conn)
        if trust is not None:
            return await check_with(conn, trust, text, now)
    # The first call of an installation makes the keys, so that every later text meets a trust list.
    async with services.database.transaction() as conn:
        return await check_with(conn, await badge_keys.trust(services, conn, now), text, now)


async def check_with(conn: AsyncConnection, trust: badge_keys.Trust, text: str, now: datetime) -> Checked:
    """As `check`, on the caller's connection."""
    found = credential.verify(text, trust.list, None, now)
    if found.badge is None:
        return Checked(found, None)
    row = await accreditations.by_serial(conn, found.badge.election, found.badge.serial)
    # The register itself stands where a device holds a list, and it is never stale.
    reasons = tuple(reason for reason in found.reasons if reason.code is not ReasonCode.REVOCATIONS_MISSING)
    if row is None:
        verification = _with_reasons(found, reasons)
        if await standing.ended_serial(conn, found.badge.election, found.badge.serial) is not None:
            return Checked(verification, None, ((RegisterCode.REPLACED, Verdict.INVALID),))
        return Checked(verification, None, ((RegisterCode.NOT_IN_REGISTER, Verdict.UNKNOWN),))
    if row.state == Standing.REVOKED:
        reasons += (Reason(ReasonCode.REVOKED, Verdict.INVALID, instant=row.revoked_at),)
    ended = row.final_announcement is not None and now >= row.final_announcement
    register: tuple[tuple[RegisterCode, Verdict], ...] = ()
    if row.state in _NOT_GOOD:
        register += ((_NOT_GOOD[Standing(row.state)], Verdict.INVALID),)
    if ended or row.state == Standing.EXPIRED:
        register += ((RegisterCode.ELECTION_ENDED, Verdict.INVALID),)
    return Checked(_with_reasons(found, reasons), row, register)


def _with_reasons(found: Verification, reasons: tuple[Reason, ...]) -> Verification:
    return msgspec.structs.replace(found, reasons=reasons, verdict=credential.worst(reasons))


def view(checked: Checked, texts: Texts, language: str) -> dict[str, Any]:
    """The public answer: verdict, reasons and next step in words, the signed facts; never a document number."""
    reasons = [
        {
            "code": str(reason.code),
            "verdict": str(reason.verdict),
            "detail": reason.detail or None,
            "instant": reason.instant,
            "text": texts.text(language, f"badge-reason-{_dashed(reason.code)}"),
        }
        for reason in checked.verification.reasons
    ] + [
        {
            "code": str(code),
            "verdict": str(verdict),
            "detail": None,
            "instant": None,
            "text": texts.text(language, f"badge-reason-{_dashed(code)}"),
        }
        for code, verdict in checked.register
    ]
    step = next_step(checked)
    badge = checked.verification.badge
    return {
        "verdict": str(checked.verdict),
        "text": texts.text(language, f"badge-verdict-{checked.verdict}"),
        "reasons": reasons,
        "next_step": {"code": str(step), "text": texts.text(language, f"badge-step-{_dashed(step)}")},
        "badge": None if badge is None else badge_view(badge, checked.accreditation),
        "evidence": msgspec.to_builtins(checked.verification.evidence, builtin_types=(datetime,)),
    }


def next_step(checked: Checked) -> Step:
    """What the person who holds the phone does next; even a valid badge asks for face and document (Art. 19(2)(c))."""
    verdict = checked.verdict
    if verdict in (Verdict.VALID, Verdict.CAUTION):
        return Step.COMPARE_PHOTO_AND_DOCUMENT
    if verdict is Verdict.INVALID:
        return Step.REFUSE_AND_RECORD
    for reason in checked.verification.reasons:
        if reason.code in _STEPS:
            return _STEPS[reason.code]
    return Step.CHECK_ON_LIST


def badge_view(badge: Badge, row: Accreditation | None) -> dict[str, Any]:
    """The facts that the signature covers, with the register's words for them where it holds the badge."""
    return {
        "number": row.number if row else None,
        "serial": badge.serial,
        "election": {"id": badge.election, "name": row.election_name if row else None},
        "name": badge.name,
        "organisation": {
            "id": badge.organisation,
            "name": row.organisation_name if row else None,
            "acronym": badge.acronym,
        },
        "role": role_code(badge.role),
        "valid_from": badge.valid_from,
        "valid_until": badge.valid_until,
        "scope": row.scope if row else msgspec.to_builtins(badge.scope),
        "has_photo": bool(badge.photo_hash),
    }


def role_code(role: int) -> str:
    """The role on a badge as a code such as `albanian_ngo`; a number of a later version stays a number."""
    return role.name.lower() if isinstance(role, Role) else str(role)


def _dashed(code: str) -> str:
    return str(code).replace("_", "-")
