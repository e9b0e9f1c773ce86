"""The values of one intake batch: what was taken, and each conversation while it is stepped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.store import outbox
from backend.store.chats import BoundRow
from backend.store.conversations import Conversation
from backend.store.inbox import OpenRow
from bots.dialogue import engine


@dataclass(slots=True)
class Taken:
    """What became of a batch.

    Attributes:
        answers: the webhook's answer of each arrival, by (channel, provider id).
        rides: outbox ids by (channel, provider id) of the answers that carry a reply.
        left: there are rows that the worker must step.
        sends: there are messages for the sender.
        callbacks: pressed buttons to be acknowledged: (channel, callback reference).
        stepped: how many rows were stepped.
    """

    answers: dict[tuple[str, str], bytes] = field(default_factory=dict)
    rides: dict[tuple[str, str], int] = field(default_factory=dict)
    left: bool = False
    sends: bool = False
    callbacks: list[tuple[str, str]] = field(default_factory=list)
    stepped: int = 0


@dataclass(slots=True)
class SteppedRow:
    """One row that was stepped, and what it said: pairs of a rendered message and the outbox row for it."""

    row: OpenRow
    said: list[tuple[Any, outbox.NewMessage]]
    may_ride: bool
    refused: bool = False


@dataclass(slots=True)
class OpenChat:
    """One locked conversation during a batch."""

    row: Conversation
    queue: list[OpenRow]
    state: engine.State
    bound: list[BoundRow]
    language: str | None
    steps: int
    offered: bytes | None
    stopped: bool
    unsent: bool
    minute_at: datetime | None
    minute_count: int
    dumped: bytes | None = None
    asked_human: bool = False
    closed: list[SteppedRow] = field(default_factory=list)
    broken: tuple[OpenRow, BaseException] | None = None


def opened(row: Conversation, queue: list[OpenRow], bound: list[BoundRow], *, unsent: bool) -> OpenChat:
    """A conversation as its stored state has it; with `unsent` something of it is still to be sent."""
    return OpenChat(
        row=row,
        queue=queue,
        state=engine.load(row.state),
        bound=bound,
        language=row.language,
        steps=row.steps,
        offered=row.offered,
        stopped=row.stopped,
        unsent=unsent,
        minute_at=row.minute_at,
        minute_count=row.minute_count,
        dumped=row.state,
    )
