"""The help center by the API: one question, an approved answer, a list, or the other channels."""

from __future__ import annotations

from typing import Any

import msgspec

from backend.actions.conversations.chat_facts import help_center, help_election, knowledge
from backend.actions.elections.register import register
from backend.services import Services
from backend.store import reports
from bots.helpcenter.knowledge import HelpAnswer

TEXT_LIMIT = 2_000


class QuestionBody(msgspec.Struct, forbid_unknown_fields=True):
    """A question in the person's own words; `topic` instead asks for one topic of a list."""

    text: str = ""
    language: str | None = None
    topic: str | None = None


async def ask(services: Services, body: QuestionBody) -> dict[str, Any]:
    """Answer a question with approved text, its source, date and election; never with a guess."""
    now = services.clock.now()
    async with services.database.reading() as conn:
        election = help_election((await register(services, conn)).current(now))
    language = body.language if body.language in {"sq", "en"} else None
    base = knowledge(services)
    found = None
    if election is not None:
        if body.topic:
            found = base.topic(body.topic, language=language, election=election, now=now)
        else:
            found = base.answer(body.text[:TEXT_LIMIT], language=language, election=election, now=now)
    if found is None or found.kind == "handover":
        if body.text.strip() and (found is None or found.reason != "out_of_scope"):
            async with services.database.transaction() as conn:
                await reports.remember_unanswered(
                    conn, now, "api", found.language if found else language or "sq", body.text[:TEXT_LIMIT]
                )
        return _handover(services, found, language)
    return {
        "kind": str(found.kind),
        "topic": found.topic,
        "title": found.title or None,
        "text": found.text or services.texts.text(found.language, "help-list-head"),
        "short_text": found.short_text or None,
        "language": found.language,
        "sources": [msgspec.to_builtins(source) for source in found.sources],
        "valid_from": found.valid_from,
        "election": found.election,
        "demo": found.demo,
        "alternatives": [{"topic": row.topic, "title": row.title} for row in found.alternatives],
    }


def _handover(services: Services, found: HelpAnswer | None, language: str | None) -> dict[str, Any]:
    spoken = found.language if found else language or "sq"
    channels = help_center(services)
    return {
        "kind": "handover",
        "topic": found.topic if found else None,
        "text": services.texts.text(spoken, "help-handover-api"),
        "language": spoken,
        "sources": [],
        "valid_from": None,
        "alternatives": [
            {"topic": row.topic, "title": row.title} for row in (found.alternatives if found else ())
        ],
        "channels": {
            name: value
            for name, value in (
                ("phone", channels.phone),
                ("whatsapp", channels.whatsapp),
                ("chatbot", channels.chatbot),
                ("email", channels.email),
            )
            if value
        },
        "reason": str(found.reason) if found else "no_election",
    }
