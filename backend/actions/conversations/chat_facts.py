"""The shell's answers to a step's questions, read in the step's own transaction."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from psycopg import AsyncConnection

from accreditation import civil_time
from accreditation.scope import PlaceKind as ScopeKind
from accreditation.scope import ScopeFacts, covers
from backend.actions.elections.register import TIRANE, ElectionRegister, Register
from backend.locales.texts import civil_date
from backend.services import Services
from backend.store import chat_links, reports
from backend.store.chats import BoundRow
from backend.store.registers import RegisterPlace
from backend.vault import digest
from bots.dialogue import facts as f
from bots.dialogue import questions as q
from bots.helpcenter.election import Election
from bots.helpcenter.knowledge import HelpAnswer, KnowledgeBase, load

UNIT_PREFIX = "unit:"
REPORTS_SHOWN = 10
REMEMBERED, REMEMBERED_CHARACTERS = 4_096, 80
NOON = time(12)
POLICE_NUMBER = "129"
"""The emergency number of the Albanian State Police; shown, never dialled."""


def help_center(services: Services) -> f.HelpCenter:
    """The Help Center's channels as this installation has them."""
    settings = services.settings
    return f.HelpCenter(
        phone=settings.twilio_voice_from or "",
        whatsapp=(settings.twilio_whatsapp_from or "").removeprefix("whatsapp:"),
        chatbot=f"{settings.public_url}/chat",
        email=settings.mail_address or "",
    )


@functools.cache
def _loaded() -> KnowledgeBase:
    return load()


def knowledge(services: Services) -> KnowledgeBase:
    """The knowledge base, loaded once a process: it never changes while the program runs."""
    kept = services.parts.get("knowledge")
    if kept is None:
        kept = services.parts["knowledge"] = _loaded()
    return kept


def scope_of(scope: dict[str, Any]) -> ScopeFacts:
    """The stored scope of an accreditation as the law's facts."""
    return ScopeFacts(
        **{name: tuple(scope.get(name) or ()) for name in ScopeFacts.__struct_fields__ if name in scope}
    )


def everywhere(scope: dict[str, Any]) -> bool:
    """Whether a scope names no place at all, which means the whole country."""
    return not any(scope.get(name) for name in scope)


def bound_fact(row: BoundRow, now: datetime, known: Register) -> f.BoundAccreditation:
    """One binding as the dialogue knows it."""
    election = known.elections.get(row.election_id)
    last = None
    if row.last_place and election is not None and row.last_place in election.places:
        last = _place(election, row.last_place, row)
    return f.BoundAccreditation(
        number=row.number,
        election=str(row.election_id),
        election_name=row.election_name,
        given_name=row.given_name,
        organisation=row.organisation,
        revoked=row.state != "valid" or row.valid_until <= now,
        all_places=everywhere(row.scope),
        last_check_in=last,
    )


def _place(election: ElectionRegister, code: str, row: BoundRow | None) -> f.Place:
    place = election.places[code]
    covered = row is not None and in_scope(row.scope, place)
    return f.Place(place.code, f.PlaceKind(place.kind), place.name, place.unit_code, covered)


def in_scope(scope: dict[str, Any], place: RegisterPlace) -> bool:
    """Whether the scope of an accreditation, as it is stored, covers a place of the register."""
    return everywhere(scope) or covers(
        scope_of(scope), ScopeKind(f"{place.kind}s"), place.code, place.unit_code
    )


def find_places(
    election: ElectionRegister | None, codes: Sequence[str], row: BoundRow | None
) -> tuple[f.Place, ...]:
    """The places of the register with these codes, in their order."""
    if election is None:
        return ()
    found = []
    for code in codes:
        if code.startswith(UNIT_PREFIX):
            unit = election.unit_of(code.removeprefix(UNIT_PREFIX))
            if unit is not None:
                in_scope = row is not None and (
                    everywhere(row.scope) or unit in (row.scope.get("electoral_units") or ())
                )
                found.append(f.Place(unit, f.PlaceKind.ELECTORAL_UNIT, election.units[unit], unit, in_scope))
        elif code in election.places:
            found.append(_place(election, code, row))
    return tuple(found)


