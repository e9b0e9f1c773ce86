"""A human takes a conversation from the bot, answers in it, and gives it back.

While a human has it the bot is silent: what the person writes stands in the inbox and is read on the page.
Nobody is told that a human has it before one has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.conversations import announcing
from backend.actions.fields import long_text
from backend.actions.once import Answer, Ticket, perform
from backend.actions.ports import Port
from backend.actions.principals import Principal, require
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import audit, console, conversations
from backend.store.console import Said, Waiting
from bots.channels.rendered import Rendered
from bots.messages import Channel, Outbound

ROLES = ("helpdesk", "cec")
LISTED = 100
SHOWN = 60
REPLY_LIMIT = 3_000
PREVIEW = 3
_DECODER = msgspec.json.Decoder(Rendered)


class Line(msgspec.Struct, frozen=True):
    """One message as the page shows it. `kind` tells what came where there are no words."""

    at: datetime
    theirs: bool
    text: str
    kind: str


class Talk(msgspec.Struct, frozen=True):
    """One conversation with its last messages. `mine` says that this officer has it."""

    id: int
    channel: str
    language: str | None
    since: datetime
    taken: bool
    mine: bool
    lines: tuple[Line, ...]


def owner_name(principal: Principal) -> str:
    """Who holds a conversation: the role and the key, since several people share a role."""
    return f"{principal.role}/{principal.key_id}"


async def listed(services: Services, principal: Principal) -> list[Talk]:
    """The conversations in which a human was asked for, with the last messages of each.

    Raises:
        Problem: 403.
    """
    require(principal, *ROLES)
    async with services.database.reading() as conn:
        rows = await console.waiting(conn, LISTED)
        return [_talk(services, principal, row, await console.said(conn, row.id, PREVIEW)) for row in rows]


async def read(services: Services, principal: Principal, id: int) -> Talk:
    """One of them.

    Raises:
        Problem: 403; 404, nobody asked for a human there.
    """
    require(principal, *ROLES)
    async with services.database.reading() as conn:
        row = await console.waiting_one(conn, id)
        if row is None:
            raise not_yours()
        return _talk(services, principal, row, await console.said(conn, id, SHOWN))


def _talk(services: Services, principal: Principal, row: Waiting, messages: list[Said]) -> Talk:
    ports: dict[str, Port] = services.parts.get("ports") or {}
    port = ports.get(row.channel)
    return Talk(
        id=row.id,
        channel=row.channel,
        language=row.language,
        since=row.since,
        taken=row.owner is not None,
        mine=row.owner == owner_name(principal),
        lines=tuple(_lines(port, messages)),
    )


def _lines(port: Port | None, messages: list[Said]) -> Iterator[Line]:
    """The messages in words; a pressed button is shown by the label it had."""
    labels: dict[str, str] = {}
    for said in messages:
        if said.theirs:
            yield _theirs(port, said, labels)
        else:
            rendered = _DECODER.decode(said.body)
            labels |= {data: label for row in rendered.buttons for label, data in row}
            yield Line(said.at, False, rendered.text, said.state)


def _theirs(port: Port | None, said: Said, labels: dict[str, str]) -> Line:
    if port is None or not said.body:
        # The channel is not set up in this process, or the content was refused and is not kept.
        return Line(said.at, True, "", "not_shown")
    inbound = port.decode(said.body, Channel(port.channel))
    return Line(said.at, True, inbound.text or labels.get(inbound.button, ""), str(inbound.kind))


async def take(services: Services, principal: Principal, ticket: Ticket, id: int) -> Answer:
    """Take a conversation; the person is told that a human has it now, and the bot is silent.

    Raises:
        Problem: 403; 404; 409, somebody else has it.
    """
    require(principal, *ROLES)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        row = await _locked(conn, id)
        if row.owner is not None and row.owner != owner_name(principal):
            raise Problem(409, "conversation_taken", remedy="choose_another")
        if row.owner is None:
            await console.set_owner(conn, id, owner_name(principal))
            await _tell(services, conn, id, Outbound("handover-taken", ride=False, lane=1), now)
            await _record(conn, now, principal, "conversation_taken", id)
        return 200, {"id": id, "taken": True}

    return await perform(services, ticket, work)


async def reply(services: Services, principal: Principal, ticket: Ticket, id: int, text: str) -> Answer:
    """Answer in a conversation that this officer has.

    Raises:
        Problem: 400; 403; 404; 409, it is not this officer's.
    """
    require(principal, *ROLES)
    written = long_text("text", text, REPLY_LIMIT)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await _own(conn, principal, id)
        await _tell(
            services, conn, id, Outbound("handover-reply", {"text": written}, ride=False, lane=1), now
        )
        await _record(conn, now, principal, "conversation_answered", id)
        return 201, {"id": id}

    return await perform(services, ticket, work)


async def give_back(services: Services, principal: Principal, ticket: Ticket, id: int) -> Answer:
    """Give a conversation back to the bot; the person is told so.

    Raises:
        Problem: 403; 404; 409, it is not this officer's.
    """
    require(principal, *ROLES)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        await _own(conn, principal, id)
        await _tell(services, conn, id, Outbound("handover-ended", ride=False, lane=1), now)
        await console.give_back(conn, id)
        await _record(conn, now, principal, "conversation_given_back", id)
        return 200, {"id": id, "taken": False}

    return await perform(services, ticket, work)


async def _locked(conn: AsyncConnection, id: int) -> Waiting:
    row = await console.waiting_one(conn, id, lock=True)
    if row is None:
        raise not_yours()
    return row


async def _own(conn: AsyncConnection, principal: Principal, id: int) -> None:
    row = await _locked(conn, id)
    if row.owner != owner_name(principal):
        raise Problem(409, "conversation_not_yours", remedy="take_conversation")


async def _tell(
    services: Services, conn: AsyncConnection, id: int, outbound: Outbound, now: datetime
) -> None:
    target = await conversations.target(conn, id)
    if target is not None:
        await announcing.tell(services, conn, target, outbound, now)


async def _record(conn: AsyncConnection, now: datetime, principal: Principal, action: str, id: int) -> None:
    await audit.record(conn, now, principal.role, action, f"conversation:{id}", {"key": principal.key_id})
