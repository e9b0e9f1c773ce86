"""Every time limit of an election explained: the rule in words, its number, its ends and counts, the days off behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from accreditation.election_calendar import CalendarItem, election_calendar
from accreditation.elections import ElectionFacts
from backend.actions.elections.calendar_views import holidays_view
from backend.actions.elections.elections import facts_of, require_election, view
from backend.services import Services
from backend.store.elections import ElectionRow


async def read(services: Services, id: int, language: str) -> dict[str, Any]:
    """The limits of an election with the rules in a language; raises 404."""
    async with services.database.reading() as conn:
        row = await require_election(conn, id)
    return explained(services, row, language)


def explained(services: Services, row: ElectionRow, language: str) -> dict[str, Any]:
    """Every limit of a stored election, and the calendar that moved them."""
    facts = facts_of(row)
    shown = view(row)
    return {
        "election": {
            name: shown[name]
            for name in (
                "id",
                "name",
                "kind",
                "election_date",
                "decreed_on",
                "edition",
                "reading",
                "hour_anchor",
                "hour_clock",
                "demo",
                "voting_hours",
                "warnings",
            )
        },
        "calendar_of": "cec",
        "holidays": holidays_view(row),
        "items": [_item(services, language, facts, one) for one in election_calendar(facts)],
        "next_cursor": None,
    }


def _item(services: Services, language: str, facts: ElectionFacts, item: CalendarItem) -> dict[str, Any]:
    shown = msgspec.to_builtins(item.limit, builtin_types=(datetime,))
    return {
        **shown,
        "title": services.texts.text(language, message_of("title", item.limit.code)),
        "rule": services.texts.text(
            language,
            message_of("rule", item.limit.code),
            value="none" if item.value is None else item.value,
            edition=str(facts.edition),
        ),
        "value": item.value,
        "unit": item.unit,
        "counted_from": str(item.counted_from),
        "known_by": item.mark,
        "source": item.source,
        "note": item.note,
        "act": item.act,
        "unset": item.unset,
        "internal": item.internal,
    }


def message_of(part: str, code: str) -> str:
    """The Fluent id of a limit's title or rule."""
    return f"limits-{part}-{code}".replace("_", "-")