async def answer(
    services: Services,
    conn: AsyncConnection,
    asked: Sequence[q.Question],
    bound: Sequence[BoundRow],
    bound_facts: tuple[f.BoundAccreditation, ...],
    known: Register,
    now: datetime,
) -> f.Facts:
    """Answer the questions of one step.

    Places, the help center and nearest centres are answered from memory; the rest by one query each,
    and most steps ask nothing.
    """
    row = bound[0] if bound else None
    election = known.elections.get(row.election_id) if row else known.current(now)
    given: dict[str, Any] = {}
    for question in asked:
        match question:
            case q.FindPlaces(codes):
                given["places"] = find_places(election, codes, row)
            case q.NearestCentres(latitude, longitude):
                near = election.nearest(latitude, longitude) if election else []
                given["nearest"] = tuple(_place(election, place.code, row) for place in near)
            case q.OpenLink(code):
                given["link"] = await chat_links.fact(conn, digest(code), now)
            case q.CheckSecondFact(code, text):
                given["second_fact_right"] = await chat_links.second_fact_right(conn, digest(code), text)
            case q.NextReportNumber():
                given["report_number"] = (await reports.next_numbers(conn, 1, now.astimezone(TIRANE).year))[0]
            case q.MyReports():
                given["reports"] = await _reports(conn, row, election) if row else ()
            case q.AskHelp(text, language):
                given["help"] = _help(services, election, now, language, text=text)
            case q.HelpTopic(topic, language):
                given["help"] = _help(services, election, now, language, topic=topic)
    return f.Facts(
        bound=bound_facts,
        help_center=help_center(services),
        election_name=election.election.name if election else "",
        election_date=election.election.election_date if election else None,
        police_number=POLICE_NUMBER,
        **given,
    )


async def _reports(
    conn: AsyncConnection, row: BoundRow, election: ElectionRegister | None
) -> tuple[f.ReportStatus, ...]:
    found = await reports.status_of_latest(conn, row.accreditation_id, REPORTS_SHOWN)
    names = election.commissions if election else {}
    return tuple(
        f.ReportStatus(
            number=number,
            place=code or words,
            category=category or "",
            status=state,
            at=at or received_at,
            addressee=names.get(addressee, ""),
        )
        for number, code, words, category, state, at, addressee, received_at in found
    )


def help_election(election: ElectionRegister | None) -> Election | None:
    """The open election as the help center knows it."""
    if election is None:
        return None
    found = election.election
    return Election(
        id=str(found.id), name=found.name, date=found.election_date, kind=found.kind, demo=found.demo
    )


def question_answered(
    base: KnowledgeBase, text: str, language: str | None, election: Election, now: datetime
) -> HelpAnswer:
    """The help center's answer to a question; short ones, which voters ask in the same words, are remembered."""
    words = " ".join(text.split())
    if len(words) > REMEMBERED_CHARACTERS:
        return base.answer(text, language=language, election=election, now=now)
    return _remembered(base, words, language, election, civil_time.civil_date(now))


@functools.lru_cache(REMEMBERED)
def _remembered(
    base: KnowledgeBase, words: str, language: str | None, election: Election, day: date
) -> HelpAnswer:
    # An answer depends on the civil date only, so noon stands for the day.
    return base.answer(words, language=language, election=election, now=civil_time.at_local(day, NOON))


def _help(
    services: Services,
    election: ElectionRegister | None,
    now: datetime,
    language: str,
    *,
    text: str | None = None,
    topic: str | None = None,
) -> f.HelpFact | None:
    asked_about = help_election(election)
    if asked_about is None:
        return f.HelpFact(f.HelpKind.HANDOVER)
    base = knowledge(services)
    if topic is not None:
        found = base.topic(topic, language=language, election=asked_about, now=now)
    else:
        found = question_answered(base, text or "", language, asked_about, now)
    return help_fact(found, services, language) if found is not None else None


def help_fact(found: HelpAnswer, services: Services, language: str) -> f.HelpFact:
    """A help center's answer as the dialogue says it."""
    lines = "; ".join(_source(source, services, language) for source in found.sources)
    return f.HelpFact(
        kind=f.HelpKind(found.kind),
        topic=found.topic or "",
        text=found.short_text or found.text or "",
        source=lines,
        election=_marked(found),
        valid_from=_shown_date(found.valid_from, services, language),
        alternatives=tuple((row.topic, row.title) for row in found.alternatives[:8]),
    )


def _marked(found: HelpAnswer) -> str:
    """The election's name; an invented one is marked on everything it touches."""
    if found.demo and "DEMO" not in found.election:
        return f"{found.election} (DEMO)"
    return found.election


def _source(source: Any, services: Services, language: str) -> str:
    parts = [
        source.title,
        getattr(source, "article", "") or "",
        _shown_date(getattr(source, "date", None), services, language),
    ]
    return ", ".join(part for part in parts if part)


def _shown_date(value: Any, services: Services, language: str) -> str:
    if value is None or value == "":
        return ""
    return value if isinstance(value, str) else civil_date(value, language)
