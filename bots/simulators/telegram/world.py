"""The state behind the simulated Bot API: one world of people, groups, files, messages and updates."""

from __future__ import annotations

import base64
import hashlib
import itertools
import random
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from bots.simulators.faults import FaultScript
from bots.simulators.telegram.clock import SimClock
from bots.simulators.telegram.errors import ApiError, bad_request
from bots.simulators.telegram.limits import Limiter, Limits
from bots.simulators.telegram.records import BotAccount, Call, Delivery, StoredFile, User, Waiting

KEPT_S = 24 * 3600.0
"""How long an undelivered update lives (getUpdates: no longer than 24 hours)."""

_LOG_LIMIT = 500_000
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class World:
    """All state, under one lock; methods that need the lock held say so."""

    def __init__(
        self,
        tokens: Mapping[str, str],
        clock: SimClock,
        faults: FaultScript,
        limits: Limits | None,
        first_update_id: int,
        seed: int,
    ) -> None:
        """Make one bot for each (username, token).

        Raises:
            ValueError: a token has not the form `digits:secret`, or two bots share a number.
        """
        self.lock = threading.RLock()
        self.clock = clock
        self.faults = faults
        self.random = random.Random(seed)  # noqa: S311 (pauses and ids of a simulator)
        self.bots: dict[str, BotAccount] = {}
        self.users: dict[int, User] = {}
        self.groups: dict[int, dict[str, Any]] = {}
        self.files: dict[str, StoredFile] = {}
        self.calls: deque[Call] = deque(maxlen=_LOG_LIMIT)
        self.deliveries: deque[Delivery] = deque(maxlen=_LOG_LIMIT)
        self.user_numbers = itertools.count(5_000_001)
        self.group_numbers = itertools.count(4_000_001)
        self.dispatch: Callable[[BotAccount, str, dict[str, Any]], None] = _unplugged
        self._wakers: list[Callable[[], None]] = []
        clock.on_move(self.wake)
        for username, token in tokens.items():
            number, colon, secret = token.partition(":")
            if not (colon and secret and number.isdigit()):
                raise ValueError("a bot token is digits, a colon and a secret")
            if any(bot.id == int(number) for bot in self.bots.values()):
                raise ValueError("two bots share a number")
            self.bots[token] = BotAccount(
                token=token,
                username=username,
                id=int(number),
                first_name=username.removesuffix("_bot").replace("_", " ").title(),
                limiter=Limiter(limits),
                next_update_id=first_update_id,
            )

    # Waking --------------------------------------------------------------------------------------

    def on_change(self, waker: Callable[[], None]) -> None:
        """Call `waker` whenever an update is queued or the clock jumps; it must be thread-safe."""
        self._wakers.append(waker)

    def off_change(self, waker: Callable[[], None]) -> None:
        """Stop calling `waker`."""
        self._wakers.remove(waker)

    def wake(self) -> None:
        """Tell everyone who waits that something changed."""
        for waker in list(self._wakers):
            waker()

    # Looking up ----------------------------------------------------------------------------------

    def bot_of_token(self, token: str) -> BotAccount:
        """The bot of a token.

        Raises:
            ApiError: 401 for a wrong token, 404 for one that has not even the form.
        """
        bot = self.bots.get(token)
        if bot is None:
            number, colon, _ = token.partition(":")
            raise ApiError(401, "Unauthorized") if colon and number.isdigit() else ApiError(404, "Not Found")
        return bot

    def bot_named(self, username: str) -> BotAccount:
        """The bot of a username, with or without `@`.

        Raises:
            KeyError: there is none.
        """
        wanted = username.removeprefix("@").lower()
        for bot in self.bots.values():
            if bot.username.lower() == wanted:
                return bot
        raise KeyError(username)

    def chat_for_send(self, bot: BotAccount, chat_id: int | str) -> dict[str, Any]:
        """The chat to which a bot may send now; the lock is held.

        Raises:
            ApiError: 400 for an unknown chat, 403 when the person blocked or never started the bot.
        """
        if isinstance(chat_id, str):
            # Only public groups and channels are reached by name, and there are none here.
            raise bad_request("chat not found")
        if (group := self.groups.get(chat_id)) is not None:
            if bot.username not in group["bots"]:
                raise ApiError(403, "Forbidden: bot is not a member of the group chat")
            return {"id": chat_id, "title": group["title"], "type": "group"}
        user = self.users.get(chat_id)
        if user is None:
            raise bad_request("chat not found")
        if chat_id in bot.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat_id not in bot.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return user.chat()

    # Messages ------------------------------------------------------------------------------------

    def add_message(
        self, bot: BotAccount, chat: dict[str, Any], sender: dict[str, Any], content: dict[str, Any]
    ) -> dict[str, Any]:
        """Store a message in a chat, as the bot sees it; the lock is held."""
        message = {
            "message_id": bot.next_message_id,
            "from": sender,
            "chat": chat,
            "date": int(self.clock.now()),
            **content,
        }
        bot.next_message_id += 1
        bot.messages[chat["id"], message["message_id"]] = message
        bot.chats.setdefault(chat["id"], []).append(message)
        return message

    # Updates -------------------------------------------------------------------------------------

    def push(self, bot: BotAccount, kind: str, body: dict[str, Any], chat_id: int) -> int | None:
        """Queue an update for a bot and wake its delivery; the lock is held.

        Returns:
            The update's id, or None when the bot did not ask for this kind.
        """
        allowed = bot.webhook.allowed if bot.webhook is not None else bot.allowed
        if kind not in allowed if allowed is not None else kind in _NOT_BY_DEFAULT:
            return None
        now_s = self.clock.now()
        update_id = bot.next_update_id
        bot.next_update_id += 1
        bot.queue.append(Waiting({"update_id": update_id, kind: body}, str(chat_id), now_s, now_s))
        self.wake()
        return update_id

    def forget_old(self, bot: BotAccount) -> None:
        """Drop updates older than 24 hours that are not under way; the lock is held."""
        oldest_s = self.clock.now() - KEPT_S
        if bot.queue and bot.queue[0].born_at < oldest_s:
            bot.queue[:] = [one for one in bot.queue if one.born_at >= oldest_s or one.in_flight]

    # Files ---------------------------------------------------------------------------------------

    def store(self, file: StoredFile) -> StoredFile:
        """Keep a file under its unique id; the lock is held."""
        return self.files.setdefault(file.unique_id, file)

    def file_id(self, bot: BotAccount, file: StoredFile) -> str:
        """The file's id for this bot; no other bot can use it."""
        digest = hashlib.sha256(f"{bot.id}/{file.unique_id}".encode()).digest()
        file_id = "AgAC" + base64.urlsafe_b64encode(digest + digest[:9]).decode().rstrip("=")
        bot.file_ids[file_id] = file.unique_id
        return file_id

    def file_of(self, bot: BotAccount, file_id: str) -> StoredFile:
        """The file behind a bot's file id; the lock is held.

        Raises:
            ApiError: 400, the id is not one of this bot's.
        """
        unique_id = bot.file_ids.get(file_id)
        if unique_id is None:
            raise bad_request("invalid file_id")
        return self.files[unique_id]


def unique_id(kind: str, content: bytes, name: str = "") -> str:
    """A stable id of a file's content, as short as Telegram's."""
    digest = hashlib.sha256(kind.encode() + b"/" + name.encode() + b"/" + content).digest()
    return "AQAD" + base64.urlsafe_b64encode(digest[:9]).decode()


def _unplugged(bot: BotAccount, method: str, arguments: dict[str, Any]) -> None:
    raise RuntimeError(f"no API performs {method} for {bot.username} with {len(arguments)} arguments")
