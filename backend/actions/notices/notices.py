"""Telling senders, commissions and observers what happened: recorded with the event, delivered by a job.

An action calls one of these inside its own transaction, so a notice exists if and only if its event does.
`arguments` reach the text, the webhook and the mail: numbers of requests, instants, codes, counts; never a person's
name, document or phone. Every kind has a row in `notice_texts.USES` and a text in both languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.notices import notice_texts
from backend.services import Services
from backend.store import notices
from backend.store.notices import NewNotice


class NoticeKind(StrEnum):
    """Every event that somebody is told of."""

    # to senders
    ADMISSION_DECIDED = "admission_decided"
    REQUEST_OPENED = "request_opened"
    REQUEST_GRANTED = "request_granted"
    REQUEST_REFUSED = "request_refused"
    REQUEST_RETURNED = "request_returned"
    ACT_IN_EFFECT = "act_in_effect"
    TRANSLATION_REQUIRED = "translation_required"
    FAILURE_TO_DECIDE = "failure_to_decide"
    LIMITS_CHANGED = "limits_changed"
    COMPETENCE_MOVED = "competence_moved"
    REGISTRATION_CHANGED = "registration_changed"
    APPEAL_RECORDED = "appeal_recorded"
    APPEAL_RETURNED = "appeal_returned"
    APPEAL_DECIDED = "appeal_decided"
    APPEAL_HEARING = "appeal_hearing"
    # to senders and observers
    ACCREDITATION_GRANTED = "accreditation_granted"
    ACCREDITATION_SUSPENDED = "accreditation_suspended"
    ACCREDITATION_RESTORED = "accreditation_restored"
    ACCREDITATION_REVOKED = "accreditation_revoked"
    ACCREDITATION_PASSED_OVER = "accreditation_passed_over"
    ACCREDITATION_REISSUED = "accreditation_reissued"
    ORDER_TOOK_EFFECT = "order_took_effect"
    IDENTITY_CHECKED = "identity_checked"
    BADGE_RENEWED = "badge_renewed"
    # to commissions
    DECISION_DUE_SOON = "decision_due_soon"
    DECISION_OVERDUE = "decision_overdue"
    APPEAL_FILED = "appeal_filed"
    APPEAL_WITHDRAWN = "appeal_withdrawn"
    APPEAL_LATE = "appeal_late"
    REQUEST_REOPENED = "request_reopened"
    # about delivery itself
    ENDPOINT_DISABLED = "endpoint_disabled"


async def tell_sender(
    services: Services,
    conn: AsyncConnection,
    now: datetime,
    organisation_id: int,
    kind: NoticeKind,
    subject: str,
    *,
    dedup_key: str | None = None,
    **arguments: Any,
) -> None:
    """Tell a sender; `subject` is such as `request:R-2026-000001`."""
    await tell(
        services, conn, now, [to_sender(organisation_id, kind, subject, dedup_key=dedup_key, **arguments)]
    )


async def tell(services: Services, conn: AsyncConnection, now: datetime, told: Sequence[NewNotice]) -> None:
    """Record notices in one statement, however many: an order may touch thousands.

    Raises:
        ImpossibleNotice: one of them lacks what its text needs, or would carry a person's data.
    """
    for one in told:
        notice_texts.check(one.kind, one.arguments)
    if await notices.add(conn, now, told):
        services.parts.get("wake", lambda _: None)("notices")


def to_sender(
    organisation_id: int, kind: NoticeKind, subject: str, *, dedup_key: str | None = None, **arguments: Any
) -> NewNotice:
    """A notice to a sender."""
    return NewNotice(
        f"organisation:{organisation_id}",
        str(kind),
        subject,
        _plain(arguments),
        organisation_id=organisation_id,
        dedup_key=dedup_key,
    )


def to_observer(
    number: str, kind: NoticeKind, subject: str, *, dedup_key: str | None = None, **arguments: Any
) -> NewNotice:
    """A notice to the observer of an accreditation, by its number."""
    return NewNotice(f"observer:{number}", str(kind), subject, _plain(arguments), dedup_key=dedup_key)


def to_commission(
    election_id: int,
    role: str,
    kind: NoticeKind,
    subject: str,
    *,
    dedup_key: str | None = None,
    **arguments: Any,
) -> NewNotice:
    """A notice to a commission of an election, by the role that acts for it."""
    return NewNotice(
        f"commission:{election_id}:{role}",
        str(kind),
        subject,
        _plain(arguments),
        election_id=election_id,
        dedup_key=dedup_key,
    )


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments as JSON values; instants as RFC 3339 in UTC."""
    return msgspec.to_builtins(arguments)
