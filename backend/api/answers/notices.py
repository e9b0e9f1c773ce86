"""Answers about notices, their deliveries, and the senders' webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from backend.actions.notices.notices import NoticeKind
from backend.api.answers import NOTHING, Answer, Answers


class NoticeDelivery(Answer, frozen=True):
    """What became of a notice on one channel: webhook, mail or chat."""

    channel: str
    state: str
    attempts: int
    due_at: datetime | None
    sent_at: datetime | None
    error: str | None


class Notice(Answer, frozen=True):
    """A notice as its recipient reads it; `position` orders the feed, `sequence` counts one recipient's notices."""

    id: int
    at: datetime
    position: int
    sequence: int
    kind: NoticeKind
    subject: str
    election: int | None
    arguments: dict[str, Any]
    title: str
    text: str
    language: str
    link: str
    deliveries: list[NoticeDelivery]


class NoticePage(Answer, frozen=True):
    """A page of notices in order of position."""

    items: list[Notice]
    next_cursor: str | None


class Undelivered(Answer, frozen=True):
    """A delivery that was given up or is in doubt; no address is in it."""

    id: int
    notice: int
    recipient: str
    kind: str
    channel: str
    state: str
    attempts: int
    at: datetime
    error: str | None


class UndeliveredPage(Answer, frozen=True):
    """A page of what could not be delivered, newest first."""

    items: list[Undelivered]
    next_cursor: str | None


class SenderWebhook(Answer, frozen=True):
    """A sender's webhook; `secret` is there only in the answer that made it."""

    organisation: int
    url: str
    state: str
    reason: str | None
    set_at: datetime
    secret_since: datetime
    old_secret_until: datetime | None
    delivered_at: datetime | None
    failing_since: datetime | None
    last_outcome: str | None
    waiting: int
    secret: str | msgspec.UnsetType = msgspec.UNSET


class WebhookTest(Answer, frozen=True):
    """What became of a test."""

    id: str
    delivered: bool
    code: str
    status: int | None
    took_ms: int


ANSWERS: Answers = {
    "list_notices": {200: NoticePage},
    "read_notice": {200: Notice},
    "redeliver_notice": {202: Notice},
    "list_undelivered": {200: UndeliveredPage},
    "put_webhook": {200: SenderWebhook},
    "read_webhook": {200: SenderWebhook},
    "test_webhook": {200: WebhookTest},
    "remove_webhook": {204: NOTHING},
}
