"""What the simulator keeps: users, groups, bots, stored files, waiting updates, and its two logs."""

from __future__ import annotations

from typing import Any

import msgspec

from bots.simulators.telegram.limits import Limiter


class User(msgspec.Struct):
    """A person with a phone."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "sq"

    def shown(self) -> dict[str, Any]:
        """The Bot API's `User`."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            **{name: value for name, value in optional.items() if value},
        }

    def chat(self) -> dict[str, Any]:
        """The Bot API's private `Chat`."""
        optional = {"last_name": self.last_name, "username": self.username}
        return {
            "id": self.id,
            "first_name": self.first_name,
            **{name: value for name, value in optional.items() if value},
            "type": "private",
        }


class StoredFile(msgspec.Struct):
    """A file on Telegram's side; `unique_id` is the same for every bot, `file_id` differs.

    Attributes:
        kind: `photo`, `document`, `voice`, `video`, `sticker` or `audio`.
        size_bytes: what Telegram says; it may exceed the stored bytes, to try the 20 MB limit cheaply.
    """

    unique_id: str
    kind: str
    content: bytes
    size_bytes: int
    mime_type: str = ""
    name: str = ""
    width: int = 0
    height: int = 0


class Webhook(msgspec.Struct):
    """A registered webhook."""

    url: str
    secret: str = ""
    max_connections: int = 40
    allowed: tuple[str, ...] | None = None


class Waiting(msgspec.Struct, eq=False):
    """An update on its way to a bot.

    Attributes:
        chat_key: its order is kept among the updates of the same key.
        born_at: Unix seconds of its making; it lives 24 hours.
        due_at: Unix seconds before which it is not tried (again).
        delay_s: the last pause between two tries.
        tries: deliveries so far.
        in_flight: deliveries under way now.
        held: a fault holds it until another update was delivered.
        tripped: the faults of its delivery were drawn.
        fault: the one that met it.
        raw: a body to deliver instead of the update's JSON, to try poison.
    """

    update: dict[str, Any]
    chat_key: str
    born_at: float
    due_at: float
    delay_s: float = 1.0
    tries: int = 0
    in_flight: int = 0
    held: bool = False
    tripped: bool = False
    fault: str = ""
    raw: bytes | None = None


class PressedButton(msgspec.Struct):
    """A callback query that waits for its answer."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    born_at: float
    answered: bool = False
    text: str = ""
    alert: bool = False


class Call(msgspec.Struct, frozen=True):
    """One call of a bot, as the control page lists it.

    Attributes:
        at: Unix seconds of the simulator's clock.
        bot: the bot's username.
        method: the method's name.
        chat: the chat id, or an empty string.
        via: `api`, or `ride` for a method in a webhook's answer.
        status: the HTTP status answered; 200 for an accepted ride.
        error: the description of a refusal.
        message_ids: the messages it made.
        text: text or caption of the first one.
        fault: the scripted fault it met.
    """

    at: float
    bot: str
    method: str
    chat: str
    via: str
    status: int
    error: str = ""
    message_ids: tuple[int, ...] = ()
    text: str = ""
    fault: str = ""


class Delivery(msgspec.Struct, frozen=True):
    """One try to deliver an update.

    Attributes:
        at: Unix seconds at the answer.
        bot: the bot's username.
        update_id: of the update.
        chat: its chat key.
        attempt: 1 for the first try.
        status: the HTTP status that was answered; 0 when there was no answer.
        error: why there was no answer.
        ride: the method in the answer, if any.
        fault: the scripted fault it met.
    """

    at: float
    bot: str
    update_id: int
    chat: str
    attempt: int
    status: int
    error: str = ""
    ride: str = ""
    fault: str = ""


class BotAccount(msgspec.Struct):
    """A bot: its token, its queue and all it knows."""

    token: str
    username: str
    id: int
    first_name: str
    limiter: Limiter
    next_update_id: int
    next_message_id: int = 1
    webhook: Webhook | None = None
    queue: list[Waiting] = []
    allowed: tuple[str, ...] | None = None
    started: set[int] = set()
    blocked: set[int] = set()
    messages: dict[tuple[int, int], dict[str, Any]] = {}
    chats: dict[int, list[dict[str, Any]]] = {}
    presses: dict[str, PressedButton] = {}
    commands: dict[str, list[dict[str, Any]]] = {}
    file_ids: dict[str, str] = {}
    links: dict[str, tuple[str, float]] = {}
    reader: int = 0
    in_flight: int = 0
    last_error: tuple[float, str] | None = None
    gone_since: float | None = None

    def shown(self) -> dict[str, Any]:
        """The Bot API's `User` of the bot."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}
