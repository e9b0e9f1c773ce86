"""Answers about the service itself, and of its webhooks."""

from __future__ import annotations

from datetime import datetime

from backend.api.answers import Answer, Answers, File


class Live(Answer, frozen=True):
    """The process answers."""

    status: str


class Ready(Answer, frozen=True):
    """Whether the database answers, and what was last heard of each channel."""

    status: str
    checks: dict[str, str]


class TestClock(Answer, frozen=True):
    """The present instant of the service."""

    now: datetime


_TWIML = File(("text/xml", "application/xml"))
_NOTHING_OR_CALL = File(("application/json",))

ANSWERS: Answers = {
    "live": {200: Live},
    "ready": {200: Ready},
    "read_test_clock": {200: TestClock},
    "set_test_clock": {200: TestClock},
    "telegram_webhook": {200: _NOTHING_OR_CALL},
    "telegram_observer_webhook": {200: _NOTHING_OR_CALL},
    "twilio_messages": {200: _TWIML},
    "twilio_status": {200: _TWIML},
    "twilio_voice": {200: _TWIML},
}
