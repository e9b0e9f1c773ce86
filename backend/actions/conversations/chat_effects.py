"""What a step wants done, carried out in order inside the step's own transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from backend.actions.conversations import announcing
from backend.actions.elections.register import ElectionRegister, Register
from backend.services import Services
from backend.store import audit, bindings, chat_links, evidence, reports
from backend.store.chats import BoundRow
from backend.vault import digest
from bots.dialogue import effects as e
from bots.messages import Inbound, Outbound
from bots.reports.routing import addressee


class Context(msgspec.Struct, frozen=True):
    """The circumstances of one step."""

    conversation_id: int
    inbox_id: int
    inbound: Inbound
    language: str | None
    bound: Sequence[BoundRow]
    known: Register
    now: datetime


class Done(msgspec.Struct):
    """What the effects left for the conversation itself."""

    said: list[Outbound] = []
    language: str | None = None
    stopped: bool = False
    asked_human: bool = False
    rebind: bool = False
    refused: bool = False


async def carry_out(
    services: Services, conn: AsyncConnection, wanted: Sequence[e.Effect], context: Context
) -> Done:
    """Carry out the effects of one step in their order."""
    done = Done(said=[], language=context.language)
    for op_no, effect in enumerate(wanted):
        match effect:
            case e.Say(outbound):
                done.said.append(outbound)
            case e.SetLanguage(language):
                done.language = language
            case e.StopChat():
                done.stopped = True
            case e.RequestHuman():
                done.asked_human = True
            case e.RefusedContent(reason):
                done.refused = True
                await audit.record(
                    conn,
                    context.now,
                    "bot",
                    "content_refused",
                    f"inbox:{context.inbox_id}",
                    {"reason": reason},
                )
            case e.RememberUnanswered(text, language):
                await reports.remember_unanswered(conn, context.now, context.inbound.channel, language, text)
            case e.BindChat(code):
                await _bind(services, conn, code, context)
                done.rebind = True
            case e.CountWrongFact(code):
                await chat_links.count_wrong(conn, digest(code), context.now)
            case e.Unbind(number):
                await _unbind(conn, number, context)
                done.rebind = True
            case e.FileReport():
                await _file(conn, effect, context)
            case e.FinishReport():
                pass  # The report was entered when place and words were known; nothing hangs on its end.
            case _:
                await _further(services, conn, effect, context, op_no)
    return done


async def _bind(services: Services, conn: AsyncConnection, code: str, context: Context) -> None:
    accreditation_id = await chat_links.use(conn, digest(code), context.now)
    if accreditation_id is None:
        return
    await announcing.tell_bound_chats(
        services, conn, accreditation_id, Outbound("chat-new-binding", ride=False, lane=0), context.now
    )
    await bindings.bind(conn, context.conversation_id, accreditation_id, context.now)
    await audit.record(
        conn,
        context.now,
        "observer",
        "chat_bound",
        f"accreditation:{accreditation_id}",
        {"channel": context.inbound.channel, "conversation": context.conversation_id},
    )


async def _unbind(conn: AsyncConnection, number: str, context: Context) -> None:
    row = next((row for row in context.bound if row.number == number), None)
    if row is not None:
        await bindings.unbind(conn, context.conversation_id, number, context.now)
        await audit.record(
            conn, context.now, "observer", "chat_unbound", f"accreditation:{row.accreditation_id}", {}
        )


def _election(context: Context, row: BoundRow | None) -> ElectionRegister | None:
    return context.known.elections.get(row.election_id) if row else context.known.current(context.now)


def route(election: ElectionRegister | None, place_code: str | None, phase: str, category: str | None) -> str:
    """The role of the commission a report is addressed to, such as `vcc:1850/01`; the CEC when the register has none."""
    place = election.places.get(place_code) if election and place_code else None
    unit_only = election is not None and place is None and place_code in election.units
    found = addressee(
        place_kind=place.kind if place else "electoral_unit" if unit_only else None,
        place_code=place_code,
        unit=place.unit_code if place else place_code if unit_only else None,
        phase=phase,
        category=category,
        local_elections=bool(election and election.election.kind == "local"),
    )
    role = f"{found.kind}:{found.code}" if found.code else str(found.kind)
    return role if election and role in election.commissions else "cec"


def content_hash(number: str, place: str, words: str, received_at: datetime) -> bytes:
    """SHA-256 over what a receipt vouches for: number, place, original words and instant, a line each."""
    text = "\n".join((number, place, words, received_at.isoformat()))
    return hashlib.sha256(text.encode()).digest()


async def _file(conn: AsyncConnection, effect: e.FileReport, context: Context) -> None:
    row = next((row for row in context.bound if row.number == effect.accreditation), None)
    election = _election(context, row)
    place = effect.place_code or effect.place_words
    fields = {}
    if effect.knowledge:
        fields["knowledge"] = effect.knowledge
    if effect.observed_at:
        fields["observed_at"] = effect.observed_at.isoformat()
    await reports.add(
        conn,
        reports.NewReport(
            number=effect.number,
            election_id=election.election.id if election else None,
            accreditation_id=row.accreditation_id if row else None,
            organisation_id=row.organisation_id if row else None,
            conversation_id=context.conversation_id,
            unaccredited=effect.unaccredited or row is None,
            place_code=effect.place_code,
            place_words=effect.place_words,
            out_of_scope=effect.outside_scope,
            words=effect.words,
            phase=effect.phase,
            category=effect.category,
            severity=effect.severity,
            fields=fields,
            addressee=route(election, effect.place_code, effect.phase, effect.category),
            language=effect.language,
            sent_at=context.inbound.sent_at,
            received_at=context.now,
            content_hash=content_hash(effect.number, place, effect.words, context.now),
        ),
    )
    await audit.record(conn, context.now, "observer", "report_filed", f"report:{effect.number}", {})


async def _further(
    services: Services, conn: AsyncConnection, effect: e.Effect, context: Context, op_no: int
) -> None:
    """Effects on a report that was filed before; one of another conversation's observer is not touched."""
    report = await reports.find(conn, effect.number, lock=True)
    if report is None or not _is_own(report, context):
        return
    match effect:
        case e.SetReportField(_, field, value):
            await set_field(conn, report, field, value, _election_of(report, context))
        case e.AddWords(_, text, edited):
            await reports.event(
                conn,
                report.id,
                context.now,
                "words_edited" if edited else "words_added",
                "observer",
                text,
                {},
            )
        case e.AttachEvidence(_, media, kind, forwarded, album, caption):
            await evidence.add(
                conn,
                report.id,
                inbox_id=context.inbox_id,
                op_no=op_no,
                channel=context.inbound.channel,
                media=msgspec.to_builtins(media),
                kind=kind,
                caption=caption,
                forwarded=forwarded,
                album=album,
                now=context.now,
            )
        case e.AttachLocation(_, latitude, longitude):
            await reports.set_location(conn, report.id, latitude, longitude)
        case e.AlertDuty():
            await reports.add_alert(conn, report.id, context.now)
            await audit.record(conn, context.now, "bot", "duty_alerted", f"report:{report.number}", {})


def _is_own(report: reports.Report, context: Context) -> bool:
    if report.conversation_id == context.conversation_id:
        return True
    return any(row.accreditation_id == report.accreditation_id for row in context.bound)


def _election_of(report: reports.Report, context: Context) -> ElectionRegister | None:
    return context.known.elections.get(report.election_id) if report.election_id is not None else None


async def set_field(
    conn: AsyncConnection,
    report: reports.Report,
    field: str,
    value: str,
    election: ElectionRegister | None,
) -> None:
    """Set one field of a report and address it anew where place, phase or category changed."""
    if field == "outside_scope":
        await reports.set_column(conn, report.id, "out_of_scope", value == "yes")
    elif field in {"place_code", "place_words", "phase", "category", "severity"}:
        await reports.set_column(conn, report.id, field, value or (None if field == "place_code" else ""))
    else:
        await reports.set_field(conn, report.id, field, value)
    if field in {"place_code", "phase", "category"} and report.state == "received":
        now_known = {"place_code": report.place_code, "phase": report.phase, "category": report.category}
        now_known[field] = value or None
        await reports.set_column(
            conn,
            report.id,
            "addressee",
            route(election, now_known["place_code"], now_known["phase"] or "", now_known["category"]),
        )
