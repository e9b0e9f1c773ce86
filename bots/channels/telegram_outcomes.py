"""What an error of the Bot API means for the message: surely not sent, perhaps sent, or never to be sent.

Sources: the Bot API ("Making requests", ResponseParameters), and the texts of the telegram-bot-api
server (`Client.cpp`), which are the only way to tell one 400 from another.
"""

from __future__ import annotations

import time
from typing import Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bots.channels.sending import Ambiguous, Refused, Retry, SendResult, Sent

_SERVER_PAUSE_S = 2.0
_CONNECT_PAUSE_S = 2.0
_TOKEN_PAUSE_S = 60.0


class Flood:
    """Remembers 429 answers, to tell a chat's limit from the bot's.

    Telegram does not say which limit was met. When a second chat is refused while the first still
    waits, it is the bot's, and every send must pause.
    """

    def __init__(self) -> None:
        """Start with no chat refused."""
        self._until: dict[str, float] = {}

    def met(self, chat_key: str, retry_after_s: float) -> bool:
        """Record a 429; whether it concerns the whole bot. A call without a chat always does."""
        now_s = time.monotonic()
        self._until = {chat: until for chat, until in self._until.items() if until > now_s}
        self._until[chat_key] = now_s + retry_after_s
        return not chat_key or len(self._until) > 1


def outcome(error: Exception, chat_key: str, flood: Flood) -> SendResult:
    """The value of one failed call.

    A 429, a refused connection, a wrong token and a 5xx are surely not sent, so they are `Retry`; a
    wrong token pauses the whole channel for a minute, because the message is good and an operator must
    act. A 504, a lost answer and an unreadable answer are `Ambiguous`. A 400 or 403 is `Refused`.
    """
    if isinstance(error, TelegramRetryAfter):
        after_s = float(error.retry_after)
        return Retry(after_s, whole_channel=flood.met(chat_key, after_s), code="flood")
    if isinstance(error, TelegramForbiddenError):
        return Refused(_forbidden_code(error.message), permanent=True)
    if isinstance(error, TelegramMigrateToChat):
        return Refused("migrated", permanent=True)
    if isinstance(error, TelegramBadRequest):
        return _bad_request(error.message)
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound | TelegramConflictError):
        return Retry(_TOKEN_PAUSE_S, whole_channel=True, code="unauthorized")
    if isinstance(error, TelegramEntityTooLarge):
        return Refused("too_large", permanent=False)
    if isinstance(error, TelegramServerError):
        if "Gateway Timeout" in error.message:
            return Ambiguous("gateway_timeout")
        return Retry(_SERVER_PAUSE_S, code="server_error")
    if isinstance(error, ClientDecodeError):
        return _undecoded(error.data)
    if isinstance(error, TelegramNetworkError):
        return _unconnected(error.__cause__)
    if isinstance(error, TelegramAPIError):
        return Refused("api_error", permanent=False)
    return _unconnected(error)


def _unconnected(cause: BaseException | None) -> Retry | Ambiguous:
    """A connection never made carried nothing; any other network failure may have carried the call."""
    if isinstance(cause, ClientConnectorError | ConnectionTimeoutError):
        return Retry(_CONNECT_PAUSE_S, whole_channel=True, code="unreachable")
    if isinstance(cause, TimeoutError):
        return Ambiguous("timeout")
    return Ambiguous("connection_lost")


def _undecoded(data: Any) -> SendResult:
    """An answer that aiogram's types do not know, as after a change of the API: `ok` still tells."""
    result = data.get("result") if isinstance(data, dict) and data.get("ok") is True else None
    if isinstance(result, dict) and isinstance(result.get("message_id"), int):
        return Sent(str(result["message_id"]))
    return Ambiguous("undecodable_answer")


def _forbidden_code(message: str) -> str:
    if "blocked by the user" in message:
        return "blocked"
    if "deactivated" in message:
        return "deactivated"
    if "initiate conversation" in message:
        return "not_started"
    return "forbidden"


def _bad_request(message: str) -> Refused:
    lowered = message.lower()
    if "chat not found" in lowered or "peer_id_invalid" in lowered:
        return Refused("chat_not_found", permanent=True)
    if "query is too old" in lowered:
        return Refused("callback_expired", permanent=False)
    if "too long" in lowered:
        return Refused("too_long", permanent=False)
    return Refused("bad_request", permanent=False)
